"""`matchmaker export`: requests, matches, decisions or the catalogue as a file."""

from pathlib import Path
from typing import Annotated

import typer

from matchmaker.cli.listing import one_of
from matchmaker.cli.options import new_app
from matchmaker.cli.output import put_bytes
from matchmaker.cli.session import session
from matchmaker.errors import UsageError

app = new_app()
WHAT = ("requests", "matches", "decisions", "catalogue", "offerings", "experience")
FORMATS = ("csv", "xlsx", "json", "md")


@app.command()
def export(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=", ".join(WHAT) + ".")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else stdout.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx, json or md; else from the file's name.")
    ] = None,
    with_contacts: Annotated[bool, typer.Option("--with-contacts", help="Include contacts; needs --reason.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why contacts are needed; kept in the log.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a file that others can open, and that `refresh` and `requests import` read back unchanged.

    \b
    Examples:
      matchmaker export catalogue --out catalogue.xlsx
      matchmaker export decisions --format json | jq length

    Contacts are left out, and cells that a spreadsheet would run are made inert.
    """
    one_of(what, WHAT, "thing to export")
    chosen = one_of(form or (out.suffix.lstrip(".").lower() if out else "csv"), FORMATS, "format")
    if with_contacts and not reason.strip():
        raise UsageError("--with-contacts needs --reason.", "Say why; it is kept in the log.")
    with session(ctx).workspace() as workspace:
        made = workspace.export(what, out, chosen, with_contacts=with_contacts, reason=reason, force=force)
    if isinstance(made, bytes):
        put_bytes(made, chosen)
    else:
        session(ctx).say(f"{made} was written.")
