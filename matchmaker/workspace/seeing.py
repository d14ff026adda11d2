"""Seeing the whole workspace: overview, exports, draft answers, evaluation."""

from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.workspace.opened import Opened

if TYPE_CHECKING:
    from matchmaker.triage.overview import Overview


class SeeingPart(Opened):
    """Reports and files out."""

    def report(self) -> "Overview":
        """Demand by offer, gaps, workload and response times."""
        raise NotImplementedError

    def export(
        self, what: str, path: Path | None, format: str, *, with_contacts: bool = False, reason: str = ""
    ) -> bytes | Path:
        """Export requests, matches, decisions or the catalogue; bytes when `path` is None."""
        raise NotImplementedError

    def draft(self, request_id: str, kind: str, language: str | None = None) -> str:
        """A draft answer in Markdown: acknowledge, clarify, propose or regret."""
        raise NotImplementedError

    def draft_docx(self, request_id: str, kind: str, language: str | None = None) -> bytes:
        """The same draft as a Word document."""
        raise NotImplementedError
