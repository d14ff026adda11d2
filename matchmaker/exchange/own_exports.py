"""Own exports: files that `exporting` wrote, read back into exactly the records they came from.

CSV and workbooks come through the table readers, with `OwnMaker` in place of the recognition of columns; JSON, JSON
Lines and Markdown are read here. A record keeps its key: the part of its id after the name of the source it is
refreshed as.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from matchmaker.exchange import export_markdown, limits
from matchmaker.exchange.contacts import REMOVED
from matchmaker.exchange.drafts import Draft, Outcome, Reading, Record
from matchmaker.exchange.export_writers import unguarded
from matchmaker.exchange.exported_cells import (
    EXPERIENCE_COLUMNS,
    MARK,
    OFFERING_COLUMNS,
    REQUEST_COLUMNS,
    record_of,
    restored,
    unstructured,
)
from matchmaker.exchange.rows import Origin, Rows, Unusable
from matchmaker.exchange.table_reading import Task
from matchmaker.exchange.tables import Broken, Row
from matchmaker.experience import Experience
from matchmaker.files import sha256_of
from matchmaker.requests import Request

_COLUMNS = tuple(dict.fromkeys((MARK, *OFFERING_COLUMNS, *EXPERIENCE_COLUMNS, *REQUEST_COLUMNS)))
FINGERPRINT = "matchmaker-export"
_TABLES = frozenset({"csv", "tsv", "xlsx", "ods"})
_CHUNK = 500


def is_own_header(header: Sequence[str]) -> bool:
    """Is a table one of our exports, by its first column?"""
    return bool(header) and header[0] in (MARK, f"{MARK} csv") and "id" in header and "source" in header


class OwnMaker:
    """Makes records of the rows of our own tables. See `rows.Maker`."""

    def __init__(self, header: Sequence[str], origin: Origin, kind: str) -> None:
        self.header, self.origin, self.kind = tuple(header), origin, kind
        self.counts: Counter[str] = Counter()

    def make(self, row: Row) -> list[tuple[str, Record]]:
        cells = dict(zip(self.header, row.cells, strict=False))
        if f"{MARK} csv" in cells:
            cells = {name: unguarded(cell) for name, cell in cells.items()}
            cells[MARK] = cells.pop(f"{MARK} csv")
        try:
            record = record_of(cells)
        except (ValueError, KeyError, TypeError) as error:
            reason = "the row is not as an export of ours writes it"
            raise Unusable("", str(error)[:80], reason, "Leave the columns of an export as they are.") from error
        if isinstance(record, Request) != (self.kind == "requests"):
            wanted = "requests import" if isinstance(record, Request) else "refresh"
            raise Unusable(
                MARK, cells[MARK], f"this is no row for this command: {cells[MARK]}", f"Use `matchmaker {wanted}`."
            )
        key = record.id
        if self.kind != "requests" and self.origin.source:
            key = key.removeprefix(f"{self.origin.source}:")
        source = self.origin.at_place(row.place)
        return [(key, replace(record, id=self.origin.id_of(key), source=source))]

    def content(self, record: Record) -> str:
        return repr(replace(record, source=None))

    def given(self, row: Row) -> bool:
        return True

    def partner(self, record: Record) -> str:
        """The partner of an experience record; empty for others."""
        return getattr(record, "partner", "")

    def rekeyed(self, record: Record, key: str) -> Record:
        return replace(record, id=self.origin.id_of(key))


def put_back(reading: Reading, stored: Callable[[list[str]], Iterable[Record]]) -> None:
    """Let a reading of our own export give back what the export had left out: contacts, and addresses in texts.

    `stored` gives the records of the workspace by their ids. A record that is not there has no contact. Other readings
    stay as they are.
    """
    inner = reading.outcomes
    if (
        inner is None
        or not is_own_header(reading.columns)
        or ("contact" in reading.columns and reading.format in _TABLES)
    ):
        return

    def outcomes(current: Reading) -> Iterator[Outcome]:
        found = inner(current)
        while chunk := list(islice(found, _CHUNK)):
            ids = [outcome.record.id for outcome in chunk if isinstance(outcome, Draft)]
            known = {record.id: record for record in stored(ids)}
            for outcome in chunk:
                if isinstance(outcome, Draft):
                    record = restored(outcome.record, known.get(outcome.record.id, outcome.record))
                    if not isinstance(record, Experience) and record.contact == REMOVED:
                        record = replace(record, contact="")
                    outcome = replace(outcome, record=record)
                yield outcome

    reading.outcomes = outcomes


def form_of(path: Path) -> str | None:
    """json, jsonl or md where a text file is one of our exports, else None."""
    try:
        with path.open("rb") as file:
            head = file.read(400)
    except OSError:
        return None
    if head.startswith(f"{export_markdown.FIRST_LINE}".encode()):
        return "md"
    if not head.startswith(f'{{"{MARK}": "'.encode()):
        return None
    kind = head.split(b'"', 4)[3]
    return "jsonl" if kind in (b"offering", b"experience", b"request") else "json"


def read_own(task: Task, form: str) -> Reading:
    """Read an export of ours in JSON, JSON Lines or Markdown."""
    sha256 = sha256_of(task.path)
    origin = replace(task.origin, sha256=sha256)
    reading = Reading(task.path.name, form, sha256, "utf-8", _COLUMNS, f"{FINGERPRINT}:{form}")
    readers: dict[str, Callable[[Path, Reading], Iterable[Row | Broken]]] = {
        "json": _json_rows,
        "jsonl": _json_lines,
        "md": _markdown_rows,
    }

    def outcomes(current: Reading) -> Iterator[Outcome]:
        maker = OwnMaker(_COLUMNS, origin, task.kind)
        yield from Rows(_COLUMNS, maker, typed=True).outcomes(readers[form](task.path, current))

    reading.outcomes = outcomes
    return reading


def _row(number: int, place: str, entry: Mapping[str, object]) -> Row | Broken:
    if not entry.get(MARK):
        return Broken(
            number,
            place,
            "the entry does not say what it is",
            "Leave the entries of an export as they are.",
            str(entry)[:200],
        )
    cells = unstructured(entry)
    withheld = {} if "contact" in cells else {"contact": REMOVED}
    cells = {**cells, **withheld}
    return Row(number, place, [cells.get(name, "") for name in _COLUMNS])


def _json_rows(path: Path, reading: Reading) -> Iterator[Row | Broken]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        entries = found["records"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise limits.refused(
            path, f"the export is damaged or cut off ({str(error)[:80]})", "Export it again."
        ) from error
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        yield _row(number, f"record {number}", entry if isinstance(entry, dict) else {})


def _json_lines(path: Path, reading: Reading) -> Iterator[Row | Broken]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        number = 0
        for number, line in enumerate(file, 1):
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError) as error:
                if not line.endswith("\n"):
                    reading.cut_off("its last line is not whole")
                yield Broken(
                    number, f"line {number}", f"the line is no JSON ({str(error)[:60]})", "Export it again.", line[:200]
                )
                continue
            yield _row(number, f"line {number}", entry if isinstance(entry, dict) else {})
            if not line.endswith("\n"):
                reading.cut_off("its last line has no end")


def _markdown_rows(path: Path, reading: Reading) -> Iterator[Row | Broken]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.endswith("\n"):
        reading.cut_off("its last line has no end")
    for number, (first, cells) in enumerate(export_markdown.read(text.split("\n")), 1):
        yield _row(number, f"line {first}", cells)
