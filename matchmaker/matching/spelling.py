"""Words spelt alike: links between a word of a request and the nearest words of the vocabulary.

Character n-grams at the vocabulary, not at the documents, in the spirit of SoftTFIDF (Cohen, Ravikumar and Fienberg
2003, A Comparison of String Distance Metrics for Name-Matching Tasks). Words are compared by the form in which
related words of the four languages look alike (`cognates.cognate`), so that "transparencia" finds "transparency" and
a typo finds its word.
"""

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.cognates import cognate
from matchmaker.matching.grams import Grams, grams_in, keys_of, places_of, table_of

NEIGHBOURS = 8
LEAST_LIKENESS = 0.45
POWER = 3
"""The likeness of two words is their cosine to this power: near ones count, vague ones hardly."""

_SHARE_LEFT = 0.65
"""Grams are summed up until the rest can add no more than this share of the cosine needed (any share is exact)."""
_SCRATCH = 1 << 20
"""Cells of working memory for words that are searched for together."""
_SLACK = 1e-5
"""Room for float32 where a sum is compared with a bound."""
_REMEMBERED = 200_000
_BEGINNING = 4
"""Letters with which the words of one family begin, in a large vocabulary."""
MANY = 20_000
"""In a vocabulary with more features than this, a word that it has is not compared with those that begin otherwise."""

Near = tuple[tuple[int, float], ...]


class Wanted(NamedTuple):
    """A word whose neighbours are wanted, and how alike they must be. `family`: only words that begin like it."""

    folded: str
    least: float = LEAST_LIKENESS**POWER
    family: bool = False


