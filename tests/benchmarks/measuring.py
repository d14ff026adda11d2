"""Measuring: alternate runs, ratios with their spread, processes measured from outside."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Ratio:
    """One claim: ours over theirs (or theirs over ours, where more is better), each in the unit given."""

    work: str
    ours: float
    peer: str
    theirs: float
    low: float
    median: float
    high: float
    bar: float
    unit: str = "ms"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the median keeps the bar."""
        return self.median >= self.bar if self.at_least else self.median <= self.bar


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternated(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each work, in turns, so that all see the same machine; the order is turned round every time."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name in list(works) if number % 2 == 0 else reversed(list(works)):
            taken[name].append(seconds(works[name]))
    return taken


def ratio(
    work: str, taken: dict[str, list[float]], peer: str, bar: float, *, per: int = 1, at_least: bool = False
) -> Ratio:
    """Ours over the peer's round by round; with `at_least`, the peer's over ours (how many times as fast)."""
    ours, theirs = taken["ours"], taken[peer]
    each = [b / a if at_least else a / b for a, b in zip(ours, theirs, strict=True)]
    scale = 1000 / per
    return Ratio(
        work,
        statistics.median(ours) * scale,
        peer,
        statistics.median(theirs) * scale,
        min(each),
        statistics.median(each),
        max(each),
        bar,
        at_least=at_least,
    )


def command_seconds(command: Sequence[str], environment: dict[str, str] | None = None) -> float:
    """Wall time of a command run to its end, its output thrown away. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})}
    )
    if done.returncode not in (0, 3):
        raise subprocess.CalledProcessError(done.returncode, list(command), stderr=done.stderr)
    return time.perf_counter() - start


def python(code: str) -> list[str]:
    """A command that runs a piece of Python."""
    return [sys.executable, "-c", code]


def cpu_seconds() -> float:
    """Seconds of the processors that this process and the children it has waited for have taken."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def peak_mib() -> float:
    """The largest resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_mib() -> float:
    """The resident size of this process now, in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def gather_bandwidth() -> float:
    """Bytes per second at which numpy adds one large array to another in place: the memory bandwidth."""
    a, b = np.ones(1 << 24, np.float32), np.ones(1 << 24, np.float32)
    best = min(seconds(lambda: np.add(a, b, out=a)) for _ in range(7))
    return 3 * a.nbytes / best
