"""Lists of 100,000 rows: drawn row by row, and never holding the screen up (timed in the torture set only)."""

import asyncio
import os
import time

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from matchmaker.tui.widgets.long_list import Column, Listing, LongList

MANY = 100_000
KEYS = ["G", "g", "pagedown", "pagedown", "j", "space", "end", "pageup", "k", "home"]


class Lines(App[None]):
    """A list of numbers, counting the rows that were drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: set[int] = set()

    def compose(self) -> ComposeResult:
        yield LongList(Column("n", "number", 8, right=True), Column("word", "word"), id="list")

    def on_mount(self) -> None:
        self.query_one(LongList).show(Listing(range(MANY), str, self.cells))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"quiet": "#888888"}

    def cells(self, number: int) -> list[Content]:
        self.drawn.add(number)
        return [Content(str(number)), Content(f"row {number}")]


async def test_only_rows_in_sight_are_drawn() -> None:
    app = Lines()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        listed = app.query_one(LongList)
        assert listed.cursor == MANY - 1
        await pilot.pause()
        assert MANY - 1 in app.drawn
        assert 50_000 not in app.drawn
        assert len(app.drawn) < 200


async def test_the_cursor_stays_on_its_record_when_rows_change() -> None:
    app = Lines()
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.query_one(LongList)
        listed.cursor = 500
        await pilot.press("space")
        listed.cursor = 500
        listed.show(Listing(range(400, MANY), str, app.cells))
        assert (listed.key, listed.cursor) == ("500", 100)
        assert listed.marked == {"500"}
        listed.show(Listing(range(501, MANY), str, app.cells))
        assert listed.marked == set()


def test_marks_of_a_long_list_keep_their_order_and_go_with_their_rows() -> None:
    listed = LongList(Column("n", "number"))
    listed.listing = Listing(range(MANY), str, lambda _: ())  # type: ignore[assignment]
    listed.marked = {"70000", "3", "99999"}
    assert listed.picked == ["3", "70000", "99999"]
    assert listed.listing.row_of("70000") == 70_000
    assert listed.listing.row_of("no such") is None


@pytest.mark.torture
@pytest.mark.skipif("MATCHMAKER_TORTURE" not in os.environ, reason="timed: run by `make torture`")
async def test_no_key_holds_the_screen_up() -> None:
    app, worst = Lines(), 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            # The thread's own processor time: what other programs take from the machine is no stall of ours.
            before = time.thread_time()
            await asyncio.sleep(0.001)
            worst = max(worst, time.thread_time() - before)

    async with app.run_test(size=(120, 40)) as pilot:
        watching = asyncio.create_task(watch())
        for _ in range(100):
            await pilot.press(*KEYS)
        watching.cancel()
    assert worst < 0.1
