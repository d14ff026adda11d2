"""Two coordinators, two desks, one workspace, at the same time: nothing is lost and nobody meets a lock."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matchmaker.matches import Decision
from matchmaker.store import decisions
from matchmaker.store.store import Store
from matchmaker.tui.app import DeskApp
from matchmaker.workspace import Workspace
from tests.tui.conftest import clock, settle

SECONDS = 600.0 if os.environ.get("MATCHMAKER_TORTURE") else 0.0
LEAST = 60
"""They work for so long, and press at least so many keys each."""
WORK = ["j", "j", "k", "2", "s", "s", "p", "a", "plus", "minus", "u", "ctrl+r", "t", "J", "K", "1", "space", "escape"]
WORK += ["n x enter", "d 1 x enter", "m 1 escape", "A x enter enter"]


def work(root: str, seed: str) -> None:
    """One coordinator at random work. Prints how many entries of the log were made, and each fault or lock met."""
    made: list[int] = []
    _count(made)
    said = asyncio.run(_press(Path(root), random.Random(int(seed))))
    print(len(made), *said, sep="\n")


def _count(made: list[int]) -> None:
    """Count the entries of the log that are made, once what they are part of is committed."""
    appended, written = decisions.append, Store.write
    waiting: dict[Store, list[int]] = defaultdict(list)

    def append(store: Store, *given: Any, **named: Any) -> Decision:
        entry = appended(store, *given, **named)
        waiting[store].append(entry.seq)
        return entry

    @contextmanager
    def write(store: Store) -> Iterator[Store]:
        outermost = not store.connection.in_transaction
        try:
            with written(store):
                yield store
            if outermost:
                made.extend(waiting[store])
        finally:
            if outermost:
                waiting[store].clear()

    decisions.append, Store.write = append, write  # type: ignore[method-assign]


async def _press(root: Path, chance: random.Random) -> set[str]:
    app, said, until, keys = DeskApp(root, clock=clock), set(), time.monotonic() + SECONDS, 0
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        while keys < LEAST or time.monotonic() < until:
            keys += 1
            await pilot.press(*chance.choice(WORK).split())
            await pilot.pause(0.03)
            bar = app.screen.query("TopBar")
            told = str(bar.first().said) if bar else ""  # type: ignore[attr-defined]
            if "lock" in told or "busy" in told:
                said.add(told)
        await settle(pilot)
        return said | {repr(fault) for fault in app.faults}


def test_nothing_is_lost_between_two_desks(root: Path) -> None:
    before = len(_log(root))
    both = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"from tests.tui.test_two_coordinators import work; work({str(root)!r}, {n!r})",
            ],
            cwd=Path(__file__).resolve().parent.parent.parent,
            env={**os.environ, "MATCHMAKER_USER": who},
            stdout=subprocess.PIPE,
            text=True,
        )
        for n, who in (("1", "ana"), ("2", "ben"))
    ]
    counts, troubles = [], []
    for one in both:
        out, _ = one.communicate()
        assert one.returncode == 0
        first, *rest = out.splitlines()
        counts.append(int(first))
        troubles += rest
    assert troubles == []
    assert min(counts) > 0
    assert len(_log(root)) - before == sum(counts)
    with Workspace.open(root, clock=clock) as workspace:
        assert [finding for finding in workspace.doctor() if finding.level == "error"] == []


def _log(root: Path) -> list[object]:
    with Workspace.open(root, clock=clock) as workspace:
        return list(workspace.decisions())
