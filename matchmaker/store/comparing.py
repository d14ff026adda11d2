"""Comparing: records on their way in beside what the catalogue holds under their ids."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.store.rows import activities_values, digest_of, experience_values, offering_values
from matchmaker.store.staging import TABLES, Staging
from matchmaker.store.store import Store, in_parts


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record on its way in: the line of the file it is of, and what the reader kept beside it."""

    record: Offering | Experience
    line: int
    place: str
    raw: str = ""
    row_digest: int | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """What the catalogue holds under an id."""

    kind: str
    seq: int
    digest: int
    withdrawn: bool
    placeholder: bool


def compare(stage: Staging, incoming: Sequence[Incoming]) -> list[str]:
    """Stage records and say of each whether it is added, changed, unchanged or revived.

    A record that moved from offerings to experience, or back, is changed; its old form leaves.
    """
    known = _known(stage.store, [one.record.id for one in incoming])
    outcomes: list[str] = []
    rows: dict[str, list[tuple[Any, ...]]] = {"offering": [], "experience": []}
    met: list[tuple[Any, ...]] = []
    leaving: list[tuple[Any, ...]] = []
    for one in incoming:
        record = one.record
        kind = "offering" if isinstance(record, Offering) else "experience"
        values, digest = _content(record)
        here, elsewhere = _held(known.get(record.id, ()), kind)
        outcome = _outcome(here, elsewhere, digest, record.placeholder)
        target = here.seq if here else None
        if elsewhere is not None and not elsewhere.withdrawn:
            leaving.append((elsewhere.kind, elsewhere.seq, record.id, record.title, 1))
        if outcome != "unchanged":
            written = "added" if here is None else outcome
            placeholder = int(record.placeholder)
            head = (record.id, digest, one.row_digest, written, target, one.place, one.raw, placeholder, 0, None)
            rows[kind].append(stage.row(head, values))
            if isinstance(record, Experience):
                stage.link([(a.id, a.text, a.kind) for a in record.activities])
        met.append((kind, target, one.line, outcome, record.id))
        outcomes.append(outcome)
    stage.put(rows, met, leaving)
    return outcomes


def _known(store: Store, ids: Sequence[str]) -> dict[str, list[_Held]]:
    """What the catalogue holds under these ids."""
    found: dict[str, list[_Held]] = {}
    for part in in_parts(ids, 1000):
        marks = ", ".join("?" * len(part))
        for kind, table in TABLES.items():
            sql = f"SELECT id, seq, digest, withdrawn, placeholder FROM {table} WHERE id IN ({marks})"
            for record_id, seq, digest, withdrawn, placeholder in store.rows(sql, part):
                held = _Held(kind, seq, digest, bool(withdrawn), bool(placeholder))
                found.setdefault(record_id, []).append(held)
    return found


def _content(record: Offering | Experience) -> tuple[tuple[Any, ...], int]:
    """The columns of a record, and the digest of its content, which for experience covers the activities too."""
    if isinstance(record, Offering):
        values = offering_values(record)
        return values, digest_of(record.id, values)
    values = experience_values(record)
    return values, digest_of(record.id, (*values, activities_values(record)))


def _held(found: Iterable[_Held], kind: str) -> tuple[_Held | None, _Held | None]:
    """What is held as this kind, and what as the other."""
    here = elsewhere = None
    for held in found:
        if held.kind == kind:
            here = held
        else:
            elsewhere = held
    return here, elsewhere


def _outcome(here: _Held | None, elsewhere: _Held | None, digest: int, placeholder: bool) -> str:
    if here is None or here.withdrawn:
        if elsewhere is not None and not elsewhere.withdrawn:
            return "changed"
        return "added" if here is None else "revived"
    # Texts that many rows share are known only when the file has been read: see `Staging.mark_placeholders`.
    return "unchanged" if here.digest == digest and here.placeholder >= placeholder else "changed"
