"""Rows in a few long arrays instead of an object each: 100,000 take a few megabytes, and go through a pipe whole."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, NamedTuple, TypeVar, overload

Row = TypeVar("Row", bound=NamedTuple)
BETWEEN = b"\0"
"""Stands around each text, so that a text is found whole; where a text is and ends is known from `_starts` alone."""


class Texts(Sequence[str]):
    """Texts one after the other in one block of bytes."""

    __slots__ = ("_all", "_starts")

    def __init__(self, texts: Iterable[str]) -> None:
        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._starts = array("Q", accumulate((len(part) + 1 for part in parts), initial=1))
        self._all = BETWEEN + BETWEEN.join(parts) + BETWEEN

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return self._all[self._starts[at] : self._starts[at + 1] - 1].decode("utf-8", "surrogatepass")

    def row_of(self, text: str) -> int | None:
        """Where a text stands first, or None."""
        wanted = BETWEEN + text.encode("utf-8", "surrogatepass") + BETWEEN
        found = self._all.find(wanted)
        while found >= 0:
            row = bisect_left(self._starts, found + 1)
            if row < len(self) and self._starts[row] == found + 1 and self._starts[row + 1] == found + len(wanted):
                return row
            found = self._all.find(wanted, found + 1)
        return None

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.row_of(text) is not None


class Coded(Sequence[Any]):
    """Values of which many are equal: each kept once, and a number per row."""

    __slots__ = ("_numbers", "_values")

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = list(dict.fromkeys(values))
        number_of = {value: number for number, value in enumerate(self._values)}
        self._numbers = array("H" if len(self._values) < 1 << 16 else "I", map(number_of.__getitem__, values))

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: Any) -> Any:
        return self._values[self._numbers[at]]


class Packed(Sequence[Row], Generic[Row]):
    """Rows of one kind of NamedTuple, kept as columns; a row is made when it is asked for.

    `texts` names the fields whose values mostly differ.
    """

    __slots__ = ("_columns", "_count", "_kind")

    def __init__(self, kind: type[Row], rows: Iterable[Row], texts: Collection[str]) -> None:
        columns = list(zip(*rows, strict=True))
        self._kind = kind
        self._count = len(columns[0]) if columns else 0
        self._columns = {
            name: Texts(column) if name in texts else Coded(column)
            for name, column in zip(kind._fields, columns or [()] * len(kind._fields), strict=True)
        }

    def column(self, name: str) -> Sequence[Any]:
        """One field of every row."""
        return self._columns[name]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self._kind._make([column[at] for column in self._columns.values()])

    def __iter__(self) -> Iterator[Row]:
        return map(self._kind._make, zip(*self._columns.values(), strict=True))
