"""What the commands of offerings and of experience have in common: adding, loading, and the history of a record."""

from pathlib import Path
from typing import Annotated, Any

import typer

from matchmaker.cli.listing import put_events
from matchmaker.cli.options import Json
from matchmaker.cli.output import put, put_json
from matchmaker.cli.session import session


def add_shared(app: typer.Typer, noun: str, example: str) -> None:
    """Give the commands of a noun `import` and `history`; `example` is the id of a record that ships."""

    loading = "Load exports; the same as `matchmaker refresh`, which has more options."

    @app.command("import", help=_help(loading, f"{noun} import export.csv --source ug-aims"))
    def import_(
        ctx: typer.Context,
        files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
        source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Who sent them.")] = None,
    ) -> None:
        from matchmaker.cli.refresh import refresh

        refresh(ctx, files, source)

    @app.command(help=_help("What refreshes and people did to a record, oldest first.", f"{noun} history {example}"))
    def history(
        ctx: typer.Context,
        id_: Annotated[str, typer.Argument(metavar="ID", help="The record's id.")],
        as_json: Json = False,
    ) -> None:
        with session(ctx).workspace() as workspace:
            events = workspace.offering_history(id_)
        put_events(events, as_json=as_json)


def _help(said: str, example: str) -> str:
    return f"{said}\n\n\b\nExample:\n  matchmaker {example}\n"


def put_added(record_id: str, record: dict[str, Any], *, as_json: bool) -> None:
    """A record that was entered: its id, or all of it as JSON."""
    if as_json:
        put_json(record)
    else:
        put(record_id)
