"""Lists of numbers of different lengths in two arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """Lists of numbers one after another: those of row `r` are `items[starts[r]:starts[r + 1]]`."""

    starts: NDArray[np.int64]
    items: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Sequence[Iterable[int]]) -> "Rows":
        """Pack lists of numbers."""
        packed = [list(numbers) for numbers in lists]
        starts = np.zeros(len(packed) + 1, np.int64)
        np.cumsum([len(numbers) for numbers in packed], out=starts[1:])
        return cls(starts, np.array([number for numbers in packed for number in numbers], np.int32))

    def __getitem__(self, row: int) -> NDArray[np.int32]:
        return self.items[int(self.starts[row]) : int(self.starts[row + 1])]

    def turned(self, rows: int) -> "Rows":
        """The rows that hold each number: the transpose, with `rows` rows."""
        owners = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.items, kind="stable")
        starts = np.zeros(rows + 1, np.int64)
        np.cumsum(np.bincount(self.items, minlength=rows), out=starts[1:])
        return Rows(starts, owners[order])


def ranges(firsts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.int64]:
    """The numbers `first, first + 1, ...`, as many as `sizes` says, one run after another."""
    ends = np.cumsum(sizes)
    numbers: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - (ends - sizes), sizes)
    return numbers
