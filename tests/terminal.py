"""Commands on a terminal of their own."""

import os
import pty
import select
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

PATIENCE_SECONDS = 60


def started(workspace: Path, words: Sequence[str], folder: Path | None = None) -> tuple[int, int]:
    """A command that runs on a terminal, in `folder` where one is given: its process, and our end of the terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["MATCHMAKER_WORKSPACE"] = str(workspace)
        os.environ["TERM"] = "xterm-256color"
        if folder is not None:
            os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "matchmaker", *words])
    return pid, terminal


def shown(terminal: int) -> Iterator[bytes]:
    """What is shown, part by part until the command ends; closes our end then. Fails where nothing comes for long."""
    while True:
        ready, _, _ = select.select([terminal], [], [], PATIENCE_SECONDS)
        assert ready, "the command hangs"
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        yield part
    os.close(terminal)
