"""`matchmaker doctor`, `backup` and `restore`: what keeps a workspace safe."""

from pathlib import Path
from typing import Annotated

import typer

from matchmaker.cli.options import Json, new_app
from matchmaker.cli.output import put, put_json
from matchmaker.cli.session import session

doctor_app = new_app()
backup_app = new_app()
restore_app = new_app()
SIGNS = {"ok": "✓", "warning": "!", "error": "✗"}


@doctor_app.command()
def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Check the database, the log, the model and the place; say what is wrong and the way out. Changes nothing.

    \b
    Examples:
      matchmaker doctor
      matchmaker doctor --json | jq '.[] | select(.level != "ok")'
    """
    with session(ctx).workspace() as workspace:
        findings = workspace.doctor()
    if as_json:
        put_json([{"level": f.level, "what": f.what, "way_out": f.way_out} for f in findings])
    else:
        for finding in findings:
            put(f"{SIGNS.get(finding.level, '·')} {finding.level:8} {finding.what}")
            if finding.way_out and finding.level != "ok":
                put(f"           {finding.way_out}")
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(5)


@backup_app.command()
def backup(
    ctx: typer.Context,
    target: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; else data/backups.")] = None,
) -> None:
    """Write a checked copy of the database, also while others work.

    \b
    Examples:
      matchmaker backup
      matchmaker backup /media/stick/matchmaker.db
    """
    with session(ctx).workspace() as workspace:
        put(workspace.backup(target))


@restore_app.command()
def restore(ctx: typer.Context, backup: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Put a backup in place after checking it. The present database is kept beside it.

    \b
    Example:
      matchmaker restore /media/stick/matchmaker.db
    """
    from matchmaker.workspace import Workspace

    kept = Workspace.restore_at(session(ctx).root, backup)
    put(f"{backup} is in place." + (f" What was there before is in {kept}." if kept else ""))
