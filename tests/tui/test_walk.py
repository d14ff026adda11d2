"""A random walk of keys and mouse over the whole desk: nothing it does may end in a crash or a hidden fault."""

import os
import random

import pytest

from matchmaker.tui.actions import ACTIONS
from matchmaker.tui.app import DeskApp
from tests.tui.conftest import settle

EVENTS = 20_000 if os.environ.get("MATCHMAKER_TORTURE") else 500
LEAVES = {"q", "ctrl+q", "ctrl+e"}
"""Keys that end the desk or open an editor."""
KEYS = sorted({key for action in ACTIONS for key in action.keys} - LEAVES)
TYPED = [*'ab1 :-"[/]', "enter", "escape", "tab", "backspace", "ctrl+s"]


@pytest.mark.parametrize("seed", [1])
async def test_a_random_walk(desk: DeskApp, seed: int) -> None:
    chance = random.Random(seed)
    async with desk.run_test(size=(chance.choice((80, 120)), chance.choice((24, 40))), notifications=True) as pilot:
        await settle(pilot)
        for event in range(EVENTS):
            kind = chance.random()
            if kind < 0.75:
                await pilot.press(chance.choice(KEYS))
            elif kind < 0.9:
                await pilot.press(chance.choice(TYPED))
            else:
                width, height = desk.size
                await pilot.click(offset=(chance.randrange(width), chance.randrange(height)))
            if event % 50 == 49:
                for _ in range(4):
                    await pilot.press("escape")
                if chance.random() < 0.3:
                    await pilot.resize_terminal(chance.choice((60, 80, 120, 200)), chance.choice((12, 24, 40)))
                await pilot.pause(0.02)
            assert desk.is_running, (seed, event)
            assert not desk.faults, (seed, event, desk.faults)
