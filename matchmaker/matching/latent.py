"""Relatedness learned from the catalogue itself: which words keep the same company (latent semantic analysis).

Deerwester and others 1990, Indexing by latent semantic analysis, on BM25-weighted texts of unit length. It only
moves texts that already share words with the request, by at most the factor said in `Recipe.related`. Learned where
texts are many and long enough to show what goes with what; a catalogue of 7 short texts shows nothing, and is left
alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.postings import Postings

DIMENSIONS = 100
FEWEST_TEXTS = 100
MOST_TEXTS = 20_000
"""Beyond this many texts relatedness is not learned: exact words are then plenty, and the fit stays quick."""
RELEARNED_AFTER = 10
ALWAYS_RELEARNED = 2_000
"""Directions of at most this many texts are learned again after every change: it takes less than a second."""
LEAST_TRUST = 0.01
_DECIMALS = 5
LENGTH_AT_HALF = 55.0
"""Distinct features in a mean text at which relatedness counts half; far shorter texts are too noisy to be moved by
it."""


@dataclass(frozen=True)
class Latent:
    """`words` has a row per feature and `texts` a row of length 1 (or 0) per text; `trust` is 0 to 1.

    `idf` is what features weighed when the directions were learned, `origin` names the texts they were learned from.
    `changed` texts have come, gone or changed since; those here were folded in. Features that came since have a row of
    zeros. When more than one in `RELEARNED_AFTER` has changed, or texts are few, the directions are learned again.
    """

    words: NDArray[np.float32]
    texts: NDArray[np.float32]
    trust: float
    idf: NDArray[np.float64]
    origin: str = ""
    changed: int = 0

    def towards(self, terms: NDArray[np.int64], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
        """A query's direction among the texts, of length 1, and how much of the query it catches (0 to 1)."""
        if not len(terms):
            return np.zeros(self.words.shape[1]), 0.0
        summed = np.einsum("t,td->d", weights, self.words[terms].astype(np.float64))
        length = float(np.sqrt(np.einsum("d,d->", summed, summed)))
        whole = float(np.sqrt(np.einsum("t,t->", weights, weights)))
        return summed / max(length, 1e-12), length / max(whole, 1e-12)

    def likeness(self, texts: NDArray[np.int32], direction: NDArray[np.float64]) -> NDArray[np.float64]:
        """Cosine of each text with the direction, negative ones as 0."""
        return np.asarray(np.maximum(np.einsum("nd,d->n", self.texts[texts].astype(np.float64), direction), 0.0))


def trust_in(texts: int, mean_features: float) -> float:
    """How far relatedness learned from so many texts of such a length is to be trusted, 0 to 1."""
    if not FEWEST_TEXTS <= texts <= MOST_TEXTS:
        return 0.0
    long_enough = 1.0 / (1.0 + (LENGTH_AT_HALF / max(mean_features, 1e-9)) ** 4)
    return long_enough * texts / (texts + FEWEST_TEXTS)


def learn(postings: Postings, idf: NDArray[np.float64], origin: str = "") -> Latent | None:
    """Latent directions of the texts in `postings`; None where they are not to be trusted. `origin` names the texts.

    One thread and a fixed seed, rounded to float32: the same texts give the same bits on any number of cores.
    """
    trust = trust_of(postings)
    if trust < LEAST_TRUST:
        return None
    from scipy.sparse import csc_matrix
    from sklearn.decomposition import TruncatedSVD
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    shape = (postings.size, postings.terms)
    unit = _unit(csc_matrix((postings.weights.astype(np.float64), postings.docs, postings.starts), shape=shape), idf)
    with threadpool_limits(1):
        found = TruncatedSVD(min(DIMENSIONS, min(shape) - 1), n_iter=4, random_state=0).fit(unit)
        words = np.round(found.components_.T, _DECIMALS)
        texts = _directions(unit, words)
    return Latent(words.astype(np.float32), texts, trust, idf, origin)


def trust_of(postings: Postings) -> float:
    """How far relatedness learned from these texts is to be trusted."""
    return trust_in(postings.size, len(postings.docs) / max(postings.size, 1))


def folded_in(latent: Latent, rows: Any) -> NDArray[np.float32]:
    """Where other texts lie among the directions: `rows` is a sparse matrix of their weights, a row per text."""
    words = np.asarray(np.round(latent.words.astype(np.float64), _DECIMALS), np.float64)
    return _directions(_unit(rows.astype(np.float64), latent.idf), words)


def _unit(weights: Any, idf: NDArray[np.float64]) -> Any:
    """Texts as sparse rows of length 1."""
    from scipy.sparse import diags

    rows = (weights @ diags(idf)).tocsr()
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(1.0 / np.maximum(lengths, 1e-12)) @ rows


def _directions(unit: Any, words: NDArray[np.float64]) -> NDArray[np.float32]:
    texts = unit @ words
    texts /= np.maximum(np.sqrt((texts * texts).sum(axis=1, keepdims=True)), 1e-12)
    return np.asarray(texts, np.float32)
