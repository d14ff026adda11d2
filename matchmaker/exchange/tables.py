"""Tables: rows of cells on their way to becoming records, the same for CSV, workbooks and JSON.

A format gives `Row`s and, for what it could not read as a row, `Broken`s. Layout of the table (where the header stands,
sections, repeated headers, totals) is told apart here, because every format has it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.exchange import columns
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.mapping import NATIVE
from matchmaker.exchange.places import places_of
from matchmaker.exchange.titles import Titled, titled

HEADER_WITHIN = 40
"""A header is looked for in the first rows that hold anything."""
SAMPLE = 400
_TOTAL = re.compile(
    r"(?:(?:grand|sub|sous|sub-|running)[ -]?)?(?:totals?|totaux|total g[ée]n[ée]ral|totales|subtotals?|suma|somme|"
    r"totais)"
    r"(?:\s*(?:\([^)]{0,40}\)|[:.]|(?:general|geral|g[ée]n[ée]ral|amount|projects?|proyectos?|projets?|projetos?)))*\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """Cells of one row. `number` is its line, sheet row or entry number; `section` the heading it stands under.

    `digest` stands for the row as it was written, where the format has rows of text.
    """

    number: int
    place: str
    cells: list[str]
    section: str = ""
    digest: int | None = None


@dataclass(slots=True)
class Broken:
    """A row that could not be read as cells."""

    number: int
    place: str
    reason: str
    fix: str
    text: str = ""
    field: str = ""


def header_score(cells: Sequence[str], kind: str) -> float:
    """How much a row looks like a header: the fields its cells name, each once, by how surely.

    Long texts, numbers and cells said twice count against it.
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled or len(filled) > 1_000:
        return 0.0
    found: dict[str, float] = {}
    odd = 0
    for cell in filled:
        if len(cell) > 80 or cell.strip().replace(".", "").replace(",", "").isdigit():
            odd += 1
            continue
        named, _ = columns.names_of(cell, kind)
        for field, score in named[:1]:
            found[field] = max(found.get(field, 0.0), score)
        if not named and columns.folded_header(cell).replace(" ", "_") in NATIVE:
            found[cell] = 1.0
    return sum(found.values()) - 0.5 * odd - (1.0 if odd > len(filled) / 2 else 0.0)


def header_at(rows: Sequence[Sequence[str]], kind: str) -> int | None:
    """Index of the row that is the header, among the first rows of a table; None when none is.

    The row that names most fields wins, the first of equals. A header names at least two fields, or is a single column
    that names one.
    """
    best, found = 0.0, None
    for index, cells in enumerate(rows[:HEADER_WITHIN]):
        score = header_score(cells, kind)
        if score > best + 0.4:
            best, found = score, index
    if found is None:
        return None
    filled = sum(1 for cell in rows[found] if cell.strip())
    return found if best >= 1.2 or (filled == 1 and best >= 0.9) else None


def same_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row repeats the header (as it does above every block of some reports)."""
    filled = [(index, cell) for index, cell in enumerate(cells) if cell.strip()]
    if len(filled) < 2:
        return False
    named = sum(1 for index, cell in filled if index < len(header) and _folded_same(cell, header[index]))
    return named >= 2 and named >= 0.7 * max(len(filled), sum(1 for name in header if name.strip()) * 0.7)


def _folded_same(one: str, other: str) -> bool:
    return len(one) < 120 and columns.folded_header(one) == columns.folded_header(other)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up others: its first words are "Total", in four languages."""
    first = next((cell for cell in cells if cell.strip()), "")
    return len(first) < 60 and _TOTAL.fullmatch(first.strip()) is not None


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)


