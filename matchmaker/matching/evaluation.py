"""Evaluation: the same matcher that `match` uses, scored on judged requests."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import Any, NamedTuple

from matchmaker.matches import Answer, Verdict
from matchmaker.matching import metrics
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Matcher
from matchmaker.matching.recipe import DEFAULT, Recipe
from matchmaker.offerings import Offering
from matchmaker.requests import Request

Qrels = Mapping[str, Mapping[str, float]]
Ranking = list[tuple[str, float]]
"""Ids with their scores, best first."""
BALANCED = "verdict_balanced_accuracy"
KEPT = frozenset({"seconds", "intervals", "by_language"})
COVERED = frozenset({Verdict.MATCH, Verdict.PARTIAL})


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged collection: what is ranked, what is asked, and the grade of each pair that matters."""

    documents: Sequence[Offering]
    queries: Sequence[Request]
    qrels: Qrels


@dataclass(frozen=True, slots=True)
class Scores:
    """Measures over queries: for each name, the mean and its bootstrap interval; the means again for each language.

    `rows` are the measures of each query by itself; `said`, for each judged verdict, whether the request is covered and
    whether the verdict was right.
    """

    means: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    by_language: Mapping[str, Mapping[str, float]]
    queries: int
    documents: int
    seconds: float
    run: Mapping[str, Ranking] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    said: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What `evaluate --json` prints."""
        return {
            "schema_version": 1,
            **self.means,
            "queries": self.queries,
            "documents": self.documents,
            "seconds": round(self.seconds, 3),
            "intervals": {name: list(ends) for name, ends in self.intervals.items()},
            "by_language": {language: dict(means) for language, means in self.by_language.items()},
        }


def evaluate(judged: Judged, glossary: Glossary, *, depth: int = 100, recipe: Recipe = DEFAULT) -> Scores:
    """Rank every judged query and score the rankings. Documents without any evidence are left out of a ranking."""
    start = time.perf_counter()
    matcher = Matcher.fit(judged.documents, (), glossary, recipe=recipe)
    run = {query.id: matcher.rank(query, max(depth, 100)) for query in judged.queries if query.id in judged.qrels}
    rows = {}
    for key, ranking in run.items():
        ids = [item for item, _ in ranking]
        rows[key] = {
            "ndcg@10": metrics.ndcg(ids, judged.qrels[key]),
            "mrr@10": metrics.reciprocal_rank(ids, judged.qrels[key]),
            "recall@100": metrics.recall(ids, judged.qrels[key]),
        }
    languages = {query.id: query.language or "unknown" for query in judged.queries}
    cut = {key: ranking[:depth] for key, ranking in run.items()}
    return _scores(rows, languages, len(judged.documents), time.perf_counter() - start, cut)


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a request should get: the verdict (None: not scored), and grades of offerings and of partner countries."""

    verdict: Verdict | None
    offerings: Mapping[str, float]
    partners: Mapping[str, float]


def evaluate_answers(
    requests: Sequence[Request],
    judgments: Mapping[str, Judgment],
    answer: Callable[[Request], Answer],
    *,
    by_title: bool = True,
) -> Scores:
    """Score whole answers: offerings nDCG@3 and whether the first is right, partners nDCG@5, and the verdict.

    Offerings are known by title, or by id where `by_title` is false. Gains are 2^grade - 1. Match and partial count as
    one verdict; its balanced accuracy is over all requests, not a mean of requests.
    """
    start = time.perf_counter()
    rows: dict[str, dict[str, float]] = {}
    said: dict[str, tuple[bool, bool]] = {}
    for request in requests:
        judgment = judgments.get(request.id)
        if judgment is None:
            continue
        given = answer(request)
        row: dict[str, float] = {}
        if judgment.offerings:
            ids = [match.title if by_title else match.id for match in given.offerings]
            row["offerings_ndcg@3"] = metrics.ndcg(ids, judgment.offerings, 3, exponential=True)
            row["offerings_p@1"] = float(bool(ids) and judgment.offerings.get(ids[0], 0.0) > 0)
        if judgment.partners:
            partners = list(dict.fromkeys(match.partner for match in given.experience))
            row["partners_ndcg@5"] = metrics.ndcg(partners, judgment.partners, 5, exponential=True)
        if judgment.verdict is not None:
            positive = judgment.verdict in COVERED
            right = given.verdict in COVERED if positive else given.verdict is judgment.verdict
            said[request.id] = (positive, right)
        rows[request.id] = row
    languages = {request.id: request.language or "unknown" for request in requests}
    scores = _scores(rows, languages, 0, time.perf_counter() - start, {})
    accuracy = {BALANCED: metrics.balanced_accuracy(list(said.values()))} if said else {}
    return replace(scores, means={**scores.means, **accuracy}, said=said)


class Difference(NamedTuple):
    """By how much one is better than another, and the paired bootstrap interval of that at 95%."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The matcher as it is beside another configuration of it, on the same queries."""

    ours: Scores
    other: Scores
    name: str

    def as_json(self) -> dict[str, Any]:
        """What `evaluate --against --json` prints: what `evaluate` does, and the other's beside it."""
        found = compare(self.other, self.ours).items()
        differences = {name: {"difference": value, "low": low, "high": high} for name, (value, low, high) in found}
        other = {"name": self.name, **{key: value for key, value in self.other.as_json().items() if key in KEPT}}
        return {**self.ours.as_json(), "against": {**other, **self.other.means}, "differences": differences}


def compare(first: Scores, second: Scores) -> dict[str, Difference]:
    """How much better the second is on each measure that both have.

    Intervals are of the mean difference over the queries both were asked, resampled for both alike (Efron 1979).
    """
    found = {}
    for name in first.means:
        if name in second.means:
            low, high = _paired(name, first, second)
            found[name] = Difference(second.means[name] - first.means[name], low, high)
    return found


def _paired(name: str, first: Scores, second: Scores) -> tuple[float, float]:
    if name == BALANCED:
        pairs = [(first.said[key], second.said[key]) for key in first.said if key in second.said]
        return metrics.paired_interval(pairs, metrics.balanced_accuracy)
    rows = [(first.rows[key], second.rows[key]) for key in first.rows if key in second.rows]
    return metrics.interval([two[name] - one[name] for one, two in rows if name in one and name in two])


def _scores(
    rows: Mapping[str, Mapping[str, float]],
    languages: Mapping[str, str],
    documents: int,
    seconds: float,
    run: Mapping[str, Ranking],
) -> Scores:
    values: dict[str, list[float]] = defaultdict(list)
    apart: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for key, row in rows.items():
        for name, value in row.items():
            values[name].append(value)
            apart[languages.get(key, "unknown")][name].append(value)
    return Scores(
        {name: fmean(found) for name, found in values.items()},
        {name: metrics.interval(found) for name, found in values.items()},
        {language: {n: fmean(v) for n, v in sorted(names.items())} for language, names in sorted(apart.items())},
        len(rows),
        documents,
        seconds,
        run,
        rows,
    )
