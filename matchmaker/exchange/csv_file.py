"""CSV files: any of the usual separators and encodings, read in a stream, each row with the lines it stands on."""

import csv
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from matchmaker.exchange import limits
from matchmaker.exchange.decoding import Decoded, decode
from matchmaker.exchange.drafts import Known, Reading
from matchmaker.exchange.quoting import quoting_of
from matchmaker.exchange.rows import digest_of_bytes, digests_of
from matchmaker.exchange.table import TableRows, Task
from matchmaker.exchange.table_reading import read_table
from matchmaker.exchange.tables import HEADER_WITHIN, Broken, Row, header_at, header_score

DELIMITERS = (",", ";", "\t", "|")
_HEAD = 200_000
_BLOCK = 1000
_AHEAD, _AHEAD_BYTES = 50, 1 << 18
"""As many lines, and not many more bytes, are compared with known rows at once."""


def read_csv(task: Task) -> Reading:
    """A CSV file as a reading. Raises FileRefused for a file without a header, or with a quote that never ends."""
    decoded = decode(task.path, task.profile.text("encoding"))
    task = replace(task, origin=replace(task.origin, sha256=decoded.sha256))
    head = _head_of(task.path, decoded)
    delimiter, skip = _delimiter(head, task)
    quoting = quoting_of(head if len(head) < _HEAD else head[: head.rfind("\n") + 1], delimiter, skip)
    reading = Reading(task.path.name, "tsv" if delimiter == "\t" else "csv", decoded.sha256, decoded.name)
    for note in decoded.notes:
        reading.note(note)
    if decoded.cut:
        reading.cut_off("its last character is not whole")
    if not decoded.ends_line:
        reading.cut_off("its last line has no end")
    return read_table(reading, task, lambda: _rows(task.path, decoded, delimiter, skip, quoting, reading))


def _head_of(path: Path, decoded: Decoded) -> str:
    with decoded.open(path) as text:
        return text.read(_HEAD)


def _delimiter(head: str, task: Task) -> tuple[str, int]:
    """The separator, by the header alone, and the number of lines before the table that only declare it."""
    lines = head.splitlines(keepends=True)
    first = lines[0].strip().strip('"').lower() if lines else ""
    if first.startswith("sep=") and len(first) <= 5:
        return ("\t" if len(first) == 4 else first[4]), 1
    given = task.profile.text("delimiter")
    if given:
        return ("\t" if given in ("\\t", "tab") else given[:1]), 0
    best, found = -1.0, ","
    for candidate in DELIMITERS:
        rows = _sample_rows(lines, candidate)
        at = header_at(rows, task.kind)
        score = header_score(rows[at], task.kind) if at is not None else 0.0
        wide = sum(1 for row in rows if len(row) > 1) / (len(rows) or 1)
        if score + 0.5 * wide > best + 0.01:
            best, found = score + 0.5 * wide, candidate
    return found, 0


def _sample_rows(lines: list[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t"):
            rows.append(row)
            if len(rows) >= HEADER_WITHIN:
                break
    except csv.Error:
        pass
    return rows


def _rows(
    path: Path, decoded: Decoded, delimiter: str, skip: int, quoting: dict[str, Any], reading: Reading
) -> TableRows:
    """Rows with their physical lines. A row on one line that is malformed is broken; a quote that runs on is fatal.

    Rows are known by their text, so that one that was read before need not be taken apart again.
    """
    csv.field_size_limit(limits.LINE + 1)
    with closing(decoded.lines(path)) as given:
        lines = _Lines(given)
        for _ in range(skip):
            next(lines, None)
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True, **quoting)
        while True:
            start = lines.number + 1
            known = lines.skip(reading.known)
            if known:
                yield Known(f"line {start}", start, known)
                continue
            if not lines.more():
                return
            try:
                cells = next(reader)
            except csv.Error as error:
                end = lines.number
                if end > start or "unexpected end" in str(error):
                    raise limits.refused(
                        path,
                        f"a quote that opens on line {start} is not closed as it should be (noticed on line {end})",
                        "Close the quote, or get the file again: it may be cut off.",
                    ) from error
                fix = 'Write a quote within a quoted cell twice ("").'
                yield Broken(
                    start,
                    f"line {start}",
                    f"quotes are not closed as they should be ({error})",
                    fix,
                    lines.text[:2_000],
                )
                continue
            end = lines.number
            if cells:
                place = f"line {start}" if start == end else f"lines {start}-{end}"
                yield Row(start, place, cells, digest=lines.digest)


class _Lines:
    """Lines of a file, given as text. `last` is the one given last, in UTF-8, and `number` counts what was given or
    skipped."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._ahead: list[bytes] = []
        self._digests = array("q")
        self._at = 0
        self._row: list[bytes] = []
        self.last = b""
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if not self.more():
            raise StopIteration
        self.last = self._ahead[self._at]
        self._at += 1
        self.number += 1
        self._row.append(self.last)
        return self.text

    def more(self) -> bool:
        """Whether there is a line left."""
        if self._at == len(self._ahead):
            self._ahead = _some(self._lines)
            self._digests = digests_of([line.rstrip(b"\r\n") for line in self._ahead])
            self._at = 0
        return self._at < len(self._ahead)

    @property
    def text(self) -> str:
        """The last line as it is read."""
        return self.last.decode("utf-8", "surrogatepass")

    def skip(self, known: frozenset[int]) -> list[int]:
        """The digests of the next lines, as far as they are known rows; a row begins with what comes after them."""
        self._row.clear()
        met: list[int] = []
        while len(met) < _BLOCK and self.more():
            next_ones = self._digests[self._at :]
            if not known >= set(next_ones):
                next_ones = array("q", takewhile(known.__contains__, next_ones))
            met.extend(next_ones)
            self._at += len(next_ones)
            if self._at < len(self._ahead):
                break
        self.number += len(met)
        return met

    @property
    def digest(self) -> int:
        """What stands for the row that was given."""
        if len(self._row) == 1 and self._at:
            return self._digests[self._at - 1]
        return digest_of_bytes(b"".join(self._row).rstrip(b"\r\n"))


def _some(lines: Iterator[bytes]) -> list[bytes]:
    """The next lines, not many at a time; none where there are no more."""
    found: list[bytes] = []
    size = 0
    for line in islice(lines, _AHEAD):
        found.append(line)
        size += len(line)
        if size > _AHEAD_BYTES:
            break
    return found