def lone_cell(cells: Sequence[str]) -> str:
    """The text of a row's only filled cell; "" when it has none or several."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    return filled[0].strip() if len(filled) == 1 else ""


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether a row is a header of other words than the first ("Titulo Projeto" for "Título")."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 3 or any(len(cell) > 60 for cell in filled):
        return False
    return sum(1 for cell in filled if columns.names_of(cell, "catalogue")[0]) >= max(3, 0.75 * len(filled))


def _lists_places(title: str) -> bool:
    """Whether a title is the name of a place, or several, and nothing else."""
    places, rest = places_of(title)
    return bool(places) and not rest


class Layout:
    """Rows of a table that are no records: titles, headings, repeated headers, remarks, and totals of blocks.

    In a table that is `sectioned` (no column names the country) the place that a title or the name of the sheet names
    holds for the rows below, unless it is that of the `giver` and its words leave that open; so does a heading that
    names a country or region or stands above a repeated header, and totals close its blocks. In any other table a row
    of totals is left to be rejected as such.
    """

    def __init__(self, header: Sequence[str], *, sectioned: bool, giver: str = "") -> None:
        self._header, self._sectioned, self._giver = header, sectioned, giver
        self._section = self._pending = ""
        self._title: Titled | None = None
        self._sheets: dict[str, Titled | None] = {}
        self._taken: Counter[tuple[str, str]] = Counter()
        self.headers = self.remarks = self.totals = self.headings = 0

    def begin(self, above: Sequence[Sequence[str]]) -> None:
        """Begin a table, or a further sheet of one, under these rows above its header."""
        alone = [cell for cells in above if (cell := lone_cell(cells))]
        self.remarks += len(alone)
        self._section = self._pending = ""
        self._title = self._about(above)
        bare = next(filter(_lists_places, reversed(alone)), "") if self._sectioned else ""
        if bare and places_of(bare)[0] != (self._giver,) and (self._title is None or self._title.text == bare):
            self._head(bare)
            self.remarks -= 1

    def _about(self, rows: Sequence[Sequence[str]]) -> Titled | None:
        """The place that a title names, where it may be the partner of the rows below."""
        found = titled(rows) if self._sectioned else None
        return None if found is None or (found.place == self._giver and not found.sure) else found

    def is_layout(self, row: Row) -> bool:
        """Whether a row of a sheet is layout."""
        cells = row.cells
        if same_header(cells, self._header) or _names_columns(cells):
            self.headers += 1
            if self._pending:
                self._head(self._pending)
                self.remarks -= 1
            return True
        alone = lone_cell(cells)
        if alone and len(self._header) >= 3:
            if self._sectioned and places_of(alone)[0]:
                self._head(alone)
            else:
                self._pending = alone if self._sectioned and (self._section or self._title) else ""
                self.remarks += 1
            return True
        self._pending = ""
        if self._section and is_total(cells):
            self.totals += 1
            return True
        return False

    def _head(self, heading: str) -> None:
        """Let a heading hold for the rows below."""
        found = self._about([[heading]])
        self._section, self._pending = found.place if found else heading, ""
        self.headings += 1

    def place(self, row: Row) -> None:
        """Tell a row the heading, title or sheet it stands under; `row.section` names its sheet until then."""
        if row.section not in self._sheets:
            self._sheets[row.section] = self._about([[row.section]]) if row.section else None
        title = self._title or self._sheets[row.section]
        if self._section or title is None:
            row.section = self._section
        else:
            self._taken[title.place, title.text] += 1
            row.section = title.place

    def report(self, reading: Reading) -> None:
        """Say how many rows were layout, and what titles stood in."""
        for count, what in (
            (self.headings, "rows are headings that name the country of the rows below"),
            (self.headers, "rows repeat the header"),
            (self.totals, "rows are totals of a block"),
            (self.remarks, "rows hold a single cell (a title or remark) and are no records"),
        ):
            if count:
                reading.note(f"{count:,} {what}.")
        for (place, text), count in self._taken.most_common(5):
            reading.note(f"{count:,} rows name no country; {place} stands in (from the title {text[:80]!r}).")
        if left := sum(count for _, count in self._taken.most_common()[5:]):
            reading.note(f"{left:,} more rows name no country; the titles of their tables or sheets do.")
