"""Quoting: how a text table writes the quotes that stand in its cells, by its first lines.

The usual way is to write them twice. Some programs put a backslash before them; many that part cells by tabs or bars
write them as they are.
"""

import csv
from typing import Any

_MOST = 5_000


def quoting_of(head: str, delimiter: str, skip: int) -> dict[str, Any]:
    """Options for `csv.reader`: none for the usual way, and wherever no other way makes rows of one width of the first
    lines. `head` ends with a whole line."""
    lines = head.splitlines(keepends=True)[skip:][:_MOST]
    if '"' not in head or _widths(lines, delimiter) is not None:
        return {}
    others: list[dict[str, Any]] = [{"escapechar": "\\"}] if '\\"' in head else []
    others += [{"quoting": csv.QUOTE_NONE}] if delimiter in "\t|" else []
    for how in others:
        widths = _widths(lines, delimiter, **how)
        if widths is not None and len(widths) == 1 and max(widths) > 1:
            return how
    return {}


def _widths(lines: list[str], delimiter: str, **how: Any) -> set[int] | None:
    """How many cells rows have, without those of a single one; None where the lines cannot be read so."""
    try:
        rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True, **how)
        return {len(row) for row in rows if len(row) > 1}
    except csv.Error:
        return None
