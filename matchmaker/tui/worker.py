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
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from matchmaker.errors import MatchmakerError

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

LENGTH = Struct("!Q")
NICENESS = 5
"""So that on a busy machine the screen is served first."""
CACHE_MIB = 4
"""What is kept of the database: lists read all of it once, single records a few pages."""
MOST_MIB = 64
"""Of memory of its own, more than a workspace with its model needs. A process that has come to more than this, by what
it keeps or could not give back, ends after its answer, and another takes its place."""
SELDOM = 0.1
"""Seconds between two words about how far a job is."""
MATCHES, STAYS = "matches", "stays"

Job = Callable[..., object]
"""Called with a workspace, and where somebody watches with a `progress`."""
Progress = Callable[[str, int, int], None]


class Told(NamedTuple):
    """What comes back: a `step` of the work, that it is `done` with what, or `failed` with which error.

    After the `last` one the process ends.
    """

    kind: str
    what: Any
    last: bool = False


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


def serve(root: Path, jobs: IO[bytes], answers: IO[bytes], *, matches: bool, stays: bool) -> None:
    """Do jobs until nobody is there to give any. What `matches` has a model that is due fitted before each of them.

    What `stays` does not end because it has grown.
    """

    def send(what: Told) -> None:
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
                job = partial(job, progress=seldom(lambda *step: send(Told("step", step))))
            answer = Told("done", job(workspace))
        except Exception as error:  # noqa: BLE001 - raised again at the desk
            answer = Told("failed", _portable(error))
        if workspace is not None:
            workspace.rest()
        leaving = not stays and own_mib() > MOST_MIB
        send(answer._replace(last=leaving))
        del answer
        if leaving:
            break
    if workspace is not None:
        workspace.close()


def own_mib() -> float:
    """Memory that is this process's alone, as far as the system says (Linux; elsewhere 0)."""
    try:
        resident, shared = map(int, Path("/proc/self/statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return 0.0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE") / 2**20


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
        serve(
            Path(sys.argv[1]), sys.stdin.buffer, answers, matches=MATCHES in sys.argv[2:], stays=STAYS in sys.argv[2:]
        )
    except BrokenPipeError:
        # The desk has left while we were at it.
        os._exit(0)
