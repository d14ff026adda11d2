"""Learning the catalogue of a workspace: from the records that changed since the saved model, or from all of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from matchmaker.experience import Experience
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Changes, Matcher
from matchmaker.offerings import Offering
from matchmaker.store import catalogue
from matchmaker.store.marks import Mark, changed_since, mark
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
) -> tuple[Matcher, Mark | None]:
    """The matcher of the present catalogue, and the mark that tells later which of its records have changed.

    What the model saved in `models` knows is carried forward, unless all is to be learned `anew`.
    """
    now = mark(store)
    saved = None if anew else Matcher.load_to_refit(models, glossary=glossary)
    changed = None if saved is None else changed_since(store, Mark(**saved[1]))
    if saved is not None and changed is not None:
        if progress is not None:
            progress("learning what changed", 0, 0)
        again = saved[0].refit(Changes(changed), Fetched(store), jobs=jobs)
        if again is not None:
            return again, now
    matcher = Matcher.fit(
        catalogue.live_offerings(store, whence=False),
        catalogue.live_experience(store, whence=False),
        glossary,
        jobs=jobs,
        progress=progress,
    )
    return matcher, now
