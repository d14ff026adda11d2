"""JSON and JSON Lines: entries become rows of a table whose columns are the keys; nested keys are joined with dots.

What JSON allows and we do not: a key said twice, NaN and Infinity, numbers beyond 64 bits, nesting deeper than
`limits.DEPTH`. A number that is no identifier keeps its digits as text; 7 and "7" are the same id.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from matchmaker.exchange import limits
from matchmaker.exchange.decoding import Decoded, decode
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.json_tables import named_entries
from matchmaker.exchange.json_values import SaidTwice, Unfit, depth_of, flat, parsed
from matchmaker.exchange.ocds_file import is_ocds, read_ocds
from matchmaker.exchange.table import TableRows, Task
from matchmaker.exchange.table_reading import read_table
from matchmaker.exchange.tables import SAMPLE, Broken, Row
from matchmaker.exchange.values import DateOrder, date_of

_LISTS = (
    "data",
    "results",
    "records",
    "items",
    "rows",
    "entries",
    "activities",
    "requests",
    "offerings",
    "experience",
    "projects",
    "docs",
    "value",
    "objects",
    "features",
)
_COUNTS = (
    "count",
    "total",
    "total_count",
    "totalCount",
    "totalResults",
    "numFound",
    "total-count",
    "totalItems",
    "num_results",
)
_HOLDERS = ("response", "result")
_NEXT = ("next", "next_page", "nextPage", "next_url", "next_link", "@odata.nextLink")
_EXPORTED = (
    "exported_at",
    "exported_on",
    "generated_at",
    "generated",
    "publishedDate",
    "export_date",
    "generated-datetime",
)


def read_json(task: Task) -> Reading:
    """A JSON file as a reading: a list of entries, or an object that holds one. Raises FileRefused otherwise."""
    decoded = decode_long(task)
    task = replace(task, origin=replace(task.origin, sha256=decoded.sha256))
    reading = Reading(task.path.name, "json", decoded.sha256, decoded.name)
    _begin(reading, decoded)
    found = _whole(task, decoded)
    if depth_of(found) > limits.DEPTH:
        raise limits.refused(task.path, f"the JSON is nested deeper than {limits.DEPTH} levels")
    if is_ocds(found):
        return read_ocds(reading, task, lambda: [("", found)])
    entries = named_entries(found, _entries(task, found, reading), task.kind)
    return _table(reading, task, lambda: iter(enumerate(entries, 1)))


def decode_long(task: Task) -> Decoded:
    """How a JSON file is encoded; JSON stands on one line as often as not, so long lines are allowed."""
    return decode(task.path, task.profile.text("encoding"), long_lines=True)


def _begin(reading: Reading, decoded: Decoded) -> None:
    for note in decoded.notes:
        reading.note(note)
    if decoded.cut:
        reading.cut_off("its last character is not whole")


def _whole(task: Task, decoded: Decoded) -> Any:
    path = task.path
    try:
        with decoded.open(path) as file:
            text = file.read()
        if decoded.mixed:
            raise limits.refused(path, "the JSON holds bytes that are not UTF-8", "Export it again as UTF-8.")
        return parsed(text)
    except SaidTwice as error:
        raise limits.refused(path, f"a key stands twice in one object: {str(error)!r}", "Keep one of them.") from error
    except RecursionError as error:
        raise limits.refused(path, f"the JSON is nested deeper than {limits.DEPTH} levels") from error
    except ValueError as error:
        raise limits.refused(
            path,
            f"the JSON is damaged or cut off ({' '.join(str(error).split())[:120]})",
            "Get the file again; it may not be complete.",
        ) from error


def _entries(task: Task, found: Any, reading: Reading) -> list[Any]:
    """The list of entries a JSON value is or holds."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        raise limits.refused(task.path, "the JSON is a single value, not a list of entries")
    _partial(found, reading)
    for error in ("error", "errors", "detail", "message"):
        if error in found and not any(isinstance(value, list) and value for value in found.values()):
            said = " ".join(str(found[error]).split())[:120]
            raise limits.refused(
                task.path, f"this is an error message, not an export: {said!r}", "Get the export again."
            )
    resources = found.get("resources")
    if isinstance(resources, list) and any(
        isinstance(one, dict) and ("path" in one or "schema" in one) for one in resources
    ):
        raise limits.refused(
            task.path, "this describes a data package, it holds no entries", "Give the files it names."
        )
    for holder in _HOLDERS:
        if isinstance(found.get(holder), dict):
            found = found[holder]
            _partial(found, reading)
    named = [found[name] for name in _LISTS if isinstance(found.get(name), list)]
    lists = named or [value for value in found.values() if isinstance(value, list) and value and _is_entry(value[0])]
    if len(lists) == 1 or named:
        entries = [entry for entries in lists for entry in entries] if named else lists[0]
        return [_feature(entry) for entry in entries] if found.get("type") == "FeatureCollection" else entries
    for holder in (found, *(found[name] for name in _LISTS if isinstance(found.get(name), dict))):
        if holder and all(isinstance(value, dict) for value in holder.values()):
            return [{"id": key, **value} for key, value in holder.items()]
    if any(key in found for key in ("id", "title", "text")):
        return [found]
    raise limits.refused(
        task.path, "the JSON object holds no list of entries", f"Its keys are {', '.join(map(str, found))[:200]}."
    )


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and len(value) > 1)


