"""Matches: the words shared by matching, triage and the front ends for what was found, why, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from matchmaker.requests import Need


class Verdict(StrEnum):
    """What can honestly be said of a request or a need."""

    MATCH = "match"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    NONE = "none"


class Kind(StrEnum):
    """The two lists, never mixed into one ranking."""

    OFFERING = "offering"
    EXPERIENCE = "experience"


class ReasonKind(StrEnum):
    """What sort of evidence a reason is."""

    TERM = "term"
    TRANSLATION = "translation"
    EXPANSION = "expansion"
    SPELLING = "spelling"
    TYPE = "type"
    ARTICLE = "article"
    COUNTRY = "country"
    REGION = "region"
    PROVEN = "proven"
    RELATED = "related"
    LEARNED = "learned"


class Span(NamedTuple):
    """Characters `start:end` of a text: `text` of the request, or `title`, `text` or `activities[i]` of an item."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence. `share` is its part of the score; the shares of a match add up to it within 1e-9.

    `request` and `item` are the words on each side as they stand in the texts; the spans say where.
    """

    kind: ReasonKind
    request: str
    item: str
    share: float
    request_spans: tuple[Span, ...] = ()
    item_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One line of a ranking: an offering, or a provider-partner pair with its best activities first.

    `id` is the offering's id, or the id of the experience record that ranks best within the pair.
    `notes` say in words what a score cannot: "topic fits, mentoring is not offered", "outreach: Africa only".
    `overruled` names a pin, exclusion or decision that placed the line regardless of its score.
    """

    rank: int
    kind: Kind
    id: str
    score: float
    reasons: tuple[Reason, ...]
    title: str
    provider: str
    partner: str = ""
    types: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    type_offered: bool | None = None
    overruled: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """A need with its own verdict and rankings; `missing` names what nothing answered."""

    need: Need
    verdict: Verdict
    offerings: tuple[Match, ...] = ()
    experience: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything found for a request. `offerings` and `experience` rank the request as a whole."""

    model: str
    request_id: str | None
    text: str
    language: str | None
    country: str | None
    verdict: Verdict
    clarify: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    needs: tuple[NeedAnswer, ...] = ()
    offerings: tuple[Match, ...] = ()
    experience: tuple[Match, ...] = ()


class Step(StrEnum):
    """What a person said about a match."""

    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    PINNED = "pinned"
    EXCLUDED = "excluded"
    UNDONE = "undone"


REASON_CODES = (
    "wrong topic",
    "wrong type",
    "duplicate",
    "no capacity",
    "language",
    "precondition",
    "provider declined",
    "requester declined",
    "other",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the append-only log. An undo is an entry of its own that names the entry it `undoes`."""

    seq: int
    request_id: str
    item_id: str
    kind: Kind
    step: Step
    reason_code: str = ""
    note: str = ""
    need: int | None = None
    undoes: int | None = None
    model: str = ""
    score: float | None = None
    who: str = ""
    at: datetime | None = None
