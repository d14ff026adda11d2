"""The saved model: arrays in an uncompressed .npz that is memory-mapped, and a JSON manifest that vouches for them.

`save` writes the arrays under a new name, then the manifest, by rename: a reader, or whoever comes after a kill, sees
the old model or the new one. `load` gives None for anything else than exactly what `save` wrote: refit then. Nothing
in the file is ever run: no pickle, and only the manifest says where numbers lie.

The manifest holds its own digest and a CRC-32 for every mebibyte of every array. Arrays named `lazy` when saving (the
long ones) are not read when the model is opened: `ModelFile.check` looks at a part of one the first time it is used
and raises `Damaged`; `verify` looks at everything. So a start does not read the file whole, and no damaged byte is
used unnoticed.
"""

import hashlib
import json
import mmap
import secrets
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.errors import WorkspaceError
from matchmaker.files import atomic_write, sweep_temporary

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 20
LARGEST_MANIFEST = 8 << 20
LARGEST_DATA = 64 << 30
MOST_ARRAYS = 500
_DTYPES = frozenset({"|u1", "|b1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})
_ALIGNED = 64
_STALE_SECONDS = 3600

Array = NDArray[Any]


class Damaged(WorkspaceError):  # noqa: N818
    """A part of the saved model is not what was saved."""


class ModelFile:
    """An open model: `facts` as saved, and read-only arrays over one memory map that processes share."""

    def __init__(self, path: Path, manifest: Mapping[str, Any]) -> None:
        """Raises OSError, KeyError, TypeError or ValueError for a manifest that does not fit its file."""
        self.path = path
        self.facts: dict[str, Any] = manifest["facts"]
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) != manifest["size"]:
            raise ValueError("size")
        self.arrays: dict[str, Array] = {}
        self._sums: dict[str, Array] = {}
        self._unseen: dict[str, Array] = {}
        if len(manifest["arrays"]) > MOST_ARRAYS:
            raise ValueError("arrays")
        for name, entry in manifest["arrays"].items():
            self._open(name, entry)

    def _open(self, name: str, entry: Mapping[str, Any]) -> None:
        shape, offset = tuple(entry["shape"]), entry["offset"]
        if entry["dtype"] not in _DTYPES or not all(type(n) is int and n >= 0 for n in (*shape, offset)):
            raise ValueError(name)
        dtype = np.dtype(entry["dtype"])
        count = int(np.prod(shape, dtype=object)) if shape else 1
        if offset + count * dtype.itemsize > len(self._map):
            raise ValueError(name)
        flat = np.frombuffer(self._map, dtype, count, offset) if count else np.empty(0, dtype)
        self.arrays[name] = flat.reshape(shape)
        sums = np.array([int(one, 16) for one in entry["crc32"].split()], np.uint32)
        if len(sums) != -(-flat.nbytes // BLOCK):
            raise ValueError(name)
        self._sums[name] = sums
        # Running count of blocks not looked at yet, so that any range is judged by one subtraction.
        self._unseen[name] = np.arange(len(sums) + 1)
        if not entry["lazy"]:
            self.check(name)

    def check(self, name: str, starts: Array | None = None, ends: Array | None = None) -> None:
        """Make sure that elements `starts:ends` (any number of ranges; all, when not given) of an array are as saved.

        Raises Damaged. Costs nothing to speak of once the parts have been looked at.
        """
        unseen, size = self._unseen[name], self.arrays[name].itemsize
        if not unseen[-1]:
            return
        if starts is None or ends is None:
            self._look(name, np.flatnonzero(np.diff(unseen)))
            return
        used = ends > starts
        first, last = starts[used] * size // BLOCK, (ends[used] * size - 1) // BLOCK
        fresh = unseen[last + 1] > unseen[first]
        if fresh.any():
            blocks = {
                n for a, b in zip(first[fresh].tolist(), last[fresh].tolist(), strict=True) for n in range(a, b + 1)
            }
            pending = np.diff(unseen)
            self._look(name, np.array([n for n in sorted(blocks) if pending[n]], np.int64))

    def _look(self, name: str, blocks: Array) -> None:
        data = self.arrays[name].reshape(-1).view(np.uint8)
        for block in blocks.tolist():
            if zlib.crc32(data[block * BLOCK : (block + 1) * BLOCK].data) != self._sums[name][block]:
                raise Damaged(
                    f"{self.path}: the saved model is damaged ({name}).", "Run `matchmaker fit` to make a new one."
                )
        pending = np.diff(self._unseen[name])
        pending[blocks] = 0
        np.cumsum(pending, out=self._unseen[name][1:])

    def guard(self, *names: str) -> Callable[[Array, Array], None] | None:
        """`check` for arrays that are read in step; None when nothing of them is left to look at."""
        lazy = [name for name in names if self._unseen[name][-1]]

        def look(starts: Array, ends: Array) -> None:
            for name in lazy:
                self.check(name, starts, ends)

        return look if lazy else None

    def array(self, name: str) -> Array:
        """An array, looked at as a whole."""
        self.check(name)
        return self.arrays[name]

    def verify(self) -> None:
        """Look at every byte; raises Damaged."""
        for name in self.arrays:
            self.check(name)


def save(folder: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any], *, lazy: Collection[str] = ()) -> None:
    """Save a model in `folder`, in place of the one there, which stays whole until the new one is.

    `facts` must survive JSON. Raises OSError as the system gives it, with the old model as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep_temporary(folder)
    before = _read_manifest(folder)
    name = f"model-{secrets.token_hex(6)}.npz"
    with atomic_write(folder / name) as file:
        entries = _write_arrays(file, arrays, frozenset(lazy))
        file.flush()
        size = file.tell()
    manifest = {"format": FORMAT, "data": name, "size": size, "facts": dict(facts), "arrays": entries}
    with atomic_write(folder / MANIFEST) as file:
        file.write(json.dumps({**manifest, "sha256": _digest(manifest)}, ensure_ascii=True, allow_nan=False).encode())
    _remove_old(folder, name, before)


def load(folder: Path, expected: Mapping[str, Any] | None = None) -> ModelFile | None:
    """The model in `folder`; None when there is none, it is damaged or foreign, or a fact is not as `expected`."""
    for _ in range(3):
        manifest = _read_manifest(folder)
        if manifest is None:
            return None
        if any(manifest["facts"].get(key) != value for key, value in (expected or {}).items()):
            return None
        try:
            return ModelFile(folder / manifest["data"], manifest)
        except FileNotFoundError:
            continue  # another process saved between our reading the manifest and opening the data
        except (OSError, KeyError, TypeError, ValueError, AttributeError, OverflowError, Damaged):
            return None
    return None


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest when it is whole and of this format."""
    try:
        path = folder / MANIFEST
        if path.stat().st_size > LARGEST_MANIFEST:
            return None
        manifest = json.loads(path.read_bytes())
        claimed = manifest.pop("sha256")
        whole = manifest["format"] == FORMAT and claimed == _digest(manifest)
        plain = Path(manifest["data"]).name == manifest["data"] and 0 < manifest["size"] <= LARGEST_DATA
        return manifest if whole and plain and isinstance(manifest["facts"], dict) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _digest(manifest: Mapping[str, Any]) -> str:
    text = json.dumps(manifest, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _write_arrays(file: IO[bytes], arrays: Mapping[str, Array], lazy: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Write a plain .npz (`numpy.load` reads it too) with every array on a 64-byte boundary; returns where each is."""
    entries = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, given in arrays.items():
            array = np.ascontiguousarray(given)
            array = array.astype(array.dtype.newbyteorder("<"), copy=False)
            if array.dtype.str not in _DTYPES:
                raise TypeError(f"{name}: {array.dtype} cannot be saved")
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            # A padding field in the local header moves the array to the boundary: 30 bytes, the name, 20 of zip64.
            unpadded = file.tell() + 30 + len(info.filename.encode()) + 20 + 4
            filling = -unpadded % _ALIGNED
            info.extra = struct.pack("<HH", 0xCAFE, filling) + bytes(filling)
            with archive.open(info, "w", force_zip64=True) as member:
                np.lib.format.write_array_header_1_0(member, np.lib.format.header_data_from_array_1_0(array))
                offset = file.tell()
                for block in _blocks(array):
                    member.write(block)
            entries[name] = {
                "dtype": array.dtype.str,
                "shape": list(array.shape),
                "offset": offset,
                "lazy": name in lazy,
                "crc32": " ".join(f"{zlib.crc32(block):08x}" for block in _blocks(array)),
            }
    return entries


def _blocks(array: Array) -> Iterator[memoryview]:
    data = array.reshape(-1).view(np.uint8).data
    for start in range(0, len(data), BLOCK):
        yield data[start : start + BLOCK]


def _remove_old(folder: Path, name: str, before: Mapping[str, Any] | None) -> None:
    """Remove the data of the model replaced, and what killed saves left more than an hour ago."""
    long_ago = time.time() - _STALE_SECONDS
    for path in folder.glob("model-*.npz"):
        with suppress(OSError):
            replaced = before is not None and path.name == before["data"]
            if path.name != name and (replaced or path.stat().st_mtime < long_ago):
                path.unlink()
