"""The queue: read, ordered, filtered, and kept up to date with verdicts as they come in."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from operator import methodcaller
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from matchmaker.errors import UsageError
from matchmaker.tui import jobs, show
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.screens.place import PlaceScreen
from matchmaker.tui.widgets.bars import Standing, TopBar
from matchmaker.tui.widgets.filter_line import FilterLine
from matchmaker.tui.widgets.guide import Guide
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.queue_pane import QueuePane, queue_listing

if TYPE_CHECKING:
    from matchmaker.triage.packed import Packed
    from matchmaker.triage.queue import QueueEntry
    from matchmaker.workspace import Workspace

RANKED_AT_ONCE = 24
PAUSE = 0.2
"""Seconds before a long queue is read again, in which the next key of a word can come."""
LONG = 5_000
"""A queue longer than this takes long enough to read that its beginning is shown first."""
SORTS = {
    "id": "id",
    "country": "country",
    "attention": "attention",
    "verdict": "verdict",
    "state": "state",
    "owner": "owner",
}


class DeskQueue(PlaceScreen):
    """Loads and shows the queue; what is chosen in it is another part's."""

    total = 0
    """How many requests there are, whatever the filter leaves out."""
    _ranking = False
    _next_listing = 0.0

    def on_mount(self) -> None:
        if self.desk.memory.filter:
            self.query_one(FilterLine).put(self.desk.memory.filter)
        self.reload()
        if not self.desk.memory.guided and not self.desk.read_only:
            self.query_one(Guide).begin()

    @property
    def today(self) -> date:
        return self.desk.now().date()

    def guided(self, what: str) -> None:
        """Tell the guide what was done."""
        self.query_one(Guide).done(what)

    def on_guide_finished(self) -> None:
        self.desk.remember(guided=True)

    def reload(self) -> None:
        """Read the queue again; the cursor stays on its request."""
        self.attempt(lambda: self._load_queue(), group="queue")

    async def _load_queue(self) -> None:
        memory, job = self.desk.memory, self._queue_job()
        pane = self.query_one(QueuePane)
        if not len(pane.list.listing):
            await self._show_beginning(pane)
        elif len(pane.list.listing) > LONG:
            # Another key may be on its way, and then this is not read at all.
            await asyncio.sleep(PAUSE)
        try:
            entries, self.total = await self.desk.lists.do(job)
        except UsageError as error:
            pane.border_subtitle = show.line(error.message, show.WRONG, 60)
            return
        pane.border_subtitle = None
        column, backwards = memory.sort.removeprefix("-"), memory.sort.startswith("-")
        pane.list.sorted_by = None if column == "attention" else (column, backwards)
        first = pane.list.key is None
        keep = memory.request if first and memory.request else None
        pane.show_queue(queue_listing(entries), self.total, memory.filter, keep=keep)
        if not len(entries):
            self.show_nothing()
        self.attempt(lambda: self._rank_waiting(), group="ranking")

    async def _show_beginning(self, pane: QueuePane) -> None:
        """In a long queue, show what stands first before the rest is read; only where the cursor would stay in it."""
        memory = self.desk.memory
        if memory.filter or memory.sort != "attention":
            return
        beginning, self.total = await self.ask(partial(jobs.queue_beginning, longer_than=LONG))
        if len(beginning) and (not memory.request or memory.request in beginning.column("id")):
            pane.show_queue(queue_listing(beginning), self.total, "", keep=memory.request or None)

    async def _rank_waiting(self) -> None:
        """Rank what has no stored verdict yet, a few at a time, in the lane that matches."""
        if self._ranking or self.desk.read_only:
            return
        self._ranking = True
        try:
            while await self.desk.matching.do(methodcaller("update_rankings", limit=RANKED_AT_ONCE)):
                due = await self.ask(lambda workspace: workspace.rankings_due())
                bar = self.query_one(TopBar)
                standing = bar.standing
                busy = f"ranking, {due:,} to go" if due else ""
                bar.show(Standing(standing.source, standing.model, standing.clock, standing.read_only, busy))
                await self._load_listing_again()
            self._next_listing = 0.0
            await self._load_listing_again()
        finally:
            self._ranking = False

    def _queue_job(self) -> "Callable[[Workspace], tuple[Packed[QueueEntry], int]]":
        return partial(jobs.queue, words=self.desk.memory.filter, sort=self.desk.memory.sort)

    async def _load_listing_again(self) -> None:
        """Show verdicts that came in; then rest ten times as long as that took."""
        if monotonic() < self._next_listing:
            return
        started = monotonic()
        entries, self.total = await self.desk.lists.do(self._queue_job())
        self._next_listing = monotonic() + 10 * (monotonic() - started)
        self.query_one(QueuePane).show_queue(queue_listing(entries), self.total, self.desk.memory.filter)

    def show_nothing(self) -> None:
        """There is no request to look at."""

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        self.desk.memory = replace(self.desk.memory, filter=message.text)
        self.reload()

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        self.desk.remember(filter=self.query_one(FilterLine).text)
        self.query_one("#queue", LongList).focus()

    def on_long_list_header_pressed(self, message: LongList.HeaderPressed) -> None:
        if message.column in SORTS:
            now = self.desk.memory.sort
            wanted = SORTS[message.column]
            self.desk.remember(sort=f"-{wanted}" if now == wanted else wanted)
            self.reload()

    def action_sort(self) -> None:
        names = list(dict.fromkeys([*SORTS.values(), "received"]))
        now = self.desk.memory.sort.removeprefix("-")
        following = names[(names.index(now) + 1) % len(names)] if now in names else names[0]
        self.desk.remember(sort=following)
        self.say(Content(f"Sorted by {following}."))
        self.reload()

    def action_saved_filters(self) -> None:
        self.attempt(lambda: self._saved_filters(), group="question")

    async def _saved_filters(self) -> None:
        kept, now = self.desk.memory.saved_filters, self.desk.memory.filter
        choices = [Choice(text, show.line(text, limit=60)) for text in kept]
        choices.append(Choice("", Content("everything")))
        if now and now not in kept:
            choices.append(Choice("+" + now, show.join("keep: ", show.line(now, limit=50))))
        elif now:
            choices.append(Choice("-" + now, show.join("drop: ", show.line(now, limit=50))))
        chosen = await self.answered(Choosing(Content("Saved filters"), choices))
        if chosen is None:
            return
        if chosen.startswith("+") and chosen[1:] == now:
            self.desk.remember(saved_filters=(*kept, now)[-9:])
        elif chosen.startswith("-") and chosen[1:] == now:
            self.desk.remember(saved_filters=tuple(text for text in kept if text != now))
        else:
            self.desk.remember(filter=chosen)
            self.query_one(FilterLine).put(chosen)
            self.reload()

    def on_key(self, event: events.Key) -> None:
        """F2 to F9 use a saved filter at once."""
        if event.key in {f"f{n}" for n in range(2, 10)}:
            place = int(event.key[1:]) - 2
            if place < len(self.desk.memory.saved_filters):
                event.stop()
                self.query_one(FilterLine).put(self.desk.memory.saved_filters[place])
