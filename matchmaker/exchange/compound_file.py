"""Compound files, the container of Office before 2007: a stream of one, in blocks, without trusting what it says.

After [MS-CFB]: sectors chained by a table (FAT), a directory of entries, and small streams in sectors of 64 bytes
within a stream of their own.
"""

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFF_FFFA
"""Sector numbers from here on are marks, not sectors."""
_BLOCK = 1 << 20


class Damaged(ValueError):  # noqa: N818 - said of a file
    """The structure of a compound file contradicts itself."""


class CompoundFile:
    """A compound file whose directory has been read. Raises Damaged wherever its chains leave it or run in circles."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            header = file.read(512)
            if len(header) < 512 or not header.startswith(MAGIC):
                raise Damaged("no header of a compound file")
            shift, small = struct.unpack_from("<HH", header, 30)
            if shift not in (9, 12) or small != 6:
                raise Damaged("sectors of an unknown size")
            self._sector = 1 << shift
            self._count = path.stat().st_size // self._sector
            directory, self._cutoff, mini, _, extra = struct.unpack_from("<I4xIIII", header, 48)
            self._fat = self._table(file, self._tables(file, header, extra))
            self.streams: dict[str, tuple[int, int]] = {}
            entries = b"".join(self._read(file, directory, 1 << 31))
            for at in range(0, len(entries) - 127, 128):
                length, kind = struct.unpack_from("<HB", entries, at + 64)
                name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                if kind in (2, 5):
                    self.streams.setdefault(name if kind == 2 else "", struct.unpack_from("<II", entries, at + 116))
            self._mini = self._table(file, self._chain(mini, self._fat)) if mini < _LAST else array("I")

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of a stream, to the size its entry declares or its last sector, whichever comes first."""
        start, size = self.streams[name]
        with self._path.open("rb") as file:
            if size >= self._cutoff:
                yield from self._read(file, start, size)
                return
            whole = b"".join(self._read(file, *self.streams.get("", (_LAST, 0))))
            small = b"".join(whole[64 * n : 64 * n + 64] for n in self._chain(start, self._mini))
            yield small[:size]

    def _tables(self, file: BinaryIO, header: bytes, extra: int) -> list[int]:
        """Sectors of the table of chains: 109 in the header, the others in sectors that name the next of their kind."""
        found = list(struct.unpack_from("<109I", header, 76))
        per = self._sector // 4
        seen = 0
        while extra < _LAST:
            seen += 1
            if seen > self._count:
                raise Damaged("a chain of sectors without end")
            *more, extra = struct.unpack(f"<{per}I", self._at(file, extra, 1))
            found += more
        return [sector for sector in found if sector < _LAST]

    def _table(self, file: BinaryIO, sectors: Sequence[int]) -> "array[int]":
        """The numbers in these sectors, one after the other."""
        table = array("I", b"".join(self._at(file, sector, 1) for sector in sectors))
        if sys.byteorder == "big":
            table.byteswap()
        return table

    def _chain(self, start: int, table: Sequence[int]) -> list[int]:
        chain: list[int] = []
        while start < _LAST:
            if start >= len(table) or len(chain) > len(table):
                raise Damaged("a chain of sectors that leaves the file or has no end")
            chain.append(start)
            start = table[start]
        return chain

    def _read(self, file: BinaryIO, start: int, size: int) -> Iterator[bytes]:
        chain = self._chain(start, self._fat)
        most = _BLOCK // self._sector
        at = 0
        while at < len(chain) and size > 0:
            run = 1
            while run < most and at + run < len(chain) and chain[at + run] == chain[at] + run:
                run += 1
            block = self._at(file, chain[at], run)[:size]
            yield block
            size -= len(block)
            at += run

    def _at(self, file: BinaryIO, sector: int, run: int) -> bytes:
        file.seek((sector + 1) * self._sector)
        found = file.read(run * self._sector)
        if not found:
            raise Damaged("a sector beyond the end of the file")
        return found.ljust(run * self._sector, b"\0")
