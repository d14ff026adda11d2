"""What is due when, and why a request presses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.requests import State, Urgency
from matchmaker.settings import Settings
from matchmaker.triage.clocks import Pressure, add_working_days, due, pressure
from tests.builders import a_request

TODAY = date(2026, 11, 24)  # a Tuesday
SETTINGS = Settings()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


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


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_working_days_end_on_a_working_day_and_add_up(day: date, days: int) -> None:
    end = add_working_days(day, days)
    assert end.weekday() < 5
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == days


@given(
    st.sampled_from(State),
    st.sampled_from(Urgency),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_every_request_has_a_place_and_a_reason(
    state: State, urgency: Urgency, received: date | None, next_on: date | None
) -> None:
    request = a_request(state=state, urgency=urgency, received_on=received, next_action_on=next_on)
    pressing, why = pressure(request, SETTINGS, TODAY)
    assert why
    first = due(request, SETTINGS)
    if pressing is Pressure.OVERDUE:
        assert first is not None
        assert first.on < TODAY


def test_the_date_the_requester_gave_replaces_the_usual_clock() -> None:
    asked = a_request(received_on=ago(30), due_on=TODAY + timedelta(days=9), state=State.SCREENING)
    first = due(asked, SETTINGS)
    assert first is not None
    assert (first.on, first.what) == (TODAY + timedelta(days=9), "answer")
