"""Words by number: everything that counting needs to know of a word, found out once per distinct word.

A *raw* is a run of bytes between ASCII separators, as it stands in a text: no word, one, or several ("l'état").
"""

from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.glossary import REACH, Glossary
from matchmaker.matching.phrases import Numbering, Phrases
from matchmaker.matching.rows import ranges
from matchmaker.matching.runs import Runs
from matchmaker.matching.stemming import stems
from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.strings import Strings
from matchmaker.matching.text import (
    LANGUAGES,
    LONGEST_WORD,
    TELLING,
    folded,
    languages_of_word,
    words,
)

Numbers = NDArray[Any]
TWELFTHS = 12
_UNSEEN = -2
FIELD = 15
"""Bits for the votes of one language: enough for those of as much text as tells a language, see `text.detect`."""
_GRAMMAR = frozenset(chain.from_iterable(GRAMMAR.values()))
_PLAIN = bytes(
    ord(chr(c).lower()) if c < 128 and chr(c).isalnum() else c if c >= 128 or chr(c) in "_'" else 32 for c in range(256)
)
"""ASCII that neither a word nor a sign of a language can contain becomes a space, capitals become small."""


class _Column:
    """A number per word; `find` finds out those of the words first asked for."""

    def __init__(self, find: Callable[[list[int]], list[int]]) -> None:
        self._find = find
        self._held = np.full(1024, _UNSEEN, np.int32)

    def __getitem__(self, numbers: Numbers) -> Numbers:
        if len(numbers) == 0:
            return np.empty(0, np.int32)
        top = int(numbers.max()) + 1
        if top > len(self._held):
            grown = np.full(max(top, 2 * len(self._held)), _UNSEEN, np.int32)
            grown[: len(self._held)] = self._held
            self._held = grown
        values = self._held[numbers]
        unseen = values == _UNSEEN
        if unseen.any():
            wanted = np.zeros(top, bool)
            wanted[numbers[unseen]] = True
            new = np.flatnonzero(wanted)
            self._held[new] = self._find(new.tolist())
            values = self._held[numbers]
        return values


