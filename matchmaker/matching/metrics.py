"""Measures of a ranking against judgments. Each is checked against `ir-measures` in the tests.

A ranking is ids, best first; judgments map an id to its grade (0 or absent: not relevant).
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

Judgments = Mapping[str, float]
Verdicts = tuple[bool, bool]
"""Is a request covered, and was its verdict right?"""


def ndcg(ranking: Sequence[str], judged: Judgments, depth: int = 10, *, exponential: bool = False) -> float:
    """Normalised discounted cumulative gain at `depth`, from 0 to 1 (Järvelin and Kekäläinen 2002).

    The gain of a grade g is g, as in trec_eval, or 2^g - 1 where `exponential` (Burges et al. 2005); the discount of
    rank r is log2(r + 1). Without any relevant item the measure is 0.
    """

    def gain(grade: float) -> float:
        return 2.0**grade - 1.0 if exponential else grade

    found = sum(gain(judged.get(item, 0.0)) / math.log2(rank + 1) for rank, item in enumerate(ranking[:depth], start=1))
    best = sorted((grade for grade in judged.values() if grade > 0), reverse=True)[:depth]
    ideal = sum(gain(grade) / math.log2(rank + 1) for rank, grade in enumerate(best, start=1))
    return found / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Judgments, depth: int = 10) -> float:
    """One over the rank of the first relevant item within `depth`, else 0 (Voorhees 1999)."""
    ranks = (rank for rank, item in enumerate(ranking[:depth], start=1) if judged.get(item, 0.0) > 0)
    return 1.0 / rank if (rank := next(ranks, 0)) else 0.0


def recall(ranking: Sequence[str], judged: Judgments, depth: int = 100) -> float:
    """The part of the relevant items that stands within `depth`; 0 where there is none."""
    relevant = {item for item, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def balanced_accuracy(pairs: Sequence[Verdicts]) -> float:
    """The mean of how often each class was said rightly, for (is it, was it said rightly) pairs; nan for none."""
    classes = [[right for truth, right in pairs if truth is side] for side in (True, False)]
    scored = [fmean(rights) for rights in classes if rights]
    return fmean(scored) if scored else math.nan


def paired_interval(
    pairs: Sequence[tuple[Verdicts, Verdicts]],
    measure: Callable[[Sequence[Verdicts]], float],
    *,
    level: float = 0.95,
    times: int = 1000,
) -> tuple[float, float]:
    """A percentile bootstrap interval of how much larger a measure is over the second of each pair than the first."""
    if not pairs:
        return math.nan, math.nan
    chance = random.Random(len(pairs))  # noqa: S311 - resampling, not secrecy
    gains = []
    for _ in range(times):
        drawn = chance.choices(pairs, k=len(pairs))
        gains.append(measure([two for _, two in drawn]) - measure([one for one, _ in drawn]))
    gains.sort()
    tail = (1.0 - level) / 2.0
    return gains[int(tail * times)], gains[min(times - 1, int((1.0 - tail) * times))]


def interval(values: Sequence[float], *, level: float = 0.95, times: int = 1000) -> tuple[float, float]:
    """A percentile bootstrap interval of the mean (Efron 1979), with a fixed seed so that it repeats."""
    if not values:
        return math.nan, math.nan
    chance = random.Random(len(values))  # noqa: S311 - resampling, not secrecy
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(times))
    tail = (1.0 - level) / 2.0
    return means[int(tail * times)], means[min(times - 1, int((1.0 - tail) * times))]
