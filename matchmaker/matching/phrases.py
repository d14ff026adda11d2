"""Phrases of the glossary over numbered words: found in a whole catalogue by a few array operations."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.glossary import Glossary

Numbers = NDArray[Any]


class Numbering(dict[Any, int]):
    """Gives every new key the next number."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


class Phrases:
    """The glossary's phrases of one language (None: acronyms), their words as numbers by `numbering`.

    Those numbers are below `known`: what is numbered later begins no phrase.
    """

    def __init__(
        self, glossary: Glossary, tongue: str | None, numbering: Numbering, idea: Callable[[int], int]
    ) -> None:
        table = glossary.phrases(tongue)
        self.table = {
            tuple(numbering[part] for part in key): [idea(number) for number in numbers]
            for key, numbers in table.items()
        }
        self._longest = max(map(len, self.table), default=0)
        self.known = len(numbering)
        single = [(key[0], ideas) for key, ideas in self.table.items() if len(key) == 1]
        self._group = np.full(self.known + 1, -1, np.int64)
        self._group[[first for first, _ in single]] = np.arange(len(single))
        self.sizes = np.array([len(ideas) for _, ideas in single], np.int64)
        self.firsts = np.cumsum(self.sizes) - self.sizes
        self.ideas = np.array([number for _, ideas in single for number in ideas], np.int64)
        self._part = np.zeros(self.known + 1, bool)
        self._part[[part for key in self.table if len(key) > 1 for part in key[:2]]] = True
        self._pairs = np.array(sorted({key[0] * self.known + key[1] for key in self.table if len(key) > 1}), np.int64)

    def groups(self, parts: Numbers) -> Numbers:
        """Which group of ideas each word is by itself; -1 for none."""
        return self._group[np.minimum(parts, self.known)]

    def longer(self, parts: Numbers, places: Numbers) -> list[tuple[int, int]]:
        """Phrases of two words and more, all in the same place: where each begins, and its features."""
        found = []
        for first in self._pairs_in(parts, places).tolist():
            run = parts[first : first + self._longest][places[first : first + self._longest] == places[first]]
            key = tuple(run.tolist())
            for length in range(2, len(key) + 1):
                found += [(first, feature) for feature in self.table.get(key[:length], ())]
        return found

    def _pairs_in(self, parts: Numbers, places: Numbers) -> Numbers:
        """Where two words in a row, in the same place, begin a phrase."""
        part = self._part[np.minimum(parts, self.known)]
        two = np.flatnonzero(part[:-1] & part[1:] & (places[:-1] == places[1:]))
        codes = parts[two].astype(np.int64) * self.known + parts[two + 1]
        return two[np.isin(codes, self._pairs)]
