"""Upkeep of a workspace: doctor, backup, restore."""

from dataclasses import dataclass
from pathlib import Path

from matchmaker.workspace.opened import Opened


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at: `level` is ok, warning or error."""

    level: str
    what: str
    way_out: str = ""


class UpkeepPart(Opened):
    """Checks and keeps the workspace safe."""

    def doctor(self) -> list[Finding]:
        """Everything that was checked, with what is wrong and the way out."""
        raise NotImplementedError

    def backup(self, target: Path | None = None) -> Path:
        """Write a checked copy of the database (by default into `data/backups/`) and return where it is."""
        raise NotImplementedError

    def restore(self, path: Path) -> Path:
        """Put a backup in place after checking it; returns where the present database was kept."""
        raise NotImplementedError
