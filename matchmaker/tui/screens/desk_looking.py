"""Looking: what is in the queue, the chosen request and its matches, and everything around them that can be read."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from operator import methodcaller
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from matchmaker.errors import MatchmakerError, UsageError
from matchmaker.matches import Answer, Decision, Kind, Match, Step, Verdict
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.tui import show
from matchmaker.tui.background import few_collections
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.reading import Columns, Reader
from matchmaker.tui.jobs import answered
from matchmaker.tui.screens.place import PlaceScreen
from matchmaker.tui.widgets.bars import Standing, TopBar
from matchmaker.tui.widgets.filter_line import FilterLine
from matchmaker.tui.widgets.guide import Guide
from matchmaker.tui.widgets.long_list import Listing, LongList
from matchmaker.tui.widgets.matches_pane import MatchesPane
from matchmaker.tui.widgets.queue_pane import QueuePane, queue_listing
from matchmaker.tui.widgets.request_pane import RequestPane, RequestShown
from matchmaker.tui.widgets.why_pane import WhyPane, WhyShown, compared

if TYPE_CHECKING:
    from matchmaker.triage.availability import Availability
    from matchmaker.triage.history import SimilarRequest
    from matchmaker.triage.queue import QueueEntry
    from matchmaker.workspace import Workspace

OTHERS_EVERY = 2.0
"""Seconds between looks for what others did."""
SETTLE = 0.08
"""Seconds a request stays chosen before it is matched, so that holding a key down matches nothing on the way."""
PRESENT = 5.0
"""Seconds that an action waits for the request it is about."""
RANKED_AT_ONCE = 24
TWINS_UP_TO = 20_000
"""In longer queues, look-alikes are looked for only when asked: comparing with every request takes a second."""
SORTS = {
    "id": "id",
    "country": "country",
    "attention": "attention",
    "verdict": "verdict",
    "state": "state",
    "owner": "owner",
}


@dataclass(slots=True)
class Looked:
    """The request looked at and what is known of it so far; `need` 0 means the request as a whole."""

    request: Request
    standing: dict[str, Decision] = field(default_factory=dict)
    similar: "Sequence[SimilarRequest]" = ()
    answer: Answer | None = None
    available: "Mapping[str, Availability]" = field(default_factory=dict)
    need: int = 0
    failure: str = ""

    @property
    def steps(self) -> dict[str, Step]:
        return {item: decision.step for item, decision in self.standing.items()}

    def matches(self, kind: Kind) -> tuple[Match, ...]:
        """The ranking of the need looked at, or of the whole request."""
        if self.answer is None:
            return ()
        part = self.answer.needs[self.need - 1] if 0 < self.need <= len(self.answer.needs) else self.answer
        return part.offerings if kind is Kind.OFFERING else part.experience


class DeskLooking(PlaceScreen):
    """Loads and shows; changes nothing."""

    looked: Looked | None = None
    side = "offers"
    _sought = ""
    _heard: str | None = None
    _changes = 0
    _ranking = False
    _next_listing = 0.0

    def on_mount(self) -> None:
        if self.desk.memory.filter:
            self.query_one(FilterLine).put(self.desk.memory.filter)
        self.reload()
        self.set_interval(OTHERS_EVERY, lambda: self.attempt(lambda: self._look_for_others(), group="others"))
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

    # -- the queue --
    def reload(self) -> None:
        """Read the queue again; the cursor stays on its request."""
        self.attempt(lambda: self._load_queue(), group="queue")

    async def _load_queue(self) -> None:
        memory, read = self.desk.memory, self._queue_job()
        pane = self.query_one(QueuePane)
        try:
            listing, total = await self.ask_long(read)
        except UsageError as error:
            pane.border_subtitle = show.line(error.message, show.WRONG, 60)
            return
        pane.border_subtitle = None
        column, backwards = memory.sort.removeprefix("-"), memory.sort.startswith("-")
        pane.list.sorted_by = None if column == "attention" else (column, backwards)
        first = pane.list.key is None
        pane.show_queue(listing, total, memory.filter, keep=memory.request if first and memory.request else None)
        if not len(listing):
            self._show_nothing()
        self.attempt(lambda: self._rank_waiting(), group="ranking")

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

    def _queue_job(self) -> "Callable[[Workspace], tuple[Listing[QueueEntry], int]]":
        memory = self.desk.memory

        def read(workspace: "Workspace") -> "tuple[Listing[QueueEntry], int]":
            with few_collections():
                listing = queue_listing(workspace.queue(filter=memory.filter, sort=memory.sort))
            return listing, workspace.counts().requests

        return read

    async def _load_listing_again(self) -> None:
        """Show verdicts that came in; then rest ten times as long as that took."""
        if monotonic() < self._next_listing:
            return
        started = monotonic()
        listing, total = await self.ask_long(self._queue_job())
        self._next_listing = monotonic() + 10 * (monotonic() - started)
        self.query_one(QueuePane).show_queue(listing, total, self.desk.memory.filter)

    async def _look_for_others(self) -> None:
        looked = self.looked

        def read(workspace: "Workspace") -> "tuple[int, Request | None, dict[str, Decision]]":
            if looked is None:
                return workspace.changes(), None, {}
            return workspace.changes(), workspace.request(looked.request.id), workspace.standing(looked.request.id)

        changes, request, standing = await self.ask(read)
        before, self._changes = self._changes, changes
        if changes == before or before == 0:
            return
        if not self._ranking:
            self.reload()
        if looked is not None and looked is self.looked and (request, standing) != (looked.request, looked.standing):
            self._choose(looked.request.id)

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

    # -- the chosen request --
    def on_long_list_highlighted(self, message: LongList.Highlighted) -> None:
        if message.control.id == "queue":
            self._heard = message.key
            if message.key is None:
                self._show_nothing()
            elif self.looked is None or self.looked.request.id != message.key:
                self._choose(message.key)
                if self.looked is not None:
                    self.guided("request")
        else:
            if message.control.has_focus:
                self.side = message.control.id or "offers"
            self._show_why()

    def on_long_list_chosen(self, message: LongList.Chosen) -> None:
        self.attempt(lambda: self._run("why"))

    async def _run(self, action: str) -> None:
        await self.run_action(action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id in ("offers", "proof"):
            self.side = event.widget.id
            self._show_why()

    def choose_request(self, key: str) -> None:
        """Put the cursor on a request, or show it where the filter leaves it out."""
        if not self.query_one("#queue", LongList).choose(key):
            self._choose(key)

    def _choose(self, key: str) -> None:
        self._sought = key
        self.attempt(lambda: self._look_at(key), group="choose")

    async def present(self) -> Looked | None:
        """The request chosen last, once it is on the screen: keys typed ahead must not act on the one before."""
        queue, until = self.query_one("#queue", LongList), monotonic() + PRESENT
        while monotonic() < until:
            there = "" if self.looked is None else self.looked.request.id
            if self._heard == queue.key and self._sought == there:
                break
            await asyncio.sleep(0.01)
        return self.looked

    def _show_nothing(self) -> None:
        self.looked, self._sought = None, ""
        self.query_one(RequestPane).show_request(None)
        for pane in self.query(MatchesPane):
            pane.show_matches((), {}, about="", empty="", fresh=True)
        self.query_one(WhyPane).show_why(None)

    async def _look_at(self, key: str) -> None:
        def read(workspace: "Workspace") -> tuple[Request, dict[str, Decision]]:
            return workspace.request(key), workspace.standing(key)

        request, standing = await self.ask(read)
        before = self.looked
        again = before is not None and before.request.id == key
        self.looked = Looked(request, standing)
        if again and before is not None:
            self.looked.answer, self.looked.need, self.looked.similar = before.answer, before.need, before.similar
            self.looked.available = before.available
        self.desk.memory = replace(self.desk.memory, request=key)
        self._show_looked(fresh=not again)
        looked = self.looked
        await asyncio.sleep(SETTLE)
        try:
            looked.answer, looked.available = await self.desk.matching.do(partial(answered, request=request))
        except MatchmakerError as error:
            looked.failure = f"{error.message} {error.way_out}"
        if looked.need > (len(looked.answer.needs) if looked.answer else 0):
            looked.need = 0
        self._show_looked(fresh=not again)
        if len(self.query_one("#queue", LongList).listing) <= TWINS_UP_TO:
            looked.similar = await self.ask_long(lambda workspace: workspace.similar(key))
            self._show_request()

    def _show_looked(self, *, fresh: bool) -> None:
        looked = self.looked
        if looked is None:
            return
        about = f" ─ need {show.number(looked.need)}" if looked.need else ""
        waiting = looked.answer is None and not looked.failure
        panes = {Kind.OFFERING: "offers", Kind.EXPERIENCE: "proof"}
        for kind, name in panes.items():
            empty = "Looking for what fits …" if waiting else _why_empty(kind, looked)
            self.query_one(f"#{name}-pane", MatchesPane).show_matches(
                looked.matches(kind),
                looked.steps,
                about=about + _near(looked),
                empty=empty,
                fresh=fresh,
                available=looked.available,
            )
        self._show_request()
        self._show_why()

    def _show_request(self) -> None:
        looked = self.looked
        if looked is not None:
            shown = RequestShown(
                looked.request, self.today, looked.answer, looked.need, self.chosen_match(),
                tuple(looked.standing.values()), looked.similar, looked.failure,
            )  # fmt: skip
            self.query_one(RequestPane).show_request(shown)

    # -- why --
    def chosen_match(self) -> Match | None:
        """The match under the cursor of the ranking used last."""
        return self.query_one(f"#{self.side}-pane", MatchesPane).match

    def _show_why(self) -> None:
        match = self.chosen_match()
        if match is None:
            self.query_one(WhyPane).show_why(None)
            return
        self.query_one(WhyPane).show_why(WhyShown(match, self.today, available=self._available(match)))
        self.attempt(lambda: self._load_why(match), group="why")

    def _available(self, match: Match) -> "Availability | None":
        return self.looked.available.get(match.id) if self.looked is not None else None

    async def _load_why(self, match: Match) -> None:
        def read(workspace: "Workspace") -> object:
            if match.kind is Kind.OFFERING:
                return workspace.offering(match.id)
            return workspace.experience_record(match.id)

        record = await self.ask(read)
        if self.chosen_match() is match:
            self.query_one(WhyPane).show_why(WhyShown(match, self.today, record, self._available(match)))  # type: ignore[arg-type]
            self._show_request()

    # -- going about --
    def action_next_request(self) -> None:
        self.query_one("#queue", LongList).action_down()

    def action_previous_request(self) -> None:
        self.query_one("#queue", LongList).action_up()

    def action_next_need(self) -> None:
        self._turn(1)

    def action_previous_need(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        looked = self.looked
        if looked is None or looked.answer is None or len(looked.answer.needs) < 2:
            self.say(Content("This request has one need."))
            return
        looked.need = (looked.need + by) % (len(looked.answer.needs) + 1)
        self._show_looked(fresh=True)

    # -- reading around --
    def action_similar(self) -> None:
        self.attempt(lambda: self._similar(), group="question")

    async def _similar(self) -> None:
        if self.looked is None:
            return
        lines, key = [], self.looked.request.id
        if not self.looked.similar:
            self.looked.similar = await self.ask_long(lambda workspace: workspace.similar(key))
        for other in self.looked.similar:
            mark = (
                Content.styled("probable duplicate", "$warning")
                if other.probable_duplicate
                else Content(f"{other.score:.2f} alike")
            )
            who = show.country(other.request.country)
            lines.append(
                show.join(
                    show.line(other.request.id, "bold"),
                    "  ",
                    show.line(who),
                    "  ",
                    mark,
                    "  ",
                    show.line(other.outcome, show.QUIET),
                )
            )
            lines += [show.line(other.request.text, limit=240), Content("")]
        text = show.stack(lines) if lines else Content.styled("No earlier request is like this one.", show.QUIET)
        await self.answered(Reader(show.join("Like ", show.line(self.looked.request.id)), text))

    def action_history(self) -> None:
        self.attempt(lambda: self._history(), group="question")

    async def _history(self) -> None:
        if self.looked is None:
            return
        key = self.looked.request.id
        events_ = await self.ask(lambda workspace: workspace.request_history(key))
        lines = [
            show.join(
                Content.styled(f"{event.at.astimezone(self.desk.now().tzinfo):%Y-%m-%d %H:%M}  ", show.QUIET),
                show.line(event.who, limit=16), "  ", show.line(event.what, "bold"), "  ", show.line(event.detail),
            )
            for event in events_
        ]  # fmt: skip
        await self.answered(Reader(show.join("History of ", show.line(key)), show.stack(lines)))

    def action_compare(self) -> None:
        self.attempt(lambda: self._compare(), group="question")

    async def _compare(self) -> None:
        listed = self.query_one("#offers", LongList)
        chosen = (
            listed.picked
            if len(listed.marked) > 1
            else [m.id for m in listed.listing.items if isinstance(m, Match)][:3]
        )
        if self.looked is None or len(chosen) < 2:
            self.say(Content("Mark two or three offerings with space to compare them."))
            return
        matches = {m.id: m for m in listed.listing.items if isinstance(m, Match)}
        records: dict[str, Offering] = await self.ask(
            lambda workspace: {key: workspace.offering(key) for key in chosen[:3]}
        )
        columns = [
            compared(matches[key], record, self.today, self._available(matches[key])) for key, record in records.items()
        ]
        await self.answered(Columns(Content("Compared"), columns))

    def copied(self) -> str:
        match = self.chosen_match()
        queue_has_focus = self.query_one("#queue", LongList).has_focus
        if match is not None and not queue_has_focus:
            return f"{match.title} ({match.provider}) {match.id}"
        return f"{self.looked.request.id}: {self.looked.request.text}" if self.looked is not None else ""


def _near(looked: Looked) -> str:
    answer = looked.answer
    verdict = None if answer is None else answer.needs[looked.need - 1].verdict if looked.need else answer.verdict
    return " ─ near misses" if verdict is Verdict.NONE else ""


def _why_empty(kind: Kind, looked: Looked) -> str:
    if looked.failure:
        return "Not matched: see the request."
    if looked.answer is not None and looked.answer.verdict is Verdict.CLARIFY:
        return "The request is too vague to match.\nThe request says what to ask; r drafts the letter."
    if kind is Kind.OFFERING:
        return "Nothing on offer shares anything with this.\nm marks it unmatched; each refresh tries it again."
    return "Nobody is on record with this."
