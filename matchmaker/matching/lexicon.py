"""Words by number: everything that counting needs to know of a word, found out once per distinct word.

A *raw* is a run of bytes between ASCII separators, as it stands in a text: no word, one, or several ("l'état").
"""

from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.analysis import is_capitals
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.strings import Strings
from matchmaker.matching.text import (
    LANGUAGES,
    LONGEST_WORD,
    fold,
    in_capitals,
    languages_of_word,
    raw_words,
    signs_of,
    stem,
)

Numbers = NDArray[Any]
TWELFTHS = 12
_NO_VOTES = (0,) * len(LANGUAGES)
_UNSEEN = -2


class _Numbering(dict[Any, int]):
    """Gives every new key the next number."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


class _Column:
    """A number per word (or raw), found out when first asked for."""

    def __init__(self, find: Callable[[int], int], dtype: type = np.int32) -> None:
        self._find = find
        self._held: Numbers = np.full(1024, _UNSEEN, dtype)

    def __getitem__(self, numbers: Numbers) -> Numbers:
        if len(numbers) == 0:
            return np.empty(0, self._held.dtype)
        top = int(numbers.max()) + 1
        if top > len(self._held):
            grown = np.full(max(top, 2 * len(self._held)), _UNSEEN, self._held.dtype)
            grown[: len(self._held)] = self._held
            self._held = grown
        values = self._held[numbers]
        unseen = values == _UNSEEN
        if unseen.any():
            wanted = np.zeros(top, bool)
            wanted[numbers[unseen]] = True
            new = np.flatnonzero(wanted)
            self._held[new] = [self._find(number) for number in new.tolist()]
            values = self._held[numbers]
        return values


class _Phrases:
    """The glossary's phrases of one language (None: acronyms), their words as numbers by `numbering`.

    Those numbers are below `known`: what is numbered later begins no phrase.
    """

    def __init__(
        self, glossary: Glossary, tongue: str | None, numbering: _Numbering, idea: Callable[[int], int]
    ) -> None:
        table = glossary.phrases(tongue)
        self.table = {
            tuple(numbering[part] for part in key): [idea(number) for number in numbers]
            for key, numbers in sorted(table.items())
        }
        self.longest = max(map(len, self.table), default=0)
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

    def pairs(self, parts: Numbers, places: Numbers) -> Numbers:
        """Where two words in a row, in the same place, begin a phrase."""
        part = self._part[np.minimum(parts, self.known)]
        two = np.flatnonzero(part[:-1] & part[1:] & (places[:-1] == places[1:]))
        codes = parts[two].astype(np.int64) * self.known + parts[two + 1]
        return two[np.isin(codes, self._pairs)]


class Lexicon:
    """Numbers for raws, words and features, in the order they are met, with tables over them.

    `written` and `folded` are the words; `votes` (in twelfths) a row per word, `signs` one per raw, with a column for
    each language of `text.LANGUAGES`.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.written: list[str] = []
        self.folded: list[str] = []
        self.votes = np.zeros((0, len(LANGUAGES)))
        self.signs = np.zeros((0, len(LANGUAGES)))
        self._raw = _Numbering({b"\0": 0})
        self._word = _Numbering()
        self._feature = _Numbering()
        self._acronym_part = _Numbering()
        self._counts = np.empty(0, np.int64)
        self._firsts = np.empty(0, np.int64)
        self._flat = np.empty(0, np.int64)
        self._acronyms = np.empty(0, np.int64)
        self._signs_known: dict[str, tuple[int, ...]] = {}
        self._stem = {code: _Column(self._feature_of(code)) for code in LANGUAGES}
        self._phrases = {
            code: _Phrases(glossary, code, self._acronym_part if code is None else self._feature, self._feature_of_idea)
            for code in (*LANGUAGES, None)
        }

    # -- reading -------------------------------------------------------------------------------------------------
    def read(self, texts: Sequence[str], separators: bytes) -> tuple[Numbers, Numbers]:
        """The raws of all texts in a row, and the number of the text each stands in."""
        joined = b" \0 ".join([text.encode("utf-8", "surrogatepass").translate(separators) for text in texts])
        found = joined.split()
        numbers = np.fromiter(map(self._raw.__getitem__, found), np.int32, len(found))
        places = np.cumsum(numbers == 0)
        inside = numbers != 0
        self._take_in()
        return numbers[inside], places[inside]

    def _take_in(self) -> None:
        """Find out what is needed of raws and words met for the first time."""
        known, words_known = len(self._firsts), len(self.folded)
        if known == len(self._raw):
            return
        texts = [raw.decode("utf-8", "surrogatepass") for raw in islice(self._raw, known, None)]
        held = [self._words_in(text) for text in texts]
        signs = [self._signs_in(text.lower()) for text in texts]
        written = list(islice(self._word, words_known, None))
        self.written += written
        self.folded += [fold(word) for word in written]
        folded = self.folded[words_known:]
        votes = [_votes_of(word) for word in folded]
        unknown = self._phrases[None].known
        parts = [self._acronym_part.get(word, unknown) for word in folded]
        self._acronyms = np.concatenate([self._acronyms, np.array(parts, np.int64)])
        counts = np.fromiter(map(len, held), np.int64, len(held))
        self._firsts = np.concatenate([self._firsts, len(self._flat) + np.cumsum(counts) - counts])
        self._counts = np.concatenate([self._counts, counts])
        self._flat = np.concatenate([self._flat, np.fromiter(chain.from_iterable(held), np.int64, counts.sum())])
        self.signs = np.concatenate([self.signs, np.array(signs, float).reshape(-1, len(LANGUAGES))])
        self.votes = np.concatenate([self.votes, np.array(votes, float).reshape(-1, len(LANGUAGES))])

    def _words_in(self, raw: str) -> list[int]:
        if raw.isascii() and raw.isalnum():
            return [self._word[raw[:LONGEST_WORD]]]
        return [self._word[word] for word in raw_words(raw)]

    def _signs_in(self, lowered: str) -> tuple[int, ...]:
        signs = self._signs_known.get(lowered)
        if signs is None:
            signs = self._signs_known[lowered] = signs_of(lowered)
        return signs

    def words_of(self, raws: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """The words in raws, in order, each with the place of its raw."""
        counts = self._counts[raws]
        return self._flat[_ranges(self._firsts[raws], counts)], np.repeat(places, counts)

    # -- tables --------------------------------------------------------------------------------------------------
    def stems(self, language: str, words: Numbers) -> Numbers:
        """The features that words count as."""
        return self._stem[language][words]

    def _feature_of(self, language: str) -> Callable[[int], int]:
        return lambda word: self._feature[stem(self.folded[word], language)]

    def _feature_of_idea(self, idea: int) -> int:
        return self._feature[self.glossary.ideas[idea].feature]

    def sorted_features(self) -> tuple[Strings, NDArray[np.int32]]:
        """All features met, sorted, and the place of each by its number so far."""
        names = list(self._feature)
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), np.int32)
        place[order] = np.arange(len(names), dtype=np.int32)
        return Strings.of(names[number] for number in order), place

    # -- ideas ---------------------------------------------------------------------------------------------------
    def ideas(
        self, language: str, words: Numbers, stems: Numbers, places: Numbers, fields: Sequence[str]
    ) -> tuple[Numbers, Numbers]:
        """`Glossary.find` over content words: where each idea begins, and its feature.

        `stems` are the features of the words, `places` the number of the field (title or text) each stands in.
        """
        at, features = [], []
        for tongue in (language, None):
            phrases = self._phrases[tongue]
            parts = self._acronyms[words] if tongue is None else stems
            groups = phrases.groups(parts)
            hits, pairs = np.flatnonzero(groups >= 0), phrases.pairs(parts, places)
            if tongue is None:
                hits, pairs = (self._written_so(some, words, places, fields) for some in (hits, pairs))
            sizes = phrases.sizes[groups[hits]]
            at.append(np.repeat(hits, sizes))
            features.append(phrases.ideas[_ranges(phrases.firsts[groups[hits]], sizes)])
            more = _longer(phrases, pairs, parts, places)
            at.append(np.array([first for first, _ in more], np.int64))
            features.append(np.array([feature for _, feature in more], np.int64))
        return np.concatenate(at), np.concatenate(features)

    def _written_so(self, hits: Numbers, words: Numbers, places: Numbers, fields: Sequence[str]) -> Numbers:
        """Without acronyms that need capitals and are not written in them, or stand in a text that is all capitals."""
        kept = []
        for hit in hits.tolist():
            word = words[hit]
            strict = self.folded[word] in self.glossary.capitals_only
            kept.append(not strict or (is_capitals(self.written[word]) and not in_capitals(fields[places[hit]])))
        written: Numbers = hits[np.array(kept, bool)]
        return written


def _longer(phrases: _Phrases, pairs: Numbers, parts: Numbers, places: Numbers) -> list[tuple[int, int]]:
    """Phrases of two words and more that begin at `pairs`: where, and their features."""
    found = []
    for first in pairs.tolist():
        run = parts[first : first + phrases.longest][places[first : first + phrases.longest] == places[first]]
        key = tuple(run.tolist())
        for length in range(2, len(key) + 1):
            found += [(first, feature) for feature in phrases.table.get(key[:length], ())]
    return found


def _votes_of(folded: str) -> tuple[int, ...]:
    """The vote of a word for each language, in twelfths, as in `text.detect`."""
    sharing = languages_of_word(folded)
    return tuple(TWELFTHS // len(sharing) if code in sharing else 0 for code in LANGUAGES) if sharing else _NO_VOTES


def _ranges(firsts: Numbers, counts: Numbers) -> Numbers:
    """The numbers `first, first + 1, ...`, as many as `counts` says, one run after another."""
    ends = np.cumsum(counts)
    numbers: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - (ends - counts), counts)
    return numbers
