"""`matchmaker requests`: list, show, add, import, move, change, answer."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli import changing
from matchmaker.cli.answers import MARKS
from matchmaker.cli.changing import Reference, date_given
from matchmaker.cli.contract import decision_json, refresh_json, request_json
from matchmaker.cli.listing import one_of, put_events, put_fields, put_source
from matchmaker.cli.options import (
    Json,
    KeepSample,
    Limit,
    country_code,
    language_code,
    new_app,
    text_or_stdin,
    type_names,
)
from matchmaker.cli.output import fold, put, put_json, put_json_list, put_table
from matchmaker.cli.reports import put_report
from matchmaker.cli.session import session
from matchmaker.errors import UsageError
from matchmaker.requests import CHANNELS, TRANSITIONS, Request, State, Urgency

if TYPE_CHECKING:
    from matchmaker.triage.queue import QueueEntry
    from matchmaker.workspace import Workspace

app = new_app()
AT_ONCE = 500
DRAFTS = ("acknowledge", "clarify", "propose", "regret")
ANY_STATE = ",".join(state.value for state in State)


@app.callback()
def requests() -> None:
    """Requests: what countries ask for, and where each stands.

    \b
    Examples:
      matchmaker requests list
      matchmaker requests show R-0001
    """


@app.command("list")
def list_(
    ctx: typer.Context,
    filter_: Annotated[
        str, typer.Option("--filter", metavar="WORDS", help='As in the desk: "state:screening country:KEN seized".')
    ] = "",
    sort: Annotated[
        str, typer.Option("--sort", help="attention, received, country, state, verdict, owner or id.")
    ] = "attention",
    limit: Limit = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are closed or left the queue.")] = False,
    as_json: Json = False,
) -> None:
    """List requests in the order that deserves attention, with the reason.

    \b
    Examples:
      matchmaker requests list
      matchmaker requests list --filter "state:screening received:>7d"
      matchmaker requests list --json --all | jq -r '.[].id'
    """
    with session(ctx).workspace(reads_once=True) as workspace:
        wanted = f"{filter_} state:{ANY_STATE}" if everything else filter_
        found = workspace.queue(filter=wanted, sort=sort)
        listed = found if limit is None else found[:limit]
        if as_json:
            put_json_list(request_json(request) for request in workspace.each_request(e.id for e in listed))
            return
        put_table(("id", "state", "country", "why here", "text"), _lines(workspace, listed))


def _lines(workspace: "Workspace", listed: Iterable["QueueEntry"]) -> Iterator[tuple[str, ...]]:
    """The entries of the queue as lines of a table, with the beginnings of their texts."""
    waiting = iter(listed)
    while part := list(islice(waiting, AT_ONCE)):
        texts = workspace.summaries([e.id for e in part])
        for e in part:
            why = f"{MARKS[e.verdict] if e.verdict else ' '} {e.attention}"
            yield e.id, e.state.value, e.country or "", why, texts.get(e.id, "")


@app.command()
def show(ctx: typer.Context, reference: Reference, as_json: Json = False) -> None:
    """Show one request: its text, where it stands, what was decided, requests like it.

    \b
    Example:
      matchmaker requests show R-0001
    """
    with session(ctx).workspace() as workspace:
        request = workspace.request(reference)
        decided = workspace.decisions(reference)
        if as_json:
            put_json({**request_json(request), "decisions": [decision_json(d) for d in decided]})
            return
        alike = workspace.similar(reference)
    put(f"{request.id}  {request.country or 'country unknown'}  {request.state.value}", weight="bold")
    put()
    for line in fold(request.text):
        put(line)
    put()
    put_fields(
        [
            ("body", request.body),
            ("received", request.received_on),
            ("channel", request.channel),
            ("language", request.language),
            ("types", request.types),
            ("articles", request.articles),
            ("urgency", request.urgency.value if request.urgency is not Urgency.ROUTINE else ""),
            ("due", request.due_on),
            ("readiness", [f"{law}: {answer}" for law, answer in request.readiness]),
            ("owner", request.owner),
            ("next", " on ".join(str(p) for p in (request.next_action, request.next_action_on) if p)),
            ("notes", request.notes),
            ("can go to", [move.value for move in sorted(TRANSITIONS[request.state])]),
        ]
    )
    put_source(request.source)
    for decision in decided:
        put(f"{decision.at:%Y-%m-%d}  {decision.step.value:12}  {decision.item_id}  {decision.note}")
    for other in alike:
        mark = "probable duplicate" if other.probable_duplicate else f"{other.score:.2f} alike"
        put(f"{mark}: {other.request.id} {other.request.country or ''}: {other.outcome}")


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="The text as received; `-` reads stdin.")],
    reference: Annotated[str, typer.Option("--id", help="Your reference; else the next number.")] = "",
    country: Annotated[str | None, typer.Option("--country", help="Who asks: a name or a code.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="A type of assistance sought; may be repeated.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, es, fr or pt.")] = None,
    body: Annotated[str, typer.Option("--body", help="The institution that asks.")] = "",
    channel: Annotated[str, typer.Option("--channel", help=", ".join(CHANNELS) + ".")] = "",
    received: Annotated[
        str | None, typer.Option("--received", metavar="DATE", help="As 2026-11-24; else today.")
    ] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="Mark it urgent.")] = False,
    keep_sample: KeepSample = False,
    as_json: Json = False,
) -> None:
    """Enter one request.

    \b
    Example:
      matchmaker requests add "Training in valuation of seized property" --country Kenya --channel e-mail
    """
    made = Request(
        id=reference,
        text=text_or_stdin(text),
        country=country_code(country),
        language=language_code(language),
        types=type_names(kind),
        body=body,
        channel=one_of(channel, CHANNELS, "channel") if channel else "",
        received_on=date_given(received) if received else date.today(),
        urgency=Urgency.URGENT if urgent else Urgency.ROUTINE,
    )
    with session(ctx).workspace() as workspace:
        stored = workspace.add_request(made, keep_sample=keep_sample)
    if as_json:
        put_json(request_json(stored))
    else:
        put(stored.id)


@app.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV, XLSX or JSON Lines.")],
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Who sent them.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
    keep_sample: KeepSample = False,
    as_json: Json = False,
) -> None:
    """Load requests from files: id, text, and where present country, language, types, received_on and more.

    \b
    Example:
      matchmaker requests import november.csv --source secretariat --dry-run
    """
    here = session(ctx)
    with here.workspace() as workspace:
        reports = [
            workspace.import_requests(path, source=source, dry_run=dry_run, keep_sample=keep_sample) for path in files
        ]
    if as_json:
        put_json(refresh_json([report.as_json() for report in reports], dry_run=dry_run))
    else:
        for report in reports:
            put_report(report, would=dry_run)
    if any(report.rejected for report in reports):
        raise typer.Exit(4)


for command in (changing.move, changing.change, changing.undo, changing.redo):
    app.command()(command)


@app.command()
def history(ctx: typer.Context, reference: Reference, as_json: Json = False) -> None:
    """What happened to a request, oldest first.

    \b
    Example:
      matchmaker requests history R-0001
    """
    with session(ctx).workspace() as workspace:
        events = workspace.request_history(reference)
    put_events(events, as_json=as_json)


@app.command()
def draft(
    ctx: typer.Context,
    reference: Reference,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="acknowledge, clarify, propose or regret.")],
    language: Annotated[str | None, typer.Option("--language", help="en, es, fr or pt; else the request's.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write .md or .docx.")] = None,
) -> None:
    """Draft an answer in the request's language, with citations of what is proposed.

    \b
    Examples:
      matchmaker requests draft R-0001 propose
      matchmaker requests draft R-0001 clarify --language fr --out letter.docx
    """
    one_of(kind, DRAFTS, "kind of answer")
    with session(ctx).workspace() as workspace:
        if out is not None and out.suffix.lower() == ".docx":
            content = workspace.draft_docx(reference, kind, language_code(language))
        else:
            content = workspace.draft(reference, kind, language_code(language)).encode()
    if out is None:
        for line in content.decode().splitlines():
            put(line)
        return
    if out.exists():
        raise UsageError(f"{out} is there already.", "Choose another name, or remove it first.")
    from matchmaker.files import atomic_write

    with atomic_write(out) as file:
        file.write(content)
    session(ctx).say(f"{out} was written.")
