"""Undoing a refresh: the plan that puts back what the last run of a source changed."""

from pathlib import Path

from matchmaker.errors import UsageError
from matchmaker.exchange.refreshing import CHANGES_SHOWN, RefreshPlan, _cleaned_up, _shown
from matchmaker.exchange.report import FileReport
from matchmaker.store import plans
from matchmaker.store.applying import base_of
from matchmaker.store.sources import source as source_state
from matchmaker.store.staging import Staging
from matchmaker.store.store import Store
from matchmaker.store.undoing import stage_reversal


def plan_undo(store: Store, source: str) -> RefreshPlan:
    """A plan that takes back the last refresh of a source: what it added is withdrawn, what it changed is as before,
    what it withdrew is live again. Raises UsageError when there is none to take back."""
    last = plans.last_run(store, source)
    state = source_state(store, source)
    if last is None or state is None:
        raise UsageError(f"Source {source} has no refresh to take back.", "`matchmaker refresh --history` lists them.")
    base = base_of(store, source)
    stage = Staging(store, store.path.parent)
    try:
        reversed_ = stage_reversal(stage, last.run, source)
        offerings, experience = plans.live_after(stage, state, withdraw=True)
        changes = [_shown(change) for change in plans.changes(stage, "withdrawn", CHANGES_SHOWN)]
        stage.close()
    except BaseException:
        stage.remove()
        raise
    report = FileReport(
        file=last.file, sha256="", format="undo", source=source, rows=reversed_.changed + reversed_.revived,
        changed=reversed_.changed, revived=reversed_.revived, withdrawn=reversed_.withdrawn,
        offerings=offerings, experience=experience, notes=(f"Takes back refresh {last.run}.",), dry_run=True,
    )  # fmt: skip
    return _cleaned_up(RefreshPlan(Path(last.file), report, changes, staging=stage.path, base=base, undoes=last.run))
