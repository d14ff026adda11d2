"""`matchmaker refresh`: load exports, see what would change, look back, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli.asking import ask_columns, may_ask
from matchmaker.cli.contract import refresh_json
from matchmaker.cli.listing import one_of
from matchmaker.cli.options import Json, KeepSample, new_app
from matchmaker.cli.output import put, put_json, put_table
from matchmaker.cli.progress import progress
from matchmaker.cli.reports import put_report
from matchmaker.cli.session import Session, session
from matchmaker.errors import FileRefused, UsageError
from matchmaker.exchange.report import FileReport, RefreshRun
from matchmaker.exchange.source_profiles import KINDS, RULE

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

app = new_app()
SOME_REJECTED = 4


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How the files of one command are to be loaded."""

    source: str | None = None
    mapping: Path | None = None
    kind: str = ""
    dry_run: bool = False
    accept_older: bool = False
    confirm: int | None = None
    rejected: Path | None = None
    keep_sample: bool = False
    as_json: bool = False


@app.command()
def refresh(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="Exports of any known format.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Who sent them; else from the name.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="PROFILE", help="A TOML profile that names the columns; auto forgets one kept."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="Make every row offerings, or experience; or by rule.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
    accept_older: Annotated[
        bool, typer.Option("--accept-older", help="Load an export that is older than the last one.")
    ] = False,
    confirm: Annotated[
        int | None, typer.Option("--confirm-withdrawals", metavar="N", min=0, help="Let N held withdrawals happen.")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", metavar="FILE", help="Write the rejected rows here, with reasons.")
    ] = None,
    keep_sample: KeepSample = False,
    history: Annotated[bool, typer.Option("--history", help="List past refreshes.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last refresh of --source.")] = False,
    as_json: Json = False,
) -> None:
    """Load exports into the catalogue: all of a file or nothing.

    \b
    Examples:
      matchmaker refresh answer.docx --source g20-ken --dry-run
      matchmaker refresh export.xlsx --source ug-aims --rejected back-to-sender.xlsx
      matchmaker refresh courses.csv --source unodc --as offerings
      matchmaker refresh export.xlsx --source ug-aims --confirm-withdrawals 12
      matchmaker refresh --history
      matchmaker refresh --undo --source ug-aims

    A record that the file no longer has is withdrawn, never deleted; decisions stay. Many withdrawals at once, or those
    of a file that looks partial, are held until you confirm their number. In a terminal you are asked which column is
    which where that is not sure; the answers, a profile and --as hold for the source's next file too. Exits with 4 when
    rows were rejected or withdrawals held.

    \b
    A profile is TOML, any part of this:
      [columns]
      title = "Project"
      text = ["Goal", "Notes"]
      partner = []           # no column holds it
      [constants]
      provider = "MEX"
      [reading]              # also encoding, delimiter, sheet, header_row
      day_first = true
      [assign]               # by the word of the status
      pipeline = "offering"
    """
    here = session(ctx)
    if history:
        _history(here, source, as_json)
    elif undo:
        _undo(here, source, as_json)
    elif not files:
        raise UsageError("Name at least one file.", "`matchmaker refresh --help` shows examples.")
    elif source is None and len(files) > 1:
        raise UsageError("Several files need one --source NAME.", "Or refresh them one by one.")
    elif rejected is not None and len(files) > 1:
        raise UsageError("--rejected takes the rows of one file.", "Refresh the files one by one.")
    else:
        chosen = one_of(kind, (*KINDS, RULE), "kind") if kind is not None else ""
        wanted = _Wanted(
            source, mapping, chosen, dry_run, accept_older, confirm, rejected, keep_sample, as_json
        )  # fmt: skip
        reports, failures = _load(here, files, wanted)
        if as_json:
            put_json(refresh_json([*(report.as_json() for report in reports), *failures], dry_run=dry_run))
        if failures:
            raise typer.Exit(UsageError.exit_code)
        if any(report.rejected or report.held for report in reports):
            raise typer.Exit(SOME_REJECTED)


def _load(
    here: Session, files: Sequence[Path], wanted: _Wanted
) -> tuple[list[FileReport], list[dict[str, object]]]:  # fmt: skip
    """Each file by itself: a file that is refused does not stop the others."""
    reports: list[FileReport] = []
    failures: list[dict[str, object]] = []
    with here.workspace() as workspace:
        for path in files:
            try:
                reports.append(_load_one(here, workspace, path, wanted))
            except (FileRefused, UnicodeError) as error:
                if len(files) == 1:
                    raise
                here.say(f"error: {path.name}: {error}")
                failures.append({"file": path.name, "error": str(error)})
    return reports, failures


def _load_one(here: Session, workspace: "Workspace", path: Path, wanted: _Wanted) -> FileReport:
    """Plan one file and, unless it is a dry run, apply the plan; says what happened. Raises FileRefused."""
    answers = {}
    if may_ask(here):
        answers = ask_columns(path.name, workspace.look_at(path, source=wanted.source, mapping=wanted.mapping))
    with progress(here, path.name) as step:
        plan = workspace.plan_refresh(
            path, source=wanted.source, mapping=wanted.mapping, kind=wanted.kind, columns=answers, progress=step
        )
        if wanted.rejected is not None and plan.rejections:
            here.say(f"{plan.write_rejected(wanted.rejected)} rejected rows are in {wanted.rejected}.")
        report = plan.report
        if not wanted.dry_run:
            report = workspace.apply_refresh(
                plan, confirm_withdrawals=wanted.confirm, keep_sample=wanted.keep_sample,
                accept_older=wanted.accept_older, progress=step,
            )  # fmt: skip
    if not wanted.as_json:
        put_report(report, plan, would=wanted.dry_run)
    plan.close()
    return report


def _history(here: Session, source: str | None, as_json: bool) -> None:
    with here.workspace() as workspace:
        runs = workspace.refresh_history(source)
    if as_json:
        put_json([_run_json(run) for run in runs])
        return
    put_table(
        ("run", "when", "source", "who", "rows", "added", "changed", "withdrawn", "rejected", "file"),
        [
            (
                r.run,
                f"{r.at:%Y-%m-%d %H:%M}",
                r.source,
                r.who,
                r.rows,
                r.added,
                r.changed,
                r.withdrawn,
                r.rejected,
                r.file,
            )
            for r in runs
        ],
    )


def _run_json(run: RefreshRun) -> dict[str, object]:
    from dataclasses import asdict

    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(run).items()}


def _undo(here: Session, source: str | None, as_json: bool) -> None:
    if source is None:
        raise UsageError("Say which source's last refresh to take back.", "Use --undo --source NAME.")
    with here.workspace() as workspace:
        report = workspace.undo_refresh(source)
    if as_json:
        put_json(refresh_json([report.as_json()], dry_run=False))
    else:
        put(f"The last refresh of {source} was taken back.")
        put_report(report)
