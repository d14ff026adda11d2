"""`matchmaker export`: requests, matches, decisions or the catalogue as a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli.listing import one_of
from matchmaker.cli.options import new_app
from matchmaker.cli.output import data_stream
from matchmaker.cli.session import session
from matchmaker.errors import UsageError

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

app = new_app()
WHAT = ("requests", "matches", "decisions", "catalogue", "offerings", "experience", "providers", "partners")
OF_REQUESTS = ("requests", "matches", "decisions")
FORMATS = ("csv", "xlsx", "json", "jsonl", "md")


@app.command()
def export(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=", ".join(WHAT) + ".")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else stdout.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx, json, jsonl or md; else from the file's name.")
    ] = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", metavar="WORDS", help="Only what `requests list --filter` shows.")
    ] = None,
    sort: Annotated[str | None, typer.Option("--sort", help="In the order of `requests list --sort`.")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Only records with these words.")] = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="The withdrawn records instead of the live.")] = False,
    with_contacts: Annotated[bool, typer.Option("--with-contacts", help="Include contacts; needs --reason.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why contacts are needed; kept in the log.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a file that others can open, and that `refresh` and `requests import` read back unchanged.

    \b
    Examples:
      matchmaker export catalogue --out catalogue.xlsx
      matchmaker export requests --filter "state:screening country:KEN" --sort received --out mine.csv
      matchmaker export decisions --format json | jq length

    Contacts are left out, and cells that a spreadsheet would run are made inert.
    """
    one_of(what, WHAT, "thing to export")
    chosen = one_of(form or (out.suffix.lstrip(".").lower() if out else "csv"), FORMATS, "format")
    if with_contacts and not reason.strip():
        raise UsageError("--with-contacts needs --reason.", "Say why; it is kept in the log.")
    with session(ctx).workspace(reads_once=True) as workspace:
        only = _view(workspace, what, filter_, sort, text, withdrawn)
        to = out or data_stream(chosen)
        made = workspace.export(what, to, chosen, with_contacts=with_contacts, reason=reason, force=force, only=only)
    if made is not None:
        session(ctx).say(f"{made} was written.")
    elif not isinstance(to, Path):
        to.flush()


def _view(
    workspace: "Workspace", what: str, words: str | None, sort: str | None, text: str | None, withdrawn: bool
) -> Sequence[str] | None:
    """The references of what the options narrow it to, in their order; None for everything. Raises UsageError."""
    if words is not None or sort is not None:
        if what not in OF_REQUESTS:
            raise UsageError("--filter and --sort are for requests.", "--text narrows the catalogue.")
        ids: Sequence[str] = workspace.queue(filter=words or "", sort=sort or "attention").column("id")
        return ids
    if text is None and not withdrawn:
        return None
    if what == "offerings":
        return [line.id for line in workspace.offering_lines(text=text or "", withdrawn=withdrawn)]
    if what == "experience":
        return [line.id for line in workspace.experience_lines(text=text or "", withdrawn=withdrawn)]
    raise UsageError("--text and --withdrawn are for offerings and experience.", "--filter narrows requests.")
