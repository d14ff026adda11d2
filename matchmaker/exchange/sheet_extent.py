"""Sheet extents: how far the cells of a sheet reach and how much text they hold, as readers lay all of it out."""

import re
from pathlib import Path

from matchmaker.exchange import limits
from matchmaker.exchange.limits import refused

_CELL_REFERENCE = re.compile(
    rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Za-z]{1,3})(\d{1,9})"[^>]{0,200}(?<!/)>'
    rb'|<(?:\w+:)?row\s[^>]{0,200}?\br="(\d{1,9})"[^>]{0,300}(?<!/)>'
)
"""Cells and rows that hold something; those that only have a format are closed at once and cost nothing."""
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d{1,12})"')
_REPEATING = re.compile(rb"<table:table-(row|cell)\b([^<>]{0,400})>")


class Extent:
    """What is known of one sheet so far. Each method raises FileRefused as soon as it is too much."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._low = self._left = 1 << 30
        self._high = self._right = 0
        self._cells = self._texts = 0
        self._row_times = self._cell_times = 1

    def cell(self, row: int, column: int) -> None:
        """A filled cell, by row and column."""
        self._cells += 1
        if self._low <= row <= self._high and self._left <= column <= self._right:
            return
        self._low, self._high = min(self._low, row), max(self._high, row)
        self._left, self._right = min(self._left, column), max(self._right, column)
        if self._area() > limits.CELLS:
            self._refuse()

    def text(self, length: int) -> None:
        """A cell's text, of so many characters."""
        self._texts += length
        if self._texts > limits.LAID_OUT:
            reason = f"the cells of a sheet hold more than {limits.LAID_OUT:,} characters, most of them said again"
            raise refused(self._path, reason, "Split the sheet, or export as CSV.")

    def xlsx(self, window: bytes) -> None:
        """A stretch of an XLSX sheet."""
        for column, row, only_row in _CELL_REFERENCE.findall(window):
            number = int(row or only_row)
            self._low, self._high = min(self._low, number), max(self._high, number)
            if column:
                self._cells += 1
                place = 0
                for letter in column.upper():
                    place = place * 26 + letter - 64
                self._left, self._right = min(self._left, place), max(self._right, place)
        if self._high > 1_048_576 or self._area() > limits.CELLS:
            self._refuse()

    def ods(self, window: bytes, new: int) -> None:
        """A stretch of an ODS sheet, of which the last `new` bytes were not seen before; a row and a cell may each say
        that they stand there many times."""
        ended = len(window) - new
        for hit in _REPEATING.finditer(window):
            if hit.end() <= ended:
                continue
            self.text(max(0, hit.start() - ended) * self._cell_times)
            ended = hit.end()
            found = _REPEATED.search(hit[2])
            times = int(found[1]) if found else 1
            if hit[1] == b"row":
                self._row_times, self._cell_times = times, 1
            elif not hit[2].endswith(b"/"):
                self._cell_times = times * self._row_times
                self._cells += self._cell_times
            else:
                self._cell_times = 1
            if times > 1_100_000 or self._cells > limits.REPEATED_CELLS:
                reason = f"a sheet repeats its cells more than {limits.REPEATED_CELLS:,} times"
                raise refused(self._path, reason, "Delete the repeated cells and save again.")
        self.text(max(0, len(window) - ended) * self._cell_times)

    def finish(self) -> None:
        """Refuse a sheet of a few cells far apart."""
        if self._area() > limits.SPARSE_CELLS and self._cells * limits.SPARSE < self._area():
            self._refuse()

    def _area(self) -> int:
        return max(0, self._high - self._low + 1) * max(0, self._right - self._left + 1)

    def _refuse(self) -> None:
        raise refused(
            self._path,
            f"a sheet of {self._cells:,} cells reaches from row {self._low:,} to row {self._high:,} "
            f"over {max(0, self._right - self._left + 1):,} columns",
            "Delete the stray cells far from the table and save again.",
        )
