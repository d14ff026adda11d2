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
from typing import IO, TYPE_CHECKING

from matchmaker.errors import MatchmakerError

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

LENGTH = Struct("!Q")
NICENESS = 5
"""So that on a busy machine the screen is served first."""
CACHE_MIB = 8

Job = Callable[["Workspace"], object]


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
            job: Job = pickle.loads(jobs.read(LENGTH.unpack(head)[0]))  # noqa: S301 - from the desk that started us
            workspace = workspace or _opened(root)
            _fit_apart(root, workspace)
            answer: tuple[bool, object] = (True, job(workspace))
        except Exception as error:  # noqa: BLE001 - raised again at the desk
            answer = (False, _portable(error))
        packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(packed)) + packed)
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
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
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
