"""Words spelt alike: links between a word of a request and the nearest words of the vocabulary.

Character n-grams at the vocabulary, not at the documents, in the spirit of SoftTFIDF (Cohen, Ravikumar and Fienberg
2003, A Comparison of String Distance Metrics for Name-Matching Tasks). Words are compared by the form in which
related words of the four languages look alike (`cognates.cognate`), so that "transparencia" finds "transparency" and
a typo finds its word.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.cognates import cognate
from matchmaker.matching.grams import SIZES, Grams, places_of, table_of

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
_COPIED = 1 << 21
"""Grams that are copied for words that do not lie side by side, before copies are let go of."""
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


class _Asked(NamedTuple):
    """A word to search for by its cognate form between marks ("": nothing is near); see `Wanted` for the rest."""

    root: str
    least: float
    family: bool


class _Rows(NamedTuple):
    """Words of the vocabulary by rising number: their grams with their shares, and how many each has."""

    words: NDArray[np.integer]
    grams: NDArray[np.int32]
    shares: NDArray[np.float32]
    sizes: NDArray[np.int64]


class Spelling:
    """Finds the words of a vocabulary nearest to given ones; each is searched for once and remembered."""

    def __init__(self, grams: Grams) -> None:
        self._grams = grams
        self._known: dict[_Asked, Near] = {}
        self._lock = Lock()
        self._most = max(1, min(_TOGETHER, _SCRATCH // max(grams.postings.size, 1)))
        self._scores = np.zeros(0)
        self._weights = np.zeros(0)
        self._table = table_of(grams.letters)
        self._rarest = float(grams.rarity.max()) if len(grams.rarity) else 1.0
        self.many = grams.postings.size > MANY

    def near(self, wanted: Wanted) -> Near:
        """Feature numbers of the nearest words with their likeness, the least wanted to 1, best first."""
        return self.look_up([wanted])[0]

    def look_up(self, wanted: Iterable[Wanted]) -> list[Near]:
        """`near` for each of several words, which are searched for together."""
        asked = [_Asked(_marked(word), least, family) for word, least, family in wanted]
        found = list(map(self._known.get, asked))
        if None in found:
            with self._lock:
                new = dict.fromkeys([one for one, near in zip(asked, found, strict=True) if near is None])
                if len(self._known) + len(new) > _REMEMBERED:
                    self._known.clear()
                    new = dict.fromkeys(asked)
                self._find_out(list(new))
                found = list(map(self._known.get, asked))
        return [near or () for near in found]

    def _find_out(self, asked: Sequence[_Asked]) -> None:
        self._known.update(dict.fromkeys(asked, ()))
        searched = [one for one in asked if one.root and len(self._grams.keys)]
        for family, most in ((False, self._most), (True, _TOGETHER)):
            some = [one for one in searched if one.family is family]
            for at in range(0, len(some), most):
                part = some[at : at + most]
                self._known.update(zip(part, self._search(part, family), strict=True))

    def _search(self, asked: Sequence[_Asked], family: bool) -> Iterator[Near]:
        """The nearest words of each."""
        least = np.array([one.least for one in asked]) ** (1 / POWER)
        owners, terms, weights = self._queries([one.root for one in asked])
        if family:
            rows = [self._families.of(one.root) for one in asked]
        else:
            rows = [_rows_of(words, self._grams) for words in self._likely(owners, terms, weights, least)]
        cosines = self._cosines(rows, owners, terms, weights)
        sizes = np.array([len(held.words) for held in rows])
        near = np.flatnonzero(cosines >= np.repeat(least, sizes))
        words = np.concatenate([held.words for held in rows])[near].tolist()
        best = list(zip((-cosines[near]).tolist(), words, strict=True))
        first = 0
        for last in np.searchsorted(near, np.cumsum(sizes)).tolist():
            nearest = sorted(best[first:last])[:NEIGHBOURS]
            yield tuple([(word, min(-cosine, 1.0) ** POWER) for cosine, word in nearest])
            first = last

    def _cosines(
        self,
        rows: Sequence[_Rows],
        owners: NDArray[np.int64],
        terms: NDArray[np.int64],
        weights: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """The cosine of each word asked for with its words of the vocabulary."""
        if not len(self._weights):
            self._weights = np.zeros(len(self._grams.keys))
        own, sizes = self._weights, np.concatenate([held.sizes for held in rows])
        ends = np.cumsum(sizes)
        products = np.empty(int(ends[-1]) if len(ends) else 0)
        first = at = 0
        for held, last in zip(rows, np.searchsorted(owners, np.arange(len(rows)), "right").tolist(), strict=True):
            mine, first = slice(first, last), last
            own[terms[mine]] = weights[mine]
            own.take(held.grams, out=products[at : at + len(held.grams)], mode="clip")
            own[terms[mine]] = 0.0
            at += len(held.grams)
        products *= np.concatenate([held.shares for held in rows])
        return np.add.reduceat(products, ends - sizes) if len(ends) else products

    @cached_property
    def _families(self) -> "_Families":
        return _Families(self._grams)

    def _queries(self, roots: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Which word, gram and weight, for all grams the vocabulary has; unknown ones count in a word's length.

        Words stand in order; vectors have length 1.
        """
        grams, places = self._grams, places_of(roots, self._table)
        owners = np.repeat(np.arange(len(roots)), [len(root) for root in roots])
        keys, found = places, []
        for more in range(1, max(SIZES)):
            keys = keys[:-1] * 64 + places[more:]
            found.append(((owners[:-more] << 32) | keys)[owners[:-more] == owners[more:]])
        pairs, times = np.unique(np.concatenate(found), return_counts=True)
        owners, keys = pairs >> 32, pairs & 0xFFFFFFFF
        at = np.minimum(grams.keys.searchsorted(keys), len(grams.keys) - 1)
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
    ) -> list[NDArray[np.int64]]:
        """For each word asked for, the words that could reach its cosine `least`.

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
        found.sort()
        cuts = np.searchsorted(found, np.arange(1, len(least)) * postings.size)
        return [part % postings.size for part in np.split(found, cuts)]

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


def _marked(folded: str) -> str:
    """The cognate form of a word between marks; "" for numbers and words of two letters, beside which nothing is
    looked for."""
    is_word = len(folded) > 2 and (folded.isalpha() or not any(map(str.isdigit, folded)))
    return f"<{cognate(folded)}>" if is_word else ""


class _Families:
    """The words of a vocabulary by the first four letters of their cognate form, or all three of a shorter one.

    A list per gram of four letters: the words that begin with it; of a gram without the mark of a beginning those that
    hold it somewhere and begin with the first three of its letters.
    """

    def __init__(self, grams: Grams) -> None:
        self._grams = grams
        self._letters = {chr(code): place for place, code in enumerate(grams.letters.tolist(), start=1)}
        postings, mark = grams.postings, self._letters.get("<", 0)
        first, low, high = np.searchsorted(grams.keys, np.array([1, mark, mark + 1]) << 6 * (_BEGINNING - 1))
        starts, ends = postings.bounds(np.arange(first, len(grams.keys)))
        sizes = ends - starts
        keys = grams.keys[first:]
        docs = postings.docs[ends[-1] - sizes.sum() : ends[-1]] if len(ends) else postings.docs[:0]
        marked = np.zeros(len(sizes), bool)
        marked[low - first : high - first] = True
        begins = np.repeat(marked, sizes)
        three = np.zeros(postings.size, np.int64)
        three[docs[begins]] = np.repeat(keys[marked], sizes[marked]) & _THREE
        kept = begins | (three[docs] == np.repeat(keys >> 6, sizes))
        self._words = docs[kept]
        self._ends = [0, *np.cumsum(kept)[np.cumsum(sizes) - 1].tolist()]
        self._place = dict(zip(keys.tolist(), range(len(keys)), strict=True))
        self._rows: dict[int, _Rows] = {}
        self._copied = 0

    def of(self, root: str) -> _Rows:
        """The words that begin with the same letters as a marked word."""
        key = 0
        for letter in root[len(root) > _BEGINNING + 1 :][:_BEGINNING].ljust(_BEGINNING):
            key = key << 6 | self._letters.get(letter, 0)
        at = self._place.get(key, -1)
        rows = self._rows.get(at)
        if rows is None:
            words = self._words[self._ends[at] : self._ends[at + 1]] if at >= 0 else self._words[:0]
            rows = _rows_of(words, self._grams)
            self._copied += 0 if np.may_share_memory(rows.grams, self._grams.held) else len(rows.grams)
            if self._copied > _COPIED:
                self._rows.clear()
                self._copied = 0
            self._rows[at] = rows
        return rows


def _rows_of(words: NDArray[np.integer], grams: Grams) -> _Rows:
    """The grams of some words, which stand in order and hold some; no copy where they lie side by side."""
    starts, ends = grams.firsts[words], grams.firsts[words + 1]
    apart = np.flatnonzero(starts[1:] != ends[:-1])
    firsts = [int(starts[0]) if len(words) else 0, *starts[apart + 1].tolist()]
    lasts = [*ends[apart].tolist(), int(ends[-1]) if len(words) else 0]
    spans = [slice(a, b) for a, b in zip(firsts, lasts, strict=True)]
    if len(spans) == 1:
        return _Rows(words, grams.held[spans[0]], grams.shares[spans[0]], ends - starts)
    held = np.concatenate([grams.held[span] for span in spans])
    shares = np.concatenate([grams.shares[span] for span in spans])
    return _Rows(words, held, shares, ends - starts)
