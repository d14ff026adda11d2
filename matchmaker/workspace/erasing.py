"""Erasing personal data from a workspace, on demand and for good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.errors import UsageError
from matchmaker.store import erasing, rankings, requests
from matchmaker.workspace.opened import Opened

LEAST = 3
"""Characters of the shortest word that can be erased: shorter ones stand within others everywhere."""


@dataclass(frozen=True, slots=True)
class Erased:
    """In how many rows of which table something stood, and the files beside the database that still hold it.

    `in_trail` are entries of the audit trail that name it; they stay, since the trail is never changed.
    """

    rows: dict[str, int]
    in_trail: int = 0
    files: tuple[Path, ...] = ()


class ErasingPart(Opened):
    """Removes what a person may ask to have removed."""

    def erase(
        self, words: Sequence[str] = (), *, request_id: str | None = None, reason: str = "", dry_run: bool = False
    ) -> Erased:
        """Overwrite words (a name, an address, a number) wherever they stand in the database, histories and logs
        included, or everything that a request says. Identifiers, dates, states and decisions stay.

        It cannot be undone. The trail keeps that it was done and why, not what. Files that still hold the words, such
        as backups, are named, not changed. Raises UsageError, NotFound.
        """
        given = [word.strip() for word in words if word.strip()]
        if bool(given) == (request_id is not None) or any(len(word) < LEAST for word in given):
            raise UsageError(
                f"Say either what words to erase, of at least {LEAST} characters, or which request.",
                "`matchmaker erase --help` shows examples.",
            )
        if not reason.strip() and not dry_run:
            raise UsageError("Erasing needs a reason.", "Say why; it is kept in the log.")
        if request_id is not None:
            return self._erase_request(request_id, reason, dry_run)
        with self.store.write():
            found = erasing.erase_words(self.store, given, self.clock(), self.who, only_count=dry_run)
            if not dry_run:
                self._audit("erased", "workspace", {"rows": dict(found), "reason": reason})
        trail = self.store.rows("SELECT who, subject, detail FROM audit")
        in_trail = sum(1 for row in trail if any(word.casefold() in "\n".join(row).casefold() for word in given))
        return Erased(dict(found), in_trail, tuple(self._files_with(given)))

    def _erase_request(self, request_id: str, reason: str, dry_run: bool) -> Erased:
        request = requests.request(self.store, request_id)
        if not dry_run:
            with self.store.write():
                erasing.erase_request(self.store, request_id, self.clock(), self.who)
                rankings.forget(self.store, request_id)
                self._audit("erased", request_id, {"reason": reason})
        said = [word for word in (request.contact, request.text[:60]) if len(word) >= LEAST]
        return Erased({"requests": 1}, 0, tuple(self._files_with(said)))

    def _files_with(self, words: Sequence[str]) -> Iterator[Path]:
        """Files of the workspace, but for its database, in which any of the words stands."""
        wanted = [word.casefold().encode() for word in words]
        for folder in (self.root / "data", self.root / "models"):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path != self.store.path and wanted:
                    content = path.read_bytes().decode("utf-8", "replace").casefold().encode()
                    if any(word in content for word in wanted):
                        yield path
