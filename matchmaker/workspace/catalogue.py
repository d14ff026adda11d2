"""The catalogue of a workspace: offerings, experience, providers and partners."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack

from matchmaker.errors import NotFound, UsageError
from matchmaker.experience import Activity, Experience
from matchmaker.offerings import Offering
from matchmaker.safetext import clean, clean_id
from matchmaker.store import catalogue as stored
from matchmaker.store import catalogue_lines, history, writing
from matchmaker.store.catalogue_lines import CatalogueLine
from matchmaker.store.sources import OWN, need_source, start_run
from matchmaker.triage.history import Counts, Event, PartnerSummary, ProviderSummary, record_events, summaries
from matchmaker.workspace.opened import Opened

__all__ = ["CatalogueLine", "CataloguePart"]


class Narrowing(TypedDict, total=False):
    """Which records: with all words of `text`, of a provider and a source, at most `limit` after the first `offset`.

    `withdrawn` None means both live and withdrawn.
    """

    text: str
    provider: str
    source: str
    withdrawn: bool | None
    limit: int | None
    offset: int


def _narrowed(given: Narrowing, partner: str = "") -> tuple[stored.Narrowed, str, int | None, int]:
    where = stored.narrowed(
        source=given.get("source", ""),
        withdrawn=given.get("withdrawn", False),
        provider=given.get("provider", ""),
        partner=partner,
    )
    return where, given.get("text", ""), given.get("limit"), given.get("offset", 0)


class CataloguePart(Opened):
    """What can be given, and what was given before."""

    def offerings(self, **narrowing: Unpack[Narrowing]) -> list[Offering]:
        """Offerings in the order they came."""
        return list(self.each_offering(**narrowing))

    def each_offering(self, **narrowing: Unpack[Narrowing]) -> Iterator[Offering]:
        """The same one after the other, in memory that does not grow with their number."""
        self._say_if_sample("catalogue")
        return stored.list_offerings(self.store, *_narrowed(narrowing))

    def offering_lines(self, *, text: str = "", withdrawn: bool | None = False) -> Iterator[CatalogueLine]:
        """The same as lines of a list, one after the other: for long lists, of which nobody reads every record."""
        self._say_if_sample("catalogue")
        return catalogue_lines.lines(self.store, "offerings", text, withdrawn)

    def offering(self, id: str) -> Offering:  # noqa: A002
        """The offering with that id, live or withdrawn. Raises NotFound."""
        found = stored.offering(self.store, id)
        if found is None:
            raise NotFound(f"There is no offering {id}.", "`matchmaker offerings list` shows what is there.")
        return found

    def offering_history(self, id: str) -> list[Event]:  # noqa: A002
        """What refreshes and people did to an offering or experience record, oldest first. Raises NotFound."""
        if history.table_of(self.store, id) is None:
            raise NotFound(f"There is no record {id}.", "`matchmaker offerings list` shows what is there.")
        return record_events(self.store, id)

    def add_offering(self, offering: Offering, *, keep_sample: bool = False) -> Offering:
        """Store an offering entered by hand under source `own`; an empty id becomes the next "own:O-0001"."""
        if not offering.title.strip() or not offering.provider.strip():
            raise UsageError("An offering needs a title and a provider.", "Give both.")
        with self.store.write():
            at = self.clock()
            record_id = self._own_id(offering.id, "offerings", "O")
            run = self._own_run(at, keep_sample)
            offering = replace(
                offering, id=record_id, title=clean(offering.title), text=clean(offering.text), source=None
            )
            writing.add_offerings(self.store, run, OWN, [offering])
            self._added(run, record_id, "offering")
        return self.offering(record_id)

    def experience(self, *, partner: str = "", **narrowing: Unpack[Narrowing]) -> list[Experience]:
        """Experience records in the order they came."""
        return list(self.each_experience(partner=partner, **narrowing))

    def each_experience(self, *, partner: str = "", **narrowing: Unpack[Narrowing]) -> Iterator[Experience]:
        """The same one after the other, in memory that does not grow with their number."""
        self._say_if_sample("catalogue")
        return stored.list_experience(self.store, *_narrowed(narrowing, partner))

    def experience_lines(self, *, text: str = "", withdrawn: bool | None = False) -> Iterator[CatalogueLine]:
        """The same as lines of a list, one after the other."""
        self._say_if_sample("catalogue")
        return catalogue_lines.lines(self.store, "experience", text, withdrawn)

    def experience_record(self, id: str) -> Experience:  # noqa: A002
        """The experience record with that id, live or withdrawn. Raises NotFound."""
        found = stored.experiences(self.store, [id])
        if not found:
            raise NotFound(f"There is no experience record {id}.", "`matchmaker experience list` shows what is there.")
        return found[0]

    def add_experience(self, experience: Experience, *, keep_sample: bool = False) -> Experience:
        """Store an experience record entered by hand under source `own`; an empty id becomes the next "own:E-0001"."""
        if not experience.activities or not experience.provider.strip() or not experience.partner.strip():
            raise UsageError("Experience needs a provider, a partner and at least one activity.", "Give all three.")
        with self.store.write():
            at = self.clock()
            record_id = self._own_id(experience.id, "experience", "E")
            run = self._own_run(at, keep_sample)
            activities = tuple(Activity(a.id, clean(a.text), clean(a.kind)) for a in experience.activities)
            writing.add_experience(
                self.store, run, OWN, [replace(experience, id=record_id, activities=activities, source=None)]
            )
            self._added(run, record_id, "experience")
        return self.experience_record(record_id)

    def providers(self) -> list[ProviderSummary]:
        """Everyone who offers something or has helped, by name."""
        return summaries(self.store)[0]

    def partners(self) -> list[PartnerSummary]:
        """Everyone who was helped, by name."""
        return summaries(self.store)[1]

    def counts(self) -> Counts:
        """How much the workspace holds."""
        return Counts(*history.totals(self.store))

    def _own_id(self, given: str, table: str, letter: str) -> str:
        key = clean_id(given).removeprefix(f"{OWN}:")
        if not key:
            return writing.next_own(self.store, table, letter)
        record_id = f"{OWN}:{key}"
        if history.table_of(self.store, record_id):
            raise UsageError(f"There is a record {record_id} already.", "Choose another id, or none.")
        return record_id

    def _own_run(self, at: datetime, keep_sample: bool) -> int:
        need_source(self.store, OWN, "own")
        run = start_run(self.store, at, self.who, OWN, "catalogue", rows=1, added=1)
        if not keep_sample:
            writing.withdraw_sample(self.store, run)
        return run

    def _added(self, run: int, record_id: str, kind: str) -> None:
        writing.remember_added(self.store, run, record_id, kind)
        writing.settle(self.store, OWN, run)
        self._audit(f"{kind} added", record_id, {"run": run})
