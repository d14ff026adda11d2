"""The rows of a list and how they are laid out in columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.content import Content

from matchmaker.triage.packed import Texts

T = TypeVar("T")
GUTTER = 2
"""Cells left of the first column: the cursor and the mark."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` 0 shares what the others leave; `from_width` hides it in a list narrower than that."""

    key: str
    label: str
    width: int = 0
    right: bool = False
    from_width: int = 0


class Listing(Generic[T]):
    """The rows of a list: items, how to tell them apart, and how to draw one when it comes into sight.

    Building one asks every item for its key; a long list brings its `keys` along.
    """

    def __init__(
        self,
        items: Sequence[T],
        key: Callable[[T], str],
        cells: Callable[[T], Sequence[Content]],
        below: Callable[[T], Content] | None = None,
        keys: Sequence[str] | None = None,
    ) -> None:
        self.items = items
        self.key = key
        self.cells = cells
        self.below = below
        self.keys = [key(item) for item in items] if keys is None else keys

    def __len__(self) -> int:
        return len(self.items)

    def row_of(self, key: str | None) -> int | None:
        """Where the item with that key stands, or None."""
        if key is None:
            return None
        if isinstance(self.keys, Texts):
            return self.keys.row_of(key)
        return self.keys.index(key) if key in self.keys else None


def widths(columns: Sequence[Column], width: int) -> list[tuple[Column, int]]:
    """The columns that fit a list of that width, each with its own width."""
    kept = [column for column in columns if width >= column.from_width]
    left = width - GUTTER - sum(column.width for column in kept) - 2 * (len(kept) - 1)
    flexible = [column for column in kept if column.width == 0]
    sized, spare = [], max(0, left)
    for column in kept:
        if column.width:
            sized.append((column, column.width))
        else:
            share = spare // len(flexible)
            spare, flexible = spare - share, flexible[1:]
            sized.append((column, max(4, share)))
    return sized


def column_at(columns: Sequence[Column], width: int, x: int) -> str | None:
    """The key of the column that cell `x` of a line belongs to."""
    left = GUTTER
    for column, size in widths(columns, width):
        if left <= x < left + size:
            return column.key
        left += size + 2
    return None


def line_of(columns: Sequence[Column], cells: Sequence[Content], width: int, *, cursor: str, marked: bool) -> Content:
    """One line of cells in their columns; `cursor` is what stands before it."""
    named = dict(zip((column.key for column in columns), cells, strict=False))
    parts = [Content(cursor), Content.styled("✓" if marked else " ", "$accent")]
    for at, (column, size) in enumerate(widths(columns, width)):
        parts.append(Content("" if at == 0 else "  "))
        parts.append(_fitted(named.get(column.key, Content("")), size, right=column.right))
    return Content("").join(parts)


def header_of(columns: Sequence[Column], width: int, sorted_by: tuple[str, bool] | None) -> Content:
    """The names of the columns, with an arrow where the list is sorted (by which, and whether backwards)."""
    parts = [Content(" " * GUTTER)]
    for at, (column, size) in enumerate(widths(columns, width)):
        arrow = ""
        if sorted_by is not None and sorted_by[0] == column.key:
            arrow = " ▼" if sorted_by[1] else " ▲"
        parts.append(Content("" if at == 0 else "  "))
        parts.append(_fitted(Content(column.label + arrow), size, right=column.right))
    return Content("").join(parts)


def _fitted(cell: Content, size: int, *, right: bool) -> Content:
    cut = cell.truncate(size, ellipsis=True)
    return cut.pad_left(size - cut.cell_length) if right else cut.truncate(size, pad=True)
