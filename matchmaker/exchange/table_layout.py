"""Table layout: which rows of a table are its data, and what titles, headings and rows above say of those below."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from matchmaker.exchange import limits
from matchmaker.exchange.columns import folded_header
from matchmaker.exchange.drafts import Known, Reading
from matchmaker.exchange.places import places_of
from matchmaker.exchange.standing_in import giver_of, is_giverless, is_sectioned
from matchmaker.exchange.table import Table, TableRows
from matchmaker.exchange.tables import Broken, Row, is_blank, is_total, lone_cell, names_columns, same_header
from matchmaker.exchange.titles import Titled, giver_named, titled

_FORMAT = re.compile(r"\(?(?:(?:d|m|y|j|a){2,4}[-/. ]){1,2}(?:d|m|y|j|a){2,4}\)?", re.IGNORECASE)
"""How dates are to be written, as a row below a header says: "dd/mm/yyyy", "aaaa-mm"."""


def data_rows(rows: Iterable[Row | Broken | Known], table: Table, reading: Reading) -> TableRows:
    """The rows after the header, of the right width, without blank ones, with their headings."""
    layout = Layout(table)
    above: list[list[str]] | None = None if table.header_index < 0 else []
    count = last = 0
    further = False
    for position, row in enumerate(rows):
        if table.loose and isinstance(row, Row):
            if row.number <= last:
                above, further = [], True
            last = row.number
        if above is not None:
            begins = isinstance(row, Row) and layout.is_header(row.cells) if further else position == table.header_index
            if begins:
                layout.begin(above)
                above = None
            elif isinstance(row, Row):
                above.append(row.cells)
            continue
        if isinstance(row, Row) and (is_blank(row.cells) or layout.is_layout(row)):
            if layout.tells:
                reading.known = frozenset()  # A line that was read before may mean something else from here on.
            continue
        count += len(row.digests) if isinstance(row, Known) else 1
        if count > limits.ROWS:
            way_out = "Split the export and refresh each part."
            raise limits.refused(table.task.path, f"the table has more than {limits.ROWS:,} rows", way_out)
        yield _of_width(layout.placed(row), table) if isinstance(row, Row) else row
    layout.report(reading)


def _of_width(row: Row, table: Table) -> Row | Broken:
    """The row with as many cells as the header, or why it cannot be."""
    cells, width = row.cells, table.width
    if len(cells) == width:
        return row
    if len(cells) > width and not any(cells[width:]):
        del cells[width:]
        return row
    if table.loose:
        del cells[width:]
        cells.extend([""] * (width - len(cells)))
        return row
    reason = f"the row has {len(cells)} cells, the header has {width}"
    return Broken(row.number, row.place, reason, "Check quotes and separators in this row.", " | ".join(cells)[:2_000])


def has_header(table: Table, rows: Sequence[Row]) -> bool:
    """Whether one of the first rows of another sheet is the header of a table."""
    layout = Layout(replace(table, loose=True))
    return any(layout.is_header(row.cells) for row in rows)


class Layout:
    """Rows of a table that are no records: titles, headings, repeated headers, remarks, and totals of blocks.

    In a table that is sectioned (no column names the country) the place that a title or the name of the sheet names
    holds for the rows below, unless it is that of the giver and its words leave that open; so does a heading that
    names a country or region or stands above a repeated header, and totals close its blocks. In any other table a row
    of totals is left to be rejected as such. A header that is repeated in another order holds for the rows below it.
    In a table of text (one that is not `loose`) only what cannot be a record counts as layout.
    """

    def __init__(self, table: Table) -> None:
        self._header, self._loose, self._fills = table.header, table.loose, table.fills
        self._sectioned, self._giver = is_sectioned(table), giver_of(table)
        self._giverless, self._donors = is_giverless(table), table.donors
        self._giver_above = self._giver_here = ""
        self._sheet_givers: dict[str, str] = {}
        self._stood_in: Counter[str] = Counter()
        self._used = {index for indexes in table.mapping.columns.values() for index in indexes}
        says = [index for name in ("title", "text", "activities") for index in table.mapping.columns.get(name, ())]
        self._may_be_alone = frozenset(says)
        self._needed = needed_columns(table)
        self._names = frozenset(name for name in table.header if name)
        self._order: list[int] | None = None
        self._first = True
        self._above: dict[int, str] = {}
        self._section = self._pending = ""
        self._title: Titled | None = None
        self._sheets: dict[str, Titled | None] = {}
        self._taken: Counter[tuple[str, str]] = Counter()
        self._filled: Counter[int] = Counter()
        self.headers = self.remarks = self.totals = self.headings = self.annotations = 0

    def begin(self, above: Sequence[Sequence[str]]) -> None:
        """Begin a table, or a further sheet of one, under these rows above its header."""
        alone = [cell for cells in above if (cell := lone_cell(cells))]
        self.remarks += len(alone) if self._loose else 0
        self._section = self._pending = ""
        self._first = True
        self._above.clear()
        self._title = self._about(above)
        self._giver_above, self._giver_here = self._gives(above), ""
        bare = next(filter(_lists_places, reversed(alone)), "") if self._sectioned else ""
        if bare and places_of(bare)[0] != (self._giver,) and (self._title is None or self._title.text == bare):
            self._head(bare)
            self.remarks -= 1 if self._loose else 0

    def _about(self, rows: Sequence[Sequence[str]]) -> Titled | None:
        """The place that a title names, where it may be the partner of the rows below."""
        found = titled(rows) if self._sectioned else None
        return None if found is None or (found.place == self._giver and not found.sure) else found

    def _gives(self, rows: Sequence[Sequence[str]]) -> str:
        """Who gives by these words, where no column tells."""
        return giver_named(rows, bare=not self._sectioned) if self._giverless else ""

    def is_layout(self, row: Row) -> bool:
        """Whether a row is layout. Our own exports, whose columns need no mapping, have none."""
        cells = row.cells
        if not self._used:
            return False
        if self._first:
            self._first = False
            if _annotates(cells, self._used):
                self.annotations += 1
                return True
        if self.is_header(cells) or (self._loose and names_columns(cells)):
            self.headers += 1
            if self._pending:
                self._head(self._pending)
                self.remarks -= 1
            return True
        several = not self._loose and len(cells) > 1 and cells[0] and cells[1]
        if not several and len(self._header) >= 3 and (alone := lone_cell(cells)) and self._stands_alone(cells, alone):
            return True
        self._pending = ""
        if (self._section or self._giver_here) and is_total(cells):
            self.totals += 1
            return True
        return False

    def is_header(self, cells: list[str]) -> bool:
        """Whether a row repeats the header, also with columns in other places, which then holds for the rows below."""
        if not self._loose and cells[0].strip() not in self._names:
            return False
        order = column_order(cells, self._header, self._needed)
        if same_header(cells, self._header):  # A name that is written otherwise here stands where it did.
            order = (
                [index if at < 0 and index not in order else at for index, at in enumerate(order)] if order else None
            )
        elif order is None:
            return False
        self._order = order if order != list(range(len(self._header))) else None
        return True

    @property
    def tells(self) -> bool:
        """Whether layout tells something of the rows below it, which then say more than what is written in them."""
        return bool(self._section or self._giver_here or self._above or self._order)

    def _stands_alone(self, cells: list[str], alone: str) -> bool:
        """Whether a row's only filled cell is a heading or a remark, which is then counted."""
        at = next(index for index, cell in enumerate(cells) if cell and not cell.isspace())
        if at in self._fills:
            self._above[at] = alone
            self.headings += 1
            return True
        if giver := self._gives([[alone]]):
            self._giver_here = giver
            self.headings += 1
            return True
        if not self._loose and not (self._sectioned and _lists_places(alone)):
            may_be_record = at > 0 or 0 in self._may_be_alone
            if may_be_record or len(alone.split()) < 3:
                return False
        if self._sectioned and places_of(alone)[0]:
            self._head(alone)
        else:
            self._pending = alone if self._sectioned and (self._section or self._title) else ""
            self.remarks += 1
        return True

    def _head(self, heading: str) -> None:
        """Let a heading hold for the rows below."""
        found = self._about([[heading]])
        self._section, self._pending = found.place if found else heading, ""
        self.headings += 1

    def placed(self, row: Row) -> Row:
        """The row in the order of the header, with what stands above its empty cells, and told the heading, title or
        sheet it stands under; `row.section` names its sheet until then."""
        if self._order is not None and (self._loose or len(row.cells) > max(self._order)):
            row.cells = [row.cells[at] if 0 <= at < len(row.cells) else "" for at in self._order]
            row.digest = None
        if self._fills and not is_total(row.cells):
            self._fill(row.cells)
            row.digest = None
        if self._giverless:
            self._name_giver(row)
        if row.section not in self._sheets:
            self._sheets[row.section] = self._about([[row.section]]) if row.section else None
        title = self._title or self._sheets[row.section]
        if self._section or title is None:
            row.section = self._section
        else:
            self._taken[title.place, title.text] += 1
            row.section = title.place
        return row

    def _name_giver(self, row: Row) -> None:
        """Tell a row who gives, by its heading, the title of its sheet or the sheet's name."""
        if row.section not in self._sheet_givers:
            self._sheet_givers[row.section] = self._gives([[row.section]]) if row.section else ""
        gave = [name for index, name in self._donors if index < len(row.cells) and row.cells[index].strip(" 0.,-")]
        row.giver = "; ".join(gave) or self._giver_here or self._giver_above or self._sheet_givers[row.section]
        if row.giver and not is_total(row.cells):
            self._stood_in[row.giver] += 1

    def _fill(self, cells: list[str]) -> None:
        for index in self._fills:
            if index < len(cells) and cells[index].strip():
                self._above[index] = cells[index]
            elif index < len(cells) and index in self._above:
                cells[index] = self._above[index]
                self._filled[index] += 1

    def report(self, reading: Reading) -> None:
        """Say how many rows were layout, and what stood in from above."""
        for count, what in (
            (self.headings, "rows are headings that hold for the rows below"),
            (self.headers, "rows repeat the header"),
            (self.annotations, "rows below the header explain it"),
            (self.totals, "rows are totals of a block"),
            (self.remarks, "rows hold a single cell (a title or remark) and are no records"),
        ):
            if count:
                reading.note(f"{count:,} {what}.")
        for (place, text), count in self._taken.most_common(5):
            reading.note(f"{count:,} rows name no country; {place} stands in (from the title {text[:80]!r}).")
        if left := sum(count for _, count in self._taken.most_common()[5:]):
            reading.note(f"{left:,} more rows name no country; the titles of their tables or sheets do.")
        for giver, count in self._stood_in.most_common(5):
            reading.note(f"{count:,} rows name no donor; {giver} stands in (from the words above them).")
        for index, count in self._filled.items():
            column = self._header[index]
            reading.note(f"{count:,} rows leave column {column!r} empty; what stands above them in it holds for them.")


