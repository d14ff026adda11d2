"""Learning the weights of the verdict from judged requests. Run by hand when the features or the judgments change.

Trained on needs judged one by one, and on requests that are one need: where a letter as a whole is answered, one of
its needs may not be.
"""

from collections.abc import Iterable, Mapping, Sequence

from matchmaker.matches import Verdict
from matchmaker.matching.evidence import Evidence
from matchmaker.matching.finding import CANDIDATES
from matchmaker.matching.matcher import Matcher
from matchmaker.matching.verdict import quantities
from matchmaker.requests import Request

STRENGTH = 0.3
"""Inverse of the L2 penalty; strong, since judged requests are few."""


def judged_needs(
    matcher: Matcher, judged: Iterable[tuple[Request, Sequence[Verdict]]]
) -> list[tuple[Evidence, Verdict]]:
    """The evidence of every need with its verdict. Requests that are not parted as they were judged are left out."""
    found: list[tuple[Evidence, Verdict]] = []
    for request, verdicts in judged:
        _, needs = matcher.finder.find(request, CANDIDATES, 10)
        if len(needs) == len(verdicts):
            found += [(matcher.finder.evidence(need), verdict) for need, verdict in zip(needs, verdicts, strict=True)]
    return found


def weights(needs: Sequence[tuple[Evidence, Verdict]]) -> Mapping[Verdict, tuple[float, ...]]:
    """Weights in the form of `verdict.WEIGHTS`, classes balanced."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scale = StandardScaler()
    rows = scale.fit_transform([quantities(evidence) for evidence, _ in needs])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5000)
    model.fit(rows, [verdict.value for _, verdict in needs])
    plain = model.coef_ / scale.scale_
    constants = model.intercept_ - plain @ scale.mean_
    return {
        Verdict(name): (*(round(float(w), 3) for w in row), round(float(constant), 3))
        for name, row, constant in zip(model.classes_, plain, constants, strict=True)
    }
