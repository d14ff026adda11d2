"""The desk with its processes: lists, overview, files and refreshes come out as they do within one process."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import ProgressBar

from matchmaker.tui.app import DeskApp
from matchmaker.tui.background import Process
from matchmaker.tui.dialogs.reading import Reader
from matchmaker.tui.screens.overview import OverviewScreen
from matchmaker.tui.screens.refresh import RefreshScreen
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.workspace import Workspace
from tests.tui.conftest import press, settle

SIZE = (120, 40)
HEAD = "id,title,description,donor,country\n"


@pytest.fixture
async def pilot(root: Path) -> AsyncIterator[Pilot[int]]:
    desk = DeskApp(root, apart=True)
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        yield pilot


async def shown(pilot: Pilot[int], what: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(500):
        if what():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")


async def test_the_queue_and_the_shelves(pilot: Pilot[int], look: Callable[[], Workspace]) -> None:
    queue = pilot.app.screen.query_one("#queue", LongList)
    with look() as workspace:
        assert list(queue.listing.keys) == [entry.id for entry in workspace.queue()]
        await press(pilot, "C")
        offerings = [line.id for line in workspace.offering_lines()]
        shelf = pilot.app.screen.query_one("#shelf", LongList)
        assert list(shelf.listing.keys) == offerings
        await press(pilot, "3")
        assert list(shelf.listing.keys) == [one.name for one in workspace.providers()]


async def test_the_overview_counts_what_the_report_counts(pilot: Pilot[int], look: Callable[[], Workspace]) -> None:
    await press(pilot, "O")
    screen = pilot.app.screen
    assert isinstance(screen, OverviewScreen)
    await shown(pilot, lambda: screen.overview)
    with look() as workspace:
        made = workspace.report()
    seen = screen.overview
    assert seen is not None
    assert (seen.requests, seen.needs, seen.unanswered, seen.waiting) == (36, made.needs, made.unanswered, 0)
    assert sum(asked for row in seen.heat for asked, _ in row.cells.values()) == sum(
        len(cell.requests) for cell in made.demand
    )


async def test_a_file_is_written_by_a_process_that_ends(pilot: Pilot[int], root: Path) -> None:
    await press(pilot, "E", "1")
    await settle(pilot)
    (path,) = (root / "data" / "exports").iterdir()
    assert path.read_text().count("\n") > 30
    desk = pilot.app
    assert isinstance(desk, DeskApp)
    assert not desk._errands


async def test_an_export_is_planned_loaded_and_matched_with(
    pilot: Pilot[int], tmp_path: Path, look: Callable[[], Workspace]
) -> None:
    export = tmp_path / "new.csv"
    export.write_text(f"{HEAD}1,Audit of roads,How roads are audited.,Spain,Peru\n")
    await press(pilot, "R", "f", *str(export), "enter")
    await pilot.pause(0.1)
    await press(pilot, "enter")
    screen = pilot.app.screen
    while not isinstance(screen, RefreshScreen):
        await pilot.pause(0.05)
        screen = pilot.app.screen
    await shown(pilot, lambda: screen.plan)
    await press(pilot, "a")
    await shown(pilot, lambda: screen.plan is None and screen._lane is None)
    await settle(pilot)
    with look() as workspace:
        assert [run.source for run in workspace.refresh_history()][:1] == ["new"]
        assert workspace.is_fitted()
    await press(pilot, "D", "J")
    await settle(pilot)


async def test_work_on_a_file_that_is_stopped_changes_nothing(
    pilot: Pilot[int], tmp_path: Path, look: Callable[[], Workspace]
) -> None:
    export = tmp_path / "long.csv"
    export.write_text(HEAD + "".join(f"{n},Audit {n},How it is done.,Spain,Peru\n" for n in range(20_000)))
    await press(pilot, "R", "f", *str(export), "enter")
    await pilot.pause(0.1)
    await pilot.press("enter")
    screen = next(one for one in pilot.app.screen_stack if isinstance(one, RefreshScreen))
    await shown(pilot, lambda: screen.query_one(ProgressBar).has_class("-shown"))
    await pilot.press("escape")
    await shown(pilot, lambda: screen._lane is None and not screen.query_one(ProgressBar).has_class("-shown"))
    await settle(pilot)
    assert screen.plan is None
    with look() as workspace:
        assert not workspace.refresh_history("long")
    assert not list((screen.desk.root / "data").glob(".*.tmp*"))


async def test_a_process_that_has_grown_gives_way_to_another(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from functools import partial
    from operator import methodcaller

    from matchmaker.tui.worker import MOST_MIB

    grown, staying = Process(root), Process(root, stays=True)
    for lane, leaves in ((grown, True), (staying, False)):
        assert await lane.do(partial(_held, mib=int(MOST_MIB) + 20)) > MOST_MIB
        assert (lane._child is None) is leaves
        assert await lane.do(methodcaller("rankings_due")) == 0
        await lane.close()


KEPT: list[bytearray] = []


def _held(_: Workspace, mib: int) -> int:
    KEPT.append(bytearray(b"x" * (mib << 20)))
    return mib


async def test_keys_that_come_before_a_question_is_there_do_nothing(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        reader = Reader(Content("a title"), Content("a text"))
        assert not reader.check_action("scroll", (1,))
        assert not reader.check_action("give_up", ())
