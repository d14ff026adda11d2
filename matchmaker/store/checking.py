"""Checking the database: what SQLite can see, and what only we can."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import sqlite3

from matchmaker.errors import WorkspaceError
from matchmaker.store import audit
from matchmaker.store.decisions import log
from matchmaker.store.migrations import migrate
from matchmaker.store.opening import journal_mode
from matchmaker.store.rows import (
    activities_values,
    digest_of,
    experience_values,
    offering_values,
)
from matchmaker.store.store import Store
from matchmaker.store.writing import out_of_step

Trouble = tuple[str, str]
"""What is wrong, and the way out."""

_RESTORE = "Restore the last good backup with `matchmaker restore`."


def damage(store: Store, *, deep: bool = True) -> list[Trouble]:
    """Everything wrong with the file itself: broken pages and links, an altered audit trail, a mix of runs."""
    found: list[Trouble] = []
    try:
        said = [row[0] for row in store.rows("PRAGMA integrity_check(10)")]
        if said != ["ok"]:
            return [(f"The database is damaged: {line}", _RESTORE) for line in said]
        broken = store.rows("PRAGMA foreign_key_check")
        found += [(f"{row[0]} row {row[1]} names a {row[2]} that does not exist", _RESTORE) for row in broken[:10]]
        found += _altered_schema(store)
        entry = audit.broken_at(store)
        if entry is not None:
            found.append((f"The audit trail was altered at entry {entry}.", f"Find out by whom. {_RESTORE}"))
        found += [
            (f"The records of source {name} are not those its last refresh left.", _RESTORE)
            for name in out_of_step(store)
        ]
        found += _altered_decisions(store)
        if deep:
            found += _altered_records(store)
    except WorkspaceError as error:
        found.append((error.message, error.way_out or _RESTORE))
    return found


def _altered_schema(store: Store) -> list[Trouble]:
    """Tables, indexes and triggers that not as the schema steps make them: a dropped trigger would let a log shrink."""
    from sqlite_utils import Database

    wanted = Database(sqlite3.connect(":memory:", isolation_level=None))
    wanted.execute("BEGIN")
    migrate(wanted.conn)
    wanted.execute("COMMIT")

    def parts(db: Database) -> dict[str, str]:
        rows = db.query("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {f"{row['type']} {row['name']}": " ".join(row["sql"].split()) for row in rows}

    here, there = parts(Database(store.connection)), parts(wanted)
    wanted.close()
    altered = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    return [(f"The {name} is not as Matchmaker made it.", _RESTORE) for name in altered[:10]]


def _altered_decisions(store: Store) -> list[Trouble]:
    """Decisions that the audit trail knows otherwise, or not at all."""
    import json

    said = {}
    for (detail,) in store.rows("SELECT detail FROM audit WHERE what LIKE 'decision %' ORDER BY seq"):
        try:
            entry = json.loads(detail)
            said[entry["seq"]] = entry["said"]
        except (ValueError, TypeError, KeyError):
            continue  # an altered entry, which the chain names
    wrong = [
        d.seq
        for d in log(store)
        if said.pop(d.seq, None) != audit.digest_of(store, d.reason_code, d.note, d.need, d.undoes)
    ]
    return [(f"Decision {seq} is not as it was recorded.", _RESTORE) for seq in [*wrong, *said][:10]]


def _altered_records(store: Store) -> list[Trouble]:
    """Records whose content is not what their digest says: written by another program, or damaged."""
    from matchmaker.store.catalogue import experiences, offerings_by_id

    wrong: list[str] = []
    for table in ("offerings", "experience"):
        after = 0
        while rows := store.rows(
            f"SELECT seq, id, digest FROM {table} WHERE seq > ? ORDER BY seq LIMIT 500",
            (after,),
        ):
            after = rows[-1][0]
            ids = [row[1] for row in rows]
            if table == "offerings":
                found = {o.id: digest_of(o.id, offering_values(o)) for o in offerings_by_id(store, ids)}
            else:
                found = {
                    e.id: digest_of(e.id, (*experience_values(e), activities_values(e)))
                    for e in experiences(store, ids)
                }
            wrong += [record_id for _, record_id, digest in rows if found.get(record_id) != digest]
    return [(f"Record {record_id} is not as it was loaded.", _RESTORE) for record_id in wrong[:10]]


def journal_note(store: Store) -> str:
    """The journal mode in use, and what is wrong with it."""
    mode = str(store.value("PRAGMA journal_mode")).upper()
    if mode == "WAL" and journal_mode(store.path) != "WAL":
        return "WAL, in which commits can be lost here; close other programs and open again"
    return mode
