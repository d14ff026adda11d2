"""An open workspace: its folders, its store, who acts and what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from matchmaker.settings import Settings, current_user, default_workspace, load_settings


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def silent(_: str) -> None:
    """Says nothing."""


class Opened:
    """What every part of a workspace stands on. Belongs to one thread; `again` opens another for a worker."""

    def __init__(
        self, root: Path, settings: Settings, who: str, clock: Callable[[], datetime], announce: Callable[[str], None]
    ) -> None:
        self.root = root
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
    ) -> Self:
        """Open the workspace in `root` (by default `settings.default_workspace()`), making what is missing.

        `announce` gets one line of talk when shipped samples are used, once per process. Raises WorkspaceError when the
        workspace cannot be used; then nothing in it was changed.
        """
        chosen = (root or default_workspace()).expanduser()
        return cls(chosen, load_settings(chosen), who or current_user(), clock or now, announce or silent)

    def again(self) -> Self:
        """The same workspace opened once more, for another thread."""
        return type(self).open(self.root, who=self.who, clock=self.clock)

    def changes(self) -> int:
        """A number that grows whenever anybody, in any process, commits to the workspace."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the store; may be called twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
