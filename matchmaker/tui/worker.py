"""A process that works for the desk. It owns a workspace and does one job after another.

Jobs come pickled on stdin; how far a job is, and what it returned or raised, go back pickled on stdout, each after its
length. Only the desk that started it holds the other ends of the pipes.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from struct import Struct
from typing import IO, TYPE_CHECKING, Any, cast

from matchmaker.errors import MatchmakerError

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

LENGTH = Struct("!Q")
NICENESS = 5
"""So that on a busy machine the screen is served first."""
CACHE_MIB = 4
"""What is kept of the database: lists read all of it once, single records a few pages."""
SELDOM = 0.1
"""Seconds between two words about how far a job is."""
MATCHES = "matches"

Job = Callable[..., object]
"""Called with a workspace, and where somebody watches with a `progress`."""
Progress = Callable[[str, int, int], None]


def framed(what: object) -> bytes:
    """A job or an answer as it goes through the pipe, after its length. Raises where it cannot be sent."""
    packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(packed)) + packed


def unpacked(sent: bytes) -> Any:
    """A job or an answer that came through the pipe, without its length.

    Unpickling runs what it is told to: only for what the process at the other end of our own pipe has sent, never for
    anything from a file.
    """
    return pickle.loads(sent)  # noqa: S301


def command(module: str, *arguments: str) -> list[str]:
    """What runs `main` of a module of ours in another Python, wherever this one found us.

    Never from the folder we happen to be in, which may hold anything.
    """
    found = str(Path(__file__).parents[2])
    program = f"import sys; sys.path.append({found!r}); from {module} import main; main()"
    return [sys.executable, "-P", "-c", program, *arguments]


def seldom(tell: Progress) -> Progress:
    """`tell`, but not more often than a screen needs to know."""
    told: tuple[str, float] = ("", 0.0)

    def step(what: str, done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if what != told[0] or now - told[1] > SELDOM:
            told = (what, now)
            tell(what, done, total)

    return step


def serve(root: Path, jobs: IO[bytes], answers: IO[bytes], *, matches: bool) -> None:
    """Do jobs until nobody is there to give any. What `matches` has a model that is due fitted before each of them."""

    def send(what: object) -> None:
        answers.write(framed(what))
        answers.flush()

    workspace: Workspace | None = None
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        try:
            job, watched = cast("tuple[Job, bool]", unpacked(jobs.read(LENGTH.unpack(head)[0])))
            workspace = workspace or _opened(root)
            if matches:
                _fit_apart(root, workspace)
            if watched:
                job = partial(job, progress=seldom(lambda *step: send((None, step))))
            answer: tuple[bool, object] = (True, job(workspace))
        except Exception as error:  # noqa: BLE001 - raised again at the desk
            answer = (False, _portable(error))
        send(answer)
        del answer
    if workspace is not None:
        workspace.close()


def _opened(root: Path) -> "Workspace":
    from matchmaker.workspace import Workspace

    return Workspace.open(root, cache_mib=CACHE_MIB)


def _fit_apart(root: Path, workspace: "Workspace") -> None:
    """Fit a model that is due in a process that ends with it: what fitting takes in memory is given back.

    Where that fails the workspace fits for itself, and says what is wrong.
    """
    if not workspace.is_fitted():
        fit = command("matchmaker.__main__", "--workspace", str(root), "--quiet", "fit")
        subprocess.run(fit, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _portable(error: Exception) -> Exception:
    """The error, or where it cannot travel one that says as much."""
    try:
        again = unpacked(framed(error)[LENGTH.size :])
    except Exception:  # noqa: BLE001 - whatever an error makes of being pickled
        again = None
    if isinstance(again, Exception):
        return again
    if isinstance(error, MatchmakerError):
        return MatchmakerError(error.message, error.way_out)
    return RuntimeError(type(error).__name__)


def _leave(*_: object) -> None:
    """Told to end: as an exception, so that what is half-written is taken away on the way out."""
    raise SystemExit(128 + signal.SIGTERM)


def main() -> None:
    """Keep stdout for answers; what anything prints goes nowhere."""
    os.nice(NICENESS)
    signal.signal(signal.SIGTERM, _leave)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(Path(sys.argv[1]), sys.stdin.buffer, answers, matches=MATCHES in sys.argv[2:])
    except BrokenPipeError:
        # The desk has left while we were at it.
        os._exit(0)