class Spelling:
    """Finds the words of a vocabulary nearest to given ones; each is searched for once and remembered."""

    def __init__(self, grams: Grams) -> None:
        self._grams = grams
        self._known: dict[Wanted, Near] = {}
        self._lock = Lock()
        self._most = max(1, min(64, _SCRATCH // max(grams.postings.size, len(grams.keys), 1)))
        self._scores = np.zeros(0)
        self._weights = np.zeros(0)
        self._table = table_of(grams.letters)
        self._rarest = float(grams.rarity.max()) if len(grams.rarity) else 1.0
        self.many = grams.postings.size > MANY

    def near(self, wanted: Wanted) -> Near:
        """Feature numbers of the nearest words with their likeness, the least wanted to 1, best first."""
        known = self._known.get(wanted)
        if known is None:
            self.look_up([wanted])
            known = self._known.get(wanted, ())
        return known

    def look_up(self, wanted: Iterable[Wanted]) -> None:
        """Find what `near` will be asked for, many words at once."""
        new = [word for word in dict.fromkeys(wanted) if word not in self._known]
        if not new:
            return
        with self._lock:
            if len(self._known) + len(new) > _REMEMBERED:
                self._known.clear()
            self._known.update(dict.fromkeys(new, ()))
            if not len(self._grams.keys):
                return
            asked = [word for word in new if len(word.folded) > 2 and not any(map(str.isdigit, word.folded))]
            for family in (False, True):
                some = [word for word in asked if word.family is family]
                for at in range(0, len(some), self._most):
                    self._search(some[at : at + self._most], family)

    def _search(self, asked: Sequence[Wanted], family: bool) -> None:
        cosines = np.array([word.least for word in asked]) ** (1 / POWER)
        roots = [f"<{cognate(word.folded)}>" for word in asked]
        owners, terms, weights = self._queries(roots)
        likely, words = self._beginning(roots) if family else self._likely(owners, terms, weights, cosines)
        scores = self._cosines(likely, words, owners, terms, weights)
        near = np.flatnonzero(scores >= cosines[likely])
        near = near[np.lexsort((words[near], -scores[near], likely[near]))]
        found: dict[int, list[tuple[int, float]]] = {}
        for number, word, score in zip(likely[near].tolist(), words[near].tolist(), scores[near].tolist(), strict=True):
            best = found.setdefault(number, [])
            if len(best) < NEIGHBOURS:
                best.append((word, min(score, 1.0) ** POWER))
        self._known.update((asked[number], tuple(best)) for number, best in found.items())

    def _queries(self, roots: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Which word, gram and weight, for all grams the vocabulary has; unknown ones count in a word's length.

        Words stand in order, the grams of each by falling weight; vectors have length 1.
        """
        grams = self._grams
        owners, keys = grams_in(roots, self._table)
        pairs, times = np.unique((owners << 32) | keys, return_counts=True)
        owners, keys = pairs >> 32, pairs & 0xFFFFFFFF
        at = np.minimum(np.searchsorted(grams.keys, keys), len(grams.keys) - 1)
        known = grams.keys[at] == keys
        values = times * np.where(known, grams.rarity[at], self._rarest)
        lengths = np.sqrt(np.bincount(owners, values * values, len(roots)))
        owners, terms, values = owners[known], at[known], (values / lengths[owners])[known]
        order = np.lexsort((terms, -values, owners))
        return owners[order], terms[order], values[order]

    def _likely(
        self,
        owners: NDArray[np.int64],
        terms: NDArray[np.int64],
        weights: NDArray[np.float64],
        least: NDArray[np.float64],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a word asked for and a word that could reach its cosine `least`.

        The rarest grams are summed up, the rest is bounded: vectors have length 1, so that by Cauchy and Schwarz the
        grams left out add at most the length of their weights.
        """
        postings = self._grams.postings
        squares = np.cumsum(weights * weights)
        ends = np.searchsorted(owners, np.arange(len(least)), "right")
        total = np.append(0.0, squares)[ends]
        rest = np.sqrt(np.maximum(total[owners] - squares + weights * weights, 0.0))
        read = rest >= least[owners] * _SHARE_LEFT
        left = np.sqrt(np.bincount(owners[~read], weights[~read] ** 2, len(least)))
        cells, spans, sizes = self._held(owners[read], terms[read])
        shares = np.concatenate([postings.weights[:0], *(postings.weights[span] for span in spans)], dtype=np.float64)
        shares *= np.repeat(weights[read], sizes)
        scores = self._scratch()
        np.add.at(scores, cells, shares)
        found = cells[scores[cells] >= np.repeat((least - left - _SLACK)[owners[read]], sizes)]
        # Each pair once: of its places, the one that was written last.
        scores[found] = np.arange(len(found))
        found = found[scores[found] == np.arange(len(found))]
        scores[cells] = 0.0
        return np.divmod(found, postings.size)

    def _beginning(self, roots: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a word asked for and a word that begins with the same letters."""
        grams, size = self._grams, self._grams.postings.size
        first = self._holding([root[:_BEGINNING] for root in roots])
        second = self._holding([root[1 : _BEGINNING + 1] for root in roots])
        longer = np.array([len(root) > _BEGINNING + 1 for root in roots])
        scores = self._scratch()
        scores[second] = 1.0
        found = first[(scores[first] > 0) | ~longer[first // size]]
        scores[second] = 0.0
        return np.divmod(found, grams.postings.size)

    def _holding(self, wanted: Sequence[str]) -> NDArray[np.int64]:
        """The words that hold each of some grams of four letters, as cells of `_scores`."""
        grams = self._grams
        keys = keys_of(places_of(wanted, self._table), _BEGINNING)[::_BEGINNING]
        at = np.minimum(np.searchsorted(grams.keys, keys), len(grams.keys) - 1)
        owners = np.flatnonzero(grams.keys[at] == keys)
        return self._held(owners, at[owners])[0]

    def _held(
        self, owners: NDArray[np.int64], terms: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], list[slice], NDArray[np.int64]]:
        """The words that hold each of some grams, as cells of `_scores`; where their list is, and how long."""
        postings = self._grams.postings
        starts, stops = postings.bounds(terms)
        spans = [slice(a, b) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
        cells = np.concatenate([postings.docs[:0], *(postings.docs[span] for span in spans)], dtype=np.int64)
        cells += np.repeat(owners * postings.size, stops - starts)
        return cells, spans, stops - starts

    def _scratch(self) -> NDArray[np.float64]:
        """Room for a number for each word asked for and word of the vocabulary, all zero."""
        if not len(self._scores):
            self._scores = np.zeros(self._most * self._grams.postings.size)
        return self._scores

    def _cosines(
        self,
        asked: NDArray[np.int64],
        words: NDArray[np.int64],
        owners: NDArray[np.int64],
        terms: NDArray[np.int64],
        weights: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """The cosine of each pair: a word asked for and a word of the vocabulary."""
        if not len(words):
            return np.empty(0)
        grams = self._grams
        width = len(grams.keys)
        if not len(self._weights):
            self._weights = np.zeros(self._most * width)
        self._weights[owners * width + terms] = weights
        first, size = grams.firsts[words], grams.firsts[words + 1] - grams.firsts[words]
        ends = np.cumsum(size)
        at = np.arange(ends[-1]) + np.repeat(first - (ends - size), size)
        held = self._weights[grams.held[at] + np.repeat(asked * width, size)]
        cosines = np.add.reduceat(grams.shares[at] * held, ends - size)
        self._weights[owners * width + terms] = 0.0
        return np.asarray(cosines, np.float64)
