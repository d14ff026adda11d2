"""The order that deserves attention."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import Request, State, Urgency
from matchmaker.settings import Settings
from matchmaker.store.queue_rows import QueueRow
from matchmaker.triage.clocks import UNANSWERED, Pressure
from matchmaker.triage.queue import SORTS, beginning, queue
from tests.builders import a_request

TODAY = date(2026, 11, 24)  # a Tuesday
SETTINGS = Settings()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def row(key: str, **given: Any) -> QueueRow:
    return QueueRow(key, **{"state": State.RECEIVED, "country": "KEN", "needs": 1, **given})


def test_overdue_then_urgent_then_new_then_the_best_unworked_match() -> None:
    rows = [
        row("later", received_on=ago(1), state=State.SCREENING),
        row("new-none", received_on=ago(1), verdict=Verdict.NONE),
        row("new-match", received_on=ago(1), verdict=Verdict.MATCH),
        row("new-worked", received_on=ago(1), verdict=Verdict.MATCH, step=Step.SHORTLISTED),
        row("urgent", received_on=ago(1), urgency=Urgency.URGENT),
        row("overdue", received_on=ago(9)),
        row("more overdue", received_on=ago(19)),
        row("done", state=State.CLOSED),
    ]
    found = [entry.id for entry in queue(rows, settings=SETTINGS, today=TODAY)]
    assert found == ["more overdue", "overdue", "urgent", "new-match", "new-none", "new-worked", "later"]


def test_what_is_done_shows_when_asked_for() -> None:
    rows = [row("done", state=State.CLOSED), row("open")]
    assert [e.id for e in queue(rows, filter="state:closed", settings=SETTINGS, today=TODAY)] == ["done"]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_every_sort_keeps_every_request(sort: str) -> None:
    rows = [row(str(n), received_on=ago(n), country=None if n % 2 else "KEN") for n in range(9)]
    assert len(queue(rows, sort=sort, settings=SETTINGS, today=TODAY)) == 9


def test_an_unknown_sort_is_said() -> None:
    with pytest.raises(UsageError, match="mood"):
        queue([], sort="mood", settings=SETTINGS, today=TODAY)


@given(st.permutations(range(8)))
def test_the_order_does_not_depend_on_how_rows_come(order: list[int]) -> None:
    rows = [row(f"r{n}", received_on=ago(n % 3), verdict=list(Verdict)[n % 4]) for n in range(8)]
    found = [entry.id for entry in queue([rows[n] for n in order], settings=SETTINGS, today=TODAY)]
    assert found == [entry.id for entry in queue(rows, settings=SETTINGS, today=TODAY)]


def test_words_are_looked_for_in_whole_requests() -> None:
    asked: list[Sequence[str]] = []
    requests = [
        a_request(id=key, text=text) for key, text in (("a", "Seized vehicles"), ("b", "Other"), ("c", "seized"))
    ]

    def whole(words: Sequence[str]) -> list[Request]:
        asked.append(words)
        return requests

    rows = [row("a"), row("b"), row("c", state=State.CLOSED)]
    found = queue(rows, filter="SEIZED country:ken", settings=SETTINGS, today=TODAY, whole=whole)
    assert [entry.id for entry in found] == ["a"]
    assert asked == [("seized",)]
    queue(rows, filter="country:ken -urgent:yes", settings=SETTINGS, today=TODAY, whole=whole)
    assert len(asked) == 1


DATES = st.none() | st.integers(-3, 40).map(ago)
ROWS = st.lists(
    st.builds(
        QueueRow,
        st.integers(0, 999).map(str),
        st.sampled_from(State),
        received_on=DATES,
        due_on=DATES,
        next_action_on=DATES,
        verdict=st.none() | st.sampled_from(Verdict),
        changed_at=st.just(datetime(2026, 11, 20, tzinfo=UTC)),
    ),
    max_size=40,
    unique_by=lambda row: row.id,
)


@given(ROWS, st.integers(1, 12))
def test_the_beginning_is_how_the_queue_begins(rows: list[QueueRow], limit: int) -> None:
    rows.sort(key=lambda row: (row.received_on or date.min, row.id))
    unanswered = [row for row in rows if row.state in UNANSWERED and row.received_on is not None]
    gone_by = [row for row in rows if any(day is not None and day < TODAY for day in (row.due_on, row.next_action_on))]
    first = beginning((unanswered[:limit], gone_by[:limit]), limit, SETTINGS, TODAY)
    whole = queue(rows, settings=SETTINGS, today=TODAY)
    assert first == whole[: len(first)]
    if max(len(unanswered), len(gone_by)) < limit:
        assert len(first) == sum(entry.pressure is Pressure.OVERDUE for entry in whole)
