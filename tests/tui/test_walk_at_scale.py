"""A random walk over long lists: nothing fails, and in the long form nothing keeps the screen's thread for 100 ms, and
the desk with all its processes stays under 300 MiB.

The long form (MATCHMAKER_TORTURE) takes MATCHMAKER_WALK_SECONDS, an hour by default, over MATCHMAKER_WALK_RECORDS
requests and as many offerings, 100,000 by default; MATCHMAKER_WALK_ROOT names a workspace made before.
"""

import asyncio
import os
import random
import time
from pathlib import Path

from textual import events

from matchmaker.tui.actions import ACTIONS
from matchmaker.tui.app import DeskApp
from tests.tui.large import make
from tests.tui.memory import together
from tests.tui.stalls import Probe

LONG = "MATCHMAKER_TORTURE" in os.environ
SECONDS = float(os.environ.get("MATCHMAKER_WALK_SECONDS", "3600")) if LONG else 5.0
RECORDS = int(os.environ.get("MATCHMAKER_WALK_RECORDS", "100000")) if LONG else 300
ROOT = os.environ.get("MATCHMAKER_WALK_ROOT", "")
LIMIT = 0.1
MOST = 300.0
"""MiB."""
STARTING = 3.0
"""Seconds that count as the start."""
LEAVES = {"q", "ctrl+q", "ctrl+e"}
KEYS = sorted({key for action in ACTIONS for key in action.keys} - LEAVES)
OFTEN = [*"jkJKGgS2s1CD", "pagedown", "pageup", "down", "up", "slash", "enter"]
TYPED = [*"state:rec country:KEN", "enter", "escape", "tab", "backspace"]


async def test_a_walk_over_long_lists(tmp_path: Path) -> None:
    root = Path(ROOT) if ROOT else tmp_path
    if not ROOT:
        make(root, RECORDS, RECORDS)
    chance, app = random.Random(7), DeskApp(root, apart=True)
    probe, keys, held = Probe(), 0, [0.0]
    try:
        async with app.run_test(size=(120, 40)), probe:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                kind = chance.random()
                choices = OFTEN if kind < 0.7 else KEYS if kind < 0.85 else TYPED
                keys += 1
                for key in [chance.choice(choices)] if keys % 40 else ["escape"] * 3:
                    # Like a person: nobody waits until the screen is idle.
                    app.post_message(events.Key(key, key if len(key) == 1 else None))
                await asyncio.sleep(chance.choice((0.01, 0.03, 0.15)))
                if keys % 50 == 0:
                    held.append(await asyncio.to_thread(together))
                assert app.is_running
                assert not app.faults
    finally:
        print(f"{keys} keys, at most {max(held):.0f} MiB, then {held[-1]:.0f}\n{probe.report(8)}")
    if LONG:
        walking = [stall.own for stall in probe.worst if stall.at > STARTING]
        assert max(walking, default=0.0) < LIMIT, probe.report()
        assert max(held) < MOST
