"""A random walk of keys, and how the desk bore it: `python -m tests.tui.walking ROOT [SECONDS [SEED]]`.

By itself this loads no numpy and no pytest, so that the desk's process is as large as it is for people.
"""

import asyncio
import json
import os
import random
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from textual import events

from matchmaker.tui.actions import ACTIONS
from matchmaker.tui.app import DeskApp
from tests.tui.memory import each
from tests.tui.stalls import Probe, Stall

LEAVES = {"q", "ctrl+q", "ctrl+e"}
KEYS = sorted({key for action in ACTIONS for key in action.keys} - LEAVES)
OFTEN = [*"jkJKGgS2s1CD", "pagedown", "pageup", "down", "up", "slash", "enter"]
TYPED = [*"state:rec country:KEN", "enter", "escape", "tab", "backspace"]
STARTING = 3.0
"""Seconds that count as the start."""
LOOK_EVERY = 2.0
"""Seconds between two looks at the memory."""


@dataclass(slots=True)
class Walked:
    """How many keys were pressed, what all processes held at each look (MiB, by name), and the stalls after the
    start, longest first."""

    keys: int = 0
    held: list[dict[str, float]] = field(default_factory=list)
    stalls: list[Stall] = field(default_factory=list)

    @property
    def most(self) -> dict[str, float]:
        """What all processes held when they held most together."""
        return max(self.held, key=lambda parts: sum(parts.values()), default={})

    def told(self) -> str:
        """The walk in a few lines."""
        totals = sorted(sum(parts.values()) for parts in self.held) or [0.0]
        own = [stall.own for stall in self.stalls]
        return (
            f"{self.keys} keys; MiB, median {totals[len(totals) // 2]:.0f}, at most {totals[-1]:.0f} {self.most}\n"
            f"own time without a tick: {sum(one > 0.1 for one in own)} above 100 ms, {sum(one > 0.05 for one in own)} "
            f"above 50 ms; the longest {[round(one * 1000) for one in own[:8]]} ms"
        )


async def walk(root: Path, seconds: float, seed: int, log: Path | None = None) -> Walked:
    """Press keys for so long. Raises what the desk did not expect."""
    chance, app = random.Random(seed), DeskApp(root, apart=True)
    walked, probe, over = Walked(), Probe(), threading.Event()
    watching = threading.Thread(target=_watch, args=(walked, over, log), daemon=True)
    watching.start()
    try:
        async with app.run_test(size=(120, 40)), probe:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                for key in _next(chance, walked.keys):
                    # Like a person: nobody waits until the screen is idle.
                    app.post_message(events.Key(key, key if len(key) == 1 else None))
                walked.keys += 1
                await asyncio.sleep(chance.choice((0.01, 0.03, 0.15)))
                if not app.is_running or app.faults:
                    raise next(iter(app.faults), None) or AssertionError("the desk ended")
    finally:
        over.set()
        watching.join()
        walked.stalls = [stall for stall in probe.worst if stall.at > STARTING]
    return walked


def _next(chance: random.Random, pressed: int) -> list[str]:
    if pressed % 40 == 39:
        return ["escape"] * 3
    kind = chance.random()
    return [chance.choice(OFTEN if kind < 0.7 else KEYS if kind < 0.85 else TYPED)]


def _watch(walked: Walked, over: threading.Event, log: Path | None) -> None:
    began = time.monotonic()
    while not over.wait(LOOK_EVERY):
        walked.held.append(each())
        if log is not None:
            parts = walked.held[-1]
            with log.open("a") as file:
                print(f"{time.monotonic() - began:.0f} s {sum(parts.values()):.0f} MiB {parts}", file=file)


def main() -> None:
    """Walk and tell; the last line is the walk as JSON."""
    root, seconds, seed = Path(sys.argv[1]), float(dict(enumerate(sys.argv)).get(2, 60)), int([*sys.argv, "1"][3])
    log = os.environ.get("MATCHMAKER_WALK_LOG")
    walked = asyncio.run(walk(root, seconds, seed, Path(log) if log else None))
    print(walked.told())
    for stall in walked.stalls[:12]:
        print(f"{stall.own * 1000:.0f} ms own, {stall.cpu * 1000:.0f} of them at work, after {stall.at:.1f} s")
        print(stall.stacks)
    print(json.dumps(asdict(walked)))


if __name__ == "__main__":
    main()
