"""Requests: what a country asks for, the needs in it, and the states it goes through."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from matchmaker.files import Source


class State(StrEnum):
    """Where a request stands. `TRANSITIONS` says which moves are allowed."""

    RECEIVED = "received"
    SCREENING = "screening"
    NEEDS_INFO = "needs_info"
    ELIGIBLE = "eligible"
    MATCHING = "matching"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_DELIVERY = "in_delivery"
    DELIVERED = "delivered"
    CLOSED = "closed"
    UNMATCHED = "unmatched"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    ON_HOLD = "on_hold"


EXITS = frozenset({State.UNMATCHED, State.DECLINED, State.WITHDRAWN, State.DUPLICATE, State.ON_HOLD})
_REOPENED = frozenset({State.SCREENING, State.ELIGIBLE, State.MATCHING})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: EXITS | {State.SCREENING},
    State.SCREENING: EXITS | {State.NEEDS_INFO, State.ELIGIBLE},
    State.NEEDS_INFO: EXITS | {State.SCREENING},
    State.ELIGIBLE: EXITS | {State.MATCHING},
    State.MATCHING: EXITS | {State.ELIGIBLE, State.PROPOSED},
    State.PROPOSED: EXITS | {State.MATCHING, State.AGREED},
    State.AGREED: EXITS | {State.PROPOSED, State.IN_DELIVERY},
    State.IN_DELIVERY: EXITS | {State.DELIVERED},
    State.DELIVERED: frozenset({State.CLOSED, State.IN_DELIVERY}),
    State.CLOSED: frozenset(),
    **dict.fromkeys(EXITS, _REOPENED),
}
"""The one table of allowed moves; the database has a CHECK over the same states. Leaving an exit needs a reason."""


_MAIN_LINE = (
    State.RECEIVED,
    State.SCREENING,
    State.ELIGIBLE,
    State.MATCHING,
    State.PROPOSED,
    State.AGREED,
    State.IN_DELIVERY,
    State.DELIVERED,
    State.CLOSED,
)


def road(start: State, goal: State) -> tuple[State, ...]:
    """The states from after `start` to `goal` along the main line; empty where that is not forward, or from an exit.

    >>> [state.value for state in road(State.SCREENING, State.MATCHING)]
    ['eligible', 'matching']
    """
    if start is State.NEEDS_INFO:
        return road(State.RECEIVED, goal)
    if start not in _MAIN_LINE or goal not in _MAIN_LINE:
        return ()
    return _MAIN_LINE[_MAIN_LINE.index(start) + 1 : _MAIN_LINE.index(goal) + 1]


class Urgency(StrEnum):
    ROUTINE = "routine"
    URGENT = "urgent"


class Coverage(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


CHANNELS = ("note verbale", "e-mail", "form", "review report", "meeting")
DELIVERIES = ("online", "on-site", "blended")
READINESS = ("transparency", "accountability", "integrity", "procurement", "participation")
READ = 200_000
"""Characters of a request that are read to match it; all of them are kept."""
"""The five laws providers name as preconditions; each is answered yes, no or unknown."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing asked for. `start` and `end` are character offsets of `text` in the request's text."""

    text: str
    start: int = 0
    end: int = 0
    types: tuple[str, ...] = ()
    articles: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as received.

    `id` is its reference. `country` is an alpha-3 code. `types` are canonical names of `taxonomy.TYPES`.
    `readiness` maps each of `READINESS` to "yes", "no" or "unknown". `version` grows with every change and guards
    against two people overwriting each other. Dates without a time are local dates of the coordinator.
    """

    id: str
    text: str
    country: str | None = None
    language: str | None = None
    types: tuple[str, ...] = ()
    articles: tuple[int, ...] = ()
    received_on: date | None = None
    channel: str = ""
    body: str = ""
    contact: str = ""
    urgency: Urgency = Urgency.ROUTINE
    due_on: date | None = None
    languages_of_work: tuple[str, ...] = ()
    delivery: str = ""
    readiness: tuple[tuple[str, str], ...] = ()
    confidential: bool = False
    state: State = State.RECEIVED
    owner: str = ""
    next_action: str = ""
    next_action_on: date | None = None
    notes: str = ""
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""
    source: Source | None = None
