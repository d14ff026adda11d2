"""What changes a request on the command line: moves, owners, next actions, notes, and undoing any of it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli.listing import one_of
from matchmaker.cli.options import Json
from matchmaker.cli.output import put, put_json
from matchmaker.cli.session import session
from matchmaker.errors import UsageError
from matchmaker.requests import State, Urgency

if TYPE_CHECKING:
    from matchmaker.triage.undoing import TakenBack

Reference = Annotated[str, typer.Argument(metavar="ID", help="The request's reference.")]
Whose = Annotated[
    str | None, typer.Argument(metavar="ID", help="Only what was done about this request, by anybody; else yours.")
]


def move(
    ctx: typer.Context,
    reference: Reference,
    state: Annotated[str, typer.Argument(metavar="STATE", help="Where to.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; needed to reopen.")] = "",
) -> None:
    """Move a request to another state, where the table of moves allows it.

    \b
    Examples:
      matchmaker requests move R-0001 screening
      matchmaker requests move R-0001 matching --reason "A new programme has arrived"
    """
    chosen = State(one_of(state, [s.value for s in State], "state"))
    with session(ctx).workspace() as workspace:
        moved = workspace.move(reference, chosen, reason=reason)
    put(f"{moved.id} is {moved.state.value}.")


def change(
    ctx: typer.Context,
    reference: Reference,
    owner: Annotated[str | None, typer.Option("--owner", help="Who works on it.")] = None,
    next_action: Annotated[str | None, typer.Option("--next", help="What comes next.")] = None,
    next_on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it comes next.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="A line added to the notes.")] = None,
    urgent: Annotated[bool | None, typer.Option("--urgent/--routine", help="How urgent it is.")] = None,
) -> None:
    """Change who works on a request, what comes next, its notes or its urgency.

    \b
    Example:
      matchmaker requests change R-0001 --owner ana --next "Call the agency" --on 2026-12-01
    """
    with session(ctx).workspace() as workspace:
        now = workspace.request(reference)
        given: dict[str, object] = {
            "owner": owner,
            "next_action": next_action,
            "next_action_on": date_given(next_on) if next_on else None,
            "notes": "\n".join(filter(None, (now.notes, note))) if note else None,
            "urgency": None if urgent is None else Urgency.URGENT if urgent else Urgency.ROUTINE,
        }
        changed = replace(now, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        workspace.change_request(changed)
    put(f"{reference} was changed.")


def undo(ctx: typer.Context, reference: Whose = None, as_json: Json = False) -> None:
    """Take back the last thing done: a decision, a note, an owner, a next action, a move, a new request.

    \b
    Examples:
      matchmaker requests undo
      matchmaker requests undo R-0001

    Nothing is erased: the history keeps both.
    """
    with session(ctx).workspace() as workspace:
        _put(workspace.take_back(reference), "taken back", as_json)


def redo(ctx: typer.Context, reference: Whose = None, as_json: Json = False) -> None:
    """Do again what the last undo took back.

    \b
    Example:
      matchmaker requests redo
    """
    with session(ctx).workspace() as workspace:
        _put(workspace.do_again(reference), "done again", as_json)


def _put(made: "TakenBack", word: str, as_json: bool) -> None:
    if as_json:
        put_json({"request": made.request_id, "what": made.what, "entries": made.entries})
    else:
        put(f"{made.request_id}: {word}: {made.what}")


def date_given(given: str) -> date:
    """A date as 2026-11-24. Raises UsageError."""
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{given!r} is not a date.", "Write it as 2026-11-24.") from error
