"""Applying a staged plan: a few statements that copy from the staging file into the catalogue, in one transaction."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from dataclasses import dataclass

from matchmaker.store.rows import EXPERIENCE, OFFERING
from matchmaker.store.sources import source as source_state
from matchmaker.store.staging import TABLES
from matchmaker.store.store import Store
from matchmaker.store.writing import LOW_HALF

REJECTIONS_KEPT = 1000
_COLUMNS = {"offering": OFFERING, "experience": EXPERIENCE}
_TOUCHED = """SELECT target FROM stage.{table} WHERE target IS NOT NULL
    UNION SELECT target FROM temp.going WHERE kind = '{kind}'"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many records a transaction wrote."""

    withdrawn: int


def base_of(store: Store, source: str) -> str:
    """What a plan for `source` stands on; if it differs at applying, the plan must be made again."""
    state = source_state(store, source)
    if state is None:
        return "new"
    return f"{state.generation}:{state.offerings}:{state.experience}:{state.checksum}"


def apply_staged(store: Store, run: int, source: str, *, withdraw: bool) -> Written:
    """Write what is staged (attached as `stage`) under import run `run`; inside `store.write()`.

    With `withdraw`, records of the source that the file does not have are withdrawn; records that moved to the other
    kind leave in any case.
    """
    store.execute("CREATE TEMP TABLE IF NOT EXISTS going (kind TEXT, target INTEGER)")
    store.execute("DELETE FROM temp.going")
    store.execute(
        "INSERT INTO temp.going SELECT DISTINCT kind, target FROM stage.leaving WHERE moved = 1 OR ?", (int(withdraw),)
    )
    withdrawn = 0
    for kind, table in TABLES.items():
        before = _sum_of_touched(store, kind)
        first_new = int(store.value(f"SELECT coalesce(max(seq), 0) FROM main.{table}")) + 1
        _remember(store, run, kind)
        _change(store, run, kind)
        _add(store, run, kind, source, first_new)
        if kind == "experience":
            _link(store, first_new)
        withdrawn += _withdraw(store, run, kind)
        count, checksum = (
            after - was + new
            for after, was, new in zip(
                _sum_of_touched(store, kind), before, _sum_of_new(store, kind, first_new), strict=True
            )
        )
        store.execute(
            f"UPDATE main.sources SET {table} = {table} + ?, checksum = checksum + ?, generation = max(generation, ?) "
            "WHERE name = ?",
            (count, checksum, run, source),
        )
    store.execute(
        """INSERT OR REPLACE INTO main.provider_notes (source, provider, kind, text, place, import_id)
        SELECT ?, provider, kind, text, place, ? FROM stage.notes""",
        (source, run),
    )
    store.execute(
        """INSERT INTO main.rejections SELECT ?, row, place, field, substr(value, 1, 500), reason, fix
        FROM stage.rejected ORDER BY rowid LIMIT ?""",
        (run, REJECTIONS_KEPT),
    )
    return Written(withdrawn)


def _sum_of_touched(store: Store, kind: str) -> tuple[int, int]:
    """Live records among those the plan touches, and the sum of their digests' low halves."""
    table = TABLES[kind]
    found = store.row(
        f"""SELECT count(*), coalesce(sum(digest & {LOW_HALF}), 0) FROM main.{table}
        WHERE +withdrawn = 0 AND seq IN ({_TOUCHED.format(table=table, kind=kind)})"""
    )
    return (found[0], found[1]) if found else (0, 0)


def _sum_of_new(store: Store, kind: str, first_new: int) -> tuple[int, int]:
    found = store.row(
        f"""SELECT count(*), coalesce(sum(digest & {LOW_HALF}), 0) FROM main.{TABLES[kind]}
        WHERE seq >= ? AND +withdrawn = 0""",
        (first_new,),
    )
    return (found[0], found[1]) if found else (0, 0)


def _remember(store: Store, run: int, kind: str) -> None:
    """Keep what the records that change were before."""
    table = TABLES[kind]
    pairs = ", ".join(
        f"'{name}', o.{name}" for name in (*_COLUMNS[kind], "digest", "placeholder", "place", "import_id")
    )
    if kind == "experience":
        pairs += """, 'activities', (SELECT json_group_array(json_array(a.id, a.text, l.kind))
            FROM (SELECT * FROM main.experience_activities WHERE experience_seq = o.seq ORDER BY position) l
            JOIN main.activities a ON a.seq = l.activity_seq)"""
    store.execute(
        f"""INSERT INTO main.record_changes (import_id, record_id, kind, what, before)
        SELECT ?, o.id, '{kind}', s.outcome, json_object({pairs})
        FROM stage.{table} s JOIN main.{table} o ON o.seq = s.target ORDER BY s.number""",
        (run,),
    )


def _change(store: Store, run: int, kind: str) -> None:
    table = TABLES[kind]
    copied = ("digest", "row_digest", "place", "raw", "placeholder", "withdrawn", *_COLUMNS[kind])
    assignments = ", ".join(f"{name} = s.{name}" for name in copied)
    store.execute(
        f"""UPDATE main.{table} SET {assignments}, import_id = coalesce(s.origin, ?), version = version + 1
        FROM stage.{table} s WHERE s.target IS NOT NULL AND main.{table}.seq = s.target""",
        (run,),
    )


def _add(store: Store, run: int, kind: str, source: str, first_new: int) -> None:
    table = TABLES[kind]
    copied = ("id", "digest", "row_digest", "place", "raw", "placeholder", "withdrawn", *_COLUMNS[kind])
    store.execute(
        f"""INSERT INTO main.{table} (seq, source, import_id, first_import, {", ".join(copied)})
        SELECT {first_new} + number, ?, ?, ?, {", ".join(copied)} FROM stage.{table}
        WHERE target IS NULL ORDER BY number""",
        (source, run, run),
    )


def _link(store: Store, first_new: int) -> None:
    """Link the experience that is new or changed to its activities, each text stored once."""
    store.execute(
        """DELETE FROM main.experience_activities
        WHERE experience_seq IN (SELECT target FROM stage.experience WHERE target IS NOT NULL)"""
    )
    store.execute("INSERT OR IGNORE INTO main.activities (id, text) SELECT id, text FROM stage.activities")
    store.execute(
        f"""INSERT INTO main.experience_activities (experience_seq, position, activity_seq, kind)
        SELECT coalesce(s.target, {first_new} + s.number), l.position, a.seq, l.kind
        FROM stage.links l JOIN stage.experience s ON s.number = l.record JOIN main.activities a ON a.id = l.activity
        ORDER BY l.rowid"""
    )


def _withdraw(store: Store, run: int, kind: str) -> int:
    table = TABLES[kind]
    going = f"SELECT target FROM temp.going WHERE kind = '{kind}'"
    store.execute(
        f"""INSERT INTO main.record_changes (import_id, record_id, kind, what)
        SELECT ?, id, '{kind}', 'withdrawn' FROM main.{table} WHERE +withdrawn = 0 AND seq IN ({going})""",
        (run,),
    )
    return store.execute(
        f"""UPDATE main.{table} SET withdrawn = 1, version = version + 1
        WHERE +withdrawn = 0 AND seq IN ({going})"""
    )
