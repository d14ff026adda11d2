"""`matchmaker serve`: the desk in a browser, for this machine only."""

from typing import Annotated

import typer

from matchmaker.cli.options import new_app
from matchmaker.cli.session import session

app = new_app()


@app.command()
def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on 127.0.0.1.")] = 8765,
    write: Annotated[bool, typer.Option("--write", help="Allow decisions; there is no login.")] = False,
) -> None:
    """Show the desk in a browser at http://127.0.0.1:8765, read-only unless told otherwise.

    \b
    Example:
      matchmaker serve --port 8080

    Needs the extra: pip install 'matchmaker[serve]'.
    """
    from matchmaker.tui.browser import serve_desk

    here = session(ctx)
    here.say(f"http://127.0.0.1:{port}  ({'read and write' if write else 'read-only'}; ctrl+c stops)")
    serve_desk(here.root, port=port, read_only=not write)
