"""Looking: the chosen request, its matches, and why each is there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import methodcaller
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from matchmaker.errors import MatchmakerError
from matchmaker.matches import Answer, Decision, Kind, Match, Step, Verdict
from matchmaker.requests import Request
from matchmaker.tui import show
from matchmaker.tui.jobs import answered
from matchmaker.tui.screens.desk_queue import DeskQueue
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.matches_pane import MatchesPane
from matchmaker.tui.widgets.request_pane import RequestPane, RequestShown
from matchmaker.tui.widgets.why_pane import WhyPane, WhyShown

if TYPE_CHECKING:
    from matchmaker.triage.availability import Availability
    from matchmaker.triage.history import SimilarRequest
    from matchmaker.workspace import Workspace

OTHERS_EVERY = 2.0
"""Seconds between looks for what others did."""
SETTLE = 0.08
"""Seconds a request stays chosen before it is matched, so that holding a key down matches nothing on the way."""
PRESENT = 5.0
"""Seconds that an action waits for the request it is about."""
TWINS_UP_TO = 20_000
"""Of more requests, look-alikes are looked for only when asked: comparing with every one takes seconds."""


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


class DeskLooking(DeskQueue):
    """Shows what is chosen in the queue; changes nothing."""

    looked: Looked | None = None
    side = "offers"
    _sought = ""
    _reading = False
    _heard: str | None = None
    _changes = 0

    def on_mount(self) -> None:
        self.set_interval(OTHERS_EVERY, lambda: self.attempt(lambda: self._look_for_others(), group="others"))

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
        if looked is None or looked is not self.looked or self.on_its_way:
            return
        if (request, standing) != (looked.request, looked.standing):
            self._choose(looked.request.id)

    def on_long_list_highlighted(self, message: LongList.Highlighted) -> None:
        if message.control.id == "queue":
            self._heard = message.key
            if message.key is None:
                self.show_nothing()
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
        self._sought, self._reading = key, True
        self.attempt(lambda: self._look_at(key), group="choose")

    @property
    def on_its_way(self) -> bool:
        """Whether another request than the one looked at, or a newer copy of it, is on its way to the screen."""
        there = "" if self.looked is None else self.looked.request.id
        return self._reading or self._heard != self.query_one("#queue", LongList).key or self._sought != there

    async def present(self) -> Looked | None:
        """The request chosen last, as it is now: keys typed ahead act neither on the one before nor on an old copy."""
        until = monotonic() + PRESENT
        while self.on_its_way and monotonic() < until:
            await asyncio.sleep(0.01)
        return self.looked

    def show_nothing(self) -> None:
        self.looked, self._sought, self._reading = None, "", False
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
        self.looked, self._reading = Looked(request, standing), False
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
        if self.total <= TWINS_UP_TO:
            looked.similar = await self.desk.lists.do(methodcaller("similar", key))
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
