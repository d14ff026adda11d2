"""History: what happened to a record, and short summaries of who gives and who received."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matchmaker.requests import Request
from matchmaker.store.catalogue import experiences, offering
from matchmaker.store.decisions import log
from matchmaker.store.history import (
    current_values,
    pair_counts,
    provider_counts,
    provider_notes,
    record_history,
    requests_by_country,
)
from matchmaker.store.requests import changes
from matchmaker.store.store import Store


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
    """A provider: how many live offerings and experience records, its partners, and what it said of itself."""

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
    """How much a workspace holds. All count live records but `withdrawn`, which leaves samples out."""

    requests: int = 0
    offerings: int = 0
    experience: int = 0
    providers: int = 0
    partners: int = 0
    withdrawn: int = 0
    sources: int = 0


def record_events(store: Store, record_id: str) -> list[Event]:
    """What refreshes and people did to a catalogue record, oldest first, field by field."""
    entries = record_history(store, record_id)
    columns = tuple(sorted({name for entry in entries for name in entry.before if name != "activities"}))
    after: dict[str, Any] = current_values(store, record_id, columns) if columns else {}
    events: list[Event] = []
    for entry in reversed(entries):
        where = f"refresh {entry.run}" + (f" from {entry.file}" if entry.file else "")
        told = [
            f"{name}: {_short(entry.before[name])} → {_short(after.get(name))}"
            for name in entry.before
            if name in after and entry.before[name] != after[name]
        ]
        events.append(Event(entry.at, entry.who, entry.what, "; ".join([where, *told])))
        after |= entry.before
    return events[::-1]


def request_events(store: Store, request_id: str) -> list[Event]:
    """What happened to a request, oldest first: received, changes, moves, decisions."""
    events = [
        Event(c.at, c.who, c.what, _told(c.what, c.reason, c.before, c.after)) for c in changes(store, request_id)
    ]
    for entry in log(store, request_id):
        said = [entry.item_id, *filter(None, (entry.reason_code, entry.note))]
        events.append(Event(entry.at or datetime.min, entry.who, entry.step.value, ": ".join(said)))
    return sorted(events, key=lambda event: event.at)


def _told(what: str, reason: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if what == "received":
        return reason
    told = changed(before, after)
    return f"{told} ({reason})" if reason else told


def changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What differs between two sets of stored values, in a line; the state first."""
    moved = [f"{before['state']} → {after['state']}"] if "state" in before else []
    rest = [name for name in before if name != "state"]
    return "; ".join([*moved, *(f"{name}: {_short(before[name])} → {_short(after[name])}" for name in rest)])


def item_name(store: Store, item_id: str) -> str:
    """What people call an offering (its title) or an experience record (who helped whom)."""
    offered = offering(store, item_id)
    if offered is not None:
        return offered.title
    records = experiences(store, [item_id])
    return f"{records[0].partner} ← {records[0].provider}" if records else item_id


def _short(value: object) -> str:
    text = "none" if value in (None, "", "[]") else " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def summaries(store: Store) -> tuple[list[ProviderSummary], list[PartnerSummary]]:
    """Providers and partners, each by name."""
    pairs = pair_counts(store)
    partners_of: dict[str, list[str]] = {}
    providers_of: dict[str, list[str]] = {}
    helped: dict[str, int] = {}
    for provider, partner, count in pairs:
        partners_of.setdefault(provider, []).append(partner)
        providers_of.setdefault(partner, []).append(provider)
        helped[partner] = helped.get(partner, 0) + count
    said: dict[tuple[str, str], list[str]] = {}
    for provider, kind, text in provider_notes(store):
        said.setdefault((provider, kind), []).append(text)
    asked = requests_by_country(store)
    counted = provider_counts(store)
    providers = [
        ProviderSummary(
            name, offerings, experience, tuple(sorted(partners_of.get(name, ()))),
            tuple(said.get((name, "challenge"), ())), tuple(said.get((name, "precondition"), ())),
            tuple(said.get((name, "priority"), ())),
        )
        for name, (offerings, experience) in counted.items()
    ]  # fmt: skip
    partners = [
        PartnerSummary(name, helped[name], tuple(sorted(providers_of[name])), asked.get(name, 0))
        for name in sorted(helped)
    ]
    return providers, partners


def provider_rows(store: Store) -> Iterator[tuple[str, list[str | int | float | None]]]:
    """Each provider by name, as a row of `exporting.PROVIDER_COLUMNS`."""
    for one in summaries(store)[0]:
        yield one.name, [one.name, one.offerings, one.experience, "; ".join(one.partners)]


def partner_rows(store: Store) -> Iterator[tuple[str, list[str | int | float | None]]]:
    """Each partner by name, as a row of `exporting.PARTNER_COLUMNS`."""
    for one in summaries(store)[1]:
        yield one.name, [one.name, one.experience, one.requests, "; ".join(one.providers)]
