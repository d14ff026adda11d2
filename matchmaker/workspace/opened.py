"""An open workspace: its folders, its store, who acts and what time it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from matchmaker.settings import Settings, current_user, default_workspace, load_settings
from matchmaker.store import audit
from matchmaker.store.acts import next_act
from matchmaker.store.opening import sweep
from matchmaker.store.sources import SAMPLE, source
from matchmaker.store.store import Store

if TYPE_CHECKING:
    from matchmaker.triage.likeness import KnownTexts

ONCE_CACHE_MIB = 2
_SAID: set[tuple[Path, str]] = set()


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def silent(_: str) -> None:
    """Says nothing."""


class Opened:
    """What every part of a workspace stands on. Belongs to one thread; `again` opens another for a worker."""

    _known_texts: "KnownTexts | None" = None
    _act: int | None = None
    cache_mib: int | None = None
    """What is kept of the database in memory, where that was limited."""

    def __init__(
        self,
        root: Path,
        store: Store,
        settings: Settings,
        who: str,
        clock: Callable[[], datetime],
        announce: Callable[[str], None],
    ) -> None:
        self.root = root
        self.store = store
        self.settings = settings
        self.who = who
        self.clock = clock
        self.announce = announce

    @classmethod
    def open(
        cls,
        root: Path | None = None,
        *,
        who: str | None = None,
        clock: Callable[[], datetime] | None = None,
        announce: Callable[[str], None] | None = None,
        cache_mib: int | None = None,
    ) -> Self:
        """Open the workspace in `root` (by default `settings.default_workspace()`), making what is missing.

        `announce` gets one line of talk when shipped samples are used, once per process. `cache_mib` limits what is
        kept of the database in memory. Raises WorkspaceError when the workspace cannot be used; then nothing in it was
        changed.
        """
        chosen = (root or default_workspace()).expanduser().absolute()
        settings = load_settings(chosen)
        store = Store.of(chosen)
        opened = cls(chosen, store, settings, who or current_user(), clock or now, announce or silent)
        try:
            if cache_mib is not None:
                store.limit_cache(cache_mib)
                opened.cache_mib = cache_mib
            opened._first_time()
        except BaseException:
            store.close()
            raise
        return opened

    def _first_time(self) -> None:
        """Sweep what killed processes left, and load the shipped samples into a workspace that never had them."""
        sweep(self.root / "data")
        if not self.store.meta("samples"):
            from matchmaker.exchange.samples import load_samples

            load_samples(self.store, self.clock(), self.who)

    def again(self) -> Self:
        """The same workspace opened once more, for another thread."""
        return type(self).open(self.root, who=self.who, clock=self.clock, announce=self.announce)

    def keep_little(self) -> None:
        """Keep little of the database in memory from now on: for reading long tables once, from end to end."""
        self.store.limit_cache(ONCE_CACHE_MIB)

    def changes(self) -> int:
        """A number that grows whenever anybody, in any process, commits to the workspace."""
        return self.store.changes()

    def close(self) -> None:
        """Close the store; may be called twice."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _texts(self) -> "KnownTexts":
        """The words of all requests, kept for finding like ones."""
        if self._known_texts is None:
            from matchmaker.triage.likeness import KnownTexts

            self._known_texts = KnownTexts()
        return self._known_texts

    def _audit(self, what: str, subject: str, detail: dict[str, Any] | None = None) -> None:
        one = {"act": self._act} if self._act is not None else {}
        audit.record(self.store, self.clock(), self.who, what, subject, {**(detail or {}), **one})

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """What is written in the block is one transaction, and one act to undo."""
        with self.store.write():
            outer = self._act
            self._act = outer or next_act(self.store)
            try:
                yield
            finally:
                self._act = outer

    def _say_if_sample(self, what: str) -> None:
        """Announce, once per process, that the `what` in use ("catalogue" or "requests") are the shipped samples."""
        if (self.root, what) in _SAID:
            return
        if what == "catalogue":
            state = source(self.store, SAMPLE)
            used = state is not None and state.offerings + state.experience > 0
        else:
            used = bool(self.store.value("SELECT 1 FROM requests WHERE source = 'sample' AND set_aside = 0 LIMIT 1"))
        if used:
            _SAID.add((self.root, what))
            way_on = "matchmaker refresh FILE" if what == "catalogue" else "matchmaker requests add"
            self.announce(
                f"Using the sample {what} that ship{'s' if what == 'catalogue' else ''} with Matchmaker; "
                f"`{way_on}` brings in your own."
            )
