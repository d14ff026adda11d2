"""Requests as rows of the queue: what places them in it, without their texts."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from sys import intern
from typing import Any, NamedTuple

from matchmaker.matches import Step, Verdict
from matchmaker.requests import State, Urgency
from matchmaker.store.rows import STATES, URGENCIES, day, moment, or_damaged, unlisted
from matchmaker.store.store import Store

CHUNK = 5000


class QueueRow(NamedTuple):
    """What places a request in the queue, without its texts; the stored verdict of the present model; the last step."""

    id: str
    state: State
    country: str | None = None
    owner: str = ""
    urgency: Urgency = Urgency.ROUTINE
    received_on: date | None = None
    due_on: date | None = None
    next_action: str = ""
    next_action_on: date | None = None
    changed_at: datetime | None = None
    types: tuple[str, ...] = ()
    verdict: Verdict | None = None
    covered: int = 0
    needs: int = 0
    step: Step | None = None


def queue_rows(store: Store, model: str) -> Iterator[QueueRow]:
    """Every request as a row of the queue, in the order they were entered, with its verdict where it is of `model`."""
    steps, after = _steps(store), 0
    while rows := store.rows(f"{_QUEUE} AND r.seq > ? ORDER BY r.seq LIMIT ?", (model, after, CHUNK)):
        yield from (_queue_row(row[1], row, steps) for row in rows)
        after = rows[-1][0]


def oldest_rows(
    store: Store, model: str, states: Collection[State], today: date, limit: int
) -> tuple[list[QueueRow], list[QueueRow]]:
    """The rows received longest ago, at most `limit` each: of requests in `states`, and of all with a date gone by.

    Far quicker than `queue_rows`: the database alone looks at every request.
    """
    steps, oldest = _steps(store), "ORDER BY r.received_on, r.id LIMIT ?"
    marks = ", ".join("?" * len(states))
    of_states = f"{_QUEUE} AND r.state IN ({marks}) AND r.received_on IS NOT NULL {oldest}"
    overdue = f"{_QUEUE} AND (r.due_on < ? OR r.next_action_on < ?) {oldest}"
    wanted = (
        store.rows(of_states, (model, *(state.value for state in states), limit)),
        store.rows(overdue, (model, today.isoformat(), today.isoformat(), limit)),
    )
    first, second = ([_queue_row(row[1], row, steps) for row in rows] for rows in wanted)
    return first, second


def _steps(store: Store) -> dict[str, Step]:
    return {row[0]: Step(row[1]) for row in store.rows(_LATEST_STEP)}


@or_damaged
def _queue_row(record_id: str, v: tuple[Any, ...], steps: Mapping[str, Step]) -> QueueRow:
    # Words that recur are held once.
    return QueueRow(
        record_id, STATES[v[2]], v[3] and intern(v[3]), intern(v[4]), URGENCIES[v[5]], day(v[6]), day(v[7]),
        intern(v[8]), day(v[9]), moment(v[10]), unlisted(v[11]), _VERDICTS[v[12]], v[13], v[14], steps.get(record_id),
    )  # fmt: skip


_VERDICTS: dict[str | None, Verdict | None] = {None: None, **{verdict.value: verdict for verdict in Verdict}}
_QUEUE = """
    SELECT r.seq, r.id, r.state, r.country, r.owner, r.urgency, r.received_on, r.due_on, r.next_action,
        r.next_action_on, r.changed_at, r.types, k.verdict, coalesce(k.covered, 0), coalesce(k.needs, 0)
    FROM requests r LEFT JOIN rankings k ON k.request_id = r.id AND k.model = ? AND k.request_version = r.version
    WHERE +r.set_aside = 0"""


_LATEST_STEP = """
    WITH undone AS (
        SELECT d.undoes AS seq FROM decisions d WHERE d.step = 'undone'
            AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.seq))
    SELECT request_id, step, max(seq) FROM decisions
    WHERE step <> 'undone' AND seq NOT IN (SELECT seq FROM undone) GROUP BY request_id"""
"""The last decision per request that stands. An undo that was itself undone counts for nothing."""
