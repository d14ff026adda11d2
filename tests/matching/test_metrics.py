"""The measures agree with `ir-measures`, an implementation of others."""

import math

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from matchmaker.matching import metrics

ITEMS = [f"d{n}" for n in range(12)]
RANKINGS = st.lists(st.sampled_from(ITEMS), unique=True, max_size=12)
JUDGED = st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 4), min_size=1, max_size=8).filter(
    lambda j: any(j.values())
)


def theirs(measure: object, ranking: list[str], judged: dict[str, int]) -> float:
    run = {"q": {item: float(len(ranking) - place) for place, item in enumerate(ranking)}}
    return float(ir_measures.calc_aggregate([measure], {"q": judged}, run)[measure])


@given(RANKINGS.filter(bool), JUDGED)
def test_measures_agree_with_another_implementation(ranking: list[str], judged: dict[str, int]) -> None:
    assert metrics.ndcg(ranking, judged, 10) == pytest.approx(theirs(nDCG @ 10, ranking, judged))
    assert metrics.reciprocal_rank(ranking, judged, 10) == pytest.approx(theirs(RR @ 10, ranking, judged))
    assert metrics.recall(ranking, judged, 100) == pytest.approx(theirs(R @ 100, ranking, judged))


@given(RANKINGS, JUDGED)
def test_measures_stay_between_nothing_and_everything(ranking: list[str], judged: dict[str, int]) -> None:
    best = sorted(judged, key=lambda item: -judged[item])
    for exponential in (False, True):
        assert 0.0 <= metrics.ndcg(ranking, judged, 10, exponential=exponential) <= 1.0
        assert metrics.ndcg(best, judged, 10, exponential=exponential) == pytest.approx(1.0)


def test_exponential_gains_by_hand() -> None:
    judged = {"a": 2.0, "b": 1.0}
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert metrics.ndcg(["b", "a"], judged, 3, exponential=True) == pytest.approx(expected)


def test_balanced_accuracy_weighs_both_sides_alike() -> None:
    assert metrics.balanced_accuracy([(True, True)] * 9 + [(False, False)]) == 0.5
    assert math.isnan(metrics.balanced_accuracy([]))


def test_the_interval_holds_the_mean_and_repeats() -> None:
    values = [0.1, 0.5, 0.9, 0.4, 0.7]
    low, high = metrics.interval(values)
    assert low <= sum(values) / 5 <= high
    assert metrics.interval(values) == (low, high)
