"""Sources and import runs: who a record came from, and each time something was loaded."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from matchmaker import __version__
from matchmaker.files import Source
from matchmaker.store.rows import day
from matchmaker.store.store import Store, instant

COUNTED = ("rows", "added", "changed", "unchanged", "revived", "duplicate", "rejected", "withdrawn", "held")
OWN = "own"
SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source: its newest run, how many live records it has, and the layout of its last file."""

    name: str
    kind: str
    generation: int = 0
    offerings: int = 0
    experience: int = 0
    checksum: int = 0
    fingerprint: str = ""
    exported_on: date | None = None
    profile: str = ""


_STATE = "name, kind, generation, offerings, experience, checksum, fingerprint, exported_on, profile"


def _state(row: tuple[Any, ...]) -> SourceState:
    name, kind, generation, offerings, experience, checksum, fingerprint, exported_on, profile = row
    return SourceState(name, kind, generation, offerings, experience, checksum, fingerprint, day(exported_on), profile)


def source(store: Store, name: str) -> SourceState | None:
    found = store.row(f"SELECT {_STATE} FROM sources WHERE name = ?", (name,))
    return None if found is None else _state(found)


def sources(store: Store) -> list[SourceState]:
    return [_state(row) for row in store.rows(f"SELECT {_STATE} FROM sources ORDER BY name")]


def need_source(store: Store, name: str, kind: str = "agency") -> None:
    """Make sure the source exists; inside `store.write()`."""
    store.execute("INSERT OR IGNORE INTO sources (name, kind) VALUES (?, ?)", (name, kind))


def start_run(store: Store, at: datetime, who: str, name: str, kind: str, **given: Any) -> int:
    """Add an import run and return its number. `given` are columns of `imports`; `notes` is a list of lines."""
    values = {"source": name, "kind": kind, "who": who, "at": instant(at), "program": __version__, **given}
    values["notes"] = json.dumps(list(values.get("notes", ())), ensure_ascii=False)
    columns = ", ".join(values)
    marks = ", ".join(f":{column}" for column in values)
    return store.insert(f"INSERT INTO imports ({columns}) VALUES ({marks})", values)


def origin(store: Store, run: int, place: str) -> Source:
    """Where a record came from: its run, and its place in the run's file."""
    known = store.origins
    if run not in known:
        found = store.row("SELECT source, file, sha256, at FROM imports WHERE id = ?", (run,))
        if found is None:
            return Source("", place=place)
        known[run] = (found[0], found[1], found[2], datetime.fromisoformat(found[3]))
    name, file, sha256, at = known[run]
    return Source(name, file, sha256, place, at)