def _feature(entry: Any) -> Any:
    """What a feature of GeoJSON says of itself, without where it lies."""
    properties = entry.get("properties") if isinstance(entry, dict) else None
    return {"id": entry["id"], **properties} if properties and "id" in entry else properties or entry


def _partial(found: dict[str, Any], reading: Reading) -> None:
    """What an object says of how much it holds, and when it was made."""
    meta = found.get("meta") if isinstance(found.get("meta"), dict) else {}
    for holder in (found, meta or {}):
        for key in _COUNTS:
            if isinstance(holder.get(key), int) and not isinstance(holder.get(key), bool):
                reading.declared_count = holder[key]
        if any(holder.get(key) for key in _NEXT):
            reading.cut_off("it is one page of several and names a next one")
        for key in _EXPORTED:
            if isinstance(holder.get(key), str):
                reading.exported_at = reading.exported_at or date_of(holder[key], DateOrder(day_first=True))


def read_json_lines(task: Task) -> Reading:
    """JSON Lines as a reading, one entry per line, streamed. Raises FileRefused when no line is an entry."""
    decoded = decode_long(task)
    task = replace(task, origin=replace(task.origin, sha256=decoded.sha256))
    reading = Reading(task.path.name, "jsonl", decoded.sha256, decoded.name)
    _begin(reading, decoded)
    if not decoded.ends_line and decoded.longest < task.path.stat().st_size:
        reading.cut_off("its last line has no end")
    for _, first in islice(_lines(task, decoded), 1):
        if is_ocds(first):
            return read_ocds(reading, task, lambda: ((f"line {n}", value) for n, value in _lines(task, decoded)))
    return _table(reading, task, lambda: _lines(task, decoded))


def _lines(task: Task, decoded: Decoded) -> Iterator[tuple[int, Any]]:
    """Entries by line number; a line that is no JSON comes as a `Broken`."""
    with decoded.open(task.path) as text:
        for number, line in enumerate(text, 1):
            if not line.strip():
                continue
            try:
                yield number, parsed(line)
            except SaidTwice as error:
                reason = f"a key stands twice: {str(error)!r}"
                yield number, Broken(number, f"line {number}", reason, "Keep one of them.", line[:2_000])
            except (ValueError, RecursionError) as error:
                reason = f"the line is not JSON ({' '.join(str(error).split())[:100]})"
                yield number, Broken(number, f"line {number}", reason, "Write one JSON object per line.", line[:2_000])


def _table(reading: Reading, task: Task, entries: Callable[[], Iterator[tuple[int, Any]]]) -> Reading:
    """A table of entries whose header is the union of the keys of the first ones."""
    word = "line" if reading.format == "jsonl" else "entry"
    header: dict[str, None] = {}
    objects = broken = 0
    for _, entry in entries():
        if isinstance(entry, dict):
            objects += 1
            header.update(dict.fromkeys(key for key in flat(entry) if len(header) < limits.COLUMNS))
        else:
            broken += 1
        if objects >= SAMPLE or broken >= 2 * SAMPLE:
            break
    if not objects:
        raise limits.refused(task.path, "no entry is a JSON object", 'Write entries as {"id": ..., "title": ..., ...}.')
    names = tuple(header)
    places = {name: index for index, name in enumerate(names)}

    def rows() -> TableRows:
        marked = 0
        for number, entry in entries():
            row = _row(number, f"{word} {number}", entry, places)
            marked += isinstance(row, Row) and any("\ufffd" in cell for cell in row.cells)
            yield row
        if marked:
            reading.note(f"{marked:,} rows hold characters that are none; each is shown as U+FFFD.")

    return read_table(reading, task, rows, header=names)


def _row(number: int, place: str, entry: Any, places: dict[str, int]) -> Row | Broken:
    if isinstance(entry, Broken):
        return entry
    if not isinstance(entry, dict):
        return Broken(
            number,
            place,
            "the entry is not a JSON object",
            "Write entries as objects with named values.",
            str(entry)[:200],
        )
    cells = [""] * len(places)
    unfit: tuple[str, str] | None = None
    for key, value in flat(entry).items():
        if isinstance(value, Unfit):
            unfit = (key, value.what)
        elif key in places:
            cells[places[key]] = value
    if unfit:
        reason = f"{unfit[1]} cannot be kept"
        return Broken(number, place, reason, "Write it as text, or leave it out.", json.dumps(unfit[0]), unfit[0])
    return Row(number, place, cells)
