"""Deciding: what a person says about matches, taken back, done again. It is on disk before the screen says so."""

from collections.abc import Callable, Sequence
from operator import methodcaller
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.matches import Decision, Match, Step
from matchmaker.tui import show
from matchmaker.tui.dialogs.choosing import Choice
from matchmaker.tui.dialogs.declining import Declining
from matchmaker.tui.dialogs.finding import Finding
from matchmaker.tui.dialogs.reading import Reader
from matchmaker.tui.screens.desk_looking import DeskLooking
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.why_pane import named, why_not_text

if TYPE_CHECKING:
    from matchmaker.triage.undoing import TakenBack
    from matchmaker.workspace import Workspace

MOVES_ON = frozenset({Step.PROPOSED, Step.ACCEPTED})
"""Steps after which the next request is taken; after the others, the next match."""


class DeskDeciding(DeskLooking):
    """Shortlist, propose, accept, decline, pin, exclude, undo, redo; on one match or on all marked ones."""

    def action_shortlist(self) -> None:
        self.attempt(lambda: self._decide(Step.SHORTLISTED), group="decide")

    def action_propose(self) -> None:
        self.attempt(lambda: self._decide(Step.PROPOSED), group="decide")

    def action_accept(self) -> None:
        self.attempt(lambda: self._decide(Step.ACCEPTED), group="decide")

    def action_pin(self) -> None:
        self.attempt(lambda: self._decide(Step.PINNED), group="decide")

    def action_exclude(self) -> None:
        self.attempt(lambda: self._decide(Step.EXCLUDED), group="decide")

    def action_decline(self) -> None:
        self.attempt(lambda: self._decline(), group="decide")

    async def _decline(self) -> None:
        await self.present()
        match = self.chosen_match()
        if match is None:
            self.say(Content("There is no match chosen."))
            return
        said = await self.answered(Declining(show.join("Decline ", show.line(match.title, limit=50))))
        if said is not None:
            await self._decide(Step.DECLINED, *said)

    async def _decide(self, step: Step, reason_code: str = "", note: str = "") -> None:
        looked, listed = await self.present(), self.query_one(f"#{self.side}", LongList)
        matches = [item for item in listed.listing.items if isinstance(item, Match) and item.id in listed.picked]
        if looked is None or not matches:
            self.say(Content("There is no match chosen: 2 goes to what is on offer."))
            return
        request, need = looked.request, looked.need - 1 if looked.need else None

        def write(workspace: "Workspace") -> list[Decision]:
            with workspace.as_one():
                return [
                    workspace.decide(
                        request.id, match.id, step, need=need, reason_code=reason_code, note=note, score=match.score,
                        version=None if number else request.version,
                    )
                    for number, match in enumerate(matches)
                ]  # fmt: skip

        made = await self.ask(write)
        listed.unmark()
        what = matches[0].title if len(made) == 1 else f"{len(made)} matches"
        self._decided(step, what)
        self.guided("decide")
        if step in MOVES_ON:
            self.action_next_request()
        else:
            listed.action_down()
        if self.query_one("#queue", LongList).key == request.id or step not in MOVES_ON:
            self._choose(request.id)
        self.reload()

    def action_why_not(self) -> None:
        self.attempt(lambda: self._why_not(), group="question")

    async def _why_not(self) -> None:
        """Ask for a record by name, say what keeps it from being first, and decide on it from there."""
        looked = await self.present()
        if looked is None:
            return
        request = looked.request

        async def found(words: str) -> list[Choice]:
            records = await self.ask(lambda workspace: workspace.candidates(words))
            return [Choice(record.id, *named(record)) for record in records]

        item = await self.answered(Finding(show.join("Which one do you miss for ", show.line(request.id), "?"), found))
        if item is None:
            return
        weighed = await self.desk.matching.do(methodcaller("why_not", request, item))
        held = self.desk.read_only or any(one.kind == "withdrawn" for one in weighed.against)
        extra = () if held else (("plus", "pin it"), ("s", "shortlist it"))
        chosen = await self.answered(Reader(Content("Why not"), why_not_text(weighed), extra=extra))
        if chosen is not None:
            step = Step.PINNED if chosen == "plus" else Step.SHORTLISTED
            await self.ask(
                lambda workspace: workspace.decide(request.id, item, step, score=weighed.score, version=request.version)
            )
            self._decided(step, weighed.title)
            self.reload()
            self._choose(request.id)

    def _decided(self, step: Step, what: str) -> None:
        done = Content.styled(step.value.capitalize(), "bold $success")
        self.say(show.join(done, " ", show.line(what, limit=60), "  u takes it back"))

    def action_undo(self) -> None:
        self._walk(lambda workspace: workspace.take_back(), "Taken back", "^r does it again")
        self.guided("undo")

    def action_redo(self) -> None:
        self._walk(lambda workspace: workspace.do_again(), "Done again", "u takes it back")

    def _walk(self, job: "Callable[[Workspace], TakenBack]", words: str, other_way: str) -> None:
        self.attempt(lambda: self._walked(job, words, other_way), group="decide")

    async def _walked(self, job: "Callable[[Workspace], TakenBack]", words: str, other_way: str) -> None:
        """Take back or do again, go to that request, and say what it was."""
        made = await self.ask(job)
        about = show.join(show.line(made.request_id, "bold", 30), " ", show.line(made.what, limit=70))
        self.say(show.join(Content.styled(words, "bold $success"), ": ", about, f"  {other_way}"))
        self.reload()
        if not self.query_one("#queue", LongList).choose(made.request_id) or self.key_of_looked == made.request_id:
            self._choose(made.request_id)

    @property
    def key_of_looked(self) -> str:
        """The reference of the request looked at."""
        return self.looked.request.id if self.looked is not None else ""

    def picked_requests(self) -> Sequence[str]:
        """The marked requests of the queue, else the one looked at."""
        listed = self.query_one("#queue", LongList)
        return listed.picked if listed.marked else [self.key_of_looked] if self.looked is not None else []
