"""Refreshing a workspace from exports."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.errors import MatchmakerError, WorkspaceBusy
from matchmaker.exchange.report import FileReport, RefreshRun
from matchmaker.matches import Verdict
from matchmaker.requests import State
from matchmaker.store import copies, history, plans, rankings
from matchmaker.store.decisions import on_withdrawn
from matchmaker.triage.decisions import OPEN_STEPS, standing_entries
from matchmaker.workspace.matching import MatchingPart

if TYPE_CHECKING:
    from matchmaker.exchange.layouts import Layout
    from matchmaker.exchange.refreshing import RefreshPlan

Progress = Callable[[str, int, int], None]

TRIES = 5
LARGE = 64 * 1024 * 1024
DAY = 86_400
WAITING_RANKED = 1000
RANKED_AT_ONCE = 20
"""How many requests that wait for an answer, and how many other open ones, are ranked again right after a refresh.

The rest follow when there is time: the desk ranks while it is open, and `report` and `queue` what they show."""


class RefreshingPart(MatchingPart):
    """Plans and applies refreshes."""

    def look_at(self, path: Path, *, source: str | None = None, mapping: Path | None = None) -> "Layout":
        """The columns of a file and what a person should be asked about them, without reading all of it."""
        from matchmaker.exchange.layouts import layout_of

        return layout_of(self.store, path, self.clock(), source=source, mapping=mapping)

    def plan_refresh(
        self,
        path: Path,
        *,
        source: str | None = None,
        mapping: Path | None = None,
        kind: str = "",
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> "RefreshPlan":
        """Read a file and say what it would change; changes nothing. Raises FileRefused when it cannot be read.

        `mapping` is a profile, `kind` ("offerings", "experience", or "rule") is what every row becomes, `columns` are
        answers: the column of a field, "" for none. What is said is kept for the source when the plan is applied, and
        holds for its next file.
        """
        from matchmaker.exchange import refreshing, source_profiles

        name = refreshing.name_of(path, source)
        told = source_profiles.told(self.store, name, mapping=mapping, kind=kind, columns=columns)
        return refreshing.plan(self.store, path, self.clock(), source=name, told=told, progress=progress)

    def apply_refresh(
        self,
        plan: "RefreshPlan",
        *,
        confirm_withdrawals: int | None = None,
        keep_sample: bool = False,
        accept_older: bool = False,
        progress: Progress | None = None,
    ) -> FileReport:
        """Apply a plan in one transaction, then bring the model and rankings up to date.

        Held withdrawals wait unless `confirm_withdrawals` names exactly `plan.confirm`; a number that is wrong raises
        WithdrawalsHeld, and nothing changes. An export older than the one loaded last is refused unless `accept_older`.
        If the catalogue changed since planning, the file is planned again first.
        """
        from matchmaker.exchange import refreshing
        from matchmaker.exchange.guarding import check_confirmation

        began = self.clock()
        check_confirmation(plan, confirm_withdrawals, accept_older=accept_older)
        if not plan.nothing_to_do:
            self._back_up_first()
        for _ in range(TRIES):
            withdraw = check_confirmation(plan, confirm_withdrawals, accept_older=accept_older)
            try:
                report = refreshing.apply(
                    self.store, plan, self.clock(), self.who, withdraw=withdraw, keep_sample=keep_sample
                )
                break
            except refreshing.Outdated:
                plan.close()
                plan = refreshing.plan(
                    self.store, plan.path, self.clock(), source=plan.report.source, told=plan.told, progress=progress
                )
        else:
            raise WorkspaceBusy(f"Source {plan.report.source} keeps being refreshed by others.", "Try again later.")
        report = self._afterwards(report, progress) if report.run else report
        return replace(report, seconds=(self.clock() - began).total_seconds())

    def refresh_history(self, source: str | None = None) -> list[RefreshRun]:
        """Every refresh, newest first."""
        return [
            RefreshRun(
                run.run, run.source, run.file, run.sha256, run.format, run.at, run.who, run.rows, run.added,
                run.changed, run.unchanged, run.revived, run.duplicate, run.rejected, run.withdrawn, run.held,
                run.exported_on, run.undoes, run.notes,
            )
            for run in plans.runs(self.store, source)
        ]  # fmt: skip

    def undo_refresh(self, source: str) -> FileReport:
        """Take back the last refresh of a source, as a refresh of its own. Undoing that again brings it back."""
        from matchmaker.exchange import refreshing
        from matchmaker.exchange.guarding import check_name
        from matchmaker.exchange.undoing import plan_undo

        check_name(source)
        self._back_up_first()
        for _ in range(TRIES):
            try:
                plan = plan_undo(self.store, source)
                report = refreshing.apply(self.store, plan, self.clock(), self.who, withdraw=True, keep_sample=True)
                plan.close()
                return self._afterwards(report, None)
            except refreshing.Outdated:
                continue
        raise WorkspaceBusy(f"Source {source} keeps being refreshed by others.", "Try again later.")

    def _back_up_first(self) -> None:
        """Keep a checked copy of the database as it is before the refresh.

        Of a large database one such copy a day is kept: every refresh can be taken back anyway, and copying hundreds of
        megabytes would take longer than a refresh in which little changed.
        """
        folder = self.root / "data" / "backups"
        if self.store.path.stat().st_size > LARGE:
            newest = max(folder.glob(f"{copies.PREFIX}*-before-refresh.db"), default=None)
            if newest is not None and self.clock().timestamp() - newest.stat().st_mtime < DAY:
                return
        copies.write_backup(
            self.store.path, folder, label="before-refresh", deep=False, keep=self.settings.backups_kept
        )

    def _afterwards(self, report: FileReport, progress: Progress | None) -> FileReport:
        """Fit the model, rank again, and say what is better now. The refresh stands whatever happens here."""
        try:
            return self._ranked_again(report, progress)
        except (MatchmakerError, OSError, MemoryError) as error:
            said = f"Loaded, but the model or the rankings could not be brought up to date: {error}"
            return replace(report, notes=(*report.notes, said))

    def _ranked_again(self, report: FileReport, progress: Progress | None) -> FileReport:
        """Fit the model, rank again the requests that wait for an answer, and say what is better now."""
        flagged = tuple(
            f"{entry.item_id} ({entry.step.value} for {entry.request_id})"
            for entry in standing_entries(on_withdrawn(self.store))
            if entry.step in OPEN_STEPS and self._withdrawn_by(entry.item_id, report.run)
        )
        model = self._ready_with(progress)
        waiting = [row[0] for row in self.store.rows(_WAITING, (State.UNMATCHED.value, WAITING_RANKED))]
        ids = list(dict.fromkeys([*waiting, *rankings.due(self.store, model, RANKED_AT_ONCE)]))
        before = rankings.get(self.store, ids)
        unmatched = set(waiting)
        answered, better = [], []
        for after in self._rank(ids, progress):
            was = before.get(after.request_id)
            if after.request_id in unmatched:
                if after.verdict in (Verdict.MATCH, Verdict.PARTIAL):
                    answered.append(after.request_id)
            elif was is not None and _is_better(was, after):
                better.append(after.request_id)
        return replace(report, now_answered=tuple(answered), better_answered=tuple(better), flagged=flagged)

    def _ready_with(self, progress: Progress | None) -> str:
        fingerprint = self._fingerprint()
        if (self._matcher is None or self._fitted_on != fingerprint) and not self._load(fingerprint):
            self._fit(fingerprint, progress)
        return self.model_id()

    def _withdrawn_by(self, item_id: str, run: int) -> bool:
        return history.withdrawn_by(self.store, item_id, run)


def _is_better(was: rankings.Ranking, now: rankings.Ranking) -> bool:
    """Whether another offering now answers a request better: a better verdict, or a clearly higher score."""
    if now.best_id in ("", was.best_id):
        return False
    worth = (Verdict.NONE, Verdict.CLARIFY, Verdict.PARTIAL, Verdict.MATCH)
    gained = worth.index(now.verdict) - worth.index(was.verdict)
    return gained > 0 or (gained == 0 and (now.best_score or 0.0) > 1.1 * (was.best_score or 0.0) + 0.01)


_WAITING = "SELECT id FROM requests WHERE set_aside = 0 AND state = ? ORDER BY seq DESC LIMIT ?"
