"""Old workbooks (XLS): how much their cells would take once laid out, before the parser is let at them.

A sheet is laid out from its first to its last filled cell, and a text that many cells share is laid out for each. Both
are counted here by going through the records of the stream ([MS-XLS]); nothing that the file says of its own size is
believed.
"""

import struct
from array import array
from collections.abc import Iterator
from pathlib import Path

from matchmaker.exchange import limits
from matchmaker.exchange.compound_file import CompoundFile, Damaged
from matchmaker.exchange.sheet_extent import Extent

_ENCRYPTED, _SHEET, _BEGIN, _SHARED, _MORE, _CELL_OF_SHARED, _SEVERAL = (
    0x002F,
    0x0085,
    0x0809,
    0x00FC,
    0x003C,
    0x00FD,
    0x00BD,
)
_CELLS = frozenset({0x0006, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E, _CELL_OF_SHARED, _SEVERAL})
_PLACE = struct.Struct("<HH")


def check_old_workbook(path: Path) -> None:
    """Raise FileRefused for a workbook that is damaged, or whose cells would take more than `limits` allow."""
    try:
        file = CompoundFile(path)
        name = next((name for name in ("Workbook", "Book") if name in file.streams), None)
        if name is None:
            raise Damaged("it has no workbook stream")
        _measure(path, file.blocks(name))
    except (Damaged, struct.error, OSError) as error:
        raise limits.refused(
            path, f"the file is damaged or cut off ({error})", "Get the file again; it may not be complete."
        ) from error


def _measure(path: Path, blocks: Iterator[bytes]) -> None:
    extent = Extent(path)
    lengths = array("L")
    before = 0
    texts = _SharedTexts()
    begun, named = set(), set()
    for at, kind, body in records(blocks):
        if kind in _CELLS and len(body) >= 4:
            row, column = _PLACE.unpack_from(body)
            if kind == _SEVERAL:
                last = int.from_bytes(body[-2:], "little")
                extent.cell(row, column)
                column = max(column, last)
            elif kind == _CELL_OF_SHARED and len(body) >= 10:
                number = int.from_bytes(body[6:10], "little")
                extent.text(lengths[number] if number < len(lengths) else 0)
            extent.cell(row, column)
        elif kind == _SHARED or (kind == _MORE and before == _SHARED):
            texts.add(body)
        elif kind == _BEGIN:
            begun.add(at)
            lengths = lengths or texts.lengths()
            extent.finish()
            extent = Extent(path)
        elif kind == _ENCRYPTED:
            raise limits.refused(
                path, "the file is protected by a password", "Save it without a password and try again."
            )
        elif kind == _SHEET and len(body) >= 4:
            named.add(int.from_bytes(body[:4], "little"))
        before = kind if kind != _MORE else before
    extent.finish()
    if not named <= begun:
        raise Damaged("a sheet begins where none is")


def records(blocks: Iterator[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """Records of a workbook: where each begins, its kind, its body; one that is not whole at the end is dropped."""
    rest, begins = b"", 0
    for block in blocks:
        data = rest + block
        at, end = 0, len(data)
        while end - at >= 4:
            kind, length = _PLACE.unpack_from(data, at)
            if end - at - 4 < length:
                break
            yield begins + at, kind, data[at + 4 : at + 4 + length]
            at += 4 + length
        rest = data[at:]
        begins += at


class _SharedTexts:
    """The table of shared texts, as it comes in records; a text may go on in the next one."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def add(self, body: bytes) -> None:
        self._parts.append(body)

    def lengths(self) -> "array[int]":
        """Characters of each text. A table that is cut off gives the lengths up to there."""
        found = array("L")
        parts, self._parts = self._parts, []
        part, at = 0, 8
        while part < len(parts):
            body = parts[part]
            if at + 3 > len(body):
                part, at = part + 1, 0
                continue
            count, flags = struct.unpack_from("<HB", body, at)
            at += 3
            runs = extra = 0
            if flags & 8 and at + 2 <= len(body):
                runs = int.from_bytes(body[at : at + 2], "little")
                at += 2
            if flags & 4 and at + 4 <= len(body):
                extra = int.from_bytes(body[at : at + 4], "little")
                at += 4
            found.append(count)
            left, wide = count, flags & 1
            while left and part < len(parts):
                body = parts[part]
                fits = min(left, max(0, len(body) - at) >> wide)
                left, at = left - fits, at + (fits << wide)
                if left:
                    part += 1
                    wide = parts[part][0] & 1 if part < len(parts) and parts[part] else 0
                    at = 1
            at += 4 * runs + extra
            while part < len(parts) and at >= len(parts[part]):
                at -= len(parts[part])
                part += 1
        return found
