"""Verdicts: what can honestly be said of a need and of a request, from evidence, not from a raw score.

The evidence of a need is how much of what it specifically asks for its best offering (or the provider's proven work) holds:
words that every request has ("support", "training") are no topic. The weights are those of a logistic regression on judged
needs (see `JUDGED_ON`); each works on a quantity one can say in words.
"""

from collections.abc import Sequence

from matchmaker.matches import Verdict


def of_need(evidence: float, topical: float) -> Verdict:
    """The verdict of one need from the evidence for its best offering, and how much topic the need has at all."""
    if topical < 0.5:
        return Verdict.CLARIFY
    return Verdict.MATCH if evidence >= 0.12 else Verdict.NONE


def of_request(verdicts: Sequence[Verdict]) -> Verdict:
    """All needs covered is a match, some are partial; nothing covered is none, unless nothing was said clearly."""
    covered = sum(verdict in (Verdict.MATCH, Verdict.PARTIAL) for verdict in verdicts)
    if covered == len(verdicts):
        return Verdict.MATCH
    if covered:
        return Verdict.PARTIAL
    if all(verdict is Verdict.CLARIFY for verdict in verdicts):
        return Verdict.CLARIFY
    return Verdict.NONE
