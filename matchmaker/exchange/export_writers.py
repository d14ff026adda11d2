"""Writers: rows into CSV, XLSX, JSON, JSON Lines and Markdown, one at a time.

Nothing written can run where it is opened. A cell that a spreadsheet would take for a formula is inert: in CSV it gets
an apostrophe before it (and a cell that starts with an apostrophe gets another, so that `unguarded` is exact); in XLSX
its type is text. Numbers stay numbers.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import IO, Any, Protocol

from matchmaker.exchange.values import SPREADSHEET_ERRORS
from matchmaker.safetext import escaped_markdown, visible

Cell = str | int | float | None
FORMATS = ("csv", "xlsx", "json", "jsonl", "md")
XLSX_LIMIT = 32_767
"""Characters that fit a cell of a workbook; longer text is cut and says so."""
CUT = " … [cut: the cell was too long for a workbook]"
_TRIGGERS = "=+-@\t\r\n＝＋－＠'"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class RowWriter(Protocol):
    """Takes rows one at a time. `close` ends the file; the stream itself stays open."""

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row, in the order of the columns."""

    def close(self) -> None:
        """Write what is left."""


def open_writer(form: str, columns: Sequence[str], stream: IO[bytes], *, title: str = "Matchmaker") -> RowWriter:
    """The writer of a format. Columns are written at once. Raises ValueError for a format we do not know."""
    if form in ("csv", "tsv"):
        return _CsvWriter(columns, stream, "," if form == "csv" else "\t")
    if form == "xlsx":
        return _XlsxWriter(columns, stream, title)
    if form == "jsonl":
        return _JsonLinesWriter(columns, stream)
    if form == "json":
        return _JsonWriter(columns, stream)
    if form == "md":
        return _MarkdownWriter(columns, stream, title)
    raise ValueError(form)


def guarded(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula, or for the error of one.

    >>> guarded("=1+1")
    "'=1+1"
    """
    first = text.lstrip(" \u00a0")[:1]
    return f"'{text}" if (first and first in _TRIGGERS) or text.strip() in SPREADSHEET_ERRORS else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given. Only for files that we wrote."""
    return text[1:] if text.startswith("'") else text


def json_text(value: Any) -> str:
    """JSON on one line, ASCII only, so that nothing in it drives a terminal. NaN is an error."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


class _CsvWriter:
    def __init__(self, columns: Sequence[str], stream: IO[bytes], delimiter: str) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", errors="replace", newline="", write_through=True)
        self._rows = csv.writer(self._text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._rows.writerow([guarded(name) for name in columns])

    def row(self, cells: Sequence[Cell]) -> None:
        self._rows.writerow(
            ["" if cell is None else guarded(cell) if isinstance(cell, str) else cell for cell in cells]
        )

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class _XlsxWriter:
    def __init__(self, columns: Sequence[str], stream: IO[bytes], title: str) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Matchmaker")
        self._sheet.freeze_panes = "A2"
        self._stream = stream
        self._made, self._bold = WriteOnlyCell, Font(bold=True)
        self.cut = 0
        self._sheet.append([self._cell(name, bold=True) for name in columns])

    def _cell(self, value: Cell, *, bold: bool = False) -> Any:
        if not isinstance(value, str):
            return value
        if not value:
            return None
        text = _LOOKS_ESCAPED.sub("_x005F_", _ILLEGAL.sub("\ufffd", value))
        if len(text) > XLSX_LIMIT:
            self.cut += 1
            text = text[: XLSX_LIMIT - len(CUT)] + CUT
        cell = self._made(self._sheet)
        cell.value = text
        cell.data_type = "s"
        if bold:
            cell.font = self._bold
        return cell

    def row(self, cells: Sequence[Cell]) -> None:
        self._sheet.append([self._cell(cell) for cell in cells])

    def close(self) -> None:
        self._book.save(self._stream)


class _JsonLinesWriter:
    def __init__(self, columns: Sequence[str], stream: IO[bytes]) -> None:
        self._columns, self._stream = tuple(columns), stream

    def row(self, cells: Sequence[Cell]) -> None:
        self.entry(dict(zip(self._columns, cells, strict=True)))

    def entry(self, value: Mapping[str, Any]) -> None:
        """Write one object as a line."""
        self._stream.write(json_text(value).encode() + b"\n")

    def close(self) -> None:
        self._stream.flush()


class _JsonWriter:
    def __init__(self, columns: Sequence[str], stream: IO[bytes]) -> None:
        self._columns, self._stream = tuple(columns), stream
        self._before = b"[\n"

    def row(self, cells: Sequence[Cell]) -> None:
        self.entry(dict(zip(self._columns, cells, strict=True)))

    def entry(self, value: Mapping[str, Any]) -> None:
        """Write one object of the array."""
        self._stream.write(self._before + json_text(value).encode())
        self._before = b",\n"

    def close(self) -> None:
        self._stream.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")


class _MarkdownWriter:
    """A table. Line ends within a cell become `<br>`, the only HTML there is."""

    def __init__(self, columns: Sequence[str], stream: IO[bytes], title: str) -> None:
        self._stream = stream
        self._write(f"# {escaped_markdown(' '.join(title.split()))}\n\n")
        self.row(columns)
        self._write("|" + " --- |" * len(columns) + "\n")

    def _write(self, text: str) -> None:
        self._stream.write(text.encode("utf-8", "replace"))

    def row(self, cells: Sequence[Cell]) -> None:
        shown = [visible("" if cell is None else str(cell)) for cell in cells]
        lines = ["<br>".join(escaped_markdown(" ".join(line.split())) for line in text.splitlines()) for text in shown]
        self._write("| " + " | ".join(lines) + " |\n")

    def close(self) -> None:
        self._stream.flush()
