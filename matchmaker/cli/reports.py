"""What a refresh would do or did, for people."""

from matchmaker.cli.output import put
from matchmaker.exchange.refreshing import RefreshPlan
from matchmaker.exchange.report import FileReport, RecordChange
from matchmaker.safetext import visible_line

SIGNS = {"added": "+", "changed": "~", "revived": "^", "withdrawn": "-", "held": "!"}
SHOWN = 20


def put_report(report: FileReport, plan: RefreshPlan | None = None, *, would: bool = False) -> None:
    """The counts, which add up to the rows; then what needs a person. With `would` also each change of the plan."""
    put(
        f"{report.file}: {report.format}, source {report.source}" + (" (nothing was changed)" if would else ""),
        weight="bold",
    )
    parts = ("added", "changed", "unchanged", "revived", "duplicate", "rejected")
    counted = " + ".join(f"{getattr(report, name)} {name}" for name in parts)
    put(f"  {report.rows} rows = {counted}")
    now = f"now {report.offerings} offerings, {report.experience} experience"
    put(f"  {report.withdrawn} withdrawn, {report.held} held; {now}")
    if plan is not None:
        if would:
            for change in list(plan.changes)[:SHOWN]:
                _put_change(change)
            if len(plan.changes) > SHOWN:
                put(f"  … and {len(plan.changes) - SHOWN} more; --json lists every count", weight="dim")
        for line in plan.guard:
            put(f"  held: {line}")
        if report.held and plan.confirm:
            put(f"  To let them happen: --confirm-withdrawals {plan.confirm}")
    _put_rejections(report)
    for note in report.notes:
        put(f"  note: {note}")
    if report.now_answered:
        put(f"  {len(report.now_answered)} requests marked unmatched now have an answer: {_some(report.now_answered)}")
    if report.better_answered:
        put(f"  {len(report.better_answered)} open requests have a better answer: {_some(report.better_answered)}")
    for line in report.flagged:
        put(f"  look again: {line}")


def _put_change(change: RecordChange) -> None:
    put(f"  {SIGNS.get(change.outcome, '·')} {change.id}  {visible_line(change.title, 60)}")
    for field in change.fields[:6]:
        before, after = (visible_line(value, 40) or "(nothing)" for value in (field.before, field.after))
        put(f"      {field.field}: {before} → {after}")


def _put_rejections(report: FileReport) -> None:
    for rejection in report.rejections[:SHOWN]:
        where = rejection.place or (f"row {rejection.row}" if rejection.row else "")
        value = f" {visible_line(rejection.value, 40)!r}" if rejection.value else ""
        put(f"  rejected {where}: {rejection.field}{value}: {rejection.reason} {rejection.fix}")
    if len(report.rejections) > SHOWN:
        put(
            f"  … and {len(report.rejections) - SHOWN} more; --rejected FILE writes them all with their reasons",
            weight="dim",
        )


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
