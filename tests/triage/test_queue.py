"""The order that deserves attention, its clocks and its filters."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import State, Urgency
from matchmaker.settings import Settings
from matchmaker.store.requests import QueueRow
from matchmaker.triage.clocks import Pressure, add_working_days, due, pressure
from matchmaker.triage.filters import FIELDS, Seen, parse
from matchmaker.triage.queue import SORTS, queue
from tests.builders import a_request

TODAY = date(2026, 11, 24)  # a Tuesday
SETTINGS = Settings()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def row(key: str, *, verdict: Verdict | None = None, step: Step | None = None, **given: object) -> QueueRow:
    return QueueRow(a_request(id=key, **given), verdict, 0, 1, step)


@pytest.mark.parametrize(("days", "expected"), [(0, 24), (1, 25), (3, 27), (4, 30)])
def test_working_days_pass_over_the_weekend(days: int, expected: int) -> None:
    assert add_working_days(TODAY, days).day == expected


def test_a_new_request_is_acknowledged_then_answered_in_time() -> None:
    received = a_request(received_on=ago(1))
    assert due(received, SETTINGS) is not None
    assert due(received, SETTINGS).what == "acknowledge"  # type: ignore[union-attr]
    assert due(replace(received, state=State.SCREENING), SETTINGS).what == "answer"  # type: ignore[union-attr]
    assert due(replace(received, state=State.CLOSED), SETTINGS) is None


@pytest.mark.parametrize(
    ("given", "expected", "words"),
    [
        ({"received_on": ago(9)}, Pressure.OVERDUE, "overdue 7 d"),
        ({"received_on": TODAY, "urgency": Urgency.URGENT}, Pressure.URGENT, "urgent"),
        ({"received_on": ago(2)}, Pressure.DUE_TODAY, "acknowledge today"),
        ({"received_on": ago(1)}, Pressure.NEW, "new"),
        ({"received_on": ago(1), "state": State.SCREENING}, Pressure.READY, "answer in 6 d"),
        ({"state": State.NEEDS_INFO}, Pressure.WAITING, "needs info"),
        ({"state": State.ON_HOLD, "changed_at": datetime(2026, 9, 1, tzinfo=UTC)}, Pressure.STALE, "quiet for 84 d"),
        ({"state": State.DELIVERED, "changed_at": datetime(2025, 11, 1, tzinfo=UTC)}, Pressure.FOLLOW_UP, "follow up"),
        ({"state": State.CLOSED}, Pressure.DONE, "closed"),
        ({"state": State.UNMATCHED}, Pressure.DONE, "unmatched"),
        ({"state": State.PROPOSED, "next_action": "call", "next_action_on": ago(3)}, Pressure.OVERDUE, "overdue 3 d"),
    ],
)
def test_why_a_request_stands_where_it_stands(given: dict[str, object], expected: Pressure, words: str) -> None:
    assert pressure(a_request(**given), SETTINGS, TODAY) == (expected, words)


def test_the_clocks_can_be_set() -> None:
    patient = Settings(acknowledge_days=30, answer_working_days=40)
    assert pressure(a_request(received_on=ago(9)), patient, TODAY)[0] is Pressure.NEW


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
    found = [entry.request.id for entry in queue(rows, settings=SETTINGS, today=TODAY)]
    assert found == ["more overdue", "overdue", "urgent", "new-match", "new-none", "new-worked", "later"]


def test_what_is_done_shows_when_asked_for() -> None:
    rows = [row("done", state=State.CLOSED), row("open")]
    assert [e.request.id for e in queue(rows, filter="state:closed", settings=SETTINGS, today=TODAY)] == ["done"]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_every_sort_keeps_every_request(sort: str) -> None:
    rows = [row(str(n), received_on=ago(n), country=None if n % 2 else "KEN") for n in range(9)]
    assert len(queue(rows, sort=sort, settings=SETTINGS, today=TODAY)) == 9


def test_an_unknown_sort_is_said() -> None:
    with pytest.raises(UsageError, match="mood"):
        queue([], sort="mood", settings=SETTINGS, today=TODAY)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("seized", True),
        ("SEIZED property", True),
        ("seized cars", False),
        ("country:ken", True),
        ("country:PER,KEN", True),
        ("-country:KEN", False),
        ("state:rec", True),
        ("state:screening,received", True),
        ("verdict:none", True),
        ("verdict:match", False),
        ("owner:none", True),
        ("received:>7d", True),
        ("received:<7d", False),
        ("received:<2w", True),
        ("received:2026-11-15", True),
        ("received:>=2026-11-16", False),
        ('"seized and confiscated"', True),
        ('"confiscated seized"', False),
        ("is:overdue", True),
        ("type:capacity", True),
        ("urgent:no", True),
        ("article:57", True),
        ("id:r-", True),
        ("type:", False),
    ],
)
def test_the_language_of_filters(text: str, accepted: bool) -> None:
    seen = Seen(
        a_request(received_on=ago(9), types=("Capacity-building",), articles=(31, 57)),
        Verdict.NONE,
        None,
        "overdue 7 d",
    )
    assert parse(text, TODAY).accepts(seen) is accepted


@pytest.mark.parametrize("text", ["nofield:x", "state:flying", "received:soon", 'open "quote'])
def test_a_filter_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, TODAY)
    assert caught.value.way_out


@given(st.text(max_size=60) | st.builds("{}:{}".format, st.sampled_from(FIELDS), st.text(max_size=20)))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = parse(text, TODAY)
    except UsageError:
        return
    assert found.accepts(Seen(a_request())) in (True, False)
