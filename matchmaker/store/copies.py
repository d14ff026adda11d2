"""Copies of the database: backups that were checked before they got their name, and restoring one."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from matchmaker.errors import WorkspaceError
from matchmaker.files import sync_folder
from matchmaker.store.opening import check_file, connect, temporary_for, translated

PREFIX = "matchmaker-"


def write_backup(path: Path, target: Path, *, label: str = "", deep: bool = True, keep: int | None = None) -> Path:
    """Copy the database at `path` into folder `target` (or to file `target`) and return where it is.

    The copy is made by SQLite's backup, page by page under its locks, checked, brought to disk and only then renamed,
    so that a kill leaves no half backup and a damaged database never takes the place of a good copy. `keep` removes the
    oldest automatic copies of the folder beyond that many. Raises WorkspaceError.
    """
    folder, name = (target, _name(label)) if target.is_dir() or not target.suffix else (target.parent, target.name)
    temporary = temporary_for(folder / name)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(path, temporary)
        _check(temporary, path, deep=deep)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        final = folder / name
        temporary.replace(final)
        sync_folder(folder)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except OSError as error:
        raise WorkspaceError(
            f"The backup could not be written to {folder}: {error.strerror}.", "Make room, or name another place."
        ) from error
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()
    if keep is not None:
        _prune(folder, keep)
    return final


def _name(label: str) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return f"{PREFIX}{stamp}{'-' + label if label else ''}.db"


def _copy(source: Path, target: Path) -> None:
    with closing(connect(source, read_only=True)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        # A copy of a WAL database would need its side files; a backup is one file.
        there.execute("PRAGMA journal_mode = DELETE").fetchone()


def _check(copy: Path, original: Path, *, deep: bool) -> None:
    with closing(connect(copy, read_only=True)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)" if deep else "PRAGMA quick_check(1)").fetchone()
        if found[0] != "ok":
            raise WorkspaceError(
                f"{original} is damaged ({found[0]}); no backup was made of it, older backups were kept.",
                "Run `matchmaker doctor`, then `matchmaker restore` with the last good backup.",
            )


def _prune(folder: Path, keep: int) -> None:
    """Remove the oldest copies that we named, beyond `keep`. Names sort by time."""
    for old in sorted(folder.glob(f"{PREFIX}*.db"))[: -keep or None]:
        with suppress(OSError):
            old.unlink()


def check_backup(path: Path) -> None:
    """Raise WorkspaceError unless `path` is a sound database of ours that this version can use."""
    if not path.exists():
        raise WorkspaceError(f"{path} does not exist.", "Name an existing backup; they are in data/backups.")
    check_file(path)
    try:
        with closing(connect(path, read_only=True)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise translated(error, path) from error
    if found != "ok" or broken is not None:
        raise WorkspaceError(f"{path} is damaged: {found}.", "Choose another backup; nothing was changed.")


def restore(path: Path, backup: Path) -> Path | None:
    """Put `backup` in the place of the database at `path`; returns where that one was kept (None if there was none).

    The backup is checked first and copied, never moved. The database it replaces is kept beside the backups, whatever
    state it is in. All connections to the workspace must be closed.
    """
    check_backup(backup)
    temporary = temporary_for(path)
    kept: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(backup, temporary)
        _check(temporary, backup, deep=True)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        if path.exists():
            kept = _keep_present(path)
        temporary.replace(path)
        sync_folder(path.parent)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except OSError as error:
        raise WorkspaceError(f"{path} could not be restored: {error.strerror}.", "Nothing was changed.") from error
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()
    return kept


def _keep_present(path: Path) -> Path:
    """Keep the present database, with its journal, under a new name; the old name keeps its bytes until replaced."""
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"replaced-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%fZ')}.db"
    for suffix in ("-journal", "-wal", "-shm"):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.replace(kept.with_name(kept.name + suffix))
    try:
        os.link(path, kept)
    except OSError:
        import shutil

        shutil.copyfile(path, kept)
        kept.chmod(0o600)
    return kept
