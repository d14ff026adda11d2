"""Refreshing a workspace from exports."""

from collections.abc import Callable
from pathlib import Path

from matchmaker.exchange.refreshing import RefreshPlan
from matchmaker.exchange.report import FileReport, RefreshRun
from matchmaker.workspace.opened import Opened

Progress = Callable[[str, int, int], None]


class RefreshingPart(Opened):
    """Plans and applies refreshes."""

    def plan_refresh(
        self, path: Path, *, source: str | None = None, mapping: Path | None = None, progress: Progress | None = None
    ) -> RefreshPlan:
        """Read a file and say what it would change; changes nothing. Raises FileRefused when it cannot be read."""
        raise NotImplementedError

    def apply_refresh(
        self,
        plan: RefreshPlan,
        *,
        confirm_withdrawals: int | None = None,
        keep_sample: bool = False,
        progress: Progress | None = None,
    ) -> FileReport:
        """Apply a plan in one transaction, then bring the model and rankings up to date.

        Held withdrawals wait unless `confirm_withdrawals` names exactly `plan.confirm` (else WithdrawalsHeld is raised
        and nothing changes). If the catalogue changed since planning, the file is planned again first.
        """
        raise NotImplementedError

    def refresh_history(self, source: str | None = None) -> list[RefreshRun]:
        """Every refresh, newest first."""
        raise NotImplementedError

    def undo_refresh(self, source: str) -> FileReport:
        """Take back the last refresh of a source, as a refresh of its own."""
        raise NotImplementedError
