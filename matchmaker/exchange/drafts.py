"""Drafts: what a reader finds in a file, before anything is compared with the workspace.

Every row of a file ends as exactly one outcome: a `Draft`, a `Problem` (rejected, with the reason) or a `Duplicate`
(said again with the same content). `ProviderNotes` are not rows. So rows = drafts + problems + duplicates, always.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date

from matchmaker.experience import Activity, Experience, activity_id
from matchmaker.offerings import Offering
from matchmaker.requests import Request

Record = Offering | Experience | Request
Cells = Mapping[str, str]
"""The cells of a row as read, by column name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that makes a record.

    `record.id` is `<source name>:<key>` where the file was read for a source, else `key` (requests keep their own
    reference). `row` is the line (text), the row of the sheet, or the number of the entry (JSON, XML), from 1, and
    `place` says it in words ("lines 27-31", "sheet Data, row 9").
    `others` are further records of the same row, each with its key: an activity with several partner countries makes an
    experience for each. The row still counts once. `digest` stands for the cells of the row, where it has cells.
    """

    record: Record
    place: str
    key: str
    raw: Cells = made(default_factory=dict)
    row: int | None = None
    others: tuple[tuple[str, Record], ...] = ()
    digest: int | None = None

    @property
    def records(self) -> tuple[Record, ...]:
        return (self.record, *(record for _, record in self.others))


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is rejected, and the way out.

    `retracts` is the key of an earlier draft of the same reading that must be dropped and counted as rejected too,
    because the same id stands there with different content and neither may win; `earlier` is where that one stands.
    """

    place: str
    row: int | None
    field: str
    value: str
    reason: str
    fix: str
    raw: Cells = made(default_factory=dict)
    retracts: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that says again, with the same content, what an earlier row of the file said; it changes nothing."""

    place: str
    row: int | None
    key: str
    earlier: str = ""
    raw: Cells = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderNotes:
    """What a provider says of itself, not of one programme. `kind`: challenge, precondition, priority or contact."""

    provider: str
    kind: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Known:
    """Rows that were read before, cell for cell, and whose records are as they were then. See `Reading.known`.

    `place` and `row` are those of the first of them.
    """

    place: str
    row: int | None
    digests: Sequence[int]


Outcome = Known | Draft | Problem | Duplicate | ProviderNotes


@dataclass(frozen=True, slots=True)
class Recognised:
    """A column, the field it was taken for, and how sure that is (0 to 1; a profile's word is 1)."""

    field: str
    column: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that decides much, the column it was taken from, and how sure that is: not very."""

    field: str
    column: str
    confidence: float


def activity(text: str, kind: str = "") -> Activity:
    """An activity under the id of its text."""
    return Activity(activity_id(text), text, kind)


@dataclass(slots=True)
class Reading:
    """One file being read. Iterate it for the outcomes; each iteration reads the file again from the start.

    What the file says of itself before its rows (format, encoding, header) is known at once; `rows`, `truncated`,
    `declared_count`, `exported_at` and `notes` are complete when the iteration ends. `fingerprint` is of the layout
    (format and header), so that a file given with another source's profile is noticed. `recognised` says which column
    was taken for what and how sure that is; `profile` is the same as a TOML profile that can be saved and given again;
    `doubts` are the columns a person should look at, and `sample` the first rows, to look at them by.
    `truncated` says the file looks cut off or partial: nothing may be withdrawn on its word. `shared_texts` are the
    descriptions that many different rows share (see `placeholders`). Iterating raises FileRefused where the file as a
    whole turns out to be unreadable; outcomes given before that must then be thrown away.
    A row whose digest is in `known` (set it before iterating) is not made into records again: it comes as `Known`.
    """

    file: str
    format: str
    sha256: str = ""
    encoding: str = ""
    columns: tuple[str, ...] = ()
    fingerprint: str = ""
    exported_at: date | None = None
    declared_count: int | None = None
    truncated: bool = False
    rows: int = 0
    notes: list[str] = made(default_factory=list)
    recognised: tuple[Recognised, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    profile: str = ""
    known: frozenset[int] = frozenset()
    shared_texts: frozenset[str] = frozenset()
    outcomes: Callable[["Reading"], Iterator[Outcome]] | None = None

    def note(self, text: str) -> None:
        """Add a note for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def cut_off(self, why: str) -> None:
        """Mark the file as partial and say why."""
        self.truncated = True
        self.note(f"The file looks cut off: {why}. Nothing is withdrawn on its word.")

    def __iter__(self) -> Iterator[Outcome]:
        self.rows = 0
        if self.outcomes is None:
            return
        for outcome in self.outcomes(self):
            if isinstance(outcome, Known):
                self.rows += len(outcome.digests)
            elif not isinstance(outcome, ProviderNotes):
                self.rows += 1
            yield outcome
        if self.declared_count is not None and self.declared_count != self.rows:
            self.cut_off(f"it declares {self.declared_count:,} records and holds {self.rows:,}")
