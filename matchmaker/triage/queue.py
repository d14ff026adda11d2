"""The queue: which request next, and why it stands where it stands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from sys import intern
from typing import Any, NamedTuple

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import Request, State, Urgency
from matchmaker.settings import Settings
from matchmaker.store.queue_rows import QueueRow
from matchmaker.triage.clocks import Pressure, pressure
from matchmaker.triage.filters import Filter, Seen, parse
from matchmaker.triage.packed import Packed


class QueueEntry(NamedTuple):
    """A request in the queue, without its texts. `attention` says in words why it stands there.

    `verdict` is None until the request was ranked with the present model; `covered` of `needs` are answered.
    """

    id: str
    state: State
    country: str | None
    owner: str
    urgent: bool
    received_on: date | None
    pressure: Pressure
    attention: str
    verdict: Verdict | None = None
    covered: int = 0
    needs: int = 0
    step: Step | None = None


# Among equally pressing requests, those with something to offer and nothing decided yet come first.
_WORTH = {Verdict.MATCH: 0, Verdict.PARTIAL: 1, Verdict.CLARIFY: 2, Verdict.NONE: 3, None: 4}
_WORKED = 5
_DAYS = 10_000_000
"""More than the calendar has."""


def _attention(entry: QueueEntry) -> float:
    """Pressure first, then age (the oldest of the overdue, the newest of the others), then worth, as one number.

    A number and not a tuple: sorting compares without Python, and must not hold the interpreter for long.
    """
    received = (entry.received_on or date.min).toordinal()
    age = received if entry.pressure is Pressure.OVERDUE else _DAYS - received
    worth = _WORTH[entry.verdict] + (0 if entry.step is None else _WORKED)
    return float((entry.pressure * _DAYS * 2 + age) * 10 + worth)


def _id(entry: QueueEntry) -> str:
    return entry.id


Key = Callable[[QueueEntry], str] | Callable[[QueueEntry], float]
SORTS: dict[str, tuple[Key, ...]] = {
    "attention": (_id, _attention),
    "received": (_id, lambda e: -float((e.received_on or date.min).toordinal())),
    "country": (_id, lambda e: e.country or "~"),
    "state": (_id, _attention, lambda e: e.state.value),
    "verdict": (_id, _attention, lambda e: float(_WORTH[e.verdict])),
    "owner": (_id, _attention, lambda e: e.owner or "~"),
    "id": (_id,),
}
"""What to sort by, the last first: each is one stable pass."""


def queue(
    rows: Iterable[QueueRow],
    *,
    filter: str = "",  # noqa: A002
    sort: str = "attention",
    settings: Settings,
    today: date,
    whole: Callable[[Sequence[str]], Iterable[Request]] = lambda _: (),
) -> Packed[QueueEntry]:
    """The requests that pass the filter, in order. Without a filter on state, those that are done are left out.

    A leading "-" of `sort` reverses it. `whole` gives requests with their texts, at least those that hold the words it
    is given; it is asked only where the filter looks at texts. Raises UsageError for an unknown sort or a filter that
    cannot be read.
    """
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f"The queue cannot be sorted by {name!r}.", f"It can be by: {', '.join(SORTS)}.")
    wanted = parse(filter, today)
    found = Packed(QueueEntry, _passing(rows, wanted, settings, today), texts=("id",))
    order = _with_texts(found, wanted, whole) if wanted.reads_texts else list(range(len(found)))
    for key in SORTS[name]:
        keys: list[Any] = list(map(key, found))
        order.sort(key=keys.__getitem__)
    if sort.startswith("-"):
        order.reverse()
    return found.chosen(order)


def _with_texts(
    found: Packed[QueueEntry], wanted: Filter, whole: Callable[[Sequence[str]], Iterable[Request]]
) -> list[int]:
    """The rows of those requests whose texts pass too."""
    passing = {request.id for request in whole(wanted.words) if wanted.accepts_texts(request)}
    return [row for row, key in enumerate(found.column("id")) if key in passing]


def beginning(
    candidates: Sequence[Sequence[QueueRow]], limit: int, settings: Settings, today: date
) -> list[QueueEntry]:
    """The first of the queue in the order of attention: its overdue requests, as far as `candidates` go.

    Each list of candidates goes by the date of receipt. Where it has `limit` rows, later ones were left out of it: only
    what was received before the last of them is sure of its place.
    """
    cut_short = [rows[-1].received_on or date.min for rows in candidates if len(rows) == limit]
    sure = min(cut_short, default=date.max)
    rows = {row.id: row for part in candidates for row in part}
    found = queue(rows.values(), settings=settings, today=today)
    return [e for e in found if e.pressure is Pressure.OVERDUE and (e.received_on or date.min) < sure]


def _passing(rows: Iterable[QueueRow], wanted: Filter, settings: Settings, today: date) -> Iterator[QueueEntry]:
    """The rows that the tests which need no text let through."""
    known: dict[tuple[object, ...], tuple[Pressure, str]] = {}
    keeps_done = wanted.asks_for("state", "is", "id")
    tests = wanted.quick
    for row in rows:
        clocks = row[1:2] + row[4:10]
        pressing = known.get(clocks)
        if pressing is None:
            why = pressure(row, settings, today)
            pressing = known[clocks] = (why[0], intern(why[1]))
        if pressing[0] is Pressure.DONE and not keeps_done:
            continue
        if tests:
            seen = Seen(row, row.verdict, row.step, pressing[1])
            if not all(test(seen) for test in tests):
                continue
        yield QueueEntry(
            row.id, row.state, row.country, row.owner, row.urgency is Urgency.URGENT, row.received_on, *pressing,
            row.verdict, row.covered, row.needs, row.step,
        )  # fmt: skip
