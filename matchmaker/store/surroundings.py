"""Surroundings: where a workspace lies, which decides how safely a database can be kept there."""

import os
from pathlib import Path

_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs",
    "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.ceph", "vboxsf",
})  # fmt: skip
_SYNCED = (
    "dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud",
    "syncthing", "box sync", "pcloud",
)  # fmt: skip
_MOUNTS = Path("/proc/mounts")


def file_system_of(path: Path) -> str:
    """The kind of file system a path is on, where the system tells (Linux); else ""."""
    if not _MOUNTS.is_file():
        return ""
    wanted, best, kind = os.path.realpath(path), "", ""
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = wanted == point or wanted.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def network_of(path: Path) -> str:
    """The kind of network file system a path is on; "" for a local one. On Windows a path of a share is one."""
    kind = file_system_of(path)
    return kind if kind in _NETWORK else "share" if os.path.realpath(path).startswith("\\\\") else ""


def synced_by(path: Path) -> str:
    """The folder of a path that a cloud program may copy at any time, by its name; "" where none is known."""
    parts = Path(os.path.realpath(path)).parts
    return next((part for part in parts if part.casefold().startswith(_SYNCED)), "")


def shared_with_others(path: Path) -> bool:
    """Whether other machines may write or copy the files of a folder, behind the back of locks held here."""
    return bool(network_of(path) or synced_by(path))
