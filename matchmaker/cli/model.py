"""`matchmaker fit` and `matchmaker evaluate`: the model, and how right it is."""

from pathlib import Path
from typing import Annotated

import typer

from matchmaker.cli.options import Json, new_app
from matchmaker.cli.output import put, put_json
from matchmaker.cli.progress import progress
from matchmaker.cli.session import session

fit_app = new_app()
evaluate_app = new_app()


@fit_app.command()
def fit(ctx: typer.Context) -> None:
    """Fit and save the model now. It is done by itself after a refresh; a damaged model is fitted again.

    \b
    Example:
      matchmaker fit
    """
    here = session(ctx)
    with here.workspace() as workspace, progress(here, "fit") as step:
        put(workspace.fit(step))


@evaluate_app.command()
def evaluate(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels.tsv; else what ships.")
    ] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help="Judge by this workspace's own decisions.")] = False,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="FILE", help="Write the ranking in TREC run format.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, help="How many documents a query to rank.")] = 100,
    as_json: Json = False,
) -> None:
    """Score the rankings, with the same matcher that `match` uses.

    \b
    Examples:
      matchmaker evaluate                         # on the judged requests that ship
      matchmaker evaluate --decisions             # on what you accepted and declined
      matchmaker evaluate collections/cisi --run cisi.trec --depth 1000
    """
    with session(ctx).workspace() as workspace:
        report = workspace.evaluate(folder, decisions=decisions, run=run, depth=depth)
    said = report.as_json()
    if as_json:
        put_json(said)
        return
    for name, value in said.items():
        put(f"{name:28} {value:.4f}" if isinstance(value, float) else f"{name:28} {value}")
