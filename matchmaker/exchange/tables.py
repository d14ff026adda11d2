"""Tables: rows of cells on their way to becoming records, the same for CSV, workbooks and JSON.

A format gives `Row`s and, for what it could not read as a row, `Broken`s. Layout of the table (where the header stands,
sections, repeated headers, totals) is told apart here, because every format has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.exchange import columns
from matchmaker.exchange.mapping import NATIVE

HEADER_WITHIN = 40
"""A header is looked for in the first rows that hold anything."""
SAMPLE = 400
_TOTAL = re.compile(
    r"(?:(?:grand|sub|sous|sub-|running)[ -]?)?(?:totals?|totaux|total g[ée]n[ée]ral|totales|subtotals?|suma|somme|"
    r"totais)"
    r"(?:\s*(?:\([^)]{0,40}\)|[:.]|(?:general|geral|g[ée]n[ée]ral|amount|projects?|proyectos?|projets?|projetos?)))*\s*",
    re.IGNORECASE,
)

_SPEAKS_OF_TOTAL = re.compile(r"\b(?:sub)?(?:totals?|totales|totaux|totais)\b", re.IGNORECASE)
AMOUNT = re.compile(r"[-+(]?[$€£]?[\d.,' \xa0]{1,30}[%)]?")
"""What a cell holds that holds an amount and nothing else."""


@dataclass(slots=True)
class Row:
    """Cells of one row. `number` is its line, sheet row or entry number; `section` the heading it stands under.

    `giver` is who gives, where a heading, title or sheet tells and no column does. `digest` stands for the row as it
    was written, where the format has rows of text.
    """

    number: int
    place: str
    cells: list[str]
    section: str = ""
    giver: str = ""
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
    """Whether a row sums up others: its first words are "Total", in four languages, or speak of a total, and all that
    follows are numbers ("Norway Total", "Total Kenya")."""
    first = next((cell for cell in cells if cell and not cell.isspace()), "")
    if len(first) >= 60 or (first.isascii() and first.isdigit()):
        return False
    if _TOTAL.fullmatch(first.strip()) is not None:
        return True
    if _SPEAKS_OF_TOTAL.search(first) is None:
        return False
    filled = [cell for cell in cells if cell and not cell.isspace()]
    return len(filled) > 1 and all(AMOUNT.fullmatch(cell.strip()[:40]) for cell in filled[1:])


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)


def lone_cell(cells: Sequence[str]) -> str:
    """The text of a row's only filled cell; "" when it has none or several."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    return filled[0].strip() if len(filled) == 1 else ""


def names_columns(cells: Sequence[str]) -> bool:
    """Whether a row is a header of other words than the first ("Titulo Projeto" for "Título")."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 3 or any(len(cell) > 60 for cell in filled):
        return False
    return sum(1 for cell in filled if columns.names_of(cell, "catalogue")[0]) >= max(3, 0.75 * len(filled))
