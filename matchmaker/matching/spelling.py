"""Words spelt alike: links between a word of a request and the nearest words of the vocabulary.

Character n-grams at the vocabulary, not at the documents, in the spirit of SoftTFIDF (Cohen, Ravikumar and Fienberg
2003, A Comparison of String Distance Metrics for Name-Matching Tasks). Words are compared by the form in which related
words of the four languages look alike (`text.cognate`), so that "transparencia" finds "transparency" and a typo finds
its word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.glossary import MARK
from matchmaker.matching.postings import Postings
from matchmaker.matching.text import cognate

NEIGHBOURS = 8
LEAST_LIKENESS = 0.45
POWER = 3
"""The likeness of two words is their cosine to this power: near ones count, vague ones hardly."""

SIZES = (2, 3, 4)
LARGE = 100_000
"""In a vocabulary with more features than this, words of a single text are no targets: mostly slips themselves."""
_LETTERS = 63
_SLACK = 1e-5
"""Room for float32 where a sum is compared with a bound."""
_REMEMBERED = 200_000


@dataclass(frozen=True)
class Grams:
    """The words of a vocabulary by their character 2- to 4-grams, their ends marked.

    `letters` are code points, commonest first, at most 63; a gram is a number in base 64 of their places, counted from
    1, and `keys` are all grams in order. `postings` has a list per gram: the features that hold it, with its share of
    the word's vector of length 1. `rarity` is the idf of each gram. `held[firsts[f]:firsts[f + 1]]` are the grams of
    feature `f`, `shares` what each has of its vector: the same turned round.
    """

    letters: NDArray[np.uint32]
    keys: NDArray[np.int64]
    rarity: NDArray[np.float64]
    postings: Postings
    firsts: NDArray[np.int64]
    held: NDArray[np.int32]
    shares: NDArray[np.float32]

    @classmethod
    def of(cls, features: Sequence[str], frequency: NDArray[np.integer] | None = None) -> "Grams":
        """The grams of a vocabulary; `frequency` says in how many texts each feature stands."""
        least = 2 if frequency is not None and len(features) > LARGE else 1
        common = [True] * len(features) if frequency is None else (frequency >= least).tolist()
        numbers, roots = [], []
        for number, feature in enumerate(features):
            if common[number] and len(feature) > 2 and not feature[0].isdigit() and not feature.startswith(MARK):
                numbers.append(number)
                roots.append(f"<{cognate(feature)}>")
        codes = np.frombuffer("".join(roots).encode("utf-32-le", "surrogatepass"), np.uint32)
        held, times = np.unique(codes, return_counts=True)
        letters = held[np.lexsort((held, -times))][:_LETTERS]
        lengths = np.fromiter(map(len, roots), np.int64, len(roots))
        owners = np.repeat(np.array(numbers, np.int64), lengths)
        left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
        found = np.concatenate([_keys(codes, letters, size)[left >= size] for size in SIZES])
        pairs = (found << 32) | np.concatenate([owners[left >= size] for size in SIZES])
        return cls._counted(letters, np.sort(pairs), len(features), len(roots))

    @classmethod
    def _counted(cls, letters: NDArray[np.uint32], pairs: NDArray[np.int64], size: int, words: int) -> "Grams":
        """From (gram, feature) pairs in order, packed into one number each, as often as they occur."""
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        times = np.diff(firsts, append=len(pairs))
        grams, owners = pairs[firsts] >> 32, pairs[firsts] & 0xFFFFFFFF
        begins = np.flatnonzero(np.diff(grams, prepend=-1))
        starts = np.append(begins, len(grams)).astype(np.int64)
        rarity = np.log1p(words / np.maximum(np.diff(starts), 1))
        values = times * np.repeat(rarity, np.diff(starts))
        lengths = np.sqrt(np.bincount(owners, values * values, size))
        shares = (values / np.maximum(lengths[owners], 1e-12)).astype(np.float32)
        order = np.argsort(owners, kind="stable")
        held = np.repeat(np.arange(len(begins), dtype=np.int32), np.diff(starts))[order]
        firsts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(owners, minlength=size), out=firsts[1:])
        postings = Postings(starts, owners.astype(np.int32), shares, size)
        return cls(letters, grams[begins], rarity, postings, firsts, held, shares[order])


def _keys(codes: NDArray[np.uint32], letters: NDArray[np.uint32], size: int) -> NDArray[np.int64]:
    """The gram of `size` letters that begins at each place (rubbish where too few are left)."""
    order = np.argsort(letters)
    at = np.minimum(np.searchsorted(letters[order], codes), max(len(letters) - 1, 0))
    places = np.where(letters[order][at] == codes, order[at] + 1, 0) if len(letters) else np.zeros(len(codes), np.int64)
    keys = np.zeros(len(codes), np.int64)
    for step in range(size):
        keys[: len(codes) - step] = keys[: len(codes) - step] * 64 + places[step:]
    return keys


class Spelling:
    """Finds the words of a vocabulary nearest to a given one; each is searched for once and remembered."""

    def __init__(self, grams: Grams) -> None:
        self._grams = grams
        self._known: dict[tuple[str, float], tuple[tuple[int, float], ...]] = {}
        self._place = {chr(code): place for place, code in enumerate(grams.letters.tolist(), 1)}
        self._lock = Lock()
        self._scores = np.zeros(grams.postings.size)
        self._weights = np.zeros(len(grams.keys))
        self._rarest = float(grams.rarity.max()) if len(grams.rarity) else 1.0

    def near(self, folded: str, least: float = LEAST_LIKENESS**POWER) -> tuple[tuple[int, float], ...]:
        """Feature numbers of the nearest words with their likeness, `least` to 1, best first."""
        known = self._known.get((folded, least))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[(folded, least)] = self._search(folded, least)
        return known

    def _search(self, folded: str, least: float) -> tuple[tuple[int, float], ...]:
        if len(folded) < 3 or any(letter.isdigit() for letter in folded) or not len(self._grams.keys):
            return ()
        terms, weights = self._query(f"<{cognate(folded)}>")
        if not len(terms):
            return ()
        cosine = least ** (1 / POWER)
        with self._lock:
            words = self._likely(terms, weights, cosine)
            scores = self._cosines(words, terms, weights)
        near = np.flatnonzero(scores >= cosine)
        best = near[np.lexsort((words[near], -scores[near]))][:NEIGHBOURS]
        return tuple(
            (word, min(score, 1.0) ** POWER)
            for word, score in zip(words[best].tolist(), scores[best].tolist(), strict=True)
        )

    def _likely(self, terms: NDArray[np.int64], weights: NDArray[np.float64], least: float) -> NDArray[np.int64]:
        """The words that could reach the cosine `least`: with the rarest grams summed up, the rest bounded.

        Vectors have length 1, so that by Cauchy and Schwarz grams left out add at most the length of their weights.
        """
        order = np.argsort(-weights, kind="stable")
        rest = np.sqrt(np.append((weights[order] ** 2)[::-1].cumsum()[::-1], 0.0))
        if rest[0] < least - _SLACK:
            return np.empty(0, np.int64)
        read = max(int(np.argmax(rest < least / 2)), 1)
        postings = self._grams.postings
        starts, ends = postings.bounds(terms[order[:read]])
        spans = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        docs = np.concatenate([postings.docs[span] for span in spans]).astype(np.intp)
        shares = np.concatenate([postings.weights[span] for span in spans], dtype=np.float64)
        shares *= np.repeat(weights[order[:read]], ends - starts)
        np.add.at(self._scores, docs, shares)
        likely = np.flatnonzero(self._scores >= least - float(rest[read]) - _SLACK)
        self._scores[docs] = 0.0
        return likely

    def _cosines(
        self, words: NDArray[np.int64], terms: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The cosine of each of some words with the one asked for."""
        if not len(words):
            return np.empty(0)
        grams = self._grams
        self._weights[terms] = weights
        first, size = grams.firsts[words], grams.firsts[words + 1] - grams.firsts[words]
        ends = np.cumsum(size)
        at = np.arange(ends[-1]) + np.repeat(first - (ends - size), size)
        cosines = np.add.reduceat(grams.shares[at] * self._weights[grams.held[at]], ends - size)
        self._weights[terms] = 0.0
        return np.asarray(cosines, np.float64)

    def _query(self, marked: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The grams of a word that the vocabulary has, weighted; unknown ones count in its length as the rarest do."""
        grams = self._grams
        places = [self._place.get(letter, 0) for letter in marked]
        counted: dict[int, int] = {}
        for start in range(len(places)):
            key = places[start]
            for place in places[start + 1 : start + SIZES[-1]]:
                key = key * 64 + place
                counted[key] = counted.get(key, 0) + 1
        keys = np.array(sorted(counted), np.int64)
        times = np.array([counted[key] for key in keys.tolist()], np.float64)
        at = np.minimum(np.searchsorted(grams.keys, keys), len(grams.keys) - 1)
        known = grams.keys[at] == keys
        values = times * np.where(known, grams.rarity[at], self._rarest)
        return at[known], values[known] / (sqrt(float(values @ values)) or 1.0)
