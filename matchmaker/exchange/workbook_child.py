"""The child process that opens a workbook with python-calamine and sends its rows: see `confined` and `workbook_file`.

Frames: ("sheets", [(name, visible)], whether the end was mended), then for each wanted sheet ("sheet", name) and
("rows", [...]), then None. Cells are text; dates are ISO; a whole number has no decimals.
"""

import io
import math
import struct
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from matchmaker.exchange import limits
from matchmaker.exchange.confined import limit_self, send, send_refusal
from matchmaker.exchange.values import ERROR_MARK, SPREADSHEET_ERRORS
from matchmaker.exchange.workbook_errors import Errors, errors_of

_ROWS_PER_FRAME = 500


def main(arguments: list[str]) -> None:
    """Send the sheets of a workbook. Arguments: path, the most rows of each sheet, names of the sheets wanted."""
    limit_self()
    path, most, *wanted = arguments
    try:
        _send_workbook(Path(path), int(most), wanted)
    except MemoryError:
        send_refusal("the workbook needs more memory than is allowed", "Delete empty areas, or export as CSV.")
    except BaseException as error:  # noqa: BLE001 - the parser panics with errors of its own making
        send_refusal(_said(error), "Open it in a spreadsheet program and save it anew, or export as CSV.")
    send(None)


def _said(error: BaseException) -> str:
    name = type(error).__name__
    if name == "PasswordError":
        return "the file is protected by a password"
    return f"the workbook cannot be read ({name}: {' '.join(str(error).split())[:120]})"


def _send_workbook(path: Path, most: int, wanted: list[str]) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book, mended = _opened(path)
    found = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    send(("sheets", [(sheet.name, sheet.visible == SheetVisibleEnum.Visible) for sheet in found], mended))
    errors = errors_of(path)
    for sheet in found:
        if sheet.name in wanted or (not wanted and sheet.visible == SheetVisibleEnum.Visible):
            _send_sheet(book, sheet.name, most, errors.get(sheet.name, {}))


def _opened(path: Path) -> tuple[Any, bool]:
    """The workbook, whatever its name, and whether the end of its stream had to be cut to the last whole record.

    Some programs declare an XLS stream one to three bytes shorter than it is, so that its last record, which only says
    "end", is not whole. The size in the directory entry is lowered past it.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if not _is_named_after_content(path):
            return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())), False
        return CalamineWorkbook.from_path(str(path)), False
    except CalamineError as error:
        if "record type and length" not in str(error):
            raise
        data = bytearray(path.read_bytes())
        entry = data.find("Workbook".encode("utf-16-le"))
        if entry < 0 or entry + 0x7C > len(data):
            raise
        size = struct.unpack_from("<I", data, entry + 0x78)[0]
        for less in (1, 2, 3):
            struct.pack_into("<I", data, entry + 0x78, max(0, size - less))
            try:
                return CalamineWorkbook.from_filelike(io.BytesIO(bytes(data))), True
            except CalamineError:
                continue
        raise


def _is_named_after_content(path: Path) -> bool:
    """Whether the name of a workbook tells the parser what it is."""
    with path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    return path.suffix.lower() in ((".xlsx", ".xlsm", ".ods") if zipped else (".xls",))


def _send_sheet(book: Any, name: str, most: int, errors: Errors) -> None:
    """Rows of a sheet from its first, at most `most` of them, until a long stretch is empty."""
    sheet = book.get_sheet_by_name(name)
    send(("sheet", name))
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]  # Rows are given from the first filled column on.
    merged = _Merged(sheet.merged_cell_ranges or [])
    block: list[list[str]] = []
    empty = 0
    for number, cells in enumerate(sheet.iter_rows()):
        if number >= most:
            break
        row = left + [_text(cell) for cell in cells]
        merged.fill(number, row)
        if errors:
            row = [_error(errors, number, column) or cell for column, cell in enumerate(row)]
        empty = 0 if any(row) else empty + 1
        if empty > limits.EMPTY_ROWS:
            break
        block.append(row)
        if len(block) >= _ROWS_PER_FRAME:
            send(("rows", block))
            block = []
    if block:
        send(("rows", block))


def _error(errors: Errors, row: int, column: int) -> str:
    """What stands in a cell that was given as empty, an error with its mark; "" where nothing does."""
    said = errors.get((row, column), "")
    return f"{ERROR_MARK}{said}" if said in SPREADSHEET_ERRORS else said


class _Merged:
    """Cells merged downwards: the rows below show what the first row holds."""

    def __init__(self, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        self._tall: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in ranges[:20_000]:
            if bottom > top and left == right:
                self._tall.setdefault(top, []).append((left, bottom))
        self._active: list[tuple[int, int, str]] = []

    def fill(self, number: int, row: list[str]) -> None:
        """Fill the cells of a row that belong to a merged cell above it."""
        self._active = [(column, last, text) for column, last, text in self._active if last >= number]
        for column, _, text in self._active:
            if column < len(row) and not row[column]:
                row[column] = text
        for column, last in self._tall.get(number, ()):
            if column < len(row) and row[column]:
                self._active.append((column, last, row[column]))


def _text(value: Any) -> str:
    """A cell as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float):
        if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
