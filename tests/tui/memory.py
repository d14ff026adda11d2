"""What a process and all it has started hold together (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path


def together(process: int | None = None) -> float:
    """MiB of a process (this one) and what it started: what is shared, such as the mapped model, is counted once."""
    return sum(_share(one) for one in _tree(process or os.getpid()))


def each(process: int | None = None) -> dict[str, float]:
    """The same by process: the desk, and what it started by what that does (`lists`, `matches`, `stays`)."""
    mine, held = process or os.getpid(), dict[str, float]()
    for one in _tree(mine):
        name = "desk" if one == mine else _named(one)
        held[name] = round(held.get(name, 0.0) + _share(one), 1)
    return held


def _named(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_text().rstrip("\0").split("\0")
    except OSError:
        return "gone"
    return "lists" if "/" in words[-1] else words[-1]


def _tree(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = task.read_text().split()
        except OSError:
            continue
        for one in started:
            yield from _tree(int(one))


def _share(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) / 1024
