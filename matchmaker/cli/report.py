"""`matchmaker report`: gaps, demand by offer, and how the work goes."""

from pathlib import Path
from typing import Annotated

import typer

from matchmaker.cli.listing import one_of
from matchmaker.cli.options import new_app
from matchmaker.cli.output import put, put_bytes, put_json
from matchmaker.cli.session import session
from matchmaker.errors import UsageError
from matchmaker.files import atomic_write

app = new_app()
FORMATS = ("text", "csv", "json", "md", "html", "xlsx")
WHAT = ("all", "gaps", "demand", "workload")


@app.command()
def report(
    ctx: typer.Context,
    what: Annotated[str, typer.Option("--what", help="all, gaps, demand or workload.")] = "all",
    form: Annotated[
        str | None, typer.Option("--format", help="text, csv, json, md, html or xlsx; else from --out.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else stdout.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """What is asked for beside what is on offer, what nothing answers, which new offering would help the most.

    \b
    Examples:
      matchmaker report --what gaps
      matchmaker report --out overview.html
      matchmaker report --json | jq '.new_offerings[0]'
    """
    from matchmaker.triage.overview_tables import as_file

    one_of(what, WHAT, "part of the report")
    suffix = out.suffix.lstrip(".").lower() if out else ""
    chosen = "json" if as_json else one_of(form or (suffix if suffix in FORMATS else "text"), FORMATS, "format")
    if out is not None and out.exists() and not force:
        raise UsageError(f"{out} is there already.", "Choose another name, or give --force.")
    with session(ctx).workspace() as workspace:
        made = workspace.report()
    if chosen == "json" and out is None:
        put_json(made.as_json(what))
        return
    content = as_file(made, chosen, what)
    if out is not None:
        with atomic_write(out) as file:
            file.write(content)
        session(ctx).say(f"{out} was written.")
    elif chosen in ("text", "md"):
        for line in content.decode().splitlines():
            put(line)
    else:
        put_bytes(content, chosen)
