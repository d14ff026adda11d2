"""Reading around the chosen request: others like it, its history, offerings side by side."""

from operator import methodcaller
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.matches import Match
from matchmaker.tui import show
from matchmaker.tui.dialogs.reading import Columns, Reader
from matchmaker.tui.screens.desk_looking import TWINS_UP_TO, DeskLooking
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.why_pane import compared

if TYPE_CHECKING:
    from matchmaker.offerings import Offering
    from matchmaker.triage.history import SimilarRequest


class DeskReading(DeskLooking):
    """Opens what can be read; changes nothing."""

    def action_similar(self) -> None:
        self.attempt(lambda: self._similar(), group="question")

    async def _similar(self) -> None:
        if self.looked is None:
            return
        key = self.looked.request.id
        if not self.looked.similar:
            job = methodcaller("similar", key)
            if self.total <= TWINS_UP_TO:
                self.looked.similar = await self.desk.lists.do(job)
            else:
                self.say(Content("Comparing with every request …"))
                async with self.desk.errand_in_turn() as lane:
                    self.looked.similar = await lane.do(job)
        lines = [line for other in self.looked.similar for line in _alike(other)]
        text = show.stack(lines) if lines else Content.styled("No earlier request is like this one.", show.QUIET)
        await self.answered(Reader(show.join("Like ", show.line(key)), text))

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


def _alike(other: "SimilarRequest") -> list[Content]:
    """An earlier request: who asked, how alike, what became of it; then its text."""
    twin = Content.styled("probable duplicate", "$warning")
    mark = twin if other.probable_duplicate else Content(f"{other.score:.2f} alike")
    told = (
        show.line(other.request.id, "bold"),
        show.line(show.country(other.request.country)),
        mark,
        show.line(other.outcome, show.QUIET),
    )
    return [show.join(*told, between="  "), show.line(other.request.text, limit=240), Content("")]
