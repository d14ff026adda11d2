"""The overview: what is asked for beside what is on offer, what nothing answers, and how the work goes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any, NamedTuple

from matchmaker.countries import by_code
from matchmaker.matches import Decision, Step, Verdict
from matchmaker.requests import EXITS, Request, State
from matchmaker.settings import Settings
from matchmaker.store.queue_rows import QueueRow
from matchmaker.store.rankings import RankedNeed
from matchmaker.taxonomy import TYPES
from matchmaker.triage.clocks import Pressure, pressure
from matchmaker.triage.topics import topics_in

OTHER = "Other topics"
UNSAID = "Type not said"
NOWHERE = "Country unknown"
BEST = 10
"""How many possible new offerings are listed."""
Asking = Request | QueueRow
PARTS = {
    "gaps": ("unanswered", "new_offerings", "gaps"),
    "demand": ("needs", "demand"),
    "workload": ("requests", "states", "workload", "days_to_decision", "days_to_proposal"),
}
"""The parts of the overview that can be asked for alone, with what each holds."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What an offering gives, as far as the overview needs it."""

    id: str
    title: str
    text: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the heat map: the requests with such a need, and the offerings of that type and topic."""

    type: str
    topic: str
    requests: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that nothing answers in a region: the needs in a few words each, and whose they are."""

    topic: str
    region: str
    requests: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewOffering:
    """An offering that is not there: how many unanswered needs it would answer, of which requests and countries."""

    topic: str
    type: str
    needs: int
    requests: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has on the desk ("" is nobody)."""

    owner: str
    open: int
    overdue: int
    decided: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole at a glance. `days_to_decision` and `days_to_proposal` are medians; None where there are none."""

    demand: tuple[Cell, ...] = ()
    gaps: tuple[Gap, ...] = ()
    new_offerings: tuple[NewOffering, ...] = ()
    states: Mapping[str, int] = field(default_factory=dict)
    workload: tuple[Load, ...] = ()
    days_to_decision: float | None = None
    days_to_proposal: float | None = None
    requests: int = 0
    needs: int = 0
    unanswered: int = 0

    def as_json(self, what: str = "all") -> dict[str, Any]:
        """The same for programs: all of it, or one part of `PARTS`."""
        from dataclasses import asdict

        told = asdict(self)
        return {"schema_version": 1, **{key: told[key] for key in (told if what == "all" else PARTS[what])}}


class _Asker(NamedTuple):
    """What of a request is needed once it was counted."""

    id: str
    country: str | None
    types: tuple[str, ...]
    received_on: date | None


class _Unmet(NamedTuple):
    """A need that nothing answers, with its topics."""

    request: _Asker
    text: str
    topics: tuple[str, ...]


def overview(
    requests: Iterable[Asking],
    asked: Iterable[tuple[str, RankedNeed]],
    offerings: Iterable[Supply],
    decisions: Sequence[Decision],
    settings: Settings,
    today: date,
) -> Overview:
    """Put everything together, one record after the other. Requests without a ranking yet count in the states and the
    workload only."""
    work = _Workload(settings, today)
    known = {request.id: work.counted(request) for request in requests}
    wanted: _Cells = defaultdict(dict)
    unmet: list[_Unmet] = []
    needs = 0
    for key, need in asked:
        request = known.get(key)
        if request is None:
            continue
        needs += 1
        topics = topics_of(need.text)
        _put(wanted, request.types, topics, key)
        if need.verdict is Verdict.NONE:
            unmet.append(_Unmet(request, need.text, topics))
    days_to_decision, days_to_proposal = _response(known, decisions)
    return Overview(
        demand=_demand(wanted, offerings),
        gaps=_gaps(unmet),
        new_offerings=_new_offerings(unmet),
        states=dict(work.states),
        workload=work.loads(decisions),
        days_to_decision=days_to_decision,
        days_to_proposal=days_to_proposal,
        requests=len(known),
        needs=needs,
        unanswered=len(unmet),
    )


def topics_of(text: str) -> tuple[str, ...]:
    """The topics of a text, or `OTHER`."""
    return topics_in(text) or (OTHER,)


def _types(types: Sequence[str]) -> Sequence[str]:
    return types or (UNSAID,)


_Cells = defaultdict[tuple[str, str], dict[str, None]]


