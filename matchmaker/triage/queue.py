"""The queue: which request next, and why it stands where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import Request
from matchmaker.settings import Settings
from matchmaker.store.requests import QueueRow
from matchmaker.triage.clocks import Pressure, pressure
from matchmaker.triage.filters import Seen, parse


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A request in the queue. `attention` says in words why it stands there; `rank_key` is what it is ordered by.

    `verdict` is None until the request was ranked with the present model; `covered` of `needs` are answered.
    """

    request: Request
    attention: str
    rank_key: tuple[int, int, int, str]
    verdict: Verdict | None = None
    covered: int = 0
    needs: int = 0
    step: Step | None = None


# Among equally pressing requests, those with something to offer and nothing decided yet come first.
_WORTH = {Verdict.MATCH: 0, Verdict.PARTIAL: 1, Verdict.CLARIFY: 2, Verdict.NONE: 3, None: 4}
SORTS: dict[str, Callable[[QueueEntry], object]] = {
    "attention": lambda e: e.rank_key,
    "received": lambda e: (-(e.request.received_on or date.min).toordinal(), e.request.id),
    "country": lambda e: (e.request.country or "~", e.request.id),
    "state": lambda e: (e.request.state.value, e.rank_key),
    "verdict": lambda e: (_WORTH[e.verdict], e.rank_key),
    "owner": lambda e: (e.request.owner or "~", e.rank_key),
    "id": lambda e: e.request.id,
}


def queue(
    rows: Sequence[QueueRow],
    *,
    filter: str = "",  # noqa: A002
    sort: str = "attention",
    settings: Settings,
    today: date,
) -> list[QueueEntry]:
    """The requests that pass the filter, in order. Without a filter on state, those that are done are left out.

    A leading "-" of `sort` reverses it. Raises UsageError for an unknown sort or a filter that cannot be read.
    """
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f"The queue cannot be sorted by {name!r}.", f"It can be by: {', '.join(SORTS)}.")
    wanted = parse(filter, today)
    found = []
    for row in rows:
        made = _entry(row, settings, today)
        if made.rank_key[0] == Pressure.DONE and not wanted.asks_for("state", "is", "id"):
            continue
        if wanted.accepts(Seen(row.request, row.verdict, row.step, made.attention)):
            found.append(made)
    found.sort(key=SORTS[name], reverse=sort.startswith("-"))  # type: ignore[arg-type]
    return found


def _entry(row: QueueRow, settings: Settings, today: date) -> QueueEntry:
    pressing, why = pressure(row.request, settings, today)
    received = row.request.received_on or date.min
    worked = 0 if row.step is None else 5
    age = received.toordinal() if pressing is Pressure.OVERDUE else -received.toordinal()
    key = (int(pressing), age, _WORTH[row.verdict] + worked, row.request.id)
    return QueueEntry(row.request, why, key, row.verdict, row.covered, row.needs, row.step)
