"""Verdicts: what can honestly be said of a need and of a request, from evidence, not from a raw score.

The evidence of a need is how much of what it specifically asks for its best offering, or the provider's proven work,
holds. Three verdicts compete for it in a logistic regression (multinomial, L2) whose weights stand below: each works
on a quantity one can say in words. `calibration.py` learned them from judged needs and can learn them again.
"""

from collections.abc import Mapping, Sequence
from math import exp, sqrt

from matchmaker.matches import Verdict
from matchmaker.matching.evidence import Evidence

QUANTITIES = ("asked", "held", "share", "topics held", "topics open", "none of them held", "offering", "work")

WEIGHTS: Mapping[Verdict, tuple[float, ...]] = {
    Verdict.CLARIFY: (-2.562, -1.05, 0.435, -0.364, -0.205, -0.296, -4.533, 3.579, 4.994),
    Verdict.MATCH: (1.54, 1.411, 1.972, 0.361, -0.57, -0.609, 2.809, 0.45, -5.241),
    Verdict.NONE: (1.022, -0.361, -2.407, 0.003, 0.774, 0.905, 1.724, -4.029, 0.247),
}
"""For each verdict the weights of `QUANTITIES`, then the constant."""


def quantities(evidence: Evidence) -> tuple[float, ...]:
    """Evidence as numbers of like size; large values are capped, so that a long letter is no better evidence."""
    return (
        sqrt(min(evidence.asked, 10.0)),
        sqrt(min(evidence.held, 8.0)),
        evidence.share,
        float(min(evidence.topics_held, 3)),
        float(min(evidence.topics_open, 3)),
        float(evidence.topics_open > 0 and evidence.topics_held == 0),
        sqrt(min(max(evidence.offering, 0.0), 0.4)),
        sqrt(min(max(evidence.work, 0.0), 0.4)),
    )


def likelihoods(evidence: Evidence) -> dict[Verdict, float]:
    """How likely each verdict is; they add up to 1."""
    values = (*quantities(evidence), 1.0)
    logits = {
        verdict: sum(w * value for w, value in zip(weights, values, strict=True))
        for verdict, weights in WEIGHTS.items()
    }
    top = max(logits.values())
    powers = {verdict: exp(logit - top) for verdict, logit in logits.items()}
    total = sum(powers.values())
    return {verdict: power / total for verdict, power in powers.items()}


def of_need(evidence: Evidence) -> Verdict:
    """The verdict of one need. Without any evidence at all it is never a match."""
    chances = likelihoods(evidence)
    if evidence.offering <= 0 and evidence.work <= 0:
        chances[Verdict.MATCH] = 0.0
    return max(chances, key=lambda verdict: (chances[verdict], verdict.value))


def of_request(verdicts: Sequence[Verdict]) -> Verdict:
    """All needs covered is a match, some are partial; nothing covered is none, unless nothing was said clearly.

    An item of a list that is too vague to answer leaves the request partly answered.
    """
    if all(verdict is Verdict.CLARIFY for verdict in verdicts):
        return Verdict.CLARIFY
    covered = sum(verdict is Verdict.MATCH for verdict in verdicts)
    if covered == len(verdicts):
        return Verdict.MATCH
    return Verdict.PARTIAL if covered else Verdict.NONE
