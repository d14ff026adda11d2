"""HTML tables: pages that programs save under the name of a workbook, read by lxml without a look at anything else."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from matchmaker.errors import FileRefused
from matchmaker.exchange import limits
from matchmaker.exchange.decoding import decode
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.table import Task
from matchmaker.exchange.table_layout import has_header
from matchmaker.exchange.table_reading import NoTable, found_table, read_table
from matchmaker.exchange.tables import HEADER_WITHIN, Row

_TAGS = ("table", "tr", "td", "th")
_APART = frozenset({"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "template"})

_Cells = list[tuple[str, int, int]]
"""Cells of a row: text, and how many columns and rows it spans."""


def read_html(task: Task) -> Reading:
    """A page as a reading of its first table with a header we know, and of those with the same header.

    Raises FileRefused for a page without one, such as a login or error page, and for one that is cut off.
    """
    limits.check_size(task.path, limits.PAGE)
    decoded = decode(task.path, task.profile.text("encoding"))
    task = replace(task, origin=replace(task.origin, sha256=decoded.sha256))
    with decoded.open(task.path) as file:
        text = file.read()
    if text.count("<") > limits.PAGE_TAGS:
        reason = f"this is a web page of more than {limits.PAGE_TAGS:,} tags"
        raise limits.refused(task.path, reason, "Open it in a spreadsheet program and save it as XLSX.")
    room = _Room(task.path)
    tables = [_rows(n, table, room) for n, table in enumerate(_tables(text), 1)]
    chosen = _chosen(task, [table for table in tables if table])
    end = text.lower()
    if end.rfind("</table") < max(end.rfind("<tr"), end.rfind("<td"), 0):
        reason = "the page is cut off: it ends before its table does"
        raise limits.refused(task.path, reason, "Get the file again; it may not be complete.")
    reading = Reading(task.path.name, "html", decoded.sha256, decoded.name)
    reading.note("The file is a web page; the table in it was read.")
    for note in decoded.notes:
        reading.note(note)
    return read_table(
        reading, task, lambda: (replace(row, cells=[*row.cells]) for table in chosen for row in table), loose=True
    )


def _chosen(task: Task, tables: list[list[Row]]) -> list[list[Row]]:
    """The tables to read. Raises FileRefused where none has a header we know."""
    refusal: FileRefused | None = None
    for number, table in enumerate(tables):
        try:
            first = found_table(task, list(table))
        except NoTable:
            continue
        except FileRefused as error:
            refusal = refusal or error
            continue
        return [table, *(other for other in tables[number + 1 :] if has_header(first, other[:HEADER_WITHIN]))]
    raise refusal or limits.refused(
        task.path,
        "this is a web page, not an export; perhaps a login or error page",
        "Download the export again, signed in.",
    )


def _tables(text: str) -> Iterator[list[_Cells]]:
    """The tables of a page, inner ones before those they stand in. What is no HTML gives none."""
    from lxml import etree

    source = io.BytesIO(text.encode("utf-8", "replace"))
    found = etree.iterparse(
        source, events=("start", "end"), tag=_TAGS, html=True, encoding="utf-8", no_network=True, huge_tree=False
    )
    open_tables: list[list[_Cells]] = []
    try:
        for event, element in found:
            if event == "start":
                if element.tag == "table":
                    open_tables.append([])
                elif element.tag == "tr" and open_tables:
                    open_tables[-1].append([])
                continue
            if element.tag in ("td", "th") and open_tables and open_tables[-1]:
                open_tables[-1][-1].append((_text(element), _span(element, "colspan"), _span(element, "rowspan")))
                element.clear(keep_tail=True)
            elif element.tag == "tr":
                element.clear(keep_tail=True)
            elif element.tag == "table" and open_tables:
                yield open_tables.pop()
                element.clear(keep_tail=True)
    except etree.XMLSyntaxError:
        return
    yield from reversed(open_tables)


def _text(cell: Any) -> str:
    """The text of a cell, each part of it that stands by itself on a line of its own."""
    parts = [cell.text or ""]
    for element in cell.iterdescendants():
        parts.append("\n" if element.tag in _APART else "")
        if isinstance(element.tag, str) and element.tag not in _SILENT:
            parts.append(element.text or "")
        parts.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "1").strip()[:6]
    return min(max(1, int(said)), limits.COLUMNS) if said.isdecimal() else 1


class _Room:
    """How many cells a page may still lay out."""

    def __init__(self, path: Path) -> None:
        self._path, self._left = path, limits.PAGE_CELLS

    def take(self, cells: int) -> None:
        """Lay out so many cells. Raises FileRefused where that is too many."""
        self._left -= cells
        if self._left < 0:
            raise limits.refused(self._path, f"its tables come to more than {limits.PAGE_CELLS:,} cells")


def _rows(number: int, table: list[_Cells], room: _Room) -> list[Row]:
    """Rows of a table. A cell that spans rows stands in each of them, one that spans columns in the first."""
    rows: list[Row] = []
    below: dict[int, tuple[int, str]] = {}
    for at, given in enumerate(table, 1):
        cells: list[str] = []
        still: dict[int, tuple[int, str]] = {}

        def put(text: str, times: int, cells: list[str] = cells, still: dict[int, tuple[int, str]] = still) -> None:
            if times > 1:
                still[len(cells)] = (times - 1, text)
            cells.append(text)

        for text, columns, times in given:
            while len(cells) in below:
                put(below[len(cells)][1], below[len(cells)][0])
            put(text, times)
            for _ in range(columns - 1):
                put("", times)
            if len(cells) > limits.COLUMNS:
                break
        while len(cells) in below:
            put(below[len(cells)][1], below[len(cells)][0])
        below = still
        room.take(len(cells))
        rows.append(Row(at, f"table {number}, row {at}", cells))
    return rows
