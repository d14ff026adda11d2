"""The overview adds up, in every format."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matches import Decision, Kind, Step, Verdict
from matchmaker.settings import Settings
from matchmaker.store.rankings import RankedNeed
from matchmaker.triage.overview import Supply, overview
from matchmaker.triage.overview_tables import as_file, rendered
from tests.builders import a_request

TODAY = date(2026, 11, 24)
REQUESTS = [
    a_request(id="a", country="KEN", types=("Legislative assistance",), received_on=date(2026, 11, 10), owner="ana"),
    a_request(id="b", country="PER", types=("Legislative assistance",), received_on=date(2026, 11, 20)),
    a_request(id="c", country=None, types=(), received_on=None),
]
NEEDS = [
    ("a", RankedNeed(Verdict.NONE, "a law to protect whistle-blowers")),
    ("a", RankedNeed(Verdict.MATCH, "an open data portal")),
    ("b", RankedNeed(Verdict.NONE, "protection of persons who report corruption, whistle-blowers")),
    ("c", RankedNeed(Verdict.NONE, "tractors")),
    ("gone", RankedNeed(Verdict.NONE, "of a request that is not here")),
]
DECISIONS = [
    Decision(1, "a", "x", Kind.OFFERING, Step.SHORTLISTED, who="ana", at=datetime(2026, 11, 12, tzinfo=UTC)),
    Decision(2, "a", "x", Kind.OFFERING, Step.PROPOSED, who="ana", at=datetime(2026, 11, 14, tzinfo=UTC)),
    Decision(3, "b", "x", Kind.OFFERING, Step.PROPOSED, who="ben", at=datetime(2026, 11, 21, tzinfo=UTC)),
    Decision(4, "b", "x", Kind.OFFERING, Step.UNDONE, undoes=3, who="ben", at=datetime(2026, 11, 21, tzinfo=UTC)),
]
SUPPLY = [Supply("o1", "Open Data", "A portal of open data.", ("Policymaking",))]
MADE = overview(REQUESTS, NEEDS, SUPPLY, DECISIONS, Settings(), TODAY)


def test_it_counts_what_is_there() -> None:
    assert (MADE.requests, MADE.needs, MADE.unanswered) == (3, 4, 3)
    assert MADE.states == {"received": 3}


def test_the_offering_that_would_close_the_most_comes_first() -> None:
    best = MADE.new_offerings[0]
    assert (best.type, best.needs, best.requests, best.countries) == (
        "Legislative assistance",
        2,
        ("a", "b"),
        ("KEN", "PER"),
    )
    assert sum(one.needs for one in MADE.new_offerings) == MADE.unanswered


def test_gaps_stand_by_region() -> None:
    assert {gap.region for gap in MADE.gaps} == {"Africa", "Americas", "Country unknown"}


def test_demand_stands_beside_what_is_offered() -> None:
    cells = {(cell.type, cell.topic): cell for cell in MADE.demand}
    assert cells["Policymaking", "Open data"].offerings == ("o1",)
    assert cells["Legislative assistance", "Open data"].requests == ("a",)


def test_response_times_leave_out_what_was_undone() -> None:
    assert (MADE.days_to_decision, MADE.days_to_proposal) == (2.0, 4.0)


def test_workload_by_person() -> None:
    loads = {load.owner: load for load in MADE.workload}
    assert (loads["ana"].open, loads["ana"].overdue, loads["ana"].decided) == (1, 1, 2)
    assert loads[""].open == 2


def test_each_format_can_be_read_back() -> None:
    assert json.loads(rendered(MADE, "json"))["unanswered"] == 3
    assert len(list(csv.reader(io.StringIO(rendered(MADE, "csv"))))) > 10
    for form in ("text", "md", "html"):
        assert "Legislative assistance" in rendered(MADE, form)
    page = rendered(MADE, "html")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_hostile_name_is_inert_in_every_format() -> None:
    evil = "=cmd|'x'!A0 <script>alert(1)</script> \x1b[2J | ![](http://evil.example/x.png)"
    asked = [replace(REQUESTS[0], owner=evil)]
    made = overview(asked, [], [], [], Settings(), TODAY)
    for form in ("text", "csv", "md", "html"):
        assert "\x1b" not in rendered(made, form) or form == "csv"
    page = rendered(made, "html")
    assert "<script" not in page
    assert "<img" not in page
    assert "![](" not in rendered(made, "md")
    cells = [cell for line in csv.reader(io.StringIO(rendered(made, "csv"))) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("what", "there", "gone"),
    [
        ("gaps", {"gaps", "new_offerings", "unanswered"}, {"demand", "workload"}),
        ("demand", {"demand", "needs"}, {"gaps", "workload"}),
        ("workload", {"workload", "states", "days_to_decision"}, {"gaps", "demand"}),
        ("all", {"gaps", "demand", "workload"}, set()),
    ],
)
def test_one_part_alone(what: str, there: set[str], gone: set[str]) -> None:
    keys = json.loads(rendered(MADE, "json", what)).keys()
    assert there <= keys
    assert not gone & keys
    titles = {"gaps": "Gaps:", "demand": "Demand by offer", "workload": "Workload"}
    for part, title in titles.items():
        assert (title in rendered(MADE, "text", what)) is (what in ("all", part))


NEED = st.tuples(
    st.sampled_from("abc"),
    st.builds(
        RankedNeed,
        st.sampled_from(Verdict),
        st.sampled_from(("protect reporting persons", "open data", "tractors", "beneficial ownership of companies")),
    ),
)


@given(st.lists(NEED, max_size=20))
def test_the_counts_agree_whatever_is_asked(asked: list[tuple[str, RankedNeed]]) -> None:
    made = overview(REQUESTS, asked, SUPPLY, [], Settings(), TODAY)
    unanswered = [key for key, need in asked if need.verdict is Verdict.NONE]
    assert made.unanswered == len(unanswered)
    # Each new offering counts only needs that those before it left, and what they close together is everything.
    assert sum(one.needs for one in made.new_offerings) == len(unanswered)
    counts = [one.needs for one in made.new_offerings]
    assert counts == sorted(counts, reverse=True)
    assert {key for gap in made.gaps for key in gap.requests} == set(unanswered)
    assert {key for cell in made.demand for key in cell.requests} == {key for key, _ in asked}


def test_an_empty_workspace_has_an_overview() -> None:
    made = overview([], [], [], [], Settings(), TODAY)
    assert (made.requests, made.gaps, made.new_offerings, made.days_to_decision) == (0, (), (), None)
    for form in ("text", "csv", "json", "md", "html"):
        assert rendered(made, form)


def test_a_workbook_has_a_sheet_for_each_table_and_nothing_in_it_runs() -> None:
    from openpyxl import load_workbook

    hostile = replace(MADE, workload=(replace(MADE.workload[0], owner="=cmd|' /C calc'!A0"),))
    book = load_workbook(io.BytesIO(as_file(hostile, "xlsx", "workload")))
    assert book.sheetnames == ["At a glance", "Workload"]
    header, row = list(book["Workload"].values)
    assert header == ("owner", "open", "overdue", "decisions")
    assert row == ("=cmd|' /C calc'!A0", *[getattr(MADE.workload[0], name) for name in ("open", "overdue", "decided")])
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)
