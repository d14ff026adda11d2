"""How long the screen's thread kept people waiting, and what it or another thread was at meanwhile."""

import asyncio
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import FrameType

TICK = 0.005
LOOK_AFTER = 0.05
"""Seconds without a tick after which the stacks are looked at."""


MOST = 200
"""Stalls that are kept."""


@dataclass(frozen=True, slots=True)
class Stall:
    """A time without a tick. `own` leaves out what the thread waited for a processor that other programs had; `cpu` is
    what it worked itself."""

    seconds: float
    own: float
    cpu: float
    at: float
    stacks: str


class Probe:
    """Ticks on the event loop, and watches from a thread of its own. Use as an asynchronous context."""

    def __init__(self) -> None:
        self.worst: list[Stall] = []
        self._began = self._ticked = time.perf_counter()
        self._stacks = ""
        self._over = threading.Event()
        self._screen = threading.get_ident()

    async def __aenter__(self) -> "Probe":
        self._task = asyncio.create_task(self._tick())
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        self._task.cancel()

    async def _tick(self) -> None:
        while True:
            waited, worked, self._stacks = _waited_for_processor(), time.thread_time(), ""
            self._ticked = time.perf_counter()
            await asyncio.sleep(TICK)
            late = time.perf_counter() - self._ticked - TICK
            if late > LOOK_AFTER:
                own = late - (_waited_for_processor() - waited)
                worked = time.thread_time() - worked
                self.worst.append(Stall(late, own, worked, self._ticked - self._began, self._stacks))
                self.worst.sort(key=lambda stall: -stall.own)
                del self.worst[MOST:]

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            if time.perf_counter() - self._ticked > LOOK_AFTER and not self._stacks:
                frames = sys._current_frames()
                mine = threading.get_ident()
                self._stacks = "\n".join(
                    f"{'screen' if ident == self._screen else 'other'}: {_told(frame)}"
                    for ident, frame in frames.items()
                    if ident != mine
                )

    def report(self, count: int = 5) -> str:
        """The worst stalls in words."""
        return "\n".join(
            f"{s.own * 1000:.0f} ms own, {s.seconds * 1000:.0f} ms in all, after {s.at:.1f} s\n{s.stacks}"
            for s in self.worst[:count]
        )


def _told(frame: FrameType) -> str:
    places = islice(traceback.walk_stack(frame), 6)
    return " < ".join(f"{Path(f.f_code.co_filename).name}:{line} {f.f_code.co_name}" for f, line in places)


def _waited_for_processor() -> float:
    """Seconds this thread was ready to run and did not get to (Linux; elsewhere 0)."""
    try:
        return int(Path(f"/proc/self/task/{os.getpid()}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0
