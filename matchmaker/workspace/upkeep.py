"""Upkeep of a workspace: doctor, backup, restore."""

from dataclasses import dataclass
from pathlib import Path

from matchmaker.errors import WorkspaceError
from matchmaker.settings import default_workspace
from matchmaker.store import audit, checking, copies
from matchmaker.store.decisions import on_withdrawn
from matchmaker.store.opening import FILE_NAME
from matchmaker.store.store import Store
from matchmaker.store.surroundings import network_of, synced_by
from matchmaker.triage.decisions import OPEN_STEPS, standing_entries
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
        trouble = checking.damage(self.store)
        if trouble:
            return [*(Finding("error", what, way_out) for what, way_out in trouble), *self._surroundings()]
        seq, head = audit.head(self.store)
        found = [
            Finding("ok", "The database is whole: pages, links, records, decisions and the refreshes they came from."),
            Finding("ok", f"The audit trail holds: {seq:,} entries, the last is {head[:16]}."),
        ]
        return [*found, *self._surroundings(), self._model_state(), *self._flagged()]

    def _surroundings(self) -> list[Finding]:
        """Journal, rights, disk and folder."""
        found = [Finding("ok", f"Journal mode {checking.journal_note(self.store)}.")]
        path = self.store.path
        mode = path.stat().st_mode & 0o077
        if mode:
            found.append(Finding("warning", f"Others can read {path}.", f"chmod 600 {path}"))
        if kind := network_of(self.root):
            found.append(
                Finding(
                    "warning",
                    f"The workspace is on a network folder ({kind}), where locks may not work.",
                    "Keep it on a local disk and share backups instead.",
                )
            )
        if folder := synced_by(self.root):
            found.append(
                Finding(
                    "warning",
                    f"The workspace is in a folder ({folder}) that a cloud program copies while it is written.",
                    "Move it out, and copy backups there instead.",
                )
            )
        backups = sorted((self.root / "data" / "backups").glob(f"{copies.PREFIX}*.db"))
        if backups:
            found.append(Finding("ok", f"{len(backups)} backups, the newest is {backups[-1].name}."))
        else:
            found.append(Finding("warning", "There is no backup yet.", "matchmaker backup"))
        return found

    def _model_state(self) -> Finding:
        from matchmaker.store.writing import fingerprint

        if self.store.meta("model_of").partition("-")[0] == fingerprint(self.store):
            return Finding("ok", f"Model {self.store.meta('model')} fits the catalogue.")
        return Finding(
            "warning",
            "The model is older than the catalogue.",
            "It is fitted again when next needed, or: matchmaker fit",
        )

    def _flagged(self) -> list[Finding]:
        """Open decisions on offerings that are withdrawn."""
        flagged = [entry for entry in standing_entries(on_withdrawn(self.store)) if entry.step in OPEN_STEPS]
        if not flagged:
            return []
        named = ", ".join(f"{entry.item_id} ({entry.step.value} for {entry.request_id})" for entry in flagged[:5])
        more = f" and {len(flagged) - 5} more" if len(flagged) > 5 else ""
        return [
            Finding(
                "warning",
                f"{len(flagged)} decisions stand on what is withdrawn now: {named}{more}.",
                "Look at these requests again; the decisions were kept.",
            )
        ]

    def backup(self, target: Path | None = None) -> Path:
        """Write a checked copy of the database (by default into `data/backups/`) and return where it is."""
        seq, head = audit.head(self.store)
        with self.store.write():
            self._audit("backup", "workspace", {"after": seq, "hash": head})
        folder = target or self.root / "data" / "backups"
        keep = self.settings.backups_kept if target is None else None
        return copies.write_backup(self.store.path, folder, keep=keep)

    @classmethod
    def restore_at(cls, root: Path | None, path: Path) -> Path | None:
        """`restore` for a workspace that may be too damaged to open; returns where its database was kept, if it had
        one. Raises WorkspaceError, with nothing changed, when the backup is not sound."""
        copies.check_backup(path)
        try:
            with cls.open(root) as workspace:
                return workspace.restore(path)
        except WorkspaceError:
            chosen = (root or default_workspace()).expanduser().absolute()
            return copies.restore(chosen / "data" / FILE_NAME, path)

    def restore(self, path: Path) -> Path:
        """Put a backup in place after checking it; returns where the present database was kept.

        Raises WorkspaceError, with nothing changed, when the backup is not sound.
        """
        copies.check_backup(path)
        self.store.close()
        try:
            kept = copies.restore(self.store.path, path)
        finally:
            self.store = Store.of(self.root)
        with self.store.write():
            self._audit("restored", "workspace", {"from": path.name, "kept": kept.name if kept else ""})
        return kept or self.store.path
