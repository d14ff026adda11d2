"""Two coordinators, two desks, one workspace, at the same time: nothing is lost and nobody meets a lock."""

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

from matchmaker.tui.app import DeskApp
from matchmaker.workspace import Workspace
from tests.tui.conftest import clock, settle

KEYS = 12_000 if os.environ.get("MATCHMAKER_TORTURE") else 60
"""Keys each of them presses; ten minutes in the long form."""
WORK = ["j", "j", "k", "2", "s", "s", "p", "a", "plus", "minus", "u", "ctrl+r", "t", "J", "K", "1", "space", "escape"]


def work(root: str, seed: str, keys: str) -> None:
    """One coordinator at random work. Prints how many entries of the log were made, and each fault or lock met."""
    made: list[int] = []
    for name in ("decide", "undo", "redo"):
        _counted(name, made)
    said = asyncio.run(_press(Path(root), random.Random(int(seed)), int(keys)))
    print(len(made), *said, sep="\n")


def _counted(name: str, made: list[int]) -> None:
    done = getattr(Workspace, name)

    def counting(self: Workspace, *given: object, **named: object) -> object:
        entry = done(self, *given, **named)
        made.append(entry.seq)
        return entry

    setattr(Workspace, name, counting)


async def _press(root: Path, chance: random.Random, keys: int) -> set[str]:
    app, said = DeskApp(root, clock=clock), set()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for _ in range(keys):
            await pilot.press(chance.choice(WORK))
            await pilot.pause(0.03)
            told = str(app.screen.query_one("TopBar").said)  # type: ignore[attr-defined]
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
                f"from tests.tui.test_two_coordinators import work; work({str(root)!r}, {n!r}, '{KEYS}')",
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
