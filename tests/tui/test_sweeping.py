"""Garbage goes in moments of rest, and Python's own ways come back when the desk has gone."""

import asyncio
import gc
import weakref
from contextlib import suppress

import pytest

from matchmaker.tui import sweeping


class Ring:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


async def test_rings_are_collected_while_nothing_else_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY", 0.01)
    before = gc.get_threshold()
    gc.collect()
    task = asyncio.create_task(sweeping.sweep())
    await asyncio.sleep(0)
    assert gc.get_threshold()[2] == sweeping.NEVER
    ring = weakref.ref(Ring())
    for _ in range(sweeping.MUCH + 1):
        gc.collect(1)
    assert ring() is None or gc.get_count()[2] >= sweeping.MUCH
    for _ in range(200):
        await asyncio.sleep(0.01)
        if gc.get_count()[2] < sweeping.MUCH:
            break
    assert gc.get_count()[2] < sweeping.MUCH
    assert ring() is None
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert gc.get_threshold() == before


async def test_a_busy_screen_is_swept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY", 0.0)

    async def never() -> bool:
        return False

    monkeypatch.setattr(sweeping, "_nothing_to_do", never)
    task = asyncio.create_task(sweeping.sweep())
    await asyncio.sleep(0)
    for _ in range(sweeping.OVERDUE):
        gc.collect(1)
    await asyncio.sleep(0.02)
    swept = gc.get_count()[2]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert swept < sweeping.OVERDUE
