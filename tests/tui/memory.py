"""What a process and all it has started hold together (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path


def together(process: int | None = None) -> float:
    """MiB of a process (this one) and what it started: what is shared, such as the mapped model, is counted once."""
    return sum(_share(one) for one in _tree(process or os.getpid()))


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
