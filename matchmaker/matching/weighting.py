"""How much a word counts: BM25's saturation and length weighting, and idf with a prior for small catalogues."""

from math import log

import numpy as np
from numpy.typing import NDArray

K1 = 1.3
"""Saturation: how fast more of the same word stops to count."""
B = 0.75
"""How far a text's length counts against it, 0 to 1."""

MEAN_STEP = 1.05

PRIOR_SIZE = 60.0
"""The prior on document frequencies weighs as much as this many documents: it decides for a catalogue of 7, and is
nothing beside 10,000."""
PRIOR_FRAME = 0.30
PRIOR_WORD = 0.01
PRIOR_GENERAL_IDEA = 0.06
PRIOR_TOPIC = 0.02


def saturated(
    counts: NDArray[np.floating], lengths: NDArray[np.floating], average: float, k1: float = K1, b: float = B
) -> NDArray[np.float64]:
    """Document weight of a term, 0 to 1: tf / (tf + k1 (1 - b + b length / average)).

    BM25's term frequency factor without its constant k1 + 1 (Robertson and Zaragoza 2009, The Probabilistic Relevance
    Framework: BM25 and Beyond, eq. 3.15). `counts` and `lengths` go together one to one.
    """
    longer = 1.0 - b + b * lengths / max(average, 1e-9)
    return np.asarray(counts / (counts + k1 * longer), np.float64)


def rounded_mean(mean: float) -> float:
    """The mean length to weigh lengths against: `mean` rounded to a power of `MEAN_STEP`.

    So a document's weights depend on no other document until the catalogue's mean length has moved into another step;
    then, and only then, all are weighed anew.
    """
    return float(MEAN_STEP ** round(log(mean) / log(MEAN_STEP))) if mean > 0 else 0.0


def idf(
    frequency: NDArray[np.floating], documents: float, prior: NDArray[np.floating] | float = 0.0
) -> NDArray[np.float64]:
    """ln(1 + (N - df + 0.5) / (df + 0.5)), never negative (the form of Lucene; Robertson and Sparck Jones 1976).

    `prior` is the share of all texts of the field expected to hold the term; it counts as `PRIOR_SIZE` documents.
    """
    total = documents + PRIOR_SIZE
    held = np.asarray(frequency, np.float64) + PRIOR_SIZE * np.asarray(prior)
    return np.asarray(np.log1p((np.maximum(total - held, 0.0) + 0.5) / (held + 0.5)), np.float64)
