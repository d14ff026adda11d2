"""Text: tokens with their place, folding, and the language a text is in.

Every function is pure and deterministic. Folding comes before everything else (`plain`), so that accents, case and
Unicode form can never change a ranking.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, filterfalse
from typing import NamedTuple

from matchmaker.matching.stopwords import GRAMMAR

LANGUAGES = ("en", "es", "fr", "pt")

_WORD = re.compile(r"[^\W_]+")
_PARTED = re.compile(r"([^\W_]+)")
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})
LONGEST_WORD = 40
"""Longer runs of letters are cut to this many characters: they are damage or data, not words."""


class Token(NamedTuple):
    """A word at `start:end` of its text. `folded` has neither case nor accents."""

    start: int
    end: int
    folded: str


def _folded(text: str) -> str:
    """Every letter by itself: what comes out does not depend on its neighbours, so that texts can be joined."""
    small = unicodedata.normalize("NFKD", text).casefold().translate(_SPECIAL)
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", small)))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """`word` in lower case without accents; compatibility forms and ligatures as plain letters."""
    return word.lower() if word.isascii() else _folded(word)


class _Letters(dict[int, str]):
    """Letters folded one by one, each found out once; `odd` are those that become none or several."""

    def __init__(self) -> None:
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str:
        plain = self[code] = _folded(chr(code))
        if len(plain) != 1:
            self.odd.add(chr(code))
        return plain


_LETTERS = _Letters()


@lru_cache(maxsize=1)
def _latin() -> tuple[bytes, bytes]:
    """How each byte of Latin-1 is folded, and those that do not become one letter of it."""
    made = [_folded(chr(code)) for code in range(256)]
    odd = [code for code, plain in enumerate(made) if len(plain) != 1 or ord(plain) > 255]
    return bytes(0 if code in odd else ord(plain) for code, plain in enumerate(made)), bytes(odd)


def _letter_by_letter(text: str) -> str | None:
    """A text folded where every letter becomes one letter and all are of Latin-1, which is quick; else None."""
    if text.isascii():
        return text.lower()
    try:
        written = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    read = written.translate(*_latin())
    return read.decode("latin-1") if len(read) == len(written) else None


@lru_cache(maxsize=1)
def _latin_words() -> tuple[bytes, bytes]:
    """`_latin`, with a space for whatever no word contains."""
    made, odd = _latin()
    return bytes(code if chr(code).isalnum() else ord(" ") for code in made), odd


def between_spaces(text: str) -> str | None:
    """`text` folded, a space for every character outside of words, and one more before and after it: each word stands
    between two of them. None where the letters are not folded one by one, or not all of Latin-1."""
    try:
        written = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    read = written.translate(*_latin_words())
    return f" {read.decode('latin-1')} " if len(read) == len(written) else None


class Plain(NamedTuple):
    """A text as it is read: folded. `starts` and `ends` say which characters of the original each of its own stands
    for; None where the two agree place by place."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the original that `start:end` of `text` stands for, with the marks upon them."""
        if self.starts is None or self.ends is None:
            return start, end
        first = self.starts[start]
        return first, self.ends[end - 1] if end > start else first


@lru_cache(maxsize=16)
def plain(text: str) -> Plain:
    """`text` folded, so that accents, case and Unicode form can change nothing that is read from it."""
    quick = _letter_by_letter(text)
    if quick is not None:
        return Plain(quick)
    folded = text.translate(_LETTERS)
    if _LETTERS.odd.isdisjoint(text):
        return Plain(folded)
    starts: list[int] = []
    ends: list[int] = []
    for at, letter in enumerate(text):
        made = len(_LETTERS[ord(letter)])
        if made:
            starts += [at] * made
            ends += [at + 1] * made
        elif ends:
            ends[-1] = at + 1
    return Plain(folded, [*starts, len(text)], ends)


def tokens(text: str) -> list[Token]:
    """The words of `text` in order. Apostrophes and hyphens part words; numbers are words."""
    read = plain(text)
    return [Token(*read.span(*hit.span()), hit[0][:LONGEST_WORD]) for hit in word_hits(read)]


def words_with_starts(folded: str) -> tuple[list[str], list[int]]:
    """The words of a folded text, uncut, and where each starts."""
    parts = _PARTED.split(folded)
    return parts[1::2], list(accumulate(map(len, parts)))[:-1:2]


def word_hits(read: Plain, start: int = 0) -> Iterator[re.Match[str]]:
    """The words of a folded text from `start` on, uncut, with their places in it."""
    return _WORD.finditer(read.text, start)


