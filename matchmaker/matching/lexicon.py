"""Words by number: everything that counting needs to know of a word, found out once per distinct word.

A *raw* is a run of bytes between ASCII separators, as it stands in a text: no word, one, or several ("l'état").
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.analysis import is_capitals
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.strings import Strings
from matchmaker.matching.text import LANGUAGES, fold, in_capitals, languages_of_word, raw_words, signs_of, stem

Numbers = NDArray[Any]
TWELFTHS = 12
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
        self._held = np.full(1024, _UNSEEN, dtype)

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
            new = np.unique(numbers[unseen])
            self._held[new] = [self._find(number) for number in new.tolist()]
            values = self._held[numbers]
        return values


class _Phrases:
    """The glossary's phrases of one language (None: acronyms) over the words of a lexicon."""

    def __init__(self, lexicon: "Lexicon", tongue: str | None) -> None:
        self.table = lexicon.glossary.phrases(tongue)
        self.key: Callable[[int], str] = (
            lexicon.folded.__getitem__ if tongue is None else lambda word: stem(lexicon.folded[word], tongue)
        )
        self.longest = max(map(len, self.table), default=0)
        stems = sorted({part for key in self.table for part in key[:2]})
        number = {part: at for at, part in enumerate(stems, 1)}
        singles = sorted(key[0] for key in self.table if len(key) == 1)
        single = {part: at for at, part in enumerate(singles)}
        held = [[lexicon.feature_of_idea(idea) for idea in self.table[(part,)]] for part in singles]
        self.sizes = np.array([len(ideas) for ideas in held], np.int64)
        self.firsts = np.cumsum(self.sizes) - self.sizes
        self.ideas = np.array([idea for ideas in held for idea in ideas], np.int64)
        self.width = len(stems) + 1
        self.pairs = np.array(
            sorted({number[key[0]] * self.width + number[key[1]] for key in self.table if len(key) > 1}), np.int64
        )
        self.single = _Column(lambda word: single.get(self.key(word), -1))
        self.part = _Column(lambda word: number.get(self.key(word), 0))


