"""`matchmaker decide`: what a person says about a match."""

from typing import Annotated

import typer

from matchmaker.cli.contract import decision_json
from matchmaker.cli.listing import one_of
from matchmaker.cli.options import Json, new_app
from matchmaker.cli.output import put, put_json, put_table
from matchmaker.cli.session import Session, session
from matchmaker.errors import UsageError
from matchmaker.matches import REASON_CODES, Decision, Step

app = new_app()
WORDS = ("undo", "redo", "list")


@app.command()
def decide(
    ctx: typer.Context,
    request: Annotated[str, typer.Argument(metavar="REQUEST|undo|redo|list", help="The request, or a word.")],
    item: Annotated[
        str | None, typer.Argument(metavar="ITEM", help="An offering, an experience record, or provider|partner.")
    ] = None,
    shortlist: Annotated[bool, typer.Option("--shortlist", help="Keep it in view.")] = False,
    propose: Annotated[bool, typer.Option("--propose", help="Propose it to the requester.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Both sides agreed.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="It is not the answer; needs --reason.")] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Place it first whatever its score.")] = False,
    exclude: Annotated[bool, typer.Option("--exclude", help="Leave it out whatever its score.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="; ".join(REASON_CODES) + ".")] = "",
    note: Annotated[str, typer.Option("--note", help="A note for the record.")] = "",
    need: Annotated[int | None, typer.Option("--need", min=1, help="The need it answers, counted from 1.")] = None,
    as_json: Json = False,
) -> None:
    """Record a decision. The log only grows: an undo is an entry of its own.

    \b
    Examples:
      matchmaker decide R-0001 g20-mex:open-contracting --shortlist
      matchmaker decide R-0001 g20-mex:open-data --decline --reason "wrong topic" --note "They have a portal."
      matchmaker decide undo R-0001
      matchmaker decide list --json
    """
    steps = {
        Step.SHORTLISTED: shortlist,
        Step.PROPOSED: propose,
        Step.ACCEPTED: accept,
        Step.DECLINED: decline,
        Step.PINNED: pin,
        Step.EXCLUDED: exclude,
    }
    chosen = [step for step, given in steps.items() if given]
    if request in WORDS:
        _word(session(ctx), request, item, as_json)
        return
    if item is None or len(chosen) != 1:
        raise UsageError(
            "Name a request, an item and one of --shortlist, --propose, --accept, --decline, --pin, --exclude.",
            "`matchmaker decide --help` shows examples.",
        )
    if decline and not reason:
        raise UsageError("A decline needs a reason.", f"Give --reason with one of: {', '.join(REASON_CODES)}.")
    if reason:
        one_of(reason, REASON_CODES, "reason")
    with session(ctx).workspace() as workspace:
        made = workspace.decide(
            request, item, chosen[0], need=None if need is None else need - 1, reason_code=reason, note=note
        )
    _put(made, as_json)


def _word(here: Session, word: str, request: str | None, as_json: bool) -> None:
    with here.workspace() as workspace:
        if word == "undo":
            _put(workspace.undo(request), as_json)
        elif word == "redo":
            _put(workspace.redo(request), as_json)
        else:
            _put_log(workspace.decisions(request), as_json)


def _put(made: Decision, as_json: bool) -> None:
    if as_json:
        put_json(decision_json(made))
    else:
        undone = f" (entry {made.undoes})" if made.undoes is not None else ""
        put(f"{made.seq}: {made.request_id} {made.item_id} {made.step.value}{undone}")


def _put_log(log: list[Decision], as_json: bool) -> None:
    if as_json:
        put_json([decision_json(entry) for entry in log])
        return
    put_table(
        ("seq", "when", "who", "request", "step", "item", "reason and note"),
        [
            (
                d.seq,
                f"{d.at:%Y-%m-%d %H:%M}",
                d.who,
                d.request_id,
                d.step.value,
                d.item_id,
                f"{d.reason_code} {d.note}".strip(),
            )
            for d in log
        ],
    )
