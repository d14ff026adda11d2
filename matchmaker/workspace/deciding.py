"""Decisions in a workspace."""

from matchmaker.matches import Decision, Step
from matchmaker.workspace.opened import Opened


class DecidingPart(Opened):
    """Records what people said about matches; the log is append-only and an undo is an entry of its own."""

    def decide(
        self,
        request_id: str,
        item_id: str,
        step: Step,
        *,
        need: int | None = None,
        reason_code: str = "",
        note: str = "",
        version: int | None = None,
    ) -> Decision:
        """Record a decision. Returns only when it is on disk. Raises NotFound, UsageError, or Conflict on a stale `version`."""
        raise NotImplementedError

    def undo(self, request_id: str | None = None) -> Decision:
        """Take back the last decision (of one request, or of this person anywhere). Raises UsageError if there is none."""
        raise NotImplementedError

    def redo(self, request_id: str | None = None) -> Decision:
        """Take back the last undo. Raises UsageError if there is none."""
        raise NotImplementedError

    def decisions(self, request_id: str | None = None) -> list[Decision]:
        """The whole log, oldest first, undone entries and undos included."""
        raise NotImplementedError

    def standing(self, request_id: str) -> dict[str, Decision]:
        """What holds now: for each item of a request, the last decision that was not undone."""
        raise NotImplementedError
