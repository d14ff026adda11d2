"""Words spelt alike: links between a word of a request and the nearest words of the vocabulary.

Character n-grams at the vocabulary, not at the documents, in the spirit of SoftTFIDF (Cohen, Ravikumar and Fienberg
2003, A Comparison of String Distance Metrics for Name-Matching Tasks). Words are compared by the form in which
related words of the four languages look alike (`cognates.cognate`), so that "transparencia" finds "transparency" and
a typo finds its word.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
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
_TOGETHER = 64
"""As many words are searched for together."""
_SCRATCH = 1 << 20
"""Cells of working memory for words that are searched for together."""
_SLACK = 1e-5
"""Room for float32 where a sum is compared with a bound."""
_REMEMBERED = 200_000
_BEGINNING = 4
"""Letters with which the words of one family begin, in a large vocabulary."""
_THREE = (1 << 6 * (_BEGINNING - 1)) - 1
"""The last three letters of a gram, see `grams.Grams`."""
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
        self._most = max(1, min(_TOGETHER, _SCRATCH // max(grams.postings.size, 1)))
        self._scores = np.zeros(0)
        self._columns = np.zeros(0, np.int16)
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
            for family, most in ((False, self._most), (True, _TOGETHER)):
                some = [word for word in asked if word.family is family]
                for at in range(0, len(some), most):
                    self._search(some[at : at + most], family)

    def _search(self, asked: Sequence[Wanted], family: bool) -> None:
        cosines = np.array([word.least for word in asked]) ** (1 / POWER)
        roots = [f"<{cognate(word.folded)}>" for word in asked]
        owners, terms, weights = self._queries(roots)
        likely, words = self._families.of(roots) if family else self._likely(owners, terms, weights, cosines)
        scores = self._cosines(likely, words, owners, terms, weights)
        near = np.flatnonzero(scores >= cosines[likely])
        near = near[np.lexsort((words[near], -scores[near], likely[near]))]
        found: dict[int, list[tuple[int, float]]] = {}
        for number, word, score in zip(likely[near].tolist(), words[near].tolist(), scores[near].tolist(), strict=True):
            best = found.setdefault(number, [])
            if len(best) < NEIGHBOURS:
                best.append((word, min(score, 1.0) ** POWER))
        self._known.update((asked[number], tuple(best)) for number, best in found.items())

    @cached_property
    def _families(self) -> "_Families":
        return _Families(self._grams, self._table)

    def _queries(self, roots: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Which word, gram and weight, for all grams the vocabulary has; unknown ones count in a word's length.

        Words stand in order; vectors have length 1.
        """
        grams = self._grams
        owners, keys = grams_in(roots, self._table)
        pairs = np.sort((owners << 32) | keys)
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        times = np.diff(firsts, append=len(pairs))
        owners, keys = pairs[firsts] >> 32, pairs[firsts] & 0xFFFFFFFF
        at = np.minimum(np.searchsorted(grams.keys, keys), len(grams.keys) - 1)
        known = grams.keys[at] == keys
        values = times * np.where(known, grams.rarity[at], self._rarest)
        lengths = np.sqrt(np.bincount(owners, values * values, len(roots)))
        return owners[known], at[known], (values / lengths[owners])[known]

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
        order = np.lexsort((terms, -weights, owners))
        owners, terms, weights = owners[order], terms[order], weights[order]
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
        if not len(self._columns):
            self._columns = np.zeros(len(grams.keys), np.int16)
        self._columns[terms] = np.arange(1, len(terms) + 1)
        vectors = np.zeros((int(owners[-1]) + 1 if len(owners) else 0, len(terms) + 1))
        vectors[owners, self._columns[terms]] = weights
        first, size = grams.firsts[words], grams.firsts[words + 1] - grams.firsts[words]
        ends = np.cumsum(size)
        at = np.arange(ends[-1]) + np.repeat(first - (ends - size), size)
        rows = np.repeat((asked * vectors.shape[1]).astype(np.int32), size)
        cells = rows + self._columns.take(grams.held.take(at))
        cosines = np.add.reduceat(grams.shares.take(at) * vectors.take(cells), ends - size)
        self._columns[terms] = 0
        return np.asarray(cosines, np.float64)


class _Families:
    """The words of a vocabulary by the first four letters of their cognate form, or all three of a shorter one.

    A list per gram of four letters: the words that begin with it; of a gram without the mark of a beginning those that
    hold it somewhere and begin with the first three of its letters.
    """

    def __init__(self, grams: Grams, table: NDArray[np.int64]) -> None:
        self._table = table
        postings, mark = grams.postings, int(places_of(["<"], table)[0])
        first, low, high = np.searchsorted(grams.keys, np.array([1, mark, mark + 1]) << 6 * (_BEGINNING - 1))
        starts, ends = postings.bounds(np.arange(first, len(grams.keys)))
        sizes = ends - starts
        self._keys = grams.keys[first:]
        docs = postings.docs[ends[-1] - sizes.sum() : ends[-1]] if len(ends) else postings.docs[:0]
        marked = np.zeros(len(sizes), bool)
        marked[low - first : high - first] = True
        begins = np.repeat(marked, sizes)
        three = np.zeros(postings.size, np.int64)
        three[docs[begins]] = np.repeat(self._keys[marked], sizes[marked]) & _THREE
        kept = begins | (three[docs] == np.repeat(self._keys >> 6, sizes))
        self._words = docs[kept]
        self._ends = np.cumsum(kept)[np.cumsum(sizes) - 1]

    def of(self, roots: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a marked word, by its place, and a word that begins with the same letters."""
        letters = [root[len(root) > _BEGINNING + 1 :][:_BEGINNING].ljust(_BEGINNING) for root in roots]
        wanted = keys_of(places_of(letters, self._table), _BEGINNING)[::_BEGINNING]
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        owners = np.flatnonzero(self._keys[at] == wanted)
        ends = self._ends[at[owners]]
        starts = np.append(0, self._ends)[at[owners]]
        families = [self._words[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        words = np.concatenate([self._words[:0], *families]).astype(np.int64)
        return np.repeat(owners, ends - starts), words
