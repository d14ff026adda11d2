"""A session: the workspace a command works on, and how it talks."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.cli.output import talk

if TYPE_CHECKING:
    import typer

    from matchmaker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Session:
    """Global options: where the workspace is (None: the default one), and whether to stay silent."""

    root: Path | None
    quiet: bool

    @contextmanager
    def workspace(self, *, reads_once: bool = False) -> Iterator["Workspace"]:
        """The workspace, open for the length of a command.

        `reads_once` is for commands that go through many records, each once: what is kept of the database would not be
        asked for again.
        """
        from matchmaker.workspace import Workspace

        with Workspace.open(self.root, announce=self.say) as opened:
            if reads_once:
                opened.keep_little()
            yield opened

    def say(self, line: str) -> None:
        """A line of talk on stderr, unless told to be quiet."""
        if not self.quiet:
            talk(line)

    @property
    def shows_progress(self) -> bool:
        """Whether a person is there to watch a progress bar."""
        return not self.quiet and sys.stderr.isatty()

    def desk(self, *, read_only: bool = False) -> int:
        """Open the desk; needs a terminal."""
        in_browser = "TEXTUAL_DRIVER" in os.environ
        if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
            from matchmaker.errors import UsageError

            raise UsageError("The desk needs a terminal.", "`matchmaker --help` lists the commands for scripts.")
        from matchmaker.tui.app import run_desk

        return run_desk(self.root, read_only=read_only)


def session(ctx: "typer.Context") -> Session:
    """The session of a command's context."""
    found = ctx.find_object(Session)
    return found if found is not None else Session(None, False)
