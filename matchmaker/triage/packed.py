"""Rows in a few long arrays instead of an object each: 100,000 take a few megabytes, and go through a pipe whole."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar, overload

Row = TypeVar("Row", bound=NamedTuple)
BETWEEN = b"\0"
"""Stands around each text, so that a text is found whole; where a text is and ends is known from `_starts` alone."""
AT_ONCE = 2_000
"""Rows taken apart at a time."""


class Texts(Sequence[str]):
    """Texts one after the other in one block of bytes."""

    __slots__ = ("_all", "_starts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._starts = array("Q", [1])
        self._all = bytearray(BETWEEN)
        self.extend(texts)

    def extend(self, texts: Iterable[str]) -> None:
        """Add texts at the end."""
        for text in texts:
            self._all += text.encode("utf-8", "surrogatepass") + BETWEEN
            self._starts.append(len(self._all))

    def chosen(self, rows: Iterable[int]) -> "Texts":
        """The texts of some rows, in the order given."""
        return Texts(map(self.__getitem__, rows))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        for at in range(len(self)):
            yield self._text(at)

    def _text(self, at: int) -> str:
        return self._all[self._starts[at] : self._starts[at + 1] - 1].decode("utf-8", "surrogatepass")

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._text(number) for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._text(at % len(self))

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

    __slots__ = ("_number_of", "_numbers", "_values")

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._number_of: dict[Any, int] = {}
        self._numbers = array("I")

    def extend(self, values: Sequence[Any]) -> None:
        """Add values at the end."""
        for value in dict.fromkeys(values):
            if value not in self._number_of:
                self._number_of[value] = len(self._values)
                self._values.append(value)
        self._numbers.extend(map(self._number_of.__getitem__, values))

    def chosen(self, rows: Iterable[int]) -> "Coded":
        """The values of some rows, in the order given."""
        made = Coded()
        made._values, made._number_of = self._values, self._number_of
        made._numbers = array("I", map(self._numbers.__getitem__, rows))
        return made

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Any]:
        return map(self._values.__getitem__, self._numbers)

    def __getitem__(self, at: Any) -> Any:
        return self._values[self._numbers[at]]


class Packed(Sequence[Row], Generic[Row]):
    """Rows of one kind of NamedTuple, kept as columns; a row is made when it is asked for.

    `texts` names the fields whose values mostly differ.
    """

    __slots__ = ("_columns", "_kind")

    def __init__(self, kind: type[Row], rows: Iterable[Row], texts: Collection[str]) -> None:
        self._kind = kind
        self._columns: dict[str, Texts | Coded] = {name: Texts() if name in texts else Coded() for name in kind._fields}
        waiting = iter(rows)
        while some := list(islice(waiting, AT_ONCE)):
            for column, values in zip(self._columns.values(), zip(*some, strict=True), strict=True):
                column.extend(values)

    def column(self, name: str) -> Sequence[Any]:
        """One field of every row."""
        return self._columns[name]

    def chosen(self, rows: Sequence[int]) -> "Packed[Row]":
        """Some of the rows, in the order given."""
        made: Packed[Row] = Packed(self._kind, (), ())
        made._columns = {name: column.chosen(rows) for name, column in self._columns.items()}
        return made

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

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
