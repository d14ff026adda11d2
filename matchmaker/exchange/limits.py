"""Limits: how much of a file we are ready to read, in one table, and the checks that hold before anything is parsed.

Sizes are in bytes, unless said otherwise. What is measured on compressed data is counted while unpacking in blocks that
are thrown away; sizes declared in headers are never believed.
"""

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
LAID_OUT = 200_000_000
"""Characters of the texts of a sheet, a text that several cells share counted for each of them."""
CELL = 1_000_000
"""Characters in one cell or text."""
LINE = 4_000_000
DOCUMENT = 12_000_000
"""Characters of a running text that are read."""
PAGE = 10_000_000
"""A web page with a table, all of which is parsed at once."""
PAGE_TAGS = 300_000
PAGE_CELLS = 500_000
DEPTH = 100
EMPTY_ROWS = 1_000
SECONDS = 60
CHILD_MEMORY = 1_500_000_000
"""Address space of a child process that parses a workbook, a Word file or a PDF."""


class LongLine(FileRefused):
    """A line is longer than one of a table may be."""


def refused(path: Path, reason: str, way_out: str = "") -> FileRefused:
    """The error that refuses a file as a whole."""
    return FileRefused(f"{path.name}: {reason}", way_out or "Nothing was changed. Ask the sender for another export.")


def long_line(path: Path, reason: str) -> LongLine:
    """The error that refuses a table with a line no table has."""
    said = refused(path, reason)
    return LongLine(said.message, said.way_out)


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
