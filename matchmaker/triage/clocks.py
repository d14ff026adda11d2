"""Clocks: what is due when. Dates are local dates of the coordinator; a working day is Monday to Friday."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Protocol

from matchmaker.requests import EXITS, State, Urgency
from matchmaker.settings import Settings

SATURDAY = 5


class Clocked(Protocol):
    """What of a request the clocks look at; a `Request` has it, and so has a row of the queue."""

    @property
    def state(self) -> State: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def received_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def next_action(self) -> str: ...
    @property
    def next_action_on(self) -> date | None: ...
    @property
    def changed_at(self) -> datetime | None: ...


class Pressure(IntEnum):
    """Why a request wants attention, most pressing first."""

    OVERDUE = 0
    URGENT = 1
    DUE_TODAY = 2
    NEW = 3
    READY = 4
    WAITING = 5
    STALE = 6
    FOLLOW_UP = 7
    LATER = 8
    DONE = 9


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due and what: to acknowledge, to answer, the next action, the date the requester gave."""

    on: date
    what: str


def add_working_days(day: date, days: int) -> date:
    """The date `days` working days after `day`."""
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day


def due(request: Clocked, settings: Settings) -> Due | None:
    """The first thing due on a request, or None when no clock runs."""
    waiting: list[Due] = []
    if request.next_action_on is not None:
        waiting.append(Due(request.next_action_on, request.next_action or "next action"))
    if request.due_on is not None and request.state in UNANSWERED:
        waiting.append(Due(request.due_on, "answer"))
    if request.received_on is not None:
        if request.state is State.RECEIVED:
            waiting.append(Due(request.received_on + timedelta(days=settings.acknowledge_days), "acknowledge"))
        if request.state in UNANSWERED and request.due_on is None:
            waiting.append(Due(add_working_days(request.received_on, settings.answer_working_days), "answer"))
    return min(waiting, key=lambda one: (one.on, one.what), default=None)


UNANSWERED = frozenset({State.RECEIVED, State.SCREENING, State.ELIGIBLE, State.MATCHING})
"""States in which the clock to the answer runs."""


def pressure(request: Clocked, settings: Settings, today: date) -> tuple[Pressure, str]:
    """How pressing a request is, and the reason in a few words for the screen."""
    if request.state is State.CLOSED or (request.state in EXITS and request.state is not State.ON_HOLD):
        return Pressure.DONE, request.state.value
    first = due(request, settings)
    if first is not None and first.on < today:
        return Pressure.OVERDUE, f"overdue {(today - first.on).days} d"
    if request.urgency is Urgency.URGENT and request.state in UNANSWERED:
        return Pressure.URGENT, "urgent"
    if first is not None and first.on == today:
        return Pressure.DUE_TODAY, f"{first.what} today"
    if request.state is State.RECEIVED:
        return Pressure.NEW, "new"
    return _waiting(request, settings, today, first)


def _waiting(request: Clocked, settings: Settings, today: date, first: Due | None) -> tuple[Pressure, str]:
    if request.state is State.DELIVERED:
        since = request.changed_at.date() if request.changed_at else None
        if since is not None and (today - since).days >= settings.follow_up_days:
            return Pressure.FOLLOW_UP, "follow up"
        return Pressure.LATER, "delivered"
    quiet = (today - request.changed_at.date()).days if request.changed_at else 0
    if quiet >= settings.stale_days:
        return Pressure.STALE, f"quiet for {quiet} d"
    if request.state in UNANSWERED:
        return Pressure.READY, f"{first.what} in {(first.on - today).days} d" if first else request.state.value
    if request.state in (State.NEEDS_INFO, State.PROPOSED):
        return Pressure.WAITING, request.state.value.replace("_", " ")
    return Pressure.LATER, request.state.value.replace("_", " ")
