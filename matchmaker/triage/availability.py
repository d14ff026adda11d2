"""Availability: what bears on an offering beside its score: who may have it, how fresh it is, how much is in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.matches import Decision, Step
from matchmaker.offerings import Offering, Outreach
from matchmaker.requests import EXITS, State
from matchmaker.settings import Settings
from matchmaker.triage.decisions import standing_entries

IN_HAND = frozenset({Step.PROPOSED, Step.ACCEPTED})
"""Decisions after which a provider has work with a request."""
DONE = EXITS | {State.DELIVERED, State.CLOSED}


@dataclass(frozen=True, slots=True)
class Availability:
    """`reaches` is None where the requester's country is not known; `in_hand` counts other requests under way."""

    outreach: Outreach
    reaches: bool | None
    confirmed: date | None = None
    old: bool = False
    expired: bool = False
    in_hand: int = 0
    capacity: int | None = None
    withdrawn: bool = False

    @property
    def full(self) -> bool:
        """Whether the provider has said how much it can do, and has that much in hand."""
        return self.capacity is not None and self.in_hand >= self.capacity


def availability(
    offering: Offering, country: str | None, in_hand: int, settings: Settings, today: date
) -> Availability:
    """What bears on an offering for a requester of that country."""
    confirmed = offering.last_confirmed
    return Availability(
        offering.outreach,
        offering.outreach.reaches(country),
        confirmed,
        confirmed is not None and (today - confirmed).days > settings.offering_old_days,
        offering.valid_until is not None and offering.valid_until < today,
        in_hand,
        offering.capacity,
        offering.withdrawn,
    )


def in_hand(log: Iterable[Decision], states: dict[str, State], apart_from: str) -> dict[str, int]:
    """For each item of a log, the requests under way for which it was proposed or accepted, other than one."""
    last: dict[tuple[str, str], Step] = {}
    for entry in standing_entries(log):
        if entry.step not in (Step.PINNED, Step.EXCLUDED):
            last[entry.item_id, entry.request_id] = entry.step
    counted: dict[str, int] = {}
    for (item, request), step in last.items():
        if step in IN_HAND and request != apart_from and states.get(request, State.CLOSED) not in DONE:
            counted[item] = counted.get(item, 0) + 1
    return counted


def told(found: Availability) -> tuple[str, str, str]:
    """Outreach, freshness and load, in a few words each."""
    reach = found.outreach
    where = "any country" if reach.is_global else f"{', '.join((*reach.regions, *reach.countries)[:2])} only"
    if found.expired:
        fresh = "expired"
    elif found.confirmed is None:
        fresh = "never confirmed"
    else:
        fresh = f"confirmed {found.confirmed:%Y-%m}{' (old)' if found.old else ''}"
    return where, fresh, f"{found.in_hand}{'' if found.capacity is None else f' of {found.capacity}'} in hand"
