"""The append-only log of decisions."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Iterator, Sequence
from datetime import datetime

from matchmaker.matches import Decision, Kind, Step
from matchmaker.store.rows import DECISION, decision_of
from matchmaker.store.store import Store, in_parts, instant

CHUNK = 5000


def append(
    store: Store, request_id: str, item_id: str, kind: Kind, step: Step, at: datetime, who: str, *,
    reason_code: str = "", note: str = "", need: int | None = None, undoes: int | None = None,
    model: str = "", score: float | None = None,
) -> Decision:  # fmt: skip
    """Add an entry; inside `store.write()`."""
    offering, experience = (item_id, None) if kind is Kind.OFFERING else (None, item_id)
    seq = store.insert(
        f"INSERT INTO decisions ({DECISION}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            request_id,
            offering,
            experience,
            step.value,
            reason_code,
            note,
            need,
            undoes,
            model,
            score,
            who,
            instant(at),
        ),
    )
    return Decision(seq, request_id, item_id, kind, step, reason_code, note, need, undoes, model, score, who, at)


def log(store: Store, request_id: str | None = None, who: str | None = None) -> list[Decision]:
    """The log, oldest first, of one request or of all, by one person or all."""
    parts, values = ["1"], list[str]()
    if request_id is not None:
        parts.append("request_id = ?")
        values.append(request_id)
    if who is not None:
        parts.append("who = ?")
        values.append(who)
    rows = store.rows(f"SELECT {DECISION} FROM decisions WHERE {' AND '.join(parts)} ORDER BY seq", values)
    return [decision_of(row) for row in rows]


def in_pages(store: Store) -> Iterator[Decision]:
    """The whole log, oldest first, read in pages."""
    after = 0
    while rows := store.rows(f"SELECT {DECISION} FROM decisions WHERE seq > ? ORDER BY seq LIMIT ?", (after, CHUNK)):
        yield from map(decision_of, rows)
        after = rows[-1][0]


def about(store: Store, ids: Sequence[str]) -> list[Decision]:
    """The log about some offerings and experience records, oldest first."""
    found: list[Decision] = []
    for part in in_parts(ids, 400):
        marks = ", ".join("?" * len(part))
        where = f"offering_id IN ({marks}) OR experience_id IN ({marks})"
        rows = store.rows(f"SELECT {DECISION} FROM decisions WHERE {where} ORDER BY seq", part * 2)
        found += [decision_of(row) for row in rows]
    return found


def on_withdrawn(store: Store) -> list[Decision]:
    """Entries about offerings or experience that are withdrawn now."""
    columns = ", ".join(f"d.{name}" for name in DECISION.split(", "))
    rows = store.rows(
        f"""SELECT {columns} FROM decisions d JOIN offerings o ON o.id = d.offering_id WHERE o.withdrawn = 1
        UNION ALL
        SELECT {columns} FROM decisions d JOIN experience e ON e.id = d.experience_id WHERE e.withdrawn = 1
        ORDER BY 1"""
    )
    return [decision_of(row) for row in rows]
