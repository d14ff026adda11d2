"""`matchmaker erase`: personal data removed for good, because somebody asked."""

from typing import Annotated

import typer

from matchmaker.cli.options import Json, new_app
from matchmaker.cli.output import put, put_json
from matchmaker.cli.session import session

app = new_app()


@app.command()
def erase(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS...", help="A name, an address, a number; each as one argument.")
    ] = None,
    request: Annotated[str | None, typer.Option("--request", metavar="ID", help="All that a request says.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the log.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say where it stands; change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Remove personal data for good, histories included.

    \b
    Examples:
      matchmaker erase "Ana Ruiz" ana@agency.example --reason "asked on 3 May" --dry-run
      matchmaker erase "Ana Ruiz" ana@agency.example --reason "asked on 3 May"
      matchmaker erase --request R-0001 --reason "sent by mistake"

    Ids, dates, states and decisions stay, and the log still verifies. It cannot be undone. Backups and other files that
    still hold the words are named: delete them yourself. An export that still holds them brings them back.
    """
    with session(ctx).workspace() as workspace:
        done = workspace.erase(words or (), request_id=request, reason=reason, dry_run=dry_run)
    if as_json:
        put_json(
            {"dry_run": dry_run, "rows": done.rows, "in_trail": done.in_trail, "files": list(map(str, done.files))}
        )
        return
    for table, rows in done.rows.items():
        put(f"{rows} rows of {table.replace('_', ' ')}" + (" hold it" if dry_run else " freed of it"))
    if not done.rows:
        put("It stands nowhere in the database.")
    if done.in_trail:
        put(f"{done.in_trail} entries of the log name it; the log is never changed.")
    for path in done.files:
        put(f"still in {path}")
