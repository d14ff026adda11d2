"""Refreshing: a plan that says what a file would change, then one transaction that changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.exchange.report import FileReport, RecordChange, Rejection


@dataclass(frozen=True, slots=True)
class RefreshPlan:
    """What applying a file would do. Nothing in the catalogue has changed yet.

    `report` counts as if it were applied now, with `dry_run` set. `changes` lists added, changed, revived, withdrawn and
    held records, at most `CHANGES_SHOWN` of each. `guard` says in words why withdrawals wait; empty means they do not.
    `confirm` is the number that `--confirm-withdrawals` must name to let them happen.
    `nothing_to_do` is true for the same file again. `refused` says why the plan cannot be applied at all.
    """

    path: Path
    report: FileReport
    changes: Sequence[RecordChange] = ()
    guard: tuple[str, ...] = ()
    confirm: int = 0
    nothing_to_do: bool = False
    refused: str = ""
    staging: Path | None = None
    base: str = ""

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        return self.report.rejections

    def write_rejected(self, path: Path) -> int:
        """Write the rejected rows back in their own format with a reason column; returns how many."""
        raise NotImplementedError

    def close(self) -> None:
        """Remove what the plan keeps on disk. Applying a plan closes it."""