def _lists_places(title: str) -> bool:
    """Whether a title is the name of a place, or several, and nothing else."""
    places, rest = places_of(title)
    return bool(places) and not rest


def needed_columns(table: Table) -> frozenset[int]:
    """The columns that a record cannot do without."""
    found = table.mapping.columns
    names = ("id", "title", "text", "activities", "partner", "provider", "country")
    return frozenset(index for name in names for index in found.get(name, ())[:1])


def column_order(cells: Sequence[str], header: Sequence[str], needed: Container[int]) -> list[int] | None:
    """For each name of the header where it stands in a row that is a header too, -1 for one that is not there.

    None where a needed one or most of them are not.
    """
    if sum(1 for cell in cells if cell.strip()) < 2 or any(len(cell) > 120 for cell in cells):
        return None
    names = [folded_header(cell) for cell in cells]
    order = [names.index(name) if name and name in names else -1 for name in map(folded_header, header)]
    if any(at < 0 and index in needed for index, at in enumerate(order)):
        return None
    named = sum(1 for name in header if name.strip())
    return order if 2 * sum(1 for at in order if at >= 0) > named else None


def _annotates(cells: Sequence[str], used: Container[int]) -> bool:
    """Whether the first row below a header explains it: "(text)", "#country", the numbers of the columns, or words that
    stand under columns that are not used, as a second row of headings has."""
    filled = [(index, cell.strip()) for index, cell in enumerate(cells) if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 60 for _, cell in filled):
        return False
    if all(cell[0] + cell[-1] in ("()", "[]", "<>") for _, cell in filled):
        return True
    if all(cell[0] == "#" and cell[1:2].isalpha() for _, cell in filled) and "#REF!" not in cells:
        return True
    if len(filled) > 2 and [cell for _, cell in filled] == [str(n) for n in range(1, len(filled) + 1)]:
        return True
    told = [(index, cell) for index, cell in filled if not _FORMAT.fullmatch(cell)]
    return not any(index in used or any(c.isdigit() for c in cell) for index, cell in told)
