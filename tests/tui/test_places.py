"""Going about: the other places, help, palette, themes, memory."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from matchmaker.tui import actions, remembered
from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.catalogue import CatalogueScreen
from matchmaker.tui.screens.overview import OverviewScreen
from matchmaker.tui.screens.refresh import RefreshScreen
from matchmaker.tui.widgets.long_list import LongList
from tests.tui.conftest import clock, press, settle


async def test_the_catalogue_lists_every_shelf(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "C")
        screen = desk.screen
        assert isinstance(screen, CatalogueScreen)
        counts = {}
        for key, name in zip("1234", ("offerings", "experience", "providers", "partners"), strict=True):
            await press(pilot, key)
            counts[name] = len(screen.query_one("#shelf", LongList).listing)
    assert counts == {"offerings": 7, "experience": 17, "providers": 1, "partners": 17}


async def test_the_catalogue_is_searched(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "C", "slash", *"assets", "enter")
        titles = [item.title for item in desk.screen.query_one("#shelf", LongList).listing.items]  # type: ignore[attr-defined]
    assert titles == ["Diploma in Management and Disposal of Assets"]


async def test_the_overview_counts_every_request(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "O")
        await settle(pilot)
        assert isinstance(desk.screen, OverviewScreen)
        assert desk.screen.overview is not None
        assert desk.screen.overview.requests == 36


async def test_a_place_reads_once_when_first_shown_and_again_when_something_changed(
    desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for screen in (CatalogueScreen, OverviewScreen):
        monkeypatch.setattr(screen, "load", _counted(screen.load, read))
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "C", "O", "C", "D", "C")
        assert read.count("CatalogueScreen") == 1
        assert read.count("OverviewScreen") == 1
        await press(pilot, "D", "t", "C")
        assert read.count("CatalogueScreen") == 2


def _counted(load: Callable[[Any], Awaitable[None]], read: list[str]) -> Callable[[Any], Awaitable[None]]:
    async def counting(screen: object) -> None:
        read.append(type(screen).__name__)
        await load(screen)

    return counting


async def test_a_file_is_planned_then_loaded(desk: DeskApp, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("id,title,description,provider,country\n1,Open budgets,How budgets are published.,MEX,\n")
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "R")
        assert isinstance(desk.screen, RefreshScreen)
        await press(pilot, "f", *str(export).replace("_", "_"), "enter")
        await pilot.pause(0.1)
        await press(pilot, "enter")
        await settle(pilot)
        assert desk.screen.plan is not None
        assert desk.screen.plan.report.added == 1
        await press(pilot, "a")
        await settle(pilot)
        titles = [o.title for o in await desk.data.do(lambda workspace: workspace.offerings())]
    assert titles == ["Open budgets"]


async def test_help_narrows_as_one_types(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "question_mark", *"shortlist")
        shown = str(desk.screen.query("Static").results().__next__().render())
        text = "\n".join(str(static.render()) for static in desk.screen.query("Static"))
    assert "Shortlist the chosen match" in text
    assert "Overview" not in shown


async def test_the_theme_is_remembered(desk: DeskApp, root: Path) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = desk.theme
        await press(pilot, "T")
        assert desk.theme != before
    assert DeskApp(root, clock=clock).memory.theme == desk.theme


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"theme": 7, "saved_filters": [1]}', "\x00\xff"])
def test_a_damaged_memory_never_stops_a_start(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(damage)
    state, _ = remembered.load(path)
    assert state == remembered.Remembered()


def test_keys_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    path.write_text('[desk]\nshortlist = "x"\nnothing = "y"\n')
    keys, told = remembered.load_keymap(path)
    assert keys == {"desk.shortlist": "x"}
    assert "desk.nothing" in told


def test_each_action_is_declared_once_and_no_key_twice_in_a_place() -> None:
    ids = [action.id for action in actions.ACTIONS]
    assert len(ids) == len(set(ids))
    everywhere = {key for a in actions.actions_of(actions.Place.EVERYWHERE) for key in a.keys}
    for place in actions.Place:
        keys = [key for a in actions.actions_of(place) for key in a.keys]
        assert len(keys) == len(set(keys)), place
        if place is not actions.Place.EVERYWHERE:
            assert not everywhere & set(keys) - {"f"}, place


async def test_every_action_of_a_place_can_be_carried_out(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key, place in (("D", "Desk"), ("C", "Catalogue"), ("O", "Overview"), ("R", "Refresh")):
            await press(pilot, key)
            for action in actions.actions_of(actions.Place(place), actions.Place.EVERYWHERE):
                name = action.name.split("(")[0]
                assert hasattr(desk.screen, f"action_{name}"), (place, name)


async def test_the_first_run_is_guided_once(root: Path) -> None:
    (root / "data" / "state" / "desk.json").unlink()
    desk = DeskApp(root, clock=clock)
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        guide = desk.screen.query_one("Guide")
        assert guide.has_class("-shown")
        await pilot.click("Guide")
        await settle(pilot)
        assert not guide.has_class("-shown")
    assert DeskApp(root, clock=clock).memory.guided
