"""The store: one open database, read in whole results and written in one kind of transaction."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from matchmaker.errors import WorkspaceError
from matchmaker.store.opening import BUSY_SECONDS, FILE_NAME, check_file, open_database, translated

Row = tuple[Any, ...]
Named = TypeVar("Named")
WRITER_SECONDS = 30.0


class Store:
    """An open database. Belongs to the thread that opened it.

    Reads return whole results, never open cursors: in the DELETE journal mode a writer waits for every reader.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path)
        self.origins: dict[int, tuple[str, str, str, datetime]] = {}
        self._depth = 0
        self._changes = 0
        self._seen = self.value("PRAGMA data_version")
        self._closed = False

    @classmethod
    def of(cls, workspace: Path) -> "Store":
        """The store of a workspace folder."""
        return cls(workspace / "data" / FILE_NAME)

    def limit_cache(self, mib: int) -> None:
        """Keep at most so much of the file in memory."""
        self.rows(f"PRAGMA cache_size = {-1024 * mib}")

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._connection.close()

    # -- reading ---------------------------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        try:
            cursor = self._connection.execute(sql, parameters)
            found: Row | None = cursor.fetchone()
            cursor.close()
            return found
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def value(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one state. Keep it short: writers wait at their commit."""
        if self._connection.in_transaction:
            yield
            return
        self.rows("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def changes(self) -> int:
        """A number that grows whenever anybody commits."""
        now = self.value("PRAGMA data_version")
        if now != self._seen:
            self._seen = now
            self._changes += 1
        return self._changes

    def meta(self, key: str, default: str = "") -> str:
        found = self.value("SELECT value FROM meta WHERE key = ?", (key,))
        return default if found is None else str(found)

    # -- writing ---------------------------------------------------------------------------------------------------

    @contextmanager
    def write(self) -> Iterator["Store"]:
        """The one write transaction: takes the write lock at once, commits at the end, rolls back on any failure.

        A `write` inside a `write` joins the outer one. When the block is left without an error, what it wrote is on
        disk. Raises WorkspaceBusy after waiting, WorkspaceError when the disk is full or the file damaged.
        """
        if self._depth:
            yield self
            return
        self._begin()
        self._depth = 1
        try:
            yield self
            self._connection.execute("COMMIT")
            self._changes += 1
        except sqlite3.Error as error:
            raise translated(error, self.path) from error
        finally:
            self._depth = 0
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _begin(self) -> None:
        """Take the write lock, trying again at short and even intervals.

        SQLite's own wait tries ever more seldom, so that among many writers the one that waited longest is the least
        likely to be next.
        """
        deadline = time.monotonic() + WRITER_SECONDS
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self._connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    if not busy or time.monotonic() > deadline:
                        raise translated(error, self.path) from error
                time.sleep(random.uniform(0.001, 0.006))  # noqa: S311 - spreads the tries, guards nothing
        except sqlite3.Error as error:
            raise translated(error, self.path) from error
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run a statement inside `write`; returns the number of rows it touched."""
        self._must_be_writing()
        try:
            return self._connection.execute(sql, parameters).rowcount
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def insert(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run an INSERT inside `write`; returns the number of the new row."""
        self._must_be_writing()
        try:
            return int(self._connection.execute(sql, parameters).lastrowid or 0)
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of `rows` inside `write`. The rows must already be checked: see `rows.py`."""
        self._must_be_writing()
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def set_meta(self, key: str, value: str) -> None:
        self.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
        )

    def _must_be_writing(self) -> None:
        if not self._connection.in_transaction:
            raise RuntimeError("a write outside Store.write()")

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """A second database, ours and checked by the caller, readable under `name` while the block runs.

        It has no journal, since nothing is written to it: with one, every commit would write a file that ties the two
        journals together, which a kill leaves behind.
        """
        try:
            self._connection.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
            self._connection.execute(f"PRAGMA {name}.journal_mode = OFF").fetchall()
        except sqlite3.Error as error:
            raise translated(error, path) from error
        try:
            yield
        finally:
            if not self._connection.in_transaction:
                self._connection.execute(f"DETACH DATABASE {name}")

    @property
    def connection(self) -> sqlite3.Connection:
        """For the other modules of this package only."""
        return self._connection


def instant(at: datetime) -> str:
    """A time as stored: UTC, ISO 8601, with its offset."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def checked(path: Path) -> Path:
    """`path`, if it is a database of ours that can be used. Raises WorkspaceError."""
    check_file(path)
    if not path.exists():
        raise WorkspaceError(f"{path} does not exist.", "Name an existing backup.")
    return path


Clock = Callable[[], datetime]


def in_parts(values: Iterable[Named], size: int = 500) -> Iterator[list[Named]]:
    """Ids or numbers in parts that fit one statement, which has a mark for each."""
    waiting = iter(values)
    while part := list(islice(waiting, size)):
        yield part
