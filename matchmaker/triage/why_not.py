"""Why not: what keeps an offering or experience that somebody has in mind from being first for a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.experience import Experience
from matchmaker.matches import Answer, Decision, Match, Step
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.triage.availability import Availability
from matchmaker.triage.history import Event

DEEP = 200
"""How far down a ranking is looked."""


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that speaks against: `kind` is withdrawn, kept apart, decision, outreach, expired, type, load or
    evidence."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What is known of an item for a request. `rank` and `score` are by evidence alone, whatever people decided."""

    request_id: str
    item_id: str
    title: str
    provider: str
    rank: int | None
    score: float | None
    need: int | None
    against: tuple[Against, ...]
    match: Match | None = None

    def as_json(self) -> dict[str, Any]:
        """The same for programs, without the reasons."""
        told = {name: getattr(self, name) for name in ("request_id", "item_id", "title", "provider", "rank", "score")}
        return {"schema_version": 1, **told, "need": self.need, "against": [
            {"kind": one.kind, "what": one.words} for one in self.against
        ]}  # fmt: skip


def why_not(
    request: Request,
    record: Offering | Experience,
    answer: Answer,
    decided: Decision | None,
    available: Availability | None,
    history: Sequence[Event],
) -> WhyNot:
    """Everything that speaks against a record, the surest first. `answer` ranks without what people decided."""
    found = _placed(record, answer)
    against = [
        *_record(record, history),
        *_ruled(decided),
        *_fit(request, record, available),
        *_evidence(found, record, answer),
    ]
    name = record.title or (record.activities[0].text if isinstance(record, Experience) else record.id)
    return WhyNot(
        request.id, record.id, name, record.provider, found.rank if found else None, found.score if found else None,
        _need(record, answer) if found else None, tuple(against), found,
    )  # fmt: skip


def _placed(record: Offering | Experience, answer: Answer) -> Match | None:
    if isinstance(record, Offering):
        return next((match for match in answer.offerings if match.id == record.id), None)
    pair = (record.provider, record.partner)
    return next((match for match in answer.experience if (match.provider, match.partner) == pair), None)


def _need(record: Offering | Experience, answer: Answer) -> int | None:
    """The number of the need it answers best, where there are several."""
    if len(answer.needs) < 2:
        return None
    scores = []
    for number, need in enumerate(answer.needs, start=1):
        part = Answer("", None, "", None, None, need.verdict, offerings=need.offerings, experience=need.experience)
        match = _placed(record, part)
        scores.append((match.score if match else 0.0, -number))
    return -max(scores)[1]


def _record(record: Offering | Experience, history: Sequence[Event]) -> list[Against]:
    if record.withdrawn:
        last = next((event for event in reversed(history) if event.what == "withdrawn"), None)
        when = f" on {last.at:%Y-%m-%d}, {last.detail}" if last is not None else ""
        return [Against("withdrawn", f"withdrawn{when}")]
    if record.placeholder:
        return [Against("kept apart", "its text is shared by many records, and kept from matching")]
    return []


def _ruled(decided: Decision | None) -> list[Against]:
    if decided is None or decided.step not in (Step.DECLINED, Step.EXCLUDED):
        return []
    when = f" on {decided.at:%Y-%m-%d}" if decided.at is not None else ""
    said = ": ".join(filter(None, (decided.reason_code, decided.note)))
    return [Against("decision", f"{decided.step.value} by {decided.who}{when}" + (f" ({said})" if said else ""))]


def _fit(request: Request, record: Offering | Experience, available: Availability | None) -> list[Against]:
    found = []
    if available is not None:
        reach = available.outreach
        open_to = ", ".join((*reach.regions, *reach.countries))
        if available.reaches is False:
            found.append(Against("outreach", f"open to {open_to} only, not to {request.country}"))
        if available.reaches is None:
            found.append(Against("outreach", f"open to {open_to} only, and who asks is not known"))
        if available.expired:
            found.append(Against("expired", "no longer valid"))
    if isinstance(record, Offering) and request.types and record.types and not set(request.types) & set(record.types):
        asked, gives = ", ".join(request.types), ", ".join(record.types)
        found.append(Against("type", f"asks for {asked}; this gives {gives}"))
    if available is not None and available.full:
        found.append(Against("load", f"{available.in_hand} in hand, and it can take {available.capacity}"))
    return found


def _evidence(found: Match | None, record: Offering | Experience, answer: Answer) -> list[Against]:
    listed = answer.offerings if isinstance(record, Offering) else answer.experience
    if record.withdrawn or record.placeholder:
        return []
    if found is None:
        more = f" {len(listed)} others share more" if len(listed) >= DEEP else ""
        return [
            Against(
                "evidence", f"shares no word, translation or term with the request{' or little;' if more else ''}{more}"
            )
        ]
    if found.rank > 1:
        best = listed[0]
        ahead = "1 has" if found.rank == 2 else f"{found.rank - 1} have"
        return [
            Against("evidence", f"{ahead} more evidence; the first, {best.title or best.partner}, {best.score:.2f}")
        ]
    return []
