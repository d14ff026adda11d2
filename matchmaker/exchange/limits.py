"""Limits: how much of a file we are ready to read, in one table, and the checks that hold before anything is parsed.

Sizes are in bytes, unless said otherwise. What is measured on compressed data is counted while unpacking in blocks that
are thrown away; sizes declared in headers are never believed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from matchmaker.errors import FileRefused

FILE = 100_000_000
STREAMED = 1_000_000_000
"""Files that are read in a stream (CSV, JSON Lines, IATI) need no memory for their size."""
UNPACKED = 200_000_000
RATIO = 200
RATIO_FREE = 1_000_000
"""A member may unpack to this much at any ratio: small files of spaces compress well and harm nobody."""
MEMBERS = 2_000
ROWS = 1_000_000
COLUMNS = 512
CELLS = 50_000_000
"""Cells of the rectangle a sheet spans, filled or not: the reader lays out all of them."""
SPARSE_CELLS = 1_000_000
SPARSE = 20
"""A rectangle of more than `SPARSE_CELLS` must hold at least one cell in `SPARSE`."""
REPEATED_CELLS = 1_500_000
CELL = 1_000_000
"""Characters in one cell or text."""
LINE = 4_000_000
DOCUMENT = 10_000_000
"""Characters of a running text that are read."""
DEPTH = 100
EMPTY_ROWS = 1_000
SECONDS = 60
CHILD_MEMORY = 1_500_000_000
"""Address space of a child process that parses a workbook, a Word file or a PDF."""

_BLOCK = 1 << 18
_CELL_REFERENCE = re.compile(
    rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Za-z]{1,3})(\d{1,9})"|<(?:\w+:)?row\s[^>]{0,200}?\br="(\d{1,9})"'
)
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d{1,12})"')
_REPEATING = re.compile(rb"<table:table-(row|cell)\b([^<>]{0,400})>")


def refused(path: Path, reason: str, way_out: str = "") -> FileRefused:
    """The error that refuses a file as a whole."""
    return FileRefused(f"{path.name}: {reason}", way_out or "Nothing was changed. Ask the sender for another export.")


def check_size(path: Path, limit: int = STREAMED) -> int:
    """Bytes of `path`. Raises FileRefused when it is not a regular file, is empty, or is larger than `limit`."""
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not a regular file" if path.exists() else "does not exist"
            raise FileRefused(f"{path} {what}.", "Give the path of one export file.")
        size = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except (OSError, ValueError) as error:
        raise FileRefused(f"{path} cannot be read: {error}", "Check the path and its permissions.") from error
    if size == 0:
        raise refused(path, "the file is empty (0 bytes)")
    if size > limit:
        raise refused(
            path, f"the file has {size:,} bytes; the limit is {limit:,}", "Split the export and refresh each part."
        )
    return size


def check_zip(path: Path) -> list[str]:
    """Names of the members of a zip file, after unpacking each in blocks that are counted and thrown away.

    Raises FileRefused for damage, encryption, too many members, too much data or too high a ratio, for a document type
    declaration in any member, and for sheets that span more cells than `CELLS`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS:
                raise refused(path, f"the archive has {len(members):,} members; the limit is {MEMBERS:,}")
            total = 0
            for member in members:
                if member.flag_bits & 1:
                    raise refused(
                        path, "the file is protected by a password", "Save it without a password and try again."
                    )
                for size in _unpacked(path, archive, member):
                    total += size
                    if total > UNPACKED:
                        raise refused(path, f"it unpacks to more than {UNPACKED:,} bytes")
            return [member.filename for member in members]
    except FileRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise refused(
            path, f"the file is damaged or cut off ({error})", "Get the file again; it may not be complete."
        ) from error


def _unpacked(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[int]:
    """Sizes of the blocks a member unpacks to, while the rules for one member hold."""
    size, packed = 0, max(1, member.compress_size)
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_sheet = is_xml and "worksheets/" in member.filename
    is_calc = member.filename == "content.xml"
    extent = _Extent(path)
    kept = b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            yield len(block)
            if size > RATIO_FREE and size > packed * RATIO:
                raise refused(
                    path, f"{member.filename[:60]!r} unpacks to over {RATIO} times its size, as only a bomb does"
                )
            if not is_xml:
                continue
            window = kept + block
            if b"<!DOCTYPE" in window or b"<\x00!\x00D\x00O\x00C" in window:
                raise refused(path, "a document type declaration (DOCTYPE) is not allowed in an export")
            if is_sheet:
                extent.sheet(window)
            elif is_calc:
                extent.calc(window)
            kept = block[-300:]
    extent.finish()


class _Extent:
    """How far the cells of a sheet reach, and how many there are: readers lay out the whole rectangle."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._low = self._left = 1 << 30
        self._high = self._right = 0
        self._cells = 0
        self._row_times = 1

    def sheet(self, window: bytes) -> None:
        """Look at a stretch of an XLSX sheet."""
        for column, row, only_row in _CELL_REFERENCE.findall(window):
            number = int(row or only_row)
            self._low, self._high = min(self._low, number), max(self._high, number)
            if column:
                self._cells += 1
                place = 0
                for letter in column.upper():
                    place = place * 26 + letter - 64
                self._left, self._right = min(self._left, place), max(self._right, place)
        if self._high > 1_048_576 or self._area() > CELLS:
            self._refuse()

    def calc(self, window: bytes) -> None:
        """Look at a stretch of an ODS sheet, where a row and a cell may each say that they stand there many times."""
        for is_row, tag in _REPEATING.findall(window):
            found = _REPEATED.search(tag)
            times = int(found[1]) if found else 1
            if is_row == b"row":
                self._row_times = times
            elif not tag.endswith(b"/"):
                self._cells += times * self._row_times
            if times > 1_100_000 or self._cells > REPEATED_CELLS:
                reason = f"a sheet repeats its cells more than {REPEATED_CELLS:,} times"
                raise refused(self._path, reason, "Delete the repeated cells and save again.")

    def finish(self) -> None:
        """Refuse a sheet of a few cells far apart."""
        if self._area() > SPARSE_CELLS and self._cells * SPARSE < self._area():
            self._refuse()

    def _area(self) -> int:
        return max(0, self._high - self._low + 1) * max(0, self._right - self._left + 1)

    def _refuse(self) -> None:
        raise refused(
            self._path,
            f"a sheet of {self._cells:,} cells reaches from row {self._low:,} to row {self._high:,} "
            f"over {max(0, self._right - self._left + 1):,} columns",
            "Delete the stray cells far from the table and save again.",
        )
