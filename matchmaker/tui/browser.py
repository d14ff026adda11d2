"""The desk in a browser. There is no login, so: 127.0.0.1 only, read-only unless told, no page of another site."""

import logging
import shlex
import sys
from pathlib import Path

from matchmaker.errors import UsageError

HOST = "127.0.0.1"
PAGES = Path(__file__).parent / "pages"


def serve_desk(root: Path | None, *, port: int, read_only: bool) -> None:
    """Serve until interrupted; each visitor gets a process of its own.

    Raises UsageError when the extra is not installed or the port is taken.
    """
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError as error:
        raise UsageError("The browser needs an extra.", "Install it: pip install 'matchmaker[serve]'.") from error

    known = {f"{HOST}:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in known}

    @web.middleware
    async def only_from_here(request: web.Request, handler):  # type: ignore[no-untyped-def]
        """Refuse other names for this machine and pages of other sites, which could read the desk through a visitor."""
        origin = request.headers.get("Origin")
        if request.host not in known or (origin is not None and origin not in origins):
            raise web.HTTPForbidden(text="Only this machine may look.")
        return await handler(request)

    class OwnServer(Server):
        def initialize_logging(self) -> None:
            logging.basicConfig(level=logging.ERROR, format="%(message)s")

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(only_from_here)
            return app

    words = [sys.executable, "-m", "matchmaker", *(["--workspace", str(root)] if root else [])]
    words += ["--read-only"] if read_only else []
    server = OwnServer(shlex.join(words), host=HOST, port=port, title="Matchmaker", templates_path=PAGES)
    try:
        server.serve()
    except OSError as error:
        raise UsageError(f"Port {port} cannot be used: {error.strerror}.", "Choose another with --port.") from error