class Lexicon:
    """Numbers for raws, words and features, in the order they are met, with tables over them."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._raw = _Numbering({b"\0": 0})
        self._raw_words: list[list[int]] = []
        self._raw_list: list[str] = []
        self._word = _Numbering()
        self.folded: list[str] = []
        self._feature = _Numbering()
        self._counts = np.empty(0, np.int64)
        self._firsts = np.empty(0, np.int64)
        self._flat = np.empty(0, np.int64)
        self._grammar = {code: _Column(self._is_grammar(code)) for code in LANGUAGES}
        self._stem = {code: _Column(self._feature_of(code)) for code in LANGUAGES}
        self._votes = [_Column(self._vote(code)) for code in LANGUAGES]
        self._signs = [_Column(self._sign(code)) for code in LANGUAGES]
        self._phrases: dict[str | None, _Phrases] = {}
        self._written: list[str] = []
        self._in_capitals = _Column(lambda word: int(is_capitals(self._written[word])))
        self._needs_capitals = _Column(lambda word: int(self.folded[word] in glossary.capitals_only))

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
        """Find the words of raws met for the first time."""
        known = len(self._raw_words)
        if known == len(self._raw):
            return
        for raw in list(self._raw)[known:]:
            text = raw.decode("utf-8", "surrogatepass")
            self._raw_list.append(text)
            self._raw_words.append([self._word[word] for word in raw_words(text)] if raw != b"\0" else [])
        for word in list(self._word)[len(self._written) :]:
            self._written.append(word)
            self.folded.append(fold(word))
        fresh = self._raw_words[known:]
        counts = np.fromiter(map(len, fresh), np.int64, len(fresh))
        flat = np.array([word for words in fresh for word in words], np.int64)
        self._firsts = np.concatenate([self._firsts, len(self._flat) + np.cumsum(counts) - counts])
        self._counts = np.concatenate([self._counts, counts])
        self._flat = np.concatenate([self._flat, flat])

    def words_of(self, raws: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """The words in raws, in order, each with the place of its raw."""
        counts = self._counts[raws]
        return self._flat[_ranges(self._firsts[raws], counts)], np.repeat(places, counts)

    # -- tables --------------------------------------------------------------------------------------------------
    def grammar(self, language: str, words: Numbers) -> Numbers:
        """Which words are grammar in a language."""
        return self._grammar[language][words] == 1

    def stems(self, language: str, words: Numbers) -> Numbers:
        """The features that words count as."""
        return self._stem[language][words]

    def votes(self, language: int) -> _Column:
        """Per word: its vote for a language, in twelfths."""
        return self._votes[language]

    def signs(self, language: int) -> _Column:
        """Per raw: how many typical letters and endings of a language stand in it."""
        return self._signs[language]

    def feature_of_idea(self, idea: int) -> int:
        """The feature of a glossary entry."""
        return self._feature[self.glossary.ideas[idea].feature]

    def sorted_features(self) -> tuple[Strings, NDArray[np.int32]]:
        """All features met, sorted, and the place of each by its number so far."""
        names = list(self._feature)
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), np.int32)
        place[order] = np.arange(len(names), dtype=np.int32)
        return Strings.of(names[number] for number in order), place

    def _is_grammar(self, language: str) -> Callable[[int], int]:
        grammar = GRAMMAR[language]
        return lambda word: int(self.folded[word] in grammar)

    def _feature_of(self, language: str) -> Callable[[int], int]:
        return lambda word: self._feature[stem(self.folded[word], language)]

    def _vote(self, language: str) -> Callable[[int], int]:
        def vote(word: int) -> int:
            sharing = languages_of_word(self.folded[word])
            return TWELFTHS // len(sharing) if language in sharing else 0

        return vote

    def _sign(self, language: str) -> Callable[[int], int]:
        return lambda raw: signs_of(self._raw_list[raw].lower(), language)

    # -- ideas ---------------------------------------------------------------------------------------------------
    def ideas(self, language: str, words: Numbers, places: Numbers, fields: Sequence[str]) -> tuple[Numbers, Numbers]:
        """`Glossary.find` over content words: where each idea begins, and its feature."""
        at, features = [], []
        for tongue in (language, None):
            if tongue not in self._phrases:
                self._phrases[tongue] = _Phrases(self, tongue)
            phrases = self._phrases[tongue]
            if not phrases.table or not len(words):
                continue
            single = phrases.single[words]
            hits = np.flatnonzero(single >= 0)
            pairs = self._pairs(phrases, words, places)
            if tongue is None:
                hits, pairs = (self._written_so(some, words, places, fields) for some in (hits, pairs))
            groups = single[hits]
            at.append(np.repeat(hits, phrases.sizes[groups]))
            features.append(phrases.ideas[_ranges(phrases.firsts[groups], phrases.sizes[groups])])
            more_at, more = self._longer(phrases, pairs, words, places)
            at.append(more_at)
            features.append(more)
        if not at:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(at), np.concatenate(features)

    def _pairs(self, phrases: _Phrases, words: Numbers, places: Numbers) -> Numbers:
        """Where two words in a row begin a phrase."""
        part = phrases.part[words]
        two = np.flatnonzero((part[:-1] > 0) & (part[1:] > 0) & (places[:-1] == places[1:]))
        codes = part[two].astype(np.int64) * phrases.width + part[two + 1]
        return two[np.isin(codes, phrases.pairs)]

    def _longer(
        self, phrases: _Phrases, pairs: Numbers, words: Numbers, places: Numbers
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Phrases of two words and more that begin at `pairs`."""
        at: list[int] = []
        features: list[int] = []
        for first in pairs.tolist():
            run = words[first : first + phrases.longest]
            run = run[places[first : first + phrases.longest] == places[first]].tolist()
            stems = tuple(phrases.key(word) for word in run)
            for length in range(2, len(stems) + 1):
                for idea in phrases.table.get(stems[:length], ()):
                    at.append(first)
                    features.append(self.feature_of_idea(idea))
        return np.array(at, np.int64), np.array(features, np.int64)

    def _written_so(self, hits: Numbers, words: Numbers, places: Numbers, fields: Sequence[str]) -> Numbers:
        """Without acronyms that need capitals and are not written in them, or stand in a text that is all capitals."""
        found = words[hits]
        strict = self._needs_capitals[found] == 1
        kept = ~strict | (self._in_capitals[found] == 1)
        for number in np.flatnonzero(strict & kept).tolist():
            kept[number] = not in_capitals(fields[places[hits[number]]])
        return hits[kept]


def _ranges(firsts: Numbers, counts: Numbers) -> Numbers:
    """The numbers `first, first + 1, ...`, as many as `counts` says, one run after another."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - (ends - counts), counts)
