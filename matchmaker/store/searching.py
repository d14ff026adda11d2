"""Searching texts with LIKE: words in any order, letters with or without accents.

LIKE knows no accents. So a word becomes a pattern that lets any letter stand where an accent may be, and what the
database finds is checked again on folded text.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

_ACCENTS = re.compile("[\u0300-\u036f]+")
_MAY_HAVE_ACCENT = frozenset("aeioucn")


def folded(text: str) -> str:
    """`text` without accents and case."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.casefold()


def words_of(text: str) -> list[str]:
    """The words to look for."""
    return [word for word in folded(text).split() if word]


def _pattern(word: str) -> str:
    if len(word) < 3:
        letters = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"%{letters}%"
    letters = ""
    for letter in word:
        if letter in "\\%_":
            letters += f"\\{letter}"
        elif letter in _MAY_HAVE_ACCENT or not letter.isascii():
            letters += "_"
        else:
            letters += letter
    return f"%{letters}%"


def condition(words: list[str], columns: tuple[str, ...]) -> tuple[str, list[Any]]:
    """A condition that every row with all `words` in `columns` meets, and some others do, and its parameters."""
    if not words:
        return "1", []
    joined = " || ' ' || ".join(columns)
    return " AND ".join(f"({joined}) LIKE ? ESCAPE '\\'" for _ in words), [_pattern(word) for word in words]


def has_all(words: Sequence[str], *texts: str) -> bool:
    """Whether every one of `words` stands in `texts`."""
    if not words:
        return True
    joined = folded(" ".join(texts))
    return all(word in joined for word in words)
