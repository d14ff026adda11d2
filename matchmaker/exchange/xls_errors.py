"""XLS errors: cells of an old workbook that hold an error such as #REF!, which python-calamine gives as empty.

After [MS-XLS]: a record says where each sheet begins and what it is called; errors stand in records of their own or as
the value of a formula.
"""

import struct
from pathlib import Path

from matchmaker.exchange.compound_file import CompoundFile, Damaged
from matchmaker.exchange.old_workbook import records

_SHEET, _BEGIN, _ERROR, _FORMULA = 0x0085, 0x0809, 0x0205, 0x0006
_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_MOST = 100_000

Found = dict[tuple[int, int], str]
"""What stands in a cell by row and column, counted from 0."""


def xls_errors(path: Path) -> dict[str, Found]:
    """Cells that hold an error, by name of the sheet. Anything odd about the file means that none are known."""
    found: dict[str, Found] = {}
    names: dict[int, str] = {}
    here: Found = {}
    try:
        file = CompoundFile(path)
        name = next((name for name in ("Workbook", "Book") if name in file.streams), "")
        for at, kind, body in records(file.blocks(name)) if name else ():
            if kind == _SHEET and len(body) > 7:
                names[int.from_bytes(body[:4], "little")] = _name(body)
            elif kind == _BEGIN:
                here = found.setdefault(names.get(at, ""), {})
            elif kind in (_ERROR, _FORMULA) and (word := _error_in(kind, body)) and len(here) < _MOST:
                here[struct.unpack_from("<HH", body)] = word
    except (Damaged, struct.error, OSError):
        return {}
    return {sheet: errors for sheet, errors in found.items() if errors}


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + (length << wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _error_in(kind: int, body: bytes) -> str:
    """The error a cell holds; "" where it holds something else."""
    if kind == _ERROR:
        return _WORDS.get(body[6], "") if len(body) >= 8 and body[7] == 1 else ""
    if len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _WORDS.get(body[8], "")
    return ""
