"""ODS errors: cells of an ODS file that python-calamine gives as empty or as a number and that are neither: those that
hold an error such as #REF!, and formulas whose value was never saved."""

import zipfile
from collections.abc import Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from matchmaker.exchange.values import SPREADSHEET_ERRORS, UNSAVED_FORMULA

_CONTENT = "content.xml"
_BLOCK, _MOST = 1 << 20, 100_000
_NAME, _FORMULA, _KIND, _ERROR = "table:name", "table:formula", "office:value-type", "calcext:value-type"
_ROWS, _COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
_CELLS = ("table:table-cell", "table:covered-table-cell")

Found = dict[tuple[int, int], str]
"""What stands in a cell by row and column, counted from 0."""


def ods_errors(archive: zipfile.ZipFile) -> dict[str, Found]:
    """Cells of formulas that hold an error or no value, by name of the sheet; none where no formula stands at all.

    A formula that has a text to show and no kind of value is given by that text.
    """
    if not _has_formulas(archive):
        return {}
    sheets = _Sheets()
    try:
        for block in _blocks(archive):
            sheets.parser.Parse(block, False)
        sheets.parser.Parse(b"", True)
    except ExpatError:
        return {}
    return {name: found for name, found in sheets.found.items() if found}


def _blocks(archive: zipfile.ZipFile) -> Iterator[bytes]:
    with archive.open(_CONTENT) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    kept = b""
    for block in _blocks(archive):
        if b"table:formula" in kept + block:
            return True
        kept = block[-20:]
    return False


class _Sheets:
    """Goes through the cells of every sheet, minding that rows and cells may say that they stand there many times."""

    def __init__(self) -> None:
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.found: dict[str, Found] = {}
        self._here: Found = {}
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._text: list[str] = []
        self._is_error = False

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        if name in _CELLS:
            self._columns = _times(given, _COLUMNS)
            if _FORMULA in given and (_KIND not in given or given.get(_ERROR) == "error"):
                self._text.clear()
                self._is_error = given.get(_ERROR) == "error"
                self.parser.CharacterDataHandler = self._text.append
        elif name == "table:table-row":
            self._column, self._rows = 0, _times(given, _ROWS)
        elif name == "table:table":
            self._row = 0
            self._here = self.found.setdefault(given.get(_NAME, ""), {})

    def _end(self, name: str) -> None:
        if name in _CELLS:
            if self.parser.CharacterDataHandler is not None:
                self.parser.CharacterDataHandler = None
                self._note("".join(self._text).strip())
            self._column += self._columns
        elif name == "table:table-row":
            self._row += self._rows

    def _note(self, text: str) -> None:
        said = text or UNSAVED_FORMULA
        if self._is_error and text not in SPREADSHEET_ERRORS:
            said = "#VALUE!"
        for row in range(self._row, self._row + min(self._rows, _MOST)):
            for column in range(self._column, self._column + min(self._columns, _MOST)):
                if len(self._here) >= _MOST:
                    return
                self._here[row, column] = said


def _times(given: Mapping[str, str], name: str) -> int:
    said = given.get(name, "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 10 else 1
