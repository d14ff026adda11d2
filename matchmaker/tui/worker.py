"""The process that matches. It owns a workspace and does one job after another.

Jobs come pickled on stdin and what they returned or raised goes back pickled on stdout, each after its length. Only the
desk that started it holds the other ends of the pipes.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from struct import Struct
from typing import IO, TYPE_CHECKING, cast

from matchmaker.errors import MatchmakerError

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

LENGTH = Struct("!Q")
NICENESS = 5
"""So that on a busy machine the screen is served first."""
CACHE_MIB = 8

Job = Callable[["Workspace"], object]


def framed(what: object) -> bytes:
    """A job or an answer as it goes through the pipe, after its length. Raises where it cannot be sent."""
    packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(packed)) + packed


def unpacked(sent: bytes) -> object:
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


def serve(root: Path, jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Do jobs until nobody is there to give any."""
    workspace: Workspace | None = None
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        try:
            job = cast("Job", unpacked(jobs.read(LENGTH.unpack(head)[0])))
            workspace = workspace or _opened(root)
            _fit_apart(root, workspace)
            answer: tuple[bool, object] = (True, job(workspace))
        except Exception as error:  # noqa: BLE001 - raised again at the desk
            answer = (False, _portable(error))
        answers.write(framed(answer))
        answers.flush()
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


def main() -> None:
    """Keep stdout for answers; what anything prints goes nowhere."""
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(Path(sys.argv[1]), sys.stdin.buffer, answers)
    except BrokenPipeError:
        # The desk has left while we were at it.
        os._exit(0)
