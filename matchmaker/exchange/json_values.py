"""JSON values: JSON under our rules, and its objects as text by dotted key.

What JSON allows and we do not: a key said twice, NaN and Infinity, numbers beyond 64 bits. A number that is no
identifier keeps its digits as text; 7 and "7" are the same id.
"""

import json
import re
from typing import Any

from matchmaker.exchange import limits

_BIG = 2**63


class Unfit:
    """A value JSON gave that no record may hold."""

    def __init__(self, what: str) -> None:
        self.what = what


class SaidTwice(ValueError):  # noqa: N818 - said of a key
    """A key stands twice in one object."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise SaidTwice(twice[:80])
    return found


def _integer(digits: str) -> Any:
    if len(digits) < 19:
        return int(digits)
    return int(digits) if len(digits) < 21 and abs(int(digits)) < _BIG else Unfit(f"a number of {len(digits)} digits")


def _decimal(digits: str) -> Any:
    number = float(digits)
    return number if number - number == 0 else Unfit(f"the number {digits[:20]}")


def parsed(text: str) -> Any:
    """A JSON text under our rules. Raises ValueError (with the place) or RecursionError."""
    return json.loads(
        text,
        object_pairs_hook=_pairs,
        parse_int=_integer,
        parse_float=_decimal,
        parse_constant=lambda word: Unfit(word),
    )


def depth_of(found: Any) -> int:
    """How deep lists and objects are nested, looked at level by level, to just beyond the limit."""
    depth, level = 0, [found]
    while level and depth <= limits.DEPTH:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, dict | list)
        ]
    return depth


def flat(entry: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """An entry as text by dotted key. Lists of plain values are joined with ";"; narratives give their text."""
    found: dict[str, Any] = {}
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value and depth < 4:
            found.update(flat(value, f"{name}.", depth + 1))
        elif isinstance(value, list):
            found[name] = _joined(value)
        else:
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _LONE.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, Unfit):
        return value
    return json.dumps(value, ensure_ascii=False, default=lambda unfit: unfit.what)


_LONE = re.compile("[\ud800-\udfff]")


def _joined(values: list[Any]) -> Any:
    parts = []
    for value in values:
        if isinstance(value, dict):
            named = next(
                (
                    value[key]
                    for key in ("narrative", "name", "title", "text", "label", "code")
                    if isinstance(value.get(key), str)
                ),
                None,
            )
            value = named if named is not None else value
        plain = _plain(value)
        if isinstance(plain, Unfit):
            return plain
        parts.append(plain)
    return "\n".join(parts) if any(";" in part for part in parts) else ";".join(parts)
