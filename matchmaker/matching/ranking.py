"""Order: from a query to scored items of each kind, ties broken by rule.

A score is the query's sum over the item's words, as a share of what the query could reach, plus small bonuses (type of
assistance, articles, proven work, countries, what was learned). Bonuses alone bring nothing in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.index import TextIndex
from matchmaker.matching.query import Query
from matchmaker.matching.recipe import Recipe

SCALE = 1.0 / 1.3
"""Scores stay within 0 and 1: words reach at most 1, the bonuses together 0.3."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Items of one kind, best first: their numbers and the part of the score that words give (0 to 1, unscaled)."""

    items: NDArray[np.int32]
    scores: NDArray[np.float64]


def search(query: Query, index: TextIndex, recipe: Recipe, most: int) -> Ranked:
    """The best `most` texts; equal scores stand in the order of the texts."""
    hits = index.postings.search(query.terms, query.weights, max(most, recipe.candidates))
    scores = hits.scores / query.ceiling
    lifted, highest = lift(query, index, recipe, hits.docs)
    scores = scores * lifted / highest
    order = np.lexsort((hits.docs, -scores))[:most]
    return Ranked(hits.docs[order], scores[order])


def lift(
    query: Query, index: TextIndex, recipe: Recipe, texts: NDArray[np.int32]
) -> tuple[NDArray[np.float64], float]:
    """By what factor relatedness raises each text (1 or more), and the most it could."""
    if index.latent is None:
        return np.ones(len(texts)), 1.0
    direction, caught = index.latent.towards(query.terms, query.weights)
    most = recipe.related * index.latent.trust
    return 1.0 + most * caught * index.latent.likeness(texts, direction), 1.0 + most
