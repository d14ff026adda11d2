"""The mouse is the easy way: rows, headers, tabs and the line of keys."""

from collections.abc import Callable

from matchmaker.matches import Step
from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.catalogue import CatalogueScreen
from matchmaker.tui.widgets.bars import ActionBar, KeyBar, TopBar
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.workspace import Workspace
from tests.tui.conftest import settle
from tests.tui.test_deciding import to_a_match


def zone(bar: ActionBar, action: str) -> tuple[int, int]:
    start, _, _ = next(z for z in bar.zones if z[2] == action)
    return start, 0


async def test_a_row_is_chosen_and_a_header_sorts(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        queue = desk.screen.query_one("#queue", LongList)
        await pilot.click(queue, offset=(20, 4))
        await settle(pilot)
        assert queue.cursor == 3
        await pilot.click(queue, offset=(16, 0))
        await settle(pilot)
        countries = [line.country for line in queue.listing.items]  # type: ignore[attr-defined]
        assert desk.memory.sort == "country"
        assert countries == sorted(countries)


async def test_a_key_in_the_footer_can_be_clicked(desk: DeskApp, look: Callable[[], Workspace]) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        bar = screen.query_one(KeyBar)
        await pilot.click(bar, offset=zone(bar, "shortlist"))
        await settle(pilot)
    with look() as workspace:
        assert [d.step for d in workspace.decisions(asked)] == [Step.SHORTLISTED]


async def test_a_tab_can_be_clicked(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        bar = desk.screen.query_one(TopBar)
        await pilot.click(bar, offset=zone(bar, "show_catalogue"))
        await settle(pilot)
        assert isinstance(desk.screen, CatalogueScreen)


async def test_arrows_turn_to_the_needs_of_a_request(desk: DeskApp) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        screen = await to_a_match(pilot, desk)
        while screen.looked is None or screen.looked.answer is None or len(screen.looked.answer.needs) < 2:
            await pilot.press("J")
            await settle(pilot)
        await pilot.press("2", "right")
        await settle(pilot)
        assert screen.looked.need == 1
        await pilot.press("1", "l")
        await settle(pilot)
        assert screen.looked.need == 2
