"""Stems: what the forms of a word have in common, and the words of grammar that have none."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.text import LANGUAGES, LONGEST_WORD, fold

_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}
_REMEMBERED = 100_000

# Snowball expects accents in these endings; folding took them away, so they are put back before stemming.
_ACCENTED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (),
    "es": (("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("ria", "ría")),
    "fr": (("ites", "ités"), ("ite", "ité"), ("ees", "ées"), ("ee", "ée"), ("logie", "logie")),
    "pt": (("coes", "ções"), ("cao", "ção"), ("soes", "sões"), ("sao", "são"), ("encia", "ência"), ("ancia", "ância")),
}


_SHORTEST = 3
"""Characters a word must have to be stemmed."""


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[language], 0)


@lru_cache(maxsize=8)
def _snowball(language: str) -> Callable[[str], str]:
    return _stemmer(language).stemWord  # type: ignore[no-any-return]


_RESTORED = {language: tuple(plain for plain, _ in endings) for language, endings in _ACCENTED.items()}


@lru_cache(maxsize=100_000)
def stem(folded: str, language: str | None) -> str:
    """Snowball stem of a folded word; words with digits, and words of a language not served, stay whole."""
    return _stem(folded, language)


def stems(words: Sequence[str], language: str | None) -> list[str]:
    """`stem` of each of many words; none is remembered."""
    if language not in _STEMMERS:
        return list(words)
    endings = _RESTORED[language]
    restored = [_restored(word, language) for word in words] if endings else list(words)
    found = _stemmer(language).stemWords(restored)
    return [
        word if len(word) < _SHORTEST or not word.isalpha() else stem if stem.isascii() else fold(stem)
        for word, stem in zip(words, found, strict=True)
    ]


def _stem(folded: str, language: str | None) -> str:
    if language not in _STEMMERS or len(folded) < _SHORTEST or not folded.isalpha():
        return folded
    stemmed = _snowball(language)(_restored(folded, language))
    return stemmed if stemmed.isascii() else fold(stemmed)


def _restored(folded: str, language: str) -> str:
    """The word with the accents of its ending."""
    if folded.endswith(_RESTORED[language]):
        for plain, accented in _ACCENTED[language]:
            if folded.endswith(plain) and len(folded) > len(plain) + 1:
                return folded[: -len(plain)] + accented
    return folded


REWRITTEN = 2
"""Letters at the end of a stem that may differ from the word's ("prudemment" has the stem "prudent")."""


@lru_cache(maxsize=100_000)
def beginning_of(stemmed: str) -> str:
    """What every word with this stem begins with."""
    return stemmed[: max(1, len(stemmed) - REWRITTEN)]


def grammar_of(language: str | None) -> frozenset[str]:
    """The grammar words to leave out of a text in `language`; of an unknown language, those of English."""
    return GRAMMAR[language] if language in GRAMMAR else GRAMMAR["en"]


class Stems(dict[str, str]):
    """The stem of each folded word in texts of one language, "" for words of grammar; each is found out once."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._grammar = grammar_of(language)

    def __missing__(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return self[word[:LONGEST_WORD]]
        found = "" if word in self._grammar else _stem(word, self._language)
        self._remember({word: found})
        return found

    def of(self, words: Sequence[str]) -> list[str]:
        """The stem of each of several words, which are found out together."""
        new = [word for word in words if word not in self]
        if new and max(map(len, new)) <= LONGEST_WORD:
            found = dict(zip(new, stems(new, self._language), strict=True))
            self._remember(found | dict.fromkeys(self._grammar.intersection(new), ""))
        return list(map(self.__getitem__, words))

    def _remember(self, found: Mapping[str, str]) -> None:
        if len(self) + len(found) > _REMEMBERED:
            self.clear()
        self.update(found)


@lru_cache(maxsize=len(LANGUAGES) + 1)
def stems_in(language: str | None) -> Stems:
    """Stems of content words in a language; they are the same for all languages not served."""
    return Stems(language)
