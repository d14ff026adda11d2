"""The shelf: where the matcher fetches the records it returns."""

from collections.abc import Sequence

from matchmaker.errors import NotFound
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.store import catalogue
from matchmaker.store.store import Store

CACHED = 20_000


class Shelf:
    """Where the matcher fetches the records it returns; keeps those it gave, up to a limit."""

    def __init__(self, store: Store, kept: int = CACHED) -> None:
        self._store = store
        self._kept = kept
        self._offerings: dict[str, Offering] = {}
        self._experience: dict[str, Experience] = {}

    def offering(self, id: str) -> Offering:  # noqa: A002
        found = self._offerings.get(id)
        if found is None:
            found = catalogue.offering(self._store, id)
            if found is None:
                raise NotFound(f"There is no offering {id}.")
            if len(self._offerings) >= self._kept:
                self._offerings.clear()
            self._offerings[id] = found
        return found

    def pair(self, provider: str, partner: str, activities: Sequence[str]) -> list[Experience]:
        """The records of a pair that hold one of these activities."""
        return catalogue.pair_records(self._store, provider, partner, activities)

    def experiences(self, ids: Sequence[str]) -> list[Experience]:
        missing = [record_id for record_id in ids if record_id not in self._experience]
        if missing:
            if len(self._experience) + len(missing) > self._kept:
                self._experience.clear()
                missing = list(ids)
            self._experience.update((record.id, record) for record in catalogue.experiences(self._store, missing))
        return [self._experience[record_id] for record_id in ids if record_id in self._experience]
