"""Staging the reversal of a run from the history of the records it touched."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from dataclasses import dataclass
from typing import Any

from matchmaker.store.rows import EXPERIENCE, OFFERING, activities_text, digest_of
from matchmaker.store.staging import TABLES, Staging


@dataclass(frozen=True, slots=True)
class Reversed:
    """How many records a reversal puts back, makes live again and withdraws."""

    changed: int = 0
    revived: int = 0
    withdrawn: int = 0


def stage_reversal(stage: Staging, run: int, source: str) -> Reversed:
    """Stage what takes `run` back, for the records of `source`."""
    changed = revived = withdrawn = 0
    for kind, table in TABLES.items():
        columns = OFFERING if kind == "offering" else EXPERIENCE
        rows: list[tuple[Any, ...]] = []
        leaving: list[tuple[Any, ...]] = []
        for record_id, what, before in _entries(stage, run, kind, source):
            now = _now(stage, table, record_id, kind)
            if now is None:
                continue
            seq, title, live, current = now
            values = current | (json.loads(before) if before else {})
            if what == "added" or (what == "revived" and not before):
                leaving.append((kind, seq, record_id, title, 0))
                continue
            content = tuple(values[name] for name in columns)
            digested = content
            if kind == "experience":
                activities = values["activities"]
                activities = json.loads(activities) if isinstance(activities, str) else activities
                digested = (*content, activities_text(activities))
            outcome = "revived" if what == "withdrawn" else "changed"
            gone = int(what == "revived")
            rows.append(stage.row((
                record_id, digest_of(record_id, digested), None, outcome, seq, values["place"], "",
                values["placeholder"], gone, values["import_id"],
            ), content))  # fmt: skip
            if kind == "experience":
                stage.link(activities)
            changed += outcome == "changed" and not gone
            revived += outcome == "revived"
            withdrawn += gone and live
        stage.put({kind: rows}, leaving=leaving)
        withdrawn += len(leaving)
    return Reversed(changed, revived, withdrawn)


def _entries(stage: Staging, run: int, kind: str, source: str) -> list[tuple[str, str, str]]:
    """What the run did to each record: added ones from the records themselves, the others from their history."""
    span = (f"{source}:", f"{source};")
    added = stage.store.rows(
        f"SELECT id, 'added', '' FROM {TABLES[kind]} WHERE id >= ? AND id < ? AND first_import = ? AND +withdrawn = 0",
        (*span, run),
    )
    other = stage.store.rows(
        """SELECT record_id, what, before FROM record_changes WHERE import_id = ? AND kind = ? AND what <> 'added'
        AND record_id >= ? AND record_id < ? ORDER BY seq""",
        (run, kind, *span),
    )
    return [*added, *other]


def _now(stage: Staging, table: str, record_id: str, kind: str) -> tuple[int, str, bool, dict[str, Any]] | None:
    columns = OFFERING if kind == "offering" else EXPERIENCE
    found = stage.store.row(
        f"SELECT seq, title, withdrawn, place, placeholder, import_id, {', '.join(columns)} FROM {table} WHERE id = ?",
        (record_id,),
    )
    if found is None:
        return None
    values = dict(zip(("place", "placeholder", "import_id", *columns), found[3:], strict=True))
    if kind == "experience":
        linked = stage.store.rows(
            """SELECT a.id, a.text, l.kind FROM experience_activities l JOIN activities a ON a.seq = l.activity_seq
            WHERE l.experience_seq = ? ORDER BY l.position""",
            (found[0],),
        )
        values["activities"] = linked
    return found[0], found[1], not found[2], values