def _put(cells: _Cells, types: Sequence[str], topics: Sequence[str], key: str) -> None:
    for topic in topics:
        for kind in _types(types):
            cells[kind, topic][key] = None


def _demand(wanted: _Cells, offerings: Iterable[Supply]) -> tuple[Cell, ...]:
    given: _Cells = defaultdict(dict)
    for offering in offerings:
        _put(given, offering.types, topics_of(f"{offering.title}. {offering.text}"), offering.id)
    order = {name: place for place, name in enumerate((*TYPES, UNSAID))}
    keys = sorted(wanted.keys() | given.keys(), key=lambda key: (order.get(key[0], 99), key[1]))
    return tuple(Cell(*key, tuple(wanted.get(key, ())), tuple(given.get(key, ()))) for key in keys)


def _gaps(unmet: Sequence[_Unmet]) -> tuple[Gap, ...]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for request, text, topics in unmet:
        country = by_code(request.country) if request.country else None
        region = country.region if country else NOWHERE
        for topic in topics:
            found[topic, region].append((request.id, text))
    gaps = [
        Gap(topic, region, tuple(dict.fromkeys(key for key, _ in told)), tuple(text for _, text in told))
        for (topic, region), told in found.items()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-len(gap.needs), gap.topic, gap.region)))


def _new_offerings(unmet: Sequence[_Unmet]) -> tuple[NewOffering, ...]:
    """Which new offerings would answer the most, one after the other: each counts only needs the ones before left.

    The greedy choice for maximum coverage (Nemhauser, Wolsey and Fisher 1978), within 1 - 1/e of the best.
    """
    answers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, (request, _, topics) in enumerate(unmet):
        for topic in topics:
            for kind in _types(request.types):
                answers[topic, kind].add(number)
    chosen: list[NewOffering] = []
    left = set(range(len(unmet)))
    while left and len(chosen) < BEST:
        best = max(sorted(answers), key=lambda key: len(answers[key] & left), default=None)
        covered = answers[best] & left if best is not None else set()
        if best is None or not covered:
            break
        left -= covered
        whose = [unmet[number].request for number in sorted(covered)]
        ids = tuple(dict.fromkeys(request.id for request in whose))
        countries = tuple(dict.fromkeys(request.country for request in whose if request.country))
        chosen.append(NewOffering(best[0], best[1], len(covered), ids, countries))
    return tuple(chosen)


class _Workload:
    """Counts requests as they come by: their states, and whose they are."""

    def __init__(self, settings: Settings, today: date) -> None:
        self._settings, self._today = settings, today
        self.states: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._overdue: Counter[str] = Counter()

    def counted(self, request: Asking) -> _Asker:
        """Count a request; what of it is needed later."""
        self.states[request.state.value] += 1
        if request.state is not State.CLOSED and request.state not in EXITS:
            self._open[request.owner] += 1
            self._overdue[request.owner] += pressure(request, self._settings, self._today)[0] is Pressure.OVERDUE
        return _Asker(request.id, request.country, request.types, request.received_on)

    def loads(self, decisions: Sequence[Decision]) -> tuple[Load, ...]:
        """What each person has on the desk, most first."""
        decided = Counter(decision.who for decision in decisions if decision.step is not Step.UNDONE)
        names = sorted(self._open.keys() | decided.keys(), key=lambda name: (-self._open[name], name))
        return tuple(Load(name, self._open[name], self._overdue[name], decided[name]) for name in names)


def _response(known: Mapping[str, _Asker], decisions: Sequence[Decision]) -> tuple[float | None, float | None]:
    undone = {decision.undoes for decision in decisions if decision.undoes is not None}
    first: dict[str, datetime] = {}
    proposed: dict[str, datetime] = {}
    for decision in decisions:
        if decision.at is None or decision.seq in undone or decision.step is Step.UNDONE:
            continue
        first.setdefault(decision.request_id, decision.at)
        if decision.step is Step.PROPOSED:
            proposed.setdefault(decision.request_id, decision.at)
    return _median_days(known, first), _median_days(known, proposed)


def _median_days(known: Mapping[str, _Asker], at: Mapping[str, datetime]) -> float | None:
    days = []
    for key, when in at.items():
        request = known.get(key)
        if request is not None and request.received_on is not None:
            days.append((when.date() - request.received_on).days)
    return float(median(days)) if days else None
