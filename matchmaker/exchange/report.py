"""Reports: what a refresh would do or did, row by row, with every row accounted for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from matchmaker.errors import MatchmakerError

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken: where it stands, what is wrong with which value, and the way out."""

    row: int | None
    field: str
    value: str
    reason: str
    fix: str
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "value": self.value, "reason": self.reason, "fix": self.fix}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a refresh does to one record: `outcome` is added, changed, revived, withdrawn or held."""

    outcome: str
    kind: str
    id: str
    title: str
    place: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What happened (or with `dry_run` would happen) to every row of one file.

    `rows = added + changed + unchanged + revived + duplicate + rejected` always holds; a report that breaks it
    cannot be made. `withdrawn` and `held` count live records of the source that the file no longer has. `offerings` and
    `experience` are the live records of the source afterwards. `now_answered` are requests marked unmatched that now
    have an answer, `better_answered` open requests whose best offering changed for the better, `flagged` decisions on
    offerings that this refresh withdrew. `run` is the number of the refresh in the history, 0 when nothing was written.
    """

    file: str
    sha256: str
    format: str
    source: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    revived: int = 0
    duplicate: int = 0
    rejected: int = 0
    withdrawn: int = 0
    held: int = 0
    offerings: int = 0
    experience: int = 0
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()
    now_answered: tuple[str, ...] = ()
    better_answered: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    dry_run: bool = False
    run: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        outcomes = self.added + self.changed + self.unchanged + self.revived + self.duplicate + self.rejected
        if self.rows != outcomes:
            raise MatchmakerError(
                f"{self.file}: {self.rows} rows were read but {outcomes} are accounted for. Nothing was changed.",
                "This is a fault of the program; please report it with the file if you can.",
            )

    def as_json(self) -> dict[str, Any]:
        """One entry of `files` in what `refresh --json` prints."""
        counted = ("rows", "added", "changed", "unchanged", "revived", "duplicate", "rejected", "withdrawn", "held")
        return {
            "file": self.file,
            "sha256": self.sha256,
            "format": self.format,
            "source": self.source,
            **{name: getattr(self, name) for name in counted},
            "offerings": self.offerings,
            "experience": self.experience,
            "rejections": [rejection.as_json() for rejection in self.rejections],
            "notes": list(self.notes),
            "now_answered": list(self.now_answered),
            "better_answered": list(self.better_answered),
            "flagged": list(self.flagged),
            "run": self.run,
        }


@dataclass(frozen=True, slots=True)
class RefreshRun:
    """One refresh as the history keeps it; `undoes` names the run that it took back."""

    run: int
    source: str
    file: str
    sha256: str
    format: str
    at: datetime
    who: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    revived: int = 0
    duplicate: int = 0
    rejected: int = 0
    withdrawn: int = 0
    held: int = 0
    exported_at: date | None = None
    undoes: int | None = None
    notes: tuple[str, ...] = ()