def word_end(folded: str, at: int) -> int:
    """Where the word ends of which the character `at` of a folded text is part; `at + 1` outside of words."""
    hit = _WORD.match(folded, at)
    return hit.end() if hit else at + 1


def words(text: str) -> list[str]:
    """Folded words of `text`, the longest cut, without their places."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]


def folded(text: str) -> str:
    """`plain(text).text`."""
    quick = _letter_by_letter(text)
    return text.translate(_LETTERS) if quick is None else quick


# -- language --------------------------------------------------------------------------------------------------------
_SHARED_BY: dict[str, tuple[str, ...]] = {}


def languages_of_word(folded: str) -> tuple[str, ...]:
    """The languages in which the word is one of grammar."""
    if not _SHARED_BY:
        for language in LANGUAGES:
            for word in GRAMMAR[language]:
                _SHARED_BY[word] = (*_SHARED_BY.get(word, ()), language)
    return _SHARED_BY.get(folded, ())


TELLING = (
    re.compile(r"tion\b|ing\b|\w{3}ed\b|ity\b|wh|\w{2}th|sh|ly\b|ment\b|ght"),
    re.compile(r"cion(?:es)?\b|¿|¡|dad\b|iento|mos\b|\bll"),
    re.compile(r"\b[dlnsjcm]['’]|\bqu['’]|eux\b|aux\b|(?:l|r|iv|[ac]|in)ite\b|ments?\b|eurs?\b|elles?\b"),
    re.compile(r"cao\b|coes\b|\w{2}ao\b|oes\b|dades?\b|nh|lh|mos\b"),
)
"""Typical letters and endings in folded text, for each of `LANGUAGES`."""


_FIELD = 16
_FULL = (1 << _FIELD) - 1


class _Told(dict[str, int]):
    """What a run of folded text without spaces tells of the language: fields of `_FIELD` bits that can be summed.

    The first counts words, then come for each of `LANGUAGES` votes in twelfths, then signs. Neither reaches across a
    space.
    """

    def of(self, text: str) -> int:
        """What all runs of a folded text tell together."""
        runs = text.split()
        told = list(map(self.get, runs))
        if None not in told:
            return sum(told)  # type: ignore[arg-type]
        new = list({run for run, known in zip(runs, told, strict=True) if known is None})
        found = dict(zip(new, _told_by(new), strict=True))
        total = sum([found[run] if known is None else known for run, known in zip(runs, told, strict=True)])
        if len(self) + len(found) > _REMEMBERED:
            self.clear()
        self.update((run, one) for run, one in found.items() if len(run) <= LONGEST_WORD)
        return total


def _told_by(runs: Sequence[str]) -> list[int]:
    """What each of some runs tells. Signs are looked for in all together: none reaches across the end of a line."""
    told = [_votes_of(run) for run in runs]
    ends = list(accumulate([len(run) + 1 for run in runs]))
    joined = "\n".join(runs)
    for number, telling in enumerate(TELLING, start=1 + len(LANGUAGES)):
        for hit in telling.finditer(joined):
            told[bisect_right(ends, hit.start())] += 1 << number * _FIELD
    return told


def _votes_of(run: str) -> int:
    """How many words a run has, and the votes of those of grammar."""
    found = (run,) if run.isalnum() else _WORD.findall(run)
    told = len(found)
    for sharing in filter(None, map(languages_of_word, found)):
        for language in sharing:
            told += 12 // len(sharing) << (1 + LANGUAGES.index(language)) * _FIELD
    return told


_TOLD = _Told()
_REMEMBERED = 100_000


def forget() -> None:
    """Let go of what is remembered of words."""
    _TOLD.clear()
    fold.cache_clear()


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
    told = _TOLD.of(folded(text)[:4000])
    count, *fields = [told >> at & _FULL for at in range(0, _FIELD * (1 + 2 * len(LANGUAGES)), _FIELD)]
    signs = [3 * min(sign, max(count, 1)) for sign in fields[len(LANGUAGES) :]]
    votes = {language: fields[number] + signs[number] for number, language in enumerate(LANGUAGES)}
    ranked = sorted(LANGUAGES, key=lambda language: (-votes[language], LANGUAGES.index(language)))
    lead = votes[ranked[0]] - votes[ranked[1]]
    if votes[ranked[0]] == 0 or (count < 4 and lead < 3) or lead <= 0:
        return None
    return ranked[0]
