"""A small writer of XLS workbooks (BIFF8 in a compound file), for whole ones and for ones that lie."""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

Cell = str | int | float | None
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD


def record(kind: int, body: bytes = b"") -> bytes:
    """A BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    """A cell with text of its own."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 15, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 15, value))


def shared(row: int, column: int, index: int) -> bytes:
    """A cell with a text that many cells share."""
    return record(0x00FD, struct.pack("<HHHI", row, column, 15, index))


def shared_texts(texts: Sequence[str]) -> bytes:
    """The table of shared texts; each must fit one record."""
    body = struct.pack("<II", len(texts), len(texts))
    body += b"".join(struct.pack("<HB", len(text), 0) + text.encode("latin-1") for text in texts)
    assert len(body) <= 8_224
    return record(0x00FC, body)


def cells_of(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The cells of a table."""
    found = []
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                found.append(label(y, x, cell))
            elif cell is not None:
                found.append(number(y, x, float(cell)))
    return b"".join(found)


def stream(cells: bytes, *, name: str = "S", globals_: bytes = b"") -> bytes:
    """A workbook stream with one sheet of these cells."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + cells + record(0x000A)
    codepage = record(0x0042, struct.pack("<H", 1200))
    length = len(begin) + len(codepage) + 4 + 8 + len(name) + len(globals_) + 4
    bound = record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name.encode("latin-1"))
    return begin + codepage + bound + globals_ + record(0x000A) + sheet


def compound(content: bytes, name: str = "Workbook") -> bytes:
    """A compound file that holds one stream."""
    content = content.ljust(max(len(content), 4096), b"\0")
    sectors = -(-len(content) // _SECTOR)
    fats = -(-(sectors + 1) // (_SECTOR // 4 - 1)) + 1
    assert fats <= 109
    chain = [*range(1, sectors), _END, _END, *([_FAT] * fats)]
    chain += [_FREE] * (fats * (_SECTOR // 4) - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, sectors, 0, 4096, _END, 0, _END, 0)
    places = [sectors + 1 + n for n in range(fats)]
    header += struct.pack("<109I", *places, *([_FREE] * (109 - fats)))
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 0, len(content))
    directory = entries.ljust(_SECTOR, b"\0")
    return header + content.ljust(sectors * _SECTOR, b"\0") + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    body = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return body + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<III", start, size, 0)


def xls(path: Path, rows: Iterable[Sequence[Cell]]) -> Path:
    """An XLS workbook with one sheet."""
    path.write_bytes(compound(stream(cells_of(rows))))
    return path
