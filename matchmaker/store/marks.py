"""Marks: a point in the history of the catalogue, and which of its records changed after it."""

from dataclasses import dataclass

from matchmaker.store.store import Store


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the trail, the changes and the records had come; `trail` is the hash of the last entry of the trail.

    The trail is a chain of hashes: a database that has this entry has everything before it.
    """

    entry: int
    trail: str
    changes: int
    offerings: int
    experience: int


def mark(store: Store) -> Mark | None:
    """The catalogue as it is now; None before anything was entered into it."""
    last = store.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    if last is None:
        return None
    ends = [
        int(store.value(f"SELECT coalesce(max(seq), 0) FROM {table}"))  # noqa: S608 - names of our own
        for table in ("record_changes", "offerings", "experience")
    ]
    return Mark(last[0], last[1], *ends)


def changed_since(store: Store, then: Mark) -> list[str] | None:
    """Ids, in order, of the records that were added, changed, withdrawn or revived since a mark.

    None when that cannot be told: the mark is of another history, such as that of a database put back from a backup,
    or something was erased since, which leaves no trace in the changes.
    """
    if store.value("SELECT hash FROM audit WHERE seq = ?", (then.entry,)) != then.trail:
        return None
    if store.value("SELECT 1 FROM audit WHERE seq > ? AND what = 'erased' LIMIT 1", (then.entry,)):
        return None
    rows = store.rows(
        """SELECT id FROM offerings WHERE seq > ? UNION SELECT id FROM experience WHERE seq > ?
        UNION SELECT record_id FROM record_changes WHERE seq > ?""",
        (then.offerings, then.experience, then.changes),
    )
    return sorted(row[0] for row in rows)
