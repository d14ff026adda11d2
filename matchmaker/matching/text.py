"""Text: tokens with their place, folding, stems, and the language a text is in.

Every function is pure and deterministic. Folding comes before everything else, so that accents, case and Unicode
form can never change a ranking.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

from matchmaker.matching.stopwords import GRAMMAR

LANGUAGES = ("en", "es", "fr", "pt")
_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}

_MARK = "\u0300-\u036f"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARK}])*")
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})
LONGEST_WORD = 40
"""Longer runs of letters are cut to this many characters: they are damage or data, not words."""


class Token(NamedTuple):
    """A word at `start:end` of its text. `folded` has neither case nor accents."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """`word` in lower case without accents; compatibility forms and ligatures as plain letters."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL))
    return "".join(filterfalse(unicodedata.combining, plain))


def tokens(text: str) -> list[Token]:
    """The words of `text` in order. Apostrophes and hyphens part words; numbers are words."""
    return [Token(hit.start(), hit.end(), fold(hit[0][:LONGEST_WORD])) for hit in _WORD.finditer(text)]


def word_hits(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` as written, with their places."""
    return _WORD.finditer(text)


def raw_words(text: str) -> list[str]:
    """The words of `text` as written, the longest cut."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(text)]


def words(text: str) -> list[str]:
    """Folded words of `text`, without their places."""
    return [fold(word) for word in raw_words(text)]


# -- stems -----------------------------------------------------------------------------------------------------------
# Snowball expects accents in these endings; folding took them away, so they are put back before stemming.
_ACCENTED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (),
    "es": (("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("ria", "ría")),
    "fr": (("ites", "ités"), ("ite", "ité"), ("ees", "ées"), ("ee", "ée"), ("logie", "logie")),
    "pt": (("coes", "ções"), ("cao", "ção"), ("soes", "sões"), ("sao", "são"), ("encia", "ência"), ("ancia", "ância")),
}


@lru_cache(maxsize=8)
def _snowball(language: str) -> Callable[[str], str]:
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[language]).stemWord  # type: ignore[no-any-return]


@lru_cache(maxsize=400_000)
def stem(folded: str, language: str | None) -> str:
    """Snowball stem of a folded word; words with digits, and words of a language not served, stay whole."""
    if language not in _STEMMERS or len(folded) < 3 or not folded.isalpha():
        return folded
    restored = folded
    for plain, accented in _ACCENTED[language]:
        if folded.endswith(plain) and len(folded) > len(plain) + 1:
            restored = folded[: -len(plain)] + accented
            break
    return fold(_snowball(language)(restored))


def is_grammar(folded: str, language: str | None) -> bool:
    """Is the word one of grammar in this language (in any served one, when the language is unknown)?"""
    if language in GRAMMAR:
        return folded in GRAMMAR[language]
    return folded in GRAMMAR["en"]


# -- language --------------------------------------------------------------------------------------------------------
_SHARED_BY: dict[str, tuple[str, ...]] = {}


def languages_of_word(folded: str) -> tuple[str, ...]:
    """The languages in which the word is one of grammar."""
    if not _SHARED_BY:
        for language in LANGUAGES:
            for word in GRAMMAR[language]:
                _SHARED_BY[word] = (*_SHARED_BY.get(word, ()), language)
    return _SHARED_BY.get(folded, ())


_TELLING = (
    re.compile(r"tion\b|ing\b|\w{3}ed\b|ity\b|wh|\w{2}th|sh|ly\b|ment\b|ght"),
    re.compile(r"ción|ñ|¿|¡|dad\b|iento|mos\b|\bll"),
    re.compile(r"[èêâîôûëïœ]|\b[dlnsjcm]['’]|\bqu['’]|eux\b|aux\b|ité\b|ments?\b|ée"),
    re.compile(r"ção|ções|ã|õ|dade|nh|lh|mos\b"),
)
"""Typical letters and endings, for each of `LANGUAGES`."""


def signs_of(lowered: str) -> tuple[int, ...]:
    """How many letters and endings typical of each of `LANGUAGES` stand in a text in lower case."""
    return tuple([len(telling.findall(lowered)) for telling in _TELLING])


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of `text` among `LANGUAGES`: as declared where that is one of them, else detected, else None.

    Grammar words vote, each divided among the languages that have it; typical letters and endings add a little.
    Under four words only the declaration counts, unless the letters leave no doubt.
    """
    if declared:
        short = declared.strip().lower()[:2]
        if short in LANGUAGES:
            return short
    return detect(text)


def detect(text: str) -> str | None:
    """`language_of` without a declaration; None when the text gives too little to go by.

    Votes are whole twelfths, so that their sum does not depend on the order of the words.
    """
    sample = text[:4000]
    votes = dict.fromkeys(LANGUAGES, 0)
    found = words(sample)
    count = len(found)
    for sharing in filter(None, map(languages_of_word, found)):
        for language in sharing:
            votes[language] += 12 // len(sharing)
    lowered = sample.lower()
    for language, signs in zip(LANGUAGES, signs_of(lowered), strict=True):
        votes[language] += 3 * min(signs, max(count, 1))
    ranked = sorted(LANGUAGES, key=lambda language: (-votes[language], LANGUAGES.index(language)))
    lead = votes[ranked[0]] - votes[ranked[1]]
    if votes[ranked[0]] == 0 or (count < 4 and lead < 3) or lead <= 0:
        return None
    return ranked[0]


_SMALL, _CAPITAL = b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def in_capitals(text: str) -> bool:
    """Is the text shouted, so that capitals say nothing about acronyms?"""
    sample = text[:2000]
    plain = sample.encode("ascii", "ignore")
    small = len(plain) - len(plain.translate(None, _SMALL))
    capital = len(plain) - len(plain.translate(None, _CAPITAL))
    letters = small + capital
    if len(plain) < len(sample):
        others = [letter for letter in sample if letter > "\x7f" and letter.isalpha()]
        letters += len(others)
        capital += sum(map(str.isupper, others))
    return letters > 12 and capital > 0.7 * letters


def spans_of(text_tokens: Sequence[Token], positions: Iterable[int]) -> list[tuple[int, int]]:
    """Character spans of the tokens at `positions`, neighbours joined."""
    spans: list[tuple[int, int]] = []
    last = -2
    for position in sorted(set(positions)):
        token = text_tokens[position]
        if position == last + 1:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
        last = position
    return spans
