"""Typed lists: cells that hold several values, and cells beside them that say of what type each value is.

Flat exports of nested data write the dates of an activity as "2015-01-01,2016-02-01" in one column and their types,
"1,2", in another, or each pair in columns of its own; organisations and their roles likewise.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

DATE_TYPES = {
    **dict.fromkeys(("1", "start-planned", "planned-start"), "start planned"),
    **dict.fromkeys(("2", "start-actual", "actual-start"), "start actual"),
    **dict.fromkeys(("3", "end-planned", "planned-end"), "end planned"),
    **dict.fromkeys(("4", "end-actual", "actual-end"), "end actual"),
}
"""Types of dates in IATI, by the codes of version 2 and the words of version 1."""
ROLES = {
    **dict.fromkeys(("1", "funding"), "funding"),
    **dict.fromkeys(("2", "accountable"), "accountable"),
    **dict.fromkeys(("3", "extending"), "extending"),
    **dict.fromkeys(("4", "implementing"), "implementing"),
}
"""Roles of organisations in IATI, by the codes of version 2 and the words of version 1."""
_LONGEST, _LONGEST_LIST = 20_000, 4_000
_TYPES_APART = re.compile(r"\s*[|;,\n]\s*")
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_UNESCAPED = {mark: re.compile(rf"(?<!\\){re.escape(mark)}") for mark in "|;\n,"}


def typed(values: Sequence[str], types: Sequence[str], known: dict[str, str]) -> list[tuple[str, str]] | None:
    """The values of some columns, each with its type; values of a type that is not in `known` are left out.

    The n-th column of values belongs to the n-th of types. None where a cell holds more or fewer values than types, so
    that nobody can tell which is which.
    """
    found = []
    for cell, said in zip(values, types, strict=False):
        kinds = types_of(said)
        parts = parts_of(cell, len(kinds))
        if parts is None:
            return None
        found += [(known[kind], part) for kind, part in zip(kinds, parts, strict=True) if kind in known and part]
    return found


def untyped(cells: Sequence[str]) -> list[str]:
    """The values of cells that nothing tells apart, each cell split at the first mark it holds."""
    found: list[str] = []
    for cell in cells:
        text = cell[:_LONGEST].strip().strip("[]")
        apart = next((apart for mark, apart in _UNESCAPED.items() if mark in text), None)
        found += [_plain(part).strip("'\"") for part in (apart.split(text) if apart else [text])]
    return [part for part in found if part]


@lru_cache(maxsize=4_096)
def types_of(cell: str) -> tuple[str, ...]:
    """The types in a cell, in lower case, words joined by hyphens: "Planned start" is "planned-start"."""
    bare = cell[:_LONGEST].strip().strip("[](){}")
    parts = [re.sub(r"[\s_]+", "-", part.strip(" \"'").casefold()) for part in _TYPES_APART.split(bare)]
    return tuple(part.removesuffix(".0") for part in parts) if bare else ()


def parts_of(cell: str, count: int) -> list[str] | None:
    r"""A cell as so many values, whatever stands between them; None where it cannot be.

    >>> parts_of(r"Ministry\, of Finance,Audit office", 2)
    ['Ministry, of Finance', 'Audit office']
    """
    text = cell[:_LONGEST].strip()
    if count == 0 or not text:
        return None if text or count else []
    if text[0] == "[" and text[-1] == "]":
        listed = list(_listed(text))
        if len(listed) == count:
            return listed
    if count == 1:
        return [_plain(text)]
    for mark, apart in _UNESCAPED.items():
        if mark in text and len(parts := apart.split(text)) == count:
            return [_plain(part) for part in parts]
    return None


def _listed(text: str) -> Iterator[str]:
    """The texts of a list as JSON or Python writes it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = [_plain(one or other) for one, other in _QUOTED.findall(text[:_LONGEST_LIST])]
    for value in found if isinstance(found, list) else ():
        yield str(value).strip() if value is not None else ""


def _plain(part: str) -> str:
    return re.sub(r"\\([,;|'\"\\])", r"\1", part).strip()
