"""Staging: what a file holds, compared with the catalogue and kept in a file of its own until it is applied.

A plan may be large and may wait for a person, so it is on disk, beside the database and readable by its owner only.
Of records that did not change only a number is kept. Applying is a handful of statements that copy from here.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from matchmaker.store.opening import temporary_for, translated
from matchmaker.store.rows import EXPERIENCE, OFFERING
from matchmaker.store.store import Store

# `origin` is the run that the content is of, where that is not the run which writes it: see `undoing`.
TABLES = {"offering": "offerings", "experience": "experience"}
_HEAD = ("id", "digest", "row_digest", "outcome", "target", "place", "raw", "placeholder", "withdrawn", "origin")
_SCHEMA = (
    f"CREATE TABLE offerings (number INTEGER PRIMARY KEY, {', '.join((*_HEAD, *OFFERING))})",
    f"CREATE TABLE experience (number INTEGER PRIMARY KEY, {', '.join((*_HEAD, *EXPERIENCE))})",
    "CREATE TABLE links (record INTEGER, position INTEGER, activity TEXT, kind TEXT)",
    "CREATE TABLE activities (id TEXT, text TEXT)",
    *(f"CREATE INDEX {t}_target ON {t} (target) WHERE target IS NOT NULL" for t in ("offerings", "experience")),
    "CREATE TABLE unmet (kind TEXT, target INTEGER)",
    "CREATE TABLE unseen (digest INTEGER PRIMARY KEY)",
    "CREATE TABLE met (kind TEXT, target INTEGER, line INTEGER, outcome TEXT, id TEXT)",
    "CREATE TABLE leaving (kind TEXT, target INTEGER, id TEXT, title TEXT, moved INTEGER)",
    "CREATE TABLE rejected (row INTEGER, place TEXT, field TEXT, value TEXT, reason TEXT, fix TEXT, raw TEXT)",
    "CREATE TABLE notes (provider TEXT, kind TEXT, text TEXT, place TEXT)",
)

_MET_THOUGH_SEEN = """SELECT 1 FROM (SELECT target FROM stage.met WHERE kind = '{0}'
    UNION SELECT target FROM stage.leaving WHERE kind = '{0}') JOIN main.{1} ON seq = target
    WHERE row_digest NOT IN (SELECT digest FROM stage.unseen) LIMIT 1"""


class Staging:
    """A staging file being filled by a plan. `close` leaves it there for applying; `remove` deletes it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self._number = 0
        self._activities: dict[str, str] = {}
        self._links: list[tuple[int, int, str, str]] = []
        self.path = temporary_for(folder / "refresh")
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            self._connection = sqlite3.connect(self.path, isolation_level=None)
            # Losing this file in a crash loses nothing: the plan is made again.
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16384"):
                self._connection.execute(f"PRAGMA {setting}").fetchall()
            for statement in _SCHEMA:
                self._connection.execute(statement)
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            self.remove()
            raise translated(error, self.path) from error

    def close(self) -> None:
        """Finish writing."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
            self._connection.close()
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def remove(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._connection.close()
        remove(self.path)

    # -- filling ---------------------------------------------------------------------------------------------------

    def row(self, head: tuple[Any, ...], values: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row for `put`, with the next number."""
        self._number += 1
        return (self._number, *head, *values)

    def link(self, activities: Iterable[Sequence[str]]) -> None:
        """Note the activities (id, text, kind) of the row made last; `put` writes them."""
        for position, (activity, text, kind) in enumerate(activities):
            self._activities[activity] = text
            self._links.append((self._number, position, activity, kind))

    def put(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        met: Iterable[tuple[Any, ...]] = (),
        leaving: Iterable[tuple[Any, ...]] = (),
    ) -> None:
        try:
            for kind, table in TABLES.items():
                if rows.get(kind):
                    marks = ", ".join("?" * len(rows[kind][0]))
                    self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[kind])
            self._connection.executemany("INSERT INTO activities VALUES (?, ?)", self._activities.items())
            self._connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?)", self._links)
            self._activities.clear()
            self._links.clear()
            self._connection.executemany("INSERT INTO met VALUES (?, ?, ?, ?, ?)", met)
            self._connection.executemany("INSERT INTO leaving VALUES (?, ?, ?, ?, ?)", leaving)
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def reject(self, rows: Iterable[tuple[int | None, str, str, str, str, str, str]]) -> None:
        """Keep rejected rows: row, place, field, value, reason, fix, cells as JSON."""
        self._many("INSERT INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def note(self, provider: str, kind: str, text: str, place: str) -> None:
        self._many("INSERT INTO notes VALUES (?, ?, ?, ?)", [(provider, kind, text, place)])

    def _many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    # -- when the file has been read ---------------------------------------------------------------------------------

    def retract(self, ids: Sequence[str]) -> list[tuple[int, set[str]]]:
        """Drop the lines that gave these ids; returns each line with what its records would have been."""
        if not ids:
            return []
        self._rows("CREATE INDEX IF NOT EXISTS met_id ON met (id)")
        self._rows("CREATE INDEX IF NOT EXISTS met_line ON met (line)")
        gone: list[tuple[int, set[str]]] = []
        for record_id in ids:
            for (line,) in self._rows("SELECT DISTINCT line FROM met WHERE id = ? AND line IS NOT NULL", (record_id,)):
                of_line = self._rows("SELECT id, outcome FROM met WHERE line = ?", (line,))
                ids_of_line = [(other,) for other, _ in of_line]
                self._many(_UNLINK, ids_of_line)
                for table in TABLES.values():
                    self._many(f"DELETE FROM {table} WHERE id = ?", ids_of_line)
                # The record that is held stays met, so that a row nobody may trust does not withdraw it either.
                self._rows("UPDATE met SET line = NULL, outcome = 'rejected' WHERE line = ?", (line,))
                gone.append((line, {outcome for _, outcome in of_line}))
        return gone

    def expect(self, source: str, rows: Collection[int] | None = None) -> bool:
        """Note the live records of `source` that must be met, or leave: all, or those whose row has none of the digests
        that were seen, which leaves the digests `rows`. False when something in the file was compared with one of
        the others."""
        only = ""
        if rows is not None:
            self._many("INSERT INTO unseen VALUES (?)", ((row,) for row in rows))
            only = "AND (row_digest IS NULL OR row_digest IN (SELECT digest FROM stage.unseen))"
        with self.attached():
            for kind, table in TABLES.items():
                self.store.rows(
                    f"""INSERT INTO stage.unmet SELECT '{kind}', seq FROM main.{table}
                    WHERE id >= ? AND id < ? AND +withdrawn = 0 {only}""",
                    (f"{source}:", f"{source};"),
                )
            apart = rows is None or not any(
                self.store.value(_MET_THOUGH_SEEN.format(kind, table)) for kind, table in TABLES.items()
            )
        self._rows("BEGIN")
        return apart

    def keep_placeholders(self, source: str) -> None:
        """Mark staged offerings whose text a placeholder of `source` has, which need not be in the rows that were
        read."""
        with self.attached():
            self.store.rows(
                """UPDATE stage.offerings SET placeholder = 1 WHERE text IN (SELECT text FROM main.offerings
                WHERE id >= ? AND id < ? AND placeholder = 1 AND +withdrawn = 0)""",
                (f"{source}:", f"{source};"),
            )
        self._rows("BEGIN")

    def mark_placeholders(self, texts: Iterable[str]) -> int:
        """Mark staged records whose text is one that many rows share; returns how many."""
        marked = 0
        for text in texts:
            for sql in (_SHARED_BY_OFFERINGS, _SHARED_BY_EXPERIENCE):
                try:
                    marked += self._connection.execute(sql, (text,)).rowcount
                except sqlite3.Error as error:
                    raise translated(error, self.path) from error
        return marked

    def find_leaving(self) -> int:
        """Note the records that were expected and are not in the file; returns how many."""
        with self.attached():
            for kind, table in TABLES.items():
                title = (
                    "title"
                    if kind == "offering"
                    else "CASE title WHEN '' THEN provider || ' → ' || partner ELSE title END"
                )
                self.store.rows(
                    f"""INSERT INTO stage.leaving SELECT '{kind}', seq, id, {title}, 0
                    FROM stage.unmet u JOIN main.{table} ON seq = u.target WHERE u.kind = '{kind}'
                    AND seq NOT IN (SELECT target FROM stage.met WHERE kind = '{kind}' AND target IS NOT NULL)
                    AND seq NOT IN (SELECT target FROM stage.leaving WHERE kind = '{kind}')"""
                )
            return int(self.store.value("SELECT count(*) FROM stage.leaving WHERE moved = 0"))

    def attached(self) -> Any:
        """Readable as `stage` in the store's connection; this one must have committed."""
        if self._connection.in_transaction:
            self._rows("COMMIT")
        return self.store.attached(self.path, "stage")


_SHARED_BY_OFFERINGS = "UPDATE offerings SET placeholder = 1 WHERE text = ? AND placeholder = 0"
_SHARED_BY_EXPERIENCE = """UPDATE experience SET placeholder = 1 WHERE placeholder = 0 AND title <> '' AND number IN (
    SELECT l.record FROM links l JOIN activities a ON a.id = l.activity WHERE a.text = ?)"""
_UNLINK = "DELETE FROM links WHERE record IN (SELECT number FROM experience WHERE id = ?)"


def remove(path: Path) -> None:
    """Delete a staging file."""
    for name in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            name.unlink()


def rejected_rows(path: Path) -> Iterator[tuple[dict[str, str], str, str]]:
    """The cells, reason and way out of every rejected row of a staging file."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for raw, reason, fix in connection.execute("SELECT raw, reason, fix FROM rejected ORDER BY rowid"):
            yield json.loads(raw or "{}"), reason, fix
