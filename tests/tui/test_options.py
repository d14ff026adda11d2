"""Lists of options under people who type ahead."""

import pytest
from textual import events

from matchmaker.tui.app import DeskApp
from matchmaker.tui.widgets.options import Palette
from tests.tui.conftest import settle


@pytest.mark.parametrize("opening", ["m", "r", "f", "ctrl+p"])
async def test_a_page_key_may_come_before_the_options_are_drawn(desk: DeskApp, opening: str) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in (opening, "pageup", "pagedown"):
            desk.post_message(events.Key(key, None))
        await pilot.pause(0.2)
        assert desk.is_running
        assert desk.screen.is_modal
        await pilot.press("escape")


async def test_the_palette_pages_once_it_is_drawn(desk: DeskApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause(0.5)
        assert isinstance(desk.screen, Palette)
        await pilot.press("down", "pagedown")
        listed = desk.screen.query_one("CommandList")
        assert (listed.highlighted or 0) > 1  # type: ignore[attr-defined]
