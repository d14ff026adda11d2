"""Erasing personal data for good: the one place where stored texts are overwritten, histories and logs included.

Nothing is deleted: identifiers, states, dates and decisions stay, so that links hold. The audit trail is not touched;
texts stand in it only as salted digests, and entries of their own say which decisions were freed of their notes, so
that the chain and what it says of decisions still verify. Freed space is overwritten with zeros (`secure_delete`).
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from matchmaker.experience import activity_id
from matchmaker.store import audit, requests, writing
from matchmaker.store.catalogue import experiences, offerings_by_id
from matchmaker.store.decisions import log
from matchmaker.store.rows import (
    activities_values,
    digest_of,
    experience_values,
    offering_values,
    received_digest,
)
from matchmaker.store.store import Store, in_parts

ERASED = "[erased]"
_STAYS = frozenset({
    "id", "key", "name", "source", "request_id", "record_id", "offering_id", "experience_id", "best_id", "sha256",
    "fingerprint", "format", "kind", "what", "state", "step", "reason_code", "verdict", "urgency", "model", "program",
    "language", "country", "partner", "at", "changed_at", "received_on", "due_on", "next_action_on", "valid_until",
    "last_confirmed", "started", "ended", "exported_on",
})  # fmt: skip
"""Columns that name, link, date or classify: they are not texts, and changing them would break what rests on them."""
_SAID = ("text", "body", "contact", "notes", "next_action")
"""What a request says in words."""


def erase_words(
    store: Store, words: Sequence[str], at: datetime, who: str, *, only_count: bool = False
) -> Counter[str]:
    """Put `ERASED` in place of the words wherever they stand in a text, whatever their case; how often, by table.

    Inside `store.write()`. With `only_count` nothing is changed.
    """
    forms = sorted({form for word in words for form in _forms(word)}, key=len, reverse=True)
    pattern = re.compile("|".join(forms), re.IGNORECASE)
    store.connection.create_function("holds", 1, lambda text: int(bool(text) and bool(pattern.search(text))))
    store.connection.create_function("freed", 1, lambda text: pattern.sub(ERASED, text))
    found: Counter[str] = Counter()
    for table, columns in _texts_of(store):
        where = " OR ".join(f"holds({column})" for column in columns)
        count = store.value(f"SELECT count(*) FROM {table} WHERE {where}")
        if count:
            found[table] = count
    if not only_count:
        with _without_triggers(store):
            _overwrite(store, found, at, who)
    return found


def erase_request(store: Store, request_id: str, at: datetime, who: str) -> None:
    """Erase everything a request says, its history and the notes of its decisions; inside `store.write()`."""
    now = requests.request(store, request_id)
    with _without_triggers(store):
        store.execute(
            f"UPDATE requests SET {', '.join(f'{name} = ?' for name in _SAID)} WHERE id = ?",
            (ERASED, "", "", "", "", now.id),
        )
        for side in ("before", "after"):
            for name in _SAID:
                store.execute(
                    f"""UPDATE request_changes SET {side} = json_set({side}, '$.{name}', ?)
                    WHERE request_id = ? AND json_extract({side}, '$.{name}') IS NOT NULL""",
                    (ERASED, now.id),
                )
        store.execute("UPDATE request_changes SET reason = '' WHERE request_id = ? AND what = 'changed'", (now.id,))
        store.execute("UPDATE ranked_needs SET text = ? WHERE request_id = ?", (ERASED, now.id))
        noted = [entry.seq for entry in log(store, now.id) if entry.note]
        store.execute("UPDATE decisions SET note = '' WHERE request_id = ?", (now.id,))
    _say_again(store, noted, at, who)
    _digest_requests(store, [now.id])


def _forms(word: str) -> Iterator[str]:
    """A word as it stands in texts and in JSON, as patterns; runs of spaces in it are any spaces."""
    for form in {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}:
        yield r"\s+".join(re.escape(part) for part in form.split())


def _texts_of(store: Store) -> list[tuple[str, list[str]]]:
    """Every table but the audit trail, with its columns of text that may be overwritten."""
    tables = [row[0] for row in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = []
    for table in tables:
        if table in ("audit", "meta") or table.startswith(("sqlite_", "_")):
            continue
        columns = [row[1] for row in store.rows(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
        if texts := [column for column in columns if column not in _STAYS]:
            found.append((table, texts))
    return found


@contextmanager
def _without_triggers(store: Store) -> Iterator[None]:
    """The triggers that let logs only grow are away for the length of the block, within the transaction."""
    triggers = store.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _ in triggers:
        store.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        store.execute(sql)


def _overwrite(store: Store, tables: Iterable[str], at: datetime, who: str) -> None:
    """Overwrite the words in these tables, and bring everything that is computed of texts up to date."""
    texts = dict(_texts_of(store))
    told = {table: _keys(store, table, texts[table]) for table in tables}
    for table in tables:
        for column in texts[table]:
            store.execute(f"UPDATE OR REPLACE {table} SET {column} = freed({column}) WHERE holds({column})")
    touched = _renamed_activities(store) if "activities" in told else []
    _digest_requests(store, told.get("requests", []))
    _digest_records(store, "offerings", told.get("offerings", []), lambda found: {
        o.id: digest_of(o.id, offering_values(o)) for o in offerings_by_id(store, found)
    })  # fmt: skip
    _digest_records(store, "experience", [*dict.fromkeys([*told.get("experience", []), *touched])], lambda found: {
        e.id: digest_of(e.id, (*experience_values(e), activities_values(e))) for e in experiences(store, found)
    })  # fmt: skip
    store.origins.clear()
    _say_again(store, told.get("decisions", []), at, who)


def _keys(store: Store, table: str, columns: list[str]) -> list[Any]:
    """Ids, or numbers for a log, of the rows that hold the words."""
    key = {"decisions": "seq", "offerings": "id", "experience": "id", "requests": "id"}.get(table)
    where = " OR ".join(f"holds({column})" for column in columns)
    return [row[0] for row in store.rows(f"SELECT {key} FROM {table} WHERE {where}")] if key else []


def _renamed_activities(store: Store) -> list[str]:
    """Give activities whose text changed the id of their new text; returns the experience they stand in."""
    touched: list[str] = []
    for seq, old, text in store.rows("SELECT seq, id, text FROM activities WHERE instr(text, ?)", (ERASED,)):
        new = activity_id(text)
        same = store.value("SELECT seq FROM activities WHERE id = ? AND seq <> ?", (new, seq))
        touched += [
            row[0]
            for row in store.rows(
                """SELECT DISTINCT e.id FROM experience e JOIN experience_activities l ON l.experience_seq = e.seq
                WHERE l.activity_seq = ?""",
                (seq,),
            )
        ]
        if same is None:
            store.execute("UPDATE activities SET id = ? WHERE seq = ?", (new, seq))
        elif new != old:
            store.execute("UPDATE experience_activities SET activity_seq = ? WHERE activity_seq = ?", (same, seq))
            store.execute("DELETE FROM activities WHERE seq = ?", (seq,))
    return touched


def _digest_records(
    store: Store, table: str, ids: Sequence[str], digests: Callable[[list[str]], dict[str, int]]
) -> None:
    for part in in_parts(ids):
        for record_id, digest in digests(part).items():
            store.execute(f"UPDATE {table} SET digest = ?, version = version + 1 WHERE id = ?", (digest, record_id))
    for source in {record_id.partition(":")[0] for record_id in ids}:
        writing.settle(store, source, 0)


def _digest_requests(store: Store, ids: Sequence[str]) -> None:
    for request_id in ids:
        digest = received_digest(requests.request(store, request_id))
        store.execute("UPDATE requests SET digest = ? WHERE id = ?", (digest, request_id))


def _say_again(store: Store, decisions: Sequence[int], at: datetime, who: str) -> None:
    """Let the trail say what the decisions say now, for those that were freed of words."""
    wanted = set(decisions)
    for entry in log(store) if wanted else ():
        if entry.seq in wanted:
            said = audit.digest_of(store, entry.reason_code, entry.note, entry.need, entry.undoes)
            audit.record(store, at, who, "decision note erased", entry.request_id, {"seq": entry.seq, "said": said})
