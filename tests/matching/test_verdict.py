"""Verdicts from evidence, and of a request from those of its needs."""

import pytest

from matchmaker.matches import Verdict
from matchmaker.matching.calibration import judged_needs, weights
from matchmaker.matching.evidence import Evidence
from matchmaker.matching.verdict import QUANTITIES, WEIGHTS, likelihoods, of_need, of_request, quantities
from matchmaker.requests import Request
from tests.matching.catalogue import matcher

MATCH, NONE, CLARIFY, PARTIAL = Verdict.MATCH, Verdict.NONE, Verdict.CLARIFY, Verdict.PARTIAL

STRONG = Evidence(8.0, 6.0, 0.75, 3, 0, 0.3, 0.2)
NEAR_MISS = Evidence(8.0, 1.0, 0.12, 0, 2, 0.08, 0.03)
VAGUE = Evidence(0.3, 0.1, 0.3, 0, 0, 0.1, 0.1)


@pytest.mark.parametrize(("evidence", "verdict"), [(STRONG, MATCH), (NEAR_MISS, NONE), (VAGUE, CLARIFY)])
def test_clear_cases(evidence: Evidence, verdict: Verdict) -> None:
    assert of_need(evidence) is verdict


def test_likelihoods_add_up_and_each_verdict_has_a_weight_per_quantity() -> None:
    assert abs(sum(likelihoods(STRONG).values()) - 1) < 1e-12
    assert all(len(row) == len(QUANTITIES) + 1 for row in WEIGHTS.values())
    assert len(quantities(STRONG)) == len(QUANTITIES)


def test_without_evidence_it_is_never_a_match() -> None:
    assert of_need(Evidence(8.0, 8.0, 1.0, 3, 0, 0.0, 0.0)) is not MATCH


@pytest.mark.parametrize(
    ("needs", "verdict"),
    [
        ([MATCH, MATCH], MATCH),
        ([MATCH, NONE], PARTIAL),
        ([NONE, NONE], NONE),
        ([CLARIFY], CLARIFY),
        ([MATCH, CLARIFY], PARTIAL),
        ([NONE, CLARIFY], NONE),
    ],
)
def test_a_request_is_the_sum_of_its_needs(needs: list[Verdict], verdict: Verdict) -> None:
    assert of_request(needs) is verdict


def test_needs_judged_one_by_one_are_learned_from_and_letters_parted_otherwise_are_not() -> None:
    fitted, _ = matcher()
    letter = Request("a", "We ask for:\n1. adoption of open contracting data\n2. refrigerators for rural clinics")
    needs = judged_needs(fitted, [(letter, [MATCH, NONE]), (letter, [MATCH])])
    assert [verdict for _, verdict in needs] == [MATCH, NONE]
    assert needs[0][0].share > needs[1][0].share


def test_a_request_whose_topic_is_held_is_likelier_a_match_than_one_whose_topic_is_not() -> None:
    held, missed = Evidence(5.0, 2.5, 0.5, 1, 0, 0.15, 0.05), Evidence(5.0, 2.5, 0.5, 0, 1, 0.15, 0.05)
    assert likelihoods(held)[MATCH] > likelihoods(missed)[MATCH]


def test_weights_are_learned_in_the_form_they_stand_in() -> None:
    learned = weights([(STRONG, MATCH), (NEAR_MISS, NONE), (VAGUE, CLARIFY)] * 5)
    assert {verdict: len(row) for verdict, row in learned.items()} == {v: len(row) for v, row in WEIGHTS.items()}
