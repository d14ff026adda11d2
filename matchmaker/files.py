"""Files: where a record came from, digests, and writing a file whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from: source name, file, its SHA-256, the place in it ("row 17", "lines 27-31"), and when."""

    name: str
    file: str = ""
    sha256: str = ""
    place: str = ""
    at: datetime | None = None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. A file that was not written to since is not read again."""
    state = path.stat()
    return _sha256_of(path, state.st_ino, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _sha256_of(path: Path, *_: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def atomic_write(path: Path, *, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Write `path` whole or not at all: a new file beside it, fsync, rename, fsync of the folder.

    Readers see the old bytes or the new ones. An existing symlink is replaced, never followed. Raises OSError as the
    system gives it; the temporary file is removed on any failure, and `sweep_temporary` removes those of killed ones.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable, where the system allows a folder to be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep_temporary(folder: Path) -> int:
    """Remove what killed writers left in `folder`; returns how many files went."""
    gone = 0
    for leftover in folder.glob(".*.????????.tmp"):
        with suppress(OSError):
            leftover.unlink()
            gone += 1
    return gone
