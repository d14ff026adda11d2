"""Batching: a file of requests in, a file of answers out; streamed, and continued after a kill where it stopped."""

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from matchmaker.errors import UsageError
from matchmaker.exchange.drafts import Cells, Draft, Duplicate, Problem, Reading
from matchmaker.exchange.export_writers import Cell, json_text, open_writer
from matchmaker.exchange.exporting import MATCH_COLUMNS, match_rows
from matchmaker.files import atomic_write
from matchmaker.matches import Answer, Verdict
from matchmaker.requests import Request

FORMATS = ("csv", "jsonl", "xlsx")
MARKED_EVERY = 128
"""Answers between two marks in the journal: at most so many are ranked again after a kill."""


@dataclass(slots=True)
class Tally:
    """What a batch did: `problems` are the rows that were rejected, `repeated` those that an earlier row had said."""

    answered: int = 0
    nothing: int = 0
    resumed: int = 0
    problems: list[Problem] = field(default_factory=list)
    repeated: list[Duplicate] = field(default_factory=list)


class Sink(Protocol):
    """Where answers go. `done` is how many are there already when it opens."""

    done: int

    def put(self, answer: Answer, carried: Cells) -> None: ...

    def mark(self) -> None: ...

    def close(self) -> None: ...


def other_columns(reading: Reading) -> tuple[str, ...]:
    """The columns of the input that are no field of a request; they are carried through to tables."""
    known = {recognised.column for recognised in reading.recognised}
    return tuple(column for column in reading.columns if column not in known)


def run(
    reading: Reading,
    rank: Callable[[Iterable[Request]], Iterator[Answer]],
    sink: Sink,
    progress: Callable[[str, int, int], None] | None = None,
) -> Tally:
    """Rank every request of a file and put the answers into the sink, in order.

    `rank` takes the requests as they are read and gives their answers in the same order; it may read ahead.
    """
    tally = Tally(resumed=sink.done)
    carried: list[Cells] = []
    first = sink.done

    def asked() -> Iterator[Request]:
        seen = 0
        for outcome in reading:
            if isinstance(outcome, Problem):
                tally.problems.append(outcome)
            elif isinstance(outcome, Duplicate):
                tally.repeated.append(outcome)
            elif isinstance(outcome, Draft) and isinstance(outcome.record, Request):
                seen += 1
                if seen > first:
                    carried.append(outcome.raw)
                    yield outcome.record

    for answer in rank(asked()):
        sink.put(answer, carried.pop(0))
        tally.answered += 1
        tally.nothing += answer.verdict is Verdict.NONE
        if tally.answered % MARKED_EVERY == 0:
            sink.mark()
            if progress is not None:
                progress("ranking", first + tally.answered, 0)
    sink.close()
    return tally


class Lines:
    """Answers written to a stream: as JSON, one a line, or as rows of a table."""

    def __init__(self, stream: IO[bytes], form: str, others: Sequence[str], as_json: Callable[[Answer], Any]) -> None:
        self.done = 0
        self._stream, self._form, self._as_json = stream, form, as_json
        self._others = tuple(others)
        taken = set(MATCH_COLUMNS)
        columns = (*MATCH_COLUMNS, "text", *(f"given {name}" if name in taken else name for name in others))
        self._writer = None if form == "jsonl" else open_writer(form, columns, stream, title="matches")

    def put(self, answer: Answer, carried: Cells) -> None:
        """Write one answer."""
        if self._writer is None:
            self._stream.write(json_text(self._as_json(answer)).encode() + b"\n")
            return
        for row in match_rows(answer):
            self._writer.row([*row, answer.text, *(carried.get(name, "") for name in self._others)])

    def mark(self) -> None:
        """Let readers of a pipe have what is there."""
        self._stream.flush()

    def close(self) -> None:
        """End the table."""
        if self._writer is not None:
            self._writer.close()
        self._stream.flush()


class ResumableFile:
    """An output file that appears whole, and that a second run with the same input, model and options continues.

    Answers go to a hidden file beside the target; a journal beside it says after each block how many are in it and
    where they end. A workbook cannot be continued, so its answers wait as lines and become a workbook at the end.
    """

    def __init__(
        self, target: Path, form: str, others: Sequence[str], as_json: Callable[[Answer], Any], key: str, *, force: bool
    ) -> None:
        if target.is_symlink() or (target.exists() and not force):
            raise UsageError(f"{target} is there already.", "Choose another name, or give --force to replace it.")
        self._target, self._form, self._others = target, form, tuple(others)
        self._partial = target.with_name(f".{target.name}.partial")
        self._journal = target.with_name(f".{target.name}.journal")
        self._key = hashlib.sha256(key.encode()).hexdigest()
        self._buffer = io.BytesIO()
        spooled = form == "xlsx"
        self._lines = Lines(self._buffer, "csv" if spooled else form, others, as_json)
        self.done, end = self._continued()
        flags = os.O_RDWR | os.O_CREAT | (0 if self.done else os.O_TRUNC) | getattr(os, "O_NOFOLLOW", 0)
        self._file = os.fdopen(os.open(self._partial, flags, 0o600), "r+b")
        self._file.truncate(end)
        self._file.seek(end)
        if self.done:
            self._buffer.seek(0)
            self._buffer.truncate()
        self._put = self.done

    def _continued(self) -> tuple[int, int]:
        """How many answers the partial file holds and where they end; (0, 0) to start anew."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(self._journal.read_text())
            size = self._partial.stat().st_size
            if said["key"] == self._key and 0 < said["end"] <= size and not self._partial.is_symlink():
                return int(said["done"]), int(said["end"])
        return 0, 0

    def put(self, answer: Answer, carried: Cells) -> None:
        """Add one answer."""
        self._lines.put(answer, carried)
        self._put += 1

    def mark(self) -> None:
        """Write what was added and say so in the journal."""
        self._lines.mark()
        self._file.write(self._buffer.getvalue())
        self._buffer.seek(0)
        self._buffer.truncate()
        self._file.flush()
        said = {"key": self._key, "done": self._put, "end": self._file.tell()}
        with atomic_write(self._journal) as journal:
            journal.write(json.dumps(said).encode())

    def close(self) -> None:
        """Put the file in its place, whole."""
        self.mark()
        os.fsync(self._file.fileno())
        if self._form == "xlsx":
            self._file.close()
            with atomic_write(self._target) as file:
                _workbook(self._partial, file)
            self._partial.unlink()
        else:
            self._file.close()
            self._partial.replace(self._target)
        self._journal.unlink()


def _workbook(spooled: Path, stream: IO[bytes]) -> None:
    """The rows that waited as CSV, as a workbook."""
    import csv

    from matchmaker.exchange.export_writers import unguarded

    csv.field_size_limit(2**31 - 1)
    with spooled.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        columns = next(rows)
        numbers = {columns.index(name): kind for name, kind in (("rank", int), ("score", float))}
        writer = open_writer("xlsx", columns, stream, title="matches")
        for row in rows:
            cells: list[Cell] = [unguarded(cell) for cell in row]
            for place, kind in numbers.items():
                if cells[place]:
                    cells[place] = kind(str(cells[place]))
            writer.row(cells)
        writer.close()
