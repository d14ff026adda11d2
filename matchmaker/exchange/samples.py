"""Samples: the catalogue and requests that ship, loaded once into a workspace that has no data of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from matchmaker.errors import FileRefused
from matchmaker.exchange.drafts import activity
from matchmaker.experience import Experience
from matchmaker.files import Source, sha256_of
from matchmaker.offerings import Offering, Outreach
from matchmaker.requests import Request, State, Urgency
from matchmaker.settings import shipped_data
from matchmaker.store import audit, requests, writing
from matchmaker.store.sources import SAMPLE, need_source, start_run
from matchmaker.store.store import Store

CATALOGUE = "catalogue.json"
REQUESTS = "requests.jsonl"


def load_samples(store: Store, at: datetime, who: str, folder: Path | None = None) -> None:
    """Load what ships, in one transaction, unless another process just did. Raises FileRefused when it is damaged."""
    folder = folder or shipped_data()
    offerings, experience, notes = read_catalogue(folder / CATALOGUE)
    asked = as_if_recent(read_requests(folder / REQUESTS), at.date())
    with store.write():
        if store.meta("samples"):
            return
        store.set_meta("samples", "loaded")
        if not (offerings or experience or asked):
            return
        need_source(store, SAMPLE, "sample")
        if offerings or experience:
            count = len(offerings) + len(experience)
            run = _run(store, at, who, "catalogue", folder / CATALOGUE, count)
            writing.add_offerings(store, run, SAMPLE, offerings)
            writing.add_experience(store, run, SAMPLE, experience)
            for number, (provider, kind, text) in enumerate(notes, start=1):
                writing.note(store, run, SAMPLE, provider, kind, text, f"note {number}")
            writing.settle(store, SAMPLE, run)
        if asked:
            run = _run(store, at, who, "requests", folder / REQUESTS, len(asked))
            for number, request in enumerate(asked, start=1):
                requests.add(store, request, at, who, run, place=f"line {number}")
        audit.record(
            store, at, who, "samples loaded", SAMPLE,
            {"offerings": len(offerings), "experience": len(experience), "requests": len(asked)},
        )  # fmt: skip


def _run(store: Store, at: datetime, who: str, kind: str, path: Path, count: int) -> int:
    return start_run(
        store, at, who, SAMPLE, kind, file=path.name, sha256=sha256_of(path), format="json", rows=count, added=count
    )


def read_catalogue(path: Path) -> tuple[list[Offering], list[Experience], list[tuple[str, str, str]]]:
    """Offerings, experience and provider notes (provider, kind, text) of the shipped catalogue; nothing if absent."""
    if not path.is_file():
        return [], [], []
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        offerings = [_offering(given, n) for n, given in enumerate(content.get("offerings", ()), start=1)]
        told = {given["id"]: given for given in content.get("activities", ())}
        experience = [_experience(given, told, n) for n, given in enumerate(content.get("experience", ()), start=1)]
        notes = [(n["provider"], n["kind"], n["text"]) for n in content.get("notes", content.get("provider_notes", ()))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused(f"{path} is damaged: {error!r}.", "Install Matchmaker again.") from error
    return offerings, experience, notes


class Shipped:
    """The shipped catalogue in memory, as the matcher wants it."""

    def __init__(self, folder: Path) -> None:
        self.offerings, self.experience, _ = read_catalogue(folder / CATALOGUE)
        self._offerings = {offering.id: offering for offering in self.offerings}
        self._experience = {record.id: record for record in self.experience}

    def offering(self, id: str) -> Offering:  # noqa: A002
        return self._offerings[id]

    def experiences(self, ids: Sequence[str]) -> list[Experience]:
        return [self._experience[id_] for id_ in ids]


def read_requests(path: Path, *, samples_only: bool = True) -> list[Request]:
    """The shipped requests: those that are samples, or also those that are for scoring only; nothing if absent."""
    if not path.is_file():
        return []
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [_request(given) for given in map(json.loads, lines) if given.get("sample") or not samples_only]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused(f"{path} is damaged: {error!r}.", "Install Matchmaker again.") from error


def as_if_recent(asked: Sequence[Request], today: date) -> list[Request]:
    """The samples with their dates moved so that the newest came yesterday, whenever they are loaded."""
    newest = max((request.received_on for request in asked if request.received_on), default=today)
    later = today - newest - timedelta(days=1)
    return [
        replace(
            request,
            received_on=request.received_on and request.received_on + later,
            due_on=request.due_on and request.due_on + later,
            next_action_on=request.next_action_on and request.next_action_on + later,
        )
        for request in asked
    ]


def _sample_id(given: Mapping[str, Any]) -> str:
    key = str(given["id"])
    return key if key.startswith(f"{SAMPLE}:") else f"{SAMPLE}:{key}"


def _listed(given: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    return tuple(given.get(name) or ())


def _day(given: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(given[name]) if given.get(name) else None


def _offering(given: Mapping[str, Any], number: int) -> Offering:
    outreach = given.get("outreach") or {}
    if isinstance(outreach, str):
        outreach = {}
    return Offering(
        id=_sample_id(given), title=given["title"], text=given["text"], provider=given["provider"],
        types=_listed(given, "types"), other_type=given.get("other_type", ""),
        outreach=Outreach(tuple(outreach.get("regions") or ()), tuple(outreach.get("countries") or ())),
        countries=_listed(given, "countries"), institution=given.get("institution", ""),
        contact=given.get("contact", ""), link=given.get("link", ""), language=given.get("language"),
        languages_of_work=_listed(given, "languages_of_work"), articles=_listed(given, "articles"),
        topics=_listed(given, "topics"), capacity=given.get("capacity"), conditions=given.get("conditions", ""),
        valid_until=_day(given, "valid_until"), last_confirmed=_day(given, "last_confirmed"),
        source=_place(given, f"offering {number}"),
    )  # fmt: skip


def _place(given: Mapping[str, Any], otherwise: str) -> Source:
    said = given.get("place") or given.get("source")
    return Source(SAMPLE, place=said if isinstance(said, str) else otherwise)


def _experience(given: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]], number: int) -> Experience:
    done = [told[key] for key in given["activities"]]
    return Experience(
        id=_sample_id(given), provider=given["provider"], partner=given["partner"],
        activities=tuple(activity(one["text"], one.get("kind", "")) for one in done), title=given.get("title", ""),
        institution=given.get("institution", ""), types=_listed(given, "types"), articles=_listed(given, "articles"),
        topics=_listed(given, "topics"), status=given.get("status", ""), started=_day(given, "started"),
        ended=_day(given, "ended"), link=given.get("link", ""), language=given.get("language"),
        source=_place(given, f"experience {number}"),
    )  # fmt: skip


def _request(given: Mapping[str, Any]) -> Request:
    readiness = given.get("readiness") or {}
    pairs: Sequence[Any] = sorted(readiness.items()) if isinstance(readiness, Mapping) else readiness
    return Request(
        id=str(given["id"]), text=given["text"], country=given.get("country"), language=given.get("language"),
        types=_listed(given, "types"), articles=_listed(given, "articles"), received_on=_day(given, "received_on"),
        channel=given.get("channel", ""), body=given.get("body", ""), contact=given.get("contact", ""),
        urgency=Urgency(given.get("urgency", "routine")), due_on=_day(given, "due_on"),
        languages_of_work=_listed(given, "languages_of_work"), delivery=given.get("delivery", ""),
        readiness=tuple((str(law), str(answer)) for law, answer in pairs),
        confidential=bool(given.get("confidential", False)), state=State(given.get("state", "received")),
        owner=given.get("owner", ""), next_action=given.get("next_action", ""),
        next_action_on=_day(given, "next_action_on"), notes=given.get("notes", ""),
    )  # fmt: skip
