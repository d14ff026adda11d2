"""Why an item is not first, and what bears on an offering beside its score."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matchmaker.errors import NotFound, UsageError
from matchmaker.matches import Step
from matchmaker.offerings import Outreach
from matchmaker.requests import State
from matchmaker.triage.availability import told
from matchmaker.triage.why_not import WhyNot
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_experience, an_offering

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FAR = Outreach(countries=("PER",))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path, who="ana", clock=lambda: NOW) as opened:
        opened.add_offering(an_offering(id="own:best", last_confirmed=date(2026, 9, 1), capacity=1))
        opened.add_offering(
            an_offering(
                id="own:far", title="Sale of assets", text="Selling seized assets.", outreach=FAR,
                types=("Policymaking",), valid_until=date(2020, 1, 1), last_confirmed=date(2017, 5, 1),
            )
        )  # fmt: skip
        opened.add_offering(an_offering(id="own:other", title="Open contracting", text="Publishing of contracts."))
        opened.add_experience(an_experience(id="own:done", text="Trained officers to manage confiscated property."))
        opened.add_request(a_request(id="R-1", types=("Capacity-building",)))
        opened.add_request(a_request(id="R-2"))
        yield opened


def kinds(found: WhyNot) -> list[str]:
    return [one.kind for one in found.against]


def test_the_first_has_nothing_against_it(workspace: Workspace) -> None:
    found = workspace.why_not(workspace.request("R-1"), "own:best")
    assert (found.rank, kinds(found)) == (1, [])
    assert found.match is not None
    assert found.score == pytest.approx(sum(reason.share for reason in found.match.reasons))


def test_outreach_validity_type_and_better_ones_are_each_named(workspace: Workspace) -> None:
    found = workspace.why_not(workspace.request("R-1"), "own:far")
    assert kinds(found) == ["outreach", "expired", "type", "evidence"]
    words = {one.kind: one.words for one in found.against}
    assert words["outreach"] == "open to PER only, not to KEN"
    assert words["type"] == "asks for Capacity-building; this gives Policymaking"
    assert words["evidence"].startswith("1 has more evidence; the first, Course in asset management")


def test_no_evidence_is_said(workspace: Workspace) -> None:
    found = workspace.why_not(workspace.request("R-2"), "own:other")
    assert (found.rank, found.score, kinds(found)) == (None, None, ["evidence"])


def test_a_decision_says_who_when_and_why(workspace: Workspace) -> None:
    workspace.decide("R-1", "own:best", Step.DECLINED, reason_code="no capacity", note="full until May")
    workspace.decide("R-1", "own:done", Step.EXCLUDED)
    declined = workspace.why_not(workspace.request("R-1"), "own:best")
    assert [one.words for one in declined.against] == ["declined by ana on 2026-11-24 (no capacity: full until May)"]
    excluded = workspace.why_not(workspace.request("R-1"), "own:done")
    assert [one.words for one in excluded.against] == ["excluded by ana on 2026-11-24"]
    assert excluded.rank == 1


def test_a_withdrawn_one_says_since_when(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("id,title,description,provider\n1,Asset course,Manage seized assets.,MEX\n")
    workspace.apply_refresh(workspace.plan_refresh(file, source="agency"))
    file.write_text("id,title,description,provider\n2,Asset sale,Sell seized assets.,MEX\n")
    workspace.apply_refresh(workspace.plan_refresh(file, source="agency"), confirm_withdrawals=1)
    found = workspace.why_not(workspace.request("R-1"), "agency:1")
    assert kinds(found) == ["withdrawn"]
    assert "2026-11-24" in found.against[0].words


def test_load_counts_other_requests_under_way(workspace: Workspace) -> None:
    asked = workspace.request("R-1")
    workspace.decide("R-1", "own:best", Step.PROPOSED)
    assert workspace.availability(asked, ["own:best"])["own:best"].in_hand == 0
    workspace.decide("R-2", "own:best", Step.PROPOSED)
    workspace.decide("R-2", "own:best", Step.PINNED)
    found = workspace.availability(asked, ["own:best", "own:done"])
    assert found.keys() == {"own:best"}
    assert (found["own:best"].in_hand, found["own:best"].full) == (1, True)
    assert kinds(workspace.why_not(asked, "own:best")) == ["load"]
    workspace.move("R-2", State.DECLINED)
    assert workspace.availability(asked, ["own:best"])["own:best"].in_hand == 0


def test_it_is_told_in_a_few_words(workspace: Workspace) -> None:
    found = workspace.availability(workspace.request("R-1"), ["own:best", "own:far", "own:other"])
    assert told(found["own:best"]) == ("any country", "confirmed 2026-09", "0 of 1 in hand")
    assert told(found["own:far"]) == ("PER only", "expired", "0 in hand")
    assert told(replace(found["own:far"], expired=False))[1] == "confirmed 2017-05 (old)"
    assert told(found["own:other"])[1] == "never confirmed"


@pytest.mark.parametrize(
    ("outreach", "country", "answer"),
    [
        (Outreach(), None, True),
        (FAR, "PER", True),
        (FAR, "KEN", False),
        (FAR, None, None),
        (Outreach(regions=("Africa",)), "KEN", True),
        (Outreach(regions=("Africa",)), "PER", False),
    ],
)
def test_whom_an_offering_reaches(outreach: Outreach, country: str | None, answer: bool | None) -> None:
    assert outreach.reaches(country) is answer


def test_an_item_goes_by_its_id_or_by_words_of_its_title(workspace: Workspace) -> None:
    assert workspace.item_called("own:far") == "own:far"
    assert workspace.item_called("asset MANAGEMENT") == "own:best"
    with pytest.raises(UsageError) as several:
        workspace.item_called("asset")
    assert "own:best" in several.value.way_out
    assert "own:far" in several.value.way_out
    with pytest.raises(NotFound):
        workspace.item_called("tractors")
