"""Words spelt alike: links between a word of a request and the nearest words of the vocabulary.

Character n-grams at the vocabulary, not at the documents, in the spirit of SoftTFIDF (Cohen, Ravikumar and Fienberg 2003,
A Comparison of String Distance Metrics for Name-Matching Tasks). Words are compared by the form in which related words of
the four languages look alike (`text.cognate`), so that "transparencia" finds "transparency" and a typo finds its word.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.glossary import MARK
from matchmaker.matching.text import cognate

NEIGHBOURS = 8
LEAST_LIKENESS = 0.45
POWER = 3
"""The likeness of two words is their cosine to this power: near ones count, vague ones hardly."""


class Spelling:
    """The words of a vocabulary by their character 2- to 4-grams; nearest ones are found once and remembered."""

    def __init__(self, features: Sequence[str]) -> None:
        self._features = features
        self._known: dict[str, tuple[tuple[int, float], ...]] = {}

    def near(self, folded: str, language: str | None = None) -> tuple[tuple[int, float], ...]:
        """Feature numbers of the nearest words with their likeness, 0 to 1, best first."""
        if folded not in self._known:
            self._known[folded] = self._search(folded)
        return self._known[folded]

    @cached_property
    def _grams(self) -> tuple[dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]], dict[str, float]]:
        """Per gram: the words that hold it with its share of the word's length 1 vector; and idf per gram."""
        held: dict[str, list[int]] = {}
        counted: list[tuple[int, Counter[str]]] = []
        for number, feature in enumerate(self._features):
            if feature.startswith(MARK) or len(feature) < 3 or feature[0].isdigit():
                continue
            grams = Counter(grams_of(cognate(feature)))
            counted.append((number, grams))
            for gram in grams:
                held.setdefault(gram, []).append(number)
        total = max(len(counted), 1)
        weight = {gram: float(np.log1p(total / len(words))) for gram, words in held.items()}
        lists: dict[str, list[tuple[int, float]]] = {gram: [] for gram in held}
        for number, grams in counted:
            norm = sqrt(sum((times * weight[gram]) ** 2 for gram, times in grams.items())) or 1.0
            for gram, times in grams.items():
                lists[gram].append((number, times * weight[gram] / norm))
        return {
            gram: (np.array([n for n, _ in rows], np.int32), np.array([w for _, w in rows], np.float32))
            for gram, rows in lists.items()
        }, weight

    def _search(self, folded: str) -> tuple[tuple[int, float], ...]:
        if len(folded) < 3 or any(letter.isdigit() for letter in folded):
            return ()
        lists, weight = self._grams
        grams = Counter(grams_of(cognate(folded)))
        average = max(weight.values(), default=1.0)
        norm = sqrt(sum((times * weight.get(gram, average)) ** 2 for gram, times in grams.items())) or 1.0
        scores = np.zeros(len(self._features), np.float64)
        for gram, times in sorted(grams.items()):
            if gram in lists:
                words, shares = lists[gram]
                scores[words] += shares * (times * weight[gram] / norm)
        near = np.flatnonzero(scores >= LEAST_LIKENESS)
        best = near[np.lexsort((near, -scores[near]))][:NEIGHBOURS]
        return tuple((int(number), float(min(scores[number], 1.0) ** POWER)) for number in best)


def grams_of(word: str) -> list[str]:
    """Character 2- to 4-grams of a word, its ends marked."""
    marked = f"<{word}>"
    return [marked[start : start + size] for size in (2, 3, 4) for start in range(len(marked) - size + 1)]