class Lexicon:
    """Numbers for raws, words and features, in the order they are met, with tables over them.

    `folded` are the words; `grammar` has a bit per language of `text.LANGUAGES` for each, of which it is a word of
    grammar. `votes` of a word and the `signs` in a raw hold a number for each language, `FIELD` bits apart.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.folded: list[str] = []
        self.grammar = np.empty(0, np.uint8)
        self.votes = np.empty(0, np.int64)
        self._signs = np.empty(0, np.int64)
        self._runs = Runs()
        self._word = Numbering()
        self._feature = Numbering()
        self._acronym_part = Numbering()
        self._counts = np.empty(0, np.int32)
        self._firsts = np.empty(0, np.int32)
        self._flat = np.empty(0, np.int32)
        self._acronyms = np.empty(0, np.int64)
        self._topics: set[int] = set()
        self._stem = {code: _Column(self._feature_of(code)) for code in LANGUAGES}
        self._phrases = {
            code: Phrases(glossary, code, self._acronym_part if code is None else self._feature, self._feature_of_idea)
            for code in (*LANGUAGES, None)
        }
        self._wary = {
            code: np.array([*(glossary.is_wary(word, code) for word in self._acronym_part), False])
            for code in LANGUAGES
        }

    # -- reading -------------------------------------------------------------------------------------------------
    def read(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The raws of all texts in a row, and the number of the text each stands in."""
        found = self._runs.read([text.encode("utf-8", "surrogatepass").translate(_PLAIN) for text in texts])
        self._take_in()
        return found

    def _take_in(self) -> None:
        """Find out what is needed of raws and words met for the first time."""
        known, words_known = len(self._firsts), len(self.folded)
        if known == len(self._runs.known):
            return
        texts = _folded_runs(self._runs.known[known:])
        number = self._word
        held = [
            (number[text[:LONGEST_WORD]],)
            if text.isascii() and text.isalnum()
            else tuple([number[word] for word in words(text)])
            for text in texts
        ]
        counts = np.fromiter(map(len, held), np.int32, len(held))
        self._firsts = np.append(self._firsts, len(self._flat) + np.cumsum(counts, dtype=np.int32) - counts)
        self._counts = np.append(self._counts, counts)
        self._flat = np.append(self._flat, np.fromiter(chain.from_iterable(held), np.int32, counts.sum()))
        new = list(islice(self._word, words_known, None))
        self.folded += new
        unknown = self._phrases[None].known
        parts = [self._acronym_part.get(word, unknown) for word in new]
        self._acronyms = np.append(self._acronyms, np.array(parts, np.int64))
        votes, grammar = np.zeros(len(new), np.int64), np.zeros(len(new), np.uint8)
        for at in [at for at, word in enumerate(new) if word in _GRAMMAR]:
            spoken = languages_of_word(new[at])
            votes[at] = sum(TWELFTHS // len(spoken) << FIELD * LANGUAGES.index(code) for code in spoken)
            grammar[at] = sum(1 << LANGUAGES.index(code) for code in spoken)
        self.votes = np.append(self.votes, votes)
        self.grammar = np.append(self.grammar, grammar)

    def words_of(self, raws: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """The words in raws, in order, each with the place of its raw."""
        counts, at = self._counts[raws], self._firsts[raws]
        if bool((counts == 1).all()):
            return self._flat[at], places
        ends = np.cumsum(counts)
        several = np.flatnonzero(counts > 1)
        at = np.repeat(at, counts)
        at[ranges(ends[several] - counts[several], counts[several])] = ranges(
            self._firsts[raws[several]], counts[several]
        )
        return self._flat[at], np.repeat(places, counts)

    def signs(self, raws: Numbers) -> Numbers:
        """The signs in each of some raws, found out of those first asked for."""
        if len(self._signs) < len(self._runs.known):
            new = np.full(len(self._runs.known), _UNSEEN, np.int64)
            new[: len(self._signs)] = self._signs
            self._signs = new
        wanted = np.zeros(len(self._signs), bool)
        wanted[raws] = True
        unseen = np.flatnonzero(wanted & (self._signs == _UNSEEN))
        if len(unseen):
            known = self._runs.known
            self._signs[unseen] = _signs_in(_folded_runs([known[number] for number in unseen.tolist()]))
        return self._signs[raws]

    # -- tables --------------------------------------------------------------------------------------------------
    def stems(self, language: str, words: Numbers) -> Numbers:
        """The features that words count as."""
        return self._stem[language][words]

    def _feature_of(self, language: str) -> Callable[[list[int]], list[int]]:
        def of(words: list[int]) -> list[int]:
            return [self._feature[stem] for stem in stems([self.folded[word] for word in words], language)]

        return of

    def _feature_of_idea(self, idea: int) -> int:
        number = self._feature[self.glossary.ideas[idea].feature]
        if self.glossary.ideas[idea].kind == "topic":
            self._topics.add(number)
        return number

    def sorted_features(self) -> tuple[Strings, NDArray[np.int32]]:
        """All features met, sorted, and the place of each by its number so far."""
        names = list(self._feature)
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), np.int32)
        place[order] = np.arange(len(names), dtype=np.int32)
        return Strings.of(names[number] for number in order), place

    # -- ideas ---------------------------------------------------------------------------------------------------
    def ideas(self, language: str, words: Numbers, stems: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """`Glossary.find` over content words: where each idea begins, and its feature.

        `stems` are the features of the words, `places` the number of the field (title or text) each stands in.
        """
        at, features = [], []
        doubtful = np.empty(0, np.int64)
        for tongue in (language, None):
            phrases = self._phrases[tongue]
            parts = self._acronyms[words] if tongue is None else stems
            groups = phrases.groups(parts)
            hits = np.flatnonzero(groups >= 0)
            if tongue is None:
                wary = self._wary[language][parts[hits]]
                doubtful, hits = hits[wary], hits[~wary]
            sizes = phrases.sizes[groups[hits]]
            at.append(np.repeat(hits, sizes))
            features.append(phrases.ideas[ranges(phrases.firsts[groups[hits]], sizes)])
            more = phrases.longer(parts, places)
            at.append(np.array([first for first, _ in more], np.int64))
            features.append(np.array([feature for _, feature in more], np.int64))
        found_at, found = np.concatenate(at), np.concatenate(features)
        if not len(doubtful):
            return found_at, found
        more = self._accompanied(doubtful, words, places, (found_at, found))
        return (
            np.concatenate([found_at, np.array([first for first, _ in more], np.int64)]),
            np.concatenate([found, np.array([feature for _, feature in more], np.int64)]),
        )

    def _accompanied(
        self, doubtful: Numbers, words: Numbers, places: Numbers, found: tuple[Numbers, Numbers]
    ) -> list[tuple[int, int]]:
        """Acronyms that count only in company, where another topic begins near by; and their features."""
        topics = np.isin(found[1], list(self._topics))
        at, features = found[0][topics], found[1][topics]
        kept = []
        for place, part in zip(doubtful.tolist(), self._acronyms[words[doubtful]].tolist(), strict=True):
            own = self._phrases[None].table[(part,)]
            near = (np.abs(at - place) <= REACH) & (places[at] == places[place])
            if np.isin(features[near], own, invert=True).any():
                kept += [(place, feature) for feature in own]
        return kept


def _folded_runs(runs: Sequence[bytes]) -> list[str]:
    """Runs of bytes as folded text. ASCII is in small letters already."""
    texts = b"\n".join(runs).decode("utf-8", "surrogatepass").split("\n")
    others = [at for at, text in enumerate(texts) if not text.isascii()]
    for at, text in zip(others, folded("\n".join([texts[at] for at in others])).split("\n"), strict=False):
        texts[at] = text
    return texts


def _signs_in(folded: Sequence[str]) -> Numbers:
    """How many of `TELLING` stand in each of many runs, found in one go: none reaches across the end of a line."""
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)) + 1)
    joined = "\n".join(folded)
    signs = np.zeros(len(folded), np.int64)
    for number, telling in enumerate(TELLING):
        places = [hit.start() for hit in telling.finditer(joined)]
        found = np.searchsorted(ends, np.array(places, np.int64), "right")
        signs += np.bincount(found, minlength=len(folded)) << FIELD * number
    return signs
