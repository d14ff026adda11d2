"""Opening the database: the one place that connects, checks what is there first, and sets what must be set."""

import os
import re
import secrets
import sqlite3
import stat
import time
from contextlib import suppress
from pathlib import Path

from matchmaker.errors import WorkspaceBusy, WorkspaceError
from matchmaker.files import sync_folder
from matchmaker.store.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate
from matchmaker.store.surroundings import shared_with_others

BUSY_SECONDS = 10.0
FILE_NAME = "matchmaker.db"
AN_HOUR = 3600.0
_OWNER = re.compile(r"-(\d+)\.[0-9a-f]{8}\.tmp")
_MAGIC = b"SQLite format 3\x00"
_FIXED_IN_BRANCH = {(3, 44): 6, (3, 50): 7, (3, 51): 3}


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset race, in which committed transactions could be lost.

    Fixed in 3.51.3, and in the branches 3.50.7 and 3.44.6 (sqlite.org/wal.html).
    """
    branch = version[:2]
    return branch > (3, 51) or (branch in _FIXED_IN_BRANCH and version[2] >= _FIXED_IN_BRANCH[branch])


def journal_mode(path: Path) -> str:
    """WAL where the SQLite build is safe with it and the database lies on this machine alone (its memory is shared by
    processes, not by machines), else DELETE. `MATCHMAKER_JOURNAL=DELETE` forces the latter."""
    forced = os.environ.get("MATCHMAKER_JOURNAL", "").upper()
    safe = wal_is_safe(sqlite3.sqlite_version_info[:3])
    return "WAL" if safe and forced != "DELETE" and not shared_with_others(path) else "DELETE"


def translated(error: sqlite3.Error, path: Path) -> WorkspaceError:
    """What a failure of SQLite means to the person at the keyboard."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceBusy(
            f"{path} is in use by another process for longer than we wait.",
            "Try again in a moment; nothing was changed.",
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return WorkspaceError(
            f"{path} could not be written or read: {error}. The disk may be full.",
            "Make room and try again; nothing was changed.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return WorkspaceError(
            f"{path} cannot be written: {error}.",
            "Check the rights of the file and its folder, or use --workspace DIR.",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return WorkspaceError(
            f"{path} is damaged: {error}.",
            "Run `matchmaker doctor`, then `matchmaker restore` with the last good backup.",
        )
    return WorkspaceError(f"{path} cannot be used: {error}.", "Run `matchmaker doctor`.")


def check_file(path: Path) -> None:
    """Raise WorkspaceError unless `path` is absent or a database of ours that this version can use.

    Reads the header without SQLite, so that a file which is refused keeps every byte.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the folder.") from error
    move_away = "Move it away, or use another folder with --workspace DIR."
    if stat.S_ISLNK(status.st_mode):
        raise WorkspaceError(f"{path} is a symbolic link, which is not followed.", move_away)
    if not stat.S_ISREG(status.st_mode):
        raise WorkspaceError(f"{path} is not a file.", move_away)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the file.") from error
    if not header:
        raise WorkspaceError(f"{path} is empty; a database of Matchmaker never is.", f"Restore a backup. {move_away}")
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise WorkspaceError(f"{path} is not a database.", f"Restore a backup. {move_away}")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise WorkspaceError(f"{path} is the database of another program.", move_away)
    version = int.from_bytes(header[60:64])
    if version > SCHEMA_VERSION:
        raise WorkspaceError(
            f"{path} was written by a newer Matchmaker (schema {version}, this one knows {SCHEMA_VERSION}).",
            "Install the newer version. Nothing was changed.",
        )


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with everything set that must be, and checked. The file must exist.

    The wait for locks comes first: without it even reading a setting may fail while another process writes.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        wanted = {
            "foreign_keys": 1,
            "recursive_triggers": 1,
            "secure_delete": 1,
            "synchronous": 2,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "mmap_size": 0,
        }
        for name, value in wanted.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if found is not None and found[0] != value:
                raise WorkspaceError(f"This SQLite does not accept {name} = {value}.", "Use another build of Python.")
        connection.execute("PRAGMA cache_size = -65536").fetchall()
        if not read_only:
            _set_journal(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_journal(connection: sqlite3.Connection, path: Path) -> None:
    """Set the journal mode if it differs; a file in use by others keeps what it has until it is opened alone."""
    wanted = journal_mode(path).lower()
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        with suppress(sqlite3.OperationalError):
            connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()


def open_database(path: Path) -> sqlite3.Connection:
    """Open the database of a workspace, making it or bringing its schema up to date where due.

    Raises WorkspaceError (exit code 5). A file that is refused is not touched.
    """
    check_file(path)
    try:
        _make_folder(path.parent)
        if not path.exists():
            _create(path)
        connection = connect(path)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except OSError as error:
        raise WorkspaceError(
            f"{error.filename or path} cannot be made or opened: {error.strerror}.",
            "Check the rights and the room on the disk, or use --workspace DIR.",
        ) from error
    try:
        _bring_up_to_date(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise translated(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _create(path: Path) -> None:
    """Make the database beside its place and link it in whole: a kill leaves none, and of two makers one wins."""
    temporary = temporary_for(path)
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    try:
        connection = connect(temporary)
        try:
            connection.execute("BEGIN IMMEDIATE")
            migrate(connection)
            connection.execute(
                "INSERT INTO meta VALUES ('store_id', ?), ('salt', ?)", (secrets.token_hex(8), secrets.token_hex(16))
            )
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            connection.close()
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:
            # No hard links here (some network and memory-card file systems).
            if not path.exists():
                temporary.replace(path)
        sync_folder(path.parent)
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Run the schema steps that are due, after a backup of the file as it was."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        return
    from matchmaker.store.copies import write_backup

    write_backup(path, path.parent / "backups", label="before-upgrade")
    try:
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > SCHEMA_VERSION:
            raise WorkspaceError(f"{path} was just upgraded by a newer Matchmaker.", "Install the newer version.")
        migrate(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def sweep(folder: Path) -> None:
    """Remove what killed processes left behind in the data folder and among the backups.

    The names of our temporary files hold the number of the process that made them; those of a living one stay, and so
    do young files without a number.
    """
    now = time.time()
    for place in (folder, folder / "backups"):
        for leftover in place.glob(".*.tmp*"):
            with suppress(OSError):
                if _is_left_over(leftover, now):
                    leftover.unlink()


def _is_left_over(path: Path, now: float) -> bool:
    numbered = _OWNER.search(path.name)
    if numbered is None:
        return now - path.stat().st_mtime > AN_HOUR
    try:
        os.kill(int(numbered[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


def temporary_for(path: Path) -> Path:
    """A name beside `path` for a file in the making, that `sweep` knows."""
    return path.with_name(f".{path.name}-{os.getpid()}.{secrets.token_hex(4)}.tmp")
