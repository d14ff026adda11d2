"""Workbooks (XLSX, XLS, ODS): read by python-calamine in a child process, after a look at what the archive unpacks to.

The first sheet with a header we know is read, and every other visible sheet with the same header; the rest are named in
the notes. Nothing is executed, evaluated or fetched: formulas count by the value saved with them.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

from matchmaker.errors import FileRefused
from matchmaker.exchange import limits, sniffing
from matchmaker.exchange.confined import confined
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.table import Table, TableRows, Task
from matchmaker.exchange.table_layout import has_header
from matchmaker.exchange.table_reading import NoTable, found_table, read_table
from matchmaker.exchange.tables import HEADER_WITHIN, SAMPLE, Row, names_columns
from matchmaker.files import sha256_of

_TALLEST = 200
"""Rows of a sheet that may be read column by column."""
_CHILD = "matchmaker.exchange.workbook_child"


@dataclass(slots=True)
class _Sheet:
    """A sheet and its first rows, or all of them."""

    name: str
    visible: bool
    rows: list[Row]


def read_workbook(task: Task, form: str) -> Reading:
    """A workbook as a reading; `form` is xlsx, xls or ods. Raises FileRefused where no sheet holds a table we know."""
    path = task.path
    members = _checked(path, form)
    task = replace(task, origin=replace(task.origin, sha256=sha256_of(path)))
    reading = Reading(path.name, form, task.origin.sha256)
    _note_members(reading, members)
    sheets, mended = _heads(path)
    if mended:
        reading.cut_off("its stream ends without a whole last record")
    wanted = task.profile.text("sheet")
    lying = False
    try:
        chosen, others = _chosen(task, sheets, wanted)
    except FileRefused:
        chosen, others = ([], []) if wanted else _chosen_lying(task, sheets)
        lying = bool(chosen)
        if not lying:
            raise
        reading.note("Each record stands in a column, under names in the first; the sheets were read so.")
    if others:
        reading.note(
            f"Sheets not read: {', '.join(others)[:400]}. To read one, name it in a profile ([reading] sheet = ...)."
        )
    if len(chosen) > 1:
        reading.note(f"Sheets with the same header, read together: {', '.join(chosen)[:400]}.")
    return read_table(reading, task, lambda: (_lying_rows if lying else _rows)(path, chosen), loose=True, typed=True)


def _checked(path: Path, form: str) -> list[str]:
    """Names of the members of a workbook, once it is known that reading it takes no more than is allowed."""
    if form == sniffing.XLS:
        from matchmaker.exchange.old_workbook import check_old_workbook

        check_old_workbook(path)
        return []
    from matchmaker.exchange.archives import check_zip

    return check_zip(path)


def _note_members(reading: Reading, members: list[str]) -> None:
    if any(name.endswith("vbaProject.bin") for name in members):
        reading.note("The workbook holds macros; they were not run.")
    if any("externalLinks/" in name for name in members):
        reading.note("The workbook links to other files; nothing was fetched.")


def _heads(path: Path) -> tuple[list[_Sheet], bool]:
    """All sheets with their first rows (hidden ones without), and whether the end had to be mended."""
    sheets: list[_Sheet] = []
    mended = False
    for frame in confined(_CHILD, path, str(HEADER_WITHIN + SAMPLE)):
        if frame[0] == "sheets":
            sheets = [_Sheet(name, visible, []) for name, visible in frame[1]]
            mended = frame[2]
        elif frame[0] == "sheet":
            current = next(sheet for sheet in sheets if sheet.name == frame[1])
        else:
            first = len(current.rows) + 1
            current.rows += _numbered(current.name, frame[1], first)
    return sheets, mended


def _numbered(sheet: str, rows: list[list[str]], first: int) -> list[Row]:
    return [Row(number, f"sheet {sheet}, row {number}", cells) for number, cells in enumerate(rows, first)]


def _chosen(task: Task, sheets: list[_Sheet], wanted: str) -> tuple[list[str], list[str]]:
    """Names of the sheets to read and of those left."""
    if wanted:
        if wanted not in [sheet.name for sheet in sheets]:
            names = ", ".join(sheet.name for sheet in sheets)
            raise limits.refused(task.path, f"it has no sheet {wanted!r}", f"Its sheets are {names[:300]}.")
        return [wanted], [sheet.name for sheet in sheets if sheet.name != wanted and sheet.rows]
    refusal: Exception | None = None
    first: Table | None = None
    chosen: list[str] = []
    for sheet in sheets:
        if not sheet.visible or not sheet.rows:
            continue
        if first is not None:
            if has_header(first, sheet.rows[:HEADER_WITHIN]):
                chosen.append(sheet.name)
            continue
        try:
            first = found_table(task, list(sheet.rows))
            chosen = [sheet.name]
        except FileRefused as error:
            refusal = error if refusal is None or isinstance(refusal, NoTable) else refusal
    if not chosen:
        raise refusal or limits.refused(task.path, "no visible sheet holds anything")
    hidden = {sheet.name: " (hidden)" for sheet in sheets if not sheet.visible}
    left = [
        sheet.name + hidden.get(sheet.name, "")
        for sheet in sheets
        if sheet.name not in chosen and (sheet.rows or sheet.name in hidden)
    ]
    return chosen, left


def _chosen_lying(task: Task, sheets: list[_Sheet]) -> tuple[list[str], list[str]]:
    """The same of sheets that lie: their first column names what stands in each row, and each other is a record."""
    turned = [_Sheet(sheet.name, sheet.visible, _turned(sheet.name, sheet.rows)) for sheet in sheets]
    with suppress(FileRefused):
        return _chosen(task, turned, "")
    return [], []


def _turned(sheet: str, rows: list[Row]) -> list[Row]:
    """The columns of a small sheet as rows; none of a sheet in which more than the first column names things."""
    width = max((len(row.cells) for row in rows), default=0)
    if not 3 <= len(rows) <= _TALLEST or not 2 <= width <= limits.COLUMNS:
        return []
    turned = []
    for column in range(width):
        cells = [row.cells[column] if column < len(row.cells) else "" for row in rows]
        if column and names_columns(cells):
            return []
        turned.append(Row(column + 1, f"sheet {sheet}, column {column + 1}", cells, section=sheet))
    return turned


def _lying_rows(path: Path, names: list[str]) -> TableRows:
    """The records of the chosen sheets, where each is a column."""
    for name, rows in groupby(_rows(path, names), lambda row: row.section if isinstance(row, Row) else ""):
        yield from _turned(name, [row for row in islice(rows, _TALLEST + 1) if isinstance(row, Row)])


def _rows(path: Path, names: list[str]) -> TableRows:
    """Rows of the chosen sheets, one sheet after the other, as the child sends them, each under the sheet's name."""
    sheet, number = "", 0
    for frame in confined(_CHILD, path, str(limits.ROWS + 1), *names):
        if frame[0] == "sheet":
            sheet, number = frame[1], 0
        elif frame[0] == "rows":
            for row in _numbered(sheet, frame[1], number + 1):
                row.section = sheet
                yield row
            number += len(frame[1])
