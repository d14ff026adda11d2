"""Learning the catalogue of a workspace: from the records that changed since the saved model, or from all of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from matchmaker.experience import Experience
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Changes, Matcher, Stamps
from matchmaker.matching.strings import Strings
from matchmaker.offerings import Offering
from matchmaker.store import catalogue
from matchmaker.store.store import Store

Progress = Callable[[str, int, int], None]


class Fetched:
    """Records of the store by id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def offerings(self, ids: Sequence[str]) -> list[Offering]:
        return catalogue.offerings_by_id(self._store, ids)

    def experiences(self, ids: Sequence[str]) -> list[Experience]:
        return catalogue.experiences(self._store, ids)


def learn(
    store: Store, models: Path, glossary: Glossary, jobs: int, progress: Progress | None, *, anew: bool = False
) -> tuple[Matcher, Stamps]:
    """The matcher of the present catalogue, and what tells later which of its records have changed.

    What the model saved in `models` knows is carried forward, unless all is to be learned `anew`.
    """
    versions = catalogue.versions(store)
    stamps = Stamps(Strings.of(id_ for id_, _ in versions), np.array([number for _, number in versions], np.int64))
    saved = None if anew else Matcher.load_to_refit(models, glossary=glossary)
    if saved is not None:
        before, known = saved
        if progress is not None:
            progress("learning what changed", 0, 0)
        again = before.refit(_changes(known, stamps), Fetched(store), jobs=jobs)
        if again is not None:
            return again, stamps
    matcher = Matcher.fit(
        catalogue.live_offerings(store, whence=False),
        catalogue.live_experience(store, whence=False),
        glossary,
        jobs=jobs,
        progress=progress,
    )
    return matcher, stamps


def _changes(known: Stamps, now: Stamps) -> Changes:
    """What became of the records whose versions were `known`."""
    if known.ids.holds_same(now.ids):
        return Changes(now.ids.chosen(np.flatnonzero(known.numbers != now.numbers)))
    before = dict(zip(known.ids, known.numbers.tolist(), strict=True))
    after = dict(zip(now.ids, now.numbers.tolist(), strict=True))
    fresh = [id_ for id_, number in after.items() if before.get(id_) != number]
    return Changes(fresh, [id_ for id_ in before if id_ not in after])
