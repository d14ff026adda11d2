"""The language of filters: what it accepts, and that it refuses in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import State
from matchmaker.triage.filters import FIELDS, Seen, parse
from tests.builders import a_request

TODAY = date(2026, 11, 24)  # a Tuesday


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


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


PARTS = st.builds(
    "{}{}:{}{}".format,
    st.sampled_from(("", "-")),
    st.sampled_from(FIELDS),
    st.sampled_from(("", "<", ">", "<=", ">=", "=", '"')),
    st.text(max_size=8) | st.from_regex(r"[0-9]{1,5}[dwmy]|[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)
SEEN = st.builds(
    Seen,
    st.builds(
        lambda state, text, received, country: a_request(state=state, text=text, received_on=received, country=country),
        st.sampled_from(State),
        st.text(min_size=1, max_size=30),
        st.none() | st.dates(),
        st.none() | st.sampled_from(("KEN", "PER")),
    ),
    st.none() | st.sampled_from(Verdict),
    st.none() | st.sampled_from(Step),
    st.text(max_size=10),
)


@given(st.lists(PARTS, max_size=4).map(" ".join), SEEN)
def test_fields_with_any_value_are_read_or_refused_in_words(text: str, seen: Seen) -> None:
    try:
        found = parse(text, TODAY)
    except UsageError as error:
        assert error.message
        assert error.way_out
        return
    assert found.accepts(seen) in (True, False)


@given(PARTS.filter(lambda part: not part.startswith("-") and '"' not in part), SEEN)
def test_a_minus_turns_a_part_round(part: str, seen: Seen) -> None:
    try:
        given_part = parse(part, TODAY)
    except UsageError:
        return
    if len(given_part.tests) == 1:
        assert parse(f"-{part}", TODAY).accepts(seen) is not given_part.accepts(seen)


@given(
    st.lists(st.sampled_from(("seized", "country:KEN", "state:rec", "-urgent:yes", "received:>7d")), max_size=5), SEEN
)
def test_parts_all_hold_in_any_order(parts: list[str], seen: Seen) -> None:
    one_by_one = all(parse(part, TODAY).accepts(seen) for part in parts)
    assert parse(" ".join(parts), TODAY).accepts(seen) is one_by_one
    assert parse(" ".join(reversed(parts)), TODAY).accepts(seen) is one_by_one


def test_an_age_longer_than_the_calendar() -> None:
    assert not parse("received:>9999y", TODAY).accepts(Seen(a_request(received_on=ago(9))))
    assert parse("received:<9999y", TODAY).accepts(Seen(a_request(received_on=ago(9))))


def test_accents_and_case_need_not_be_typed() -> None:
    seen = Seen(a_request(text="Publicación de los contratos"))
    assert parse("PUBLICACION", TODAY).accepts(seen)


def test_an_apostrophe_is_a_letter() -> None:
    assert parse("l'appui", TODAY).accepts(Seen(a_request(text="Demande de l'appui")))
