"""`matchmaker evaluate`: how right the rankings are, alone or beside another configuration."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matchmaker.cli.options import Json, new_app
from matchmaker.cli.output import put, put_json
from matchmaker.cli.session import session
from matchmaker.errors import UsageError

if TYPE_CHECKING:
    from matchmaker.matching.evaluation import Comparison

app = new_app()


@app.command()
def evaluate(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels.tsv; else what ships.")
    ] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help="Judge by this workspace's own decisions.")] = False,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="NAME|FILE",
            help="Compare with words-only, no-glossary, no-spelling, no-relatedness, no-experience, or a TOML file.",
        ),
    ] = "",
    run: Annotated[
        Path | None, typer.Option("--run", metavar="FILE", help="Write the ranking in TREC run format.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, help="How many documents a query to rank.")] = 100,
    as_json: Json = False,
) -> None:
    """Score the rankings, with the same matcher that `match` uses.

    With --against, score another configuration of it on the same queries as well, and print by how much the matcher
    is better, with the 95% interval of a paired bootstrap. A configuration file is TOML: values of the recipe by name,
    such as `spelling = 0.5`, and `glossary = false`; what it does not name stays as it is.

    \b
    Examples:
      matchmaker evaluate                         # on the judged requests that ship
      matchmaker evaluate --against no-glossary   # what the glossary is worth on them
      matchmaker evaluate --decisions             # on what you accepted and declined
      matchmaker evaluate collections/cisi --run cisi.trec --depth 1000
    """
    if against and run is not None:
        raise UsageError("--run writes one ranking, and --against makes two.", "Give one of them.")
    with session(ctx).workspace() as workspace:
        if against:
            both = workspace.compare(against, folder, decisions=decisions, depth=depth)
            put_json(both.as_json()) if as_json else _put_comparison(both)
            return
        said = workspace.evaluate(folder, decisions=decisions, run=run, depth=depth).as_json()
    if as_json:
        put_json(said)
        return
    for name, value in said.items():
        put(f"{name:28} {value:.4f}" if isinstance(value, float) else f"{name:28} {value}")


def _put_comparison(both: "Comparison") -> None:
    """A line per measure: the matcher, the other, and the difference with its interval."""
    from matchmaker.matching.evaluation import compare

    put(f"{'':28} {'matcher':>8} {both.name[:16]:>16} {'difference':>11}  95% interval")
    for name, (value, low, high) in compare(both.other, both.ours).items():
        means = f"{both.ours.means[name]:8.4f} {both.other.means[name]:16.4f}"
        put(f"{name:28} {means} {value:+11.4f}  {low:+.4f} to {high:+.4f}")
    put(f"{'queries':28} {both.ours.queries:8} {both.other.queries:16}")
