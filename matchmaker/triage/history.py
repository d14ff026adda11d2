"""History: what happened to a record, and short summaries of who gives and who received."""

from dataclasses import dataclass
from datetime import datetime

from matchmaker.requests import Request


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record: when (UTC), by whom, what in one or two words, and the detail in a line."""

    at: datetime
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SimilarRequest:
    """An earlier request like the one asked about; `outcome` says in words what became of it."""

    request: Request
    score: float
    probable_duplicate: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class ProviderSummary:
    """A provider with the number of its live offerings and experience records, its partners, and what it said of itself."""

    name: str
    offerings: int = 0
    experience: int = 0
    partners: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    preconditions: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """A partner with the number of live experience records, who helped it, and the requests it has open."""

    name: str
    experience: int = 0
    providers: tuple[str, ...] = ()
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a workspace holds. Everything but `withdrawn` counts live records; `withdrawn` adds offerings and experience."""

    requests: int = 0
    offerings: int = 0
    experience: int = 0
    providers: int = 0
    partners: int = 0
    withdrawn: int = 0
    sources: int = 0
