"""Workbooks of Excel 2003 saved as XML: what reporting programs write under the name of an XLS.

Streamed by the reader of IATI's parser, under the same rules: no document type, no entity, no connection.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from matchmaker.errors import FileRefused
from matchmaker.exchange import limits
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.iati_activity import local_name
from matchmaker.exchange.iati_file import SAFE, damaged, refuse_doctype
from matchmaker.exchange.table import Table, Task
from matchmaker.exchange.table_layout import has_header
from matchmaker.exchange.table_reading import NoTable, found_table, read_table
from matchmaker.exchange.tables import HEADER_WITHIN, SAMPLE, Row
from matchmaker.exchange.values import ERROR_MARK
from matchmaker.files import sha256_of

_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_spreadsheet_xml(task: Task) -> Reading:
    """A workbook in XML as a reading of its first sheet with a header we know, and of those with the same header.

    Raises FileRefused where no sheet has one, and for XML that is damaged or declares a document type.
    """
    refuse_doctype(task.path)
    task = replace(task, origin=replace(task.origin, sha256=sha256_of(task.path)))
    reading = Reading(task.path.name, "xml spreadsheet", task.origin.sha256)
    chosen = _chosen(task)
    return read_table(reading, task, lambda: _rows(task.path, chosen), loose=True, typed=True)


def _chosen(task: Task) -> list[str]:
    """Names of the sheets to read."""
    heads: dict[str, list[Row]] = {}
    for row in _rows(task.path):
        head = heads.setdefault(row.section, [])
        if len(head) < HEADER_WITHIN + SAMPLE:
            head.append(row)
    first: Table | None = None
    refusal: FileRefused | None = None
    chosen: list[str] = []
    for name, head in heads.items():
        if first is not None:
            if has_header(first, head[:HEADER_WITHIN]):
                chosen.append(name)
            continue
        try:
            first = found_table(task, list(head))
            chosen.append(name)
        except FileRefused as error:
            refusal = error if refusal is None or isinstance(refusal, NoTable) else refusal
    if not chosen:
        raise refusal or limits.refused(task.path, "no sheet holds anything")
    return chosen


def _rows(path: Path, names: list[str] | None = None) -> Iterator[Row]:
    """Rows of the sheets with these names, or of all, each under its sheet's name."""
    for sheet, number, cells in _sheet_rows(path):
        if names is None or sheet in names:
            yield Row(number, f"sheet {sheet}, row {number}", cells, section=sheet)


def _sheet_rows(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Sheet, number and cells of each row; each is forgotten before the next is read."""
    from lxml import etree

    sheet, number, read = "", 0, 0
    tags = (f"{_NAMESPACE}Worksheet", f"{_NAMESPACE}Row")
    try:
        with path.open("rb") as file:
            for event, element in etree.iterparse(file, events=("start", "end"), tag=tags, **SAFE):
                if local_name(element.tag) == "worksheet":
                    if event == "start":
                        sheet, number = _said(element, "Name"), 0
                elif event == "end":
                    number = _index(element, number + 1)
                    read += 1
                    if read > limits.ROWS + HEADER_WITHIN:
                        raise limits.refused(path, f"it has more than {limits.ROWS:,} rows", "Split the export.")
                    yield sheet, number, _cells(element)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise damaged(path, error) from error


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren(f"{_NAMESPACE}Cell"):
        at = min(_index(cell, len(cells) + 1), limits.COLUMNS + 1)
        cells += [""] * (at - 1 - len(cells))
        data = cell.find(f"{_NAMESPACE}Data")
        text = "" if data is None else "".join(data.itertext())
        kind = "" if data is None else _said(data, "Type")
        cells.append(ERROR_MARK + text if kind == "Error" else text.removesuffix("T00:00:00.000"))
        across = _said(cell, "MergeAcross")
        cells += [""] * min(int(across) if across.isdecimal() else 0, max(0, limits.COLUMNS + 1 - len(cells)))
        if len(cells) > limits.COLUMNS:
            break
    return cells


def _index(element: Any, otherwise: int) -> int:
    """The place of a row or cell, counted from 1, where it is not the next."""
    said = _said(element, "Index")
    return int(said) if said.isdecimal() and len(said) < 9 and int(said) >= otherwise else otherwise


def _said(element: Any, name: str) -> str:
    return str(element.get(f"{_NAMESPACE}{name}", "")).strip()
