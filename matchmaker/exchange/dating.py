"""Dating: when what a row tells of began and ended, by its columns of dates and periods."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from matchmaker.exchange.cells import Cells
from matchmaker.exchange.rows import Unusable
from matchmaker.exchange.typed_lists import DATE_TYPES, typed, untyped
from matchmaker.exchange.values import AmbiguousDate, DateOrder, date_of, years_of

_FIRST_OF_SEVERAL = re.compile(r"\s*[\n\r;|]\s*-?\s*")


class When:
    """Finds the days of rows. `counts` tells how many cells of a column could not be read."""

    def __init__(self, found: Cells, header: Sequence[str], order: DateOrder, counts: Counter[str]) -> None:
        self._cells, self.header, self.order, self.counts = found, header, order, counts

    def began_and_ended(self, cells: list[str]) -> tuple[date | None, date | None]:
        """When it began and ended: by columns of dates, else by lists of them, else by the years of a period."""
        started, ended = self.day(cells, "started"), self.day(cells, "ended")
        if (started is None or ended is None) and self._cells.has("dates"):
            first, last = self._by_type(cells)
            started, ended = started or first, ended or last
        if (started and ended) or not self._cells.has("period"):
            return started, ended
        if (years := years_of(self._cells.first(cells, "period"))) is not None:
            started = started or date(years[0], 1, 1)
            ended = ended or (date(years[1], 12, 31) if years[1] > years[0] else None)
        return started, ended

    def day(self, cells: list[str], field: str) -> date | None:
        """The first day that stands in a column of the field. Raises Unusable for one that could be two."""
        for index, cell in self._cells.every(cells, field):
            found = self._read(cell, self.header[index])
            if found is None and len(cell) > 10:
                several_dates = _FIRST_OF_SEVERAL.split(cell[:400].strip(" -"))
                found = self._read(next(filter(None, several_dates), ""), self.header[index])
            if found is not None:
                return found
            self.counts[f"dates in column {self.header[index]!r} cannot be read and were left out"] += 1
        return None

    def _read(self, cell: str, column: str) -> date | None:
        try:
            return date_of(cell, self.order)
        except AmbiguousDate as error:
            reason = "day and month cannot be told apart, here or anywhere in the file"
            raise Unusable(column, cell, reason, "Say day_first = true or false in a profile.") from error

    def _by_type(self, cells: list[str]) -> tuple[date | None, date | None]:
        """Start and end by lists of dates and of their types, what was before what was planned; without types the
        first and last day."""
        listed = self._cells.listed(cells, "dates")
        if not self._cells.has("date_types"):
            days = sorted(day for part in untyped(listed) if (day := self._read(part, "dates")))
            return (days[0], days[-1] if len(days) > 1 else None) if days else (None, None)
        pairs = typed(listed, self._cells.listed(cells, "date_types"), DATE_TYPES)
        if pairs is None:
            self.counts["rows list dates and their types, but not as many of each; those dates were left out"] += 1
            return None, None
        days_of: dict[str, date] = {}
        for kind, part in pairs:
            if (day := self._read(part, "dates")) is not None:
                days_of.setdefault(kind, day)
        started, ended = ((days_of.get(f"{end} actual") or days_of.get(f"{end} planned")) for end in ("start", "end"))
        return started, ended
