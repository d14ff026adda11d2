"""A table on its way to being read: the task, and the table once its header is found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matchmaker.exchange.drafts import Known
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.profiles import Profile
from matchmaker.exchange.rows import Origin
from matchmaker.exchange.tables import Broken, Row
from matchmaker.exchange.titles import Titled

TableRows = Iterator[Row | Broken | Known]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read, as what, and with what said beforehand."""

    path: Path
    kind: str = "catalogue"
    origin: Origin = field(default_factory=Origin)
    profile: Profile = field(default_factory=Profile)
    default_country: str | None = None


@dataclass(slots=True)
class Table:
    """A table whose header has been found: its rows after the header, and what its columns mean."""

    task: Task
    header: tuple[str, ...]
    header_index: int
    mapping: Mapping
    sample: list[list[str]]
    width: int
    loose: bool = False
    titled: Titled | None = None
    """The place that the rows above the header name."""
    giver: str = ""
    """Who gives, as the rows above the header say."""
    donors: tuple[tuple[int, str], ...] = ()
    """Columns of amounts that are called after who gave them."""
    fills: tuple[int, ...] = ()
    """Columns in which a value holds for the empty cells below it."""
