"""`matchmaker batch`: rank a file of requests."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli.contract import answer_json
from matchmaker.cli.listing import one_of
from matchmaker.cli.options import Top, new_app
from matchmaker.cli.output import data_stream
from matchmaker.cli.progress import progress
from matchmaker.cli.session import Session, session
from matchmaker.exchange.batching import FORMATS, Lines, ResumableFile, Sink, Tally, other_columns, run
from matchmaker.matches import Answer
from matchmaker.requests import Request

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

app = new_app()
NOTHING_SUITABLE = 3
SOME_REJECTED = 4
SHOWN = 20


@app.command()
def batch(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="CSV, XLSX or JSON Lines; `-` reads stdin.")],
    form: Annotated[str | None, typer.Option("--format", help="csv, jsonl or xlsx; else from --out, else csv.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else stdout.")] = None,
    top: Top = 10,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many processes work at once.")] = 1,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler that shares the workspace's path."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Rank every request of a file, in order; the answers are the same for any number of jobs.

    \b
    Examples:
      matchmaker batch requests.csv --out answers.csv --jobs 2
      matchmaker batch requests.jsonl --format jsonl | jq -r '[.request.id, .verdict] | @tsv'
      cat requests.jsonl | matchmaker batch - --format jsonl

    Columns: id, text and, where present, country, language, types (a list, or ; between them), received_on; others are
    carried through to tables. A run with --out that was killed goes on where it stopped when it is called again.
    Exits with 3 when nothing suitable was found for any request, with 4 when rows were rejected.
    """
    chosen = one_of(form or (out.suffix.lstrip(".").lower() if out else "csv"), FORMATS, "format")
    here = session(ctx)
    with (
        _input(file) as path,
        here.workspace() as workspace,
        progress(here, path.name if file != "-" else "stdin") as step,
    ):
        from matchmaker.exchange.reading import read_file

        reading = read_file(path, kind="requests")
        others = other_columns(reading)
        if out is None:
            sink: Sink = Lines(data_stream(chosen), chosen, others, answer_json)
        else:
            key = f"{reading.sha256 or path.stat()} {workspace.model_id()} {top} {chosen}"
            sink = ResumableFile(out, chosen, others, answer_json, key, force=force)
        tally = run(reading, _ranker(workspace, top, jobs, cluster), sink, step)
    _say(here, tally, out)
    if tally.problems:
        raise typer.Exit(SOME_REJECTED)
    if tally.answered and tally.nothing == tally.answered and not tally.resumed:
        raise typer.Exit(NOTHING_SUITABLE)


def _ranker(
    workspace: "Workspace", top: int, jobs: int, cluster: str | None
) -> Callable[[Iterable[Request]], Iterator[Answer]]:
    workspace.model_id()  # fitted once, here, and not by each worker
    if jobs == 1 and cluster is None:
        return partial(workspace.match_many, top=top)
    from matchmaker.workspace.blocks import answers_in_parallel

    return partial(answers_in_parallel, workspace.root, top=top, jobs=jobs, cluster=cluster)


@contextmanager
def _input(file: str) -> Iterator[Path]:
    """The file named, or stdin kept on disk: formats are recognised by content, which needs a second look."""
    if file != "-":
        yield Path(file)
        return
    with tempfile.NamedTemporaryFile(prefix="matchmaker-") as kept:
        while part := sys.stdin.buffer.read(1 << 20):
            kept.write(part)
        kept.flush()
        yield Path(kept.name)


def _say(here: Session, tally: Tally, out: Path | None) -> None:
    for problem in tally.problems[:SHOWN]:
        here.say(f"rejected {problem.place}: {problem.field} {problem.value[:40]!r}: {problem.reason} {problem.fix}")
    if len(tally.problems) > SHOWN:
        here.say(f"… and {len(tally.problems) - SHOWN} more rejected")
    for repeated in tally.repeated[:SHOWN]:
        here.say(f"{repeated.place} says the same as {repeated.earlier or 'an earlier row'} and was answered once")
    resumed = f", {tally.resumed} were there from an earlier run" if tally.resumed else ""
    where = f" in {out}" if out else ""
    here.say(f"{tally.answered} requests answered{where}, {tally.nothing} with nothing suitable{resumed}.")
