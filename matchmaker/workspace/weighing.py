"""Weighing one item for one request: whether it is available, and why it is not first."""

from collections.abc import Sequence
from dataclasses import replace

from matchmaker.errors import NotFound, UsageError
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.store import catalogue, decisions, requests
from matchmaker.triage import availability as weighing
from matchmaker.triage.availability import Availability
from matchmaker.triage.decisions import standing
from matchmaker.triage.history import record_events
from matchmaker.triage.why_not import DEEP, WhyNot, why_not
from matchmaker.workspace.matching import MatchingPart

CANDIDATES = 12


class WeighingPart(MatchingPart):
    """What a score does not say."""

    def availability(self, request: Request, ids: Sequence[str]) -> dict[str, Availability]:
        """Outreach, freshness and load of those of `ids` that are offerings, for a request, stored or not."""
        log = decisions.about(self.store, ids)
        states = requests.states(self.store, {entry.request_id for entry in log})
        counted = weighing.in_hand(log, states, request.id)
        today = self.clock().astimezone().date()
        return {
            o.id: weighing.availability(o, request.country, counted.get(o.id, 0), self.settings, today)
            for o in catalogue.offerings_by_id(self.store, ids)
        }

    def why_not(self, request: Request, item_id: str) -> WhyNot:
        """What keeps an offering or experience record from being first for a request. Raises NotFound."""
        offered = catalogue.offering(self.store, item_id)
        record: Offering | Experience | None = offered or next(iter(catalogue.experiences(self.store, [item_id])), None)
        if record is None:
            raise NotFound(
                f"There is no offering or experience {item_id}.", "`matchmaker offerings list` shows the ids."
            )
        decided = standing(decisions.log(self.store, request.id)).get(item_id) if request.id else None
        answer = self.match(replace(request, id=""), top=DEEP)
        found = self.availability(request, [item_id]).get(item_id)
        return why_not(request, record, answer, decided, found, record_events(self.store, item_id))

    def candidates(self, words: str, limit: int = CANDIDATES) -> list[Offering | Experience]:
        """Offerings, then experience, live or withdrawn, that hold all the words; those so called first."""
        wanted = words.casefold().split()

        def named(record: Offering | Experience) -> tuple[bool, bool]:
            name = f"{record.id} {record.title}".casefold()
            return " ".join(wanted) not in name, not all(word in name for word in wanted)

        offered = catalogue.list_offerings(self.store, catalogue.narrowed(withdrawn=None), words, 4 * limit, 0)
        helped = catalogue.list_experience(self.store, catalogue.narrowed(withdrawn=None), words, 4 * limit, 0)
        found: list[Offering | Experience] = [*sorted(offered, key=named), *sorted(helped, key=named)]
        return found[:limit]

    def item_called(self, words: str) -> str:
        """The id that words name: an id itself, or the one record (live, if any is) with all of them in its title.

        Raises NotFound, or UsageError listing what they could mean.
        """
        if catalogue.offering(self.store, words) or catalogue.experiences(self.store, [words]):
            return words
        found = self.candidates(words)
        if not found:
            raise NotFound(
                f"Nothing in the catalogue is called {words!r}.", "`matchmaker offerings list` shows what is there."
            )
        wanted = words.casefold().split()
        called = [record for record in found if all(word in record.title.casefold() for word in wanted)] or found
        live = [record for record in called if not record.withdrawn] or called
        if len(live) == 1:
            return live[0].id
        told = "; ".join(f"{record.id} ({record.title[:40]})" for record in live[:5])
        raise UsageError(f"{words!r} could be several.", f"Name one: {told}.")
