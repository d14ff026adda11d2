"""A refresh in lines: what its report says, and each change and rejected row of its plan."""

from dataclasses import dataclass

from textual.content import Content

from matchmaker.exchange.report import FileReport, RecordChange, Rejection
from matchmaker.tui import show

SIGNS = {"added": "+", "changed": "~", "revived": "^", "withdrawn": "-", "held": "!", "rejected": "✗"}
STYLES = {"added": "$success", "changed": "$primary", "withdrawn": "$warning", "held": "$warning", "rejected": "$error"}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a plan: a change or a rejected row."""

    key: str
    sign: str
    id: str
    told: str


def report_lines(report: FileReport) -> list[Content]:
    """The counts, which add up to the rows, and what needs a person."""
    parts = ("added", "changed", "unchanged", "revived", "duplicate", "rejected")
    counted = " + ".join(
        f"{getattr(report, name):,} {name}" for name in parts if getattr(report, name) or name == "added"
    )
    lines = [
        show.join(
            show.line(report.file, show.STRONG, 80),
            Content.styled(f"  {report.format}, source ", show.QUIET),
            show.line(report.source),
        ),
        Content(f"{report.rows:,} rows = {counted}"),
        Content(f"{report.withdrawn:,} withdrawn, {report.held:,} held"),
        Content(f"the source then has {report.offerings:,} offerings and {report.experience:,} experience"),
    ]
    if report.now_answered:
        lines.append(Content(f"{show.plural(len(report.now_answered), 'request')} marked unmatched now answered: "))
        lines.append(show.line(", ".join(report.now_answered[:12])))
    if report.better_answered:
        lines.append(show.join("better answers: ", show.line(", ".join(report.better_answered[:12]))))
    lines += [show.join(Content.styled("look again: ", "$warning"), show.line(flag)) for flag in report.flagged[:8]]
    lines += [
        show.join(Content.styled("note: ", show.QUIET), show.line(note, show.QUIET)) for note in report.notes[:12]
    ]
    return lines


def of_change(number: int, change: RecordChange) -> PlanLine:
    """A change, field by field."""
    told = (
        "; ".join(f"{f.field}: {f.before or '(nothing)'} → {f.after or '(nothing)'}" for f in change.fields)
        or change.title
    )
    return PlanLine(f"c{number}", change.outcome, change.id, told)


def of_rejection(number: int, rejection: Rejection) -> PlanLine:
    """A row that was not taken, why, and the way out."""
    where = rejection.place or f"row {rejection.row}"
    return PlanLine(
        f"r{number}", "rejected", where, f"{rejection.field} {rejection.value[:60]}: {rejection.reason} {rejection.fix}"
    )


def cells_of(row: PlanLine) -> list[Content]:
    """A line of a plan as the cells of a list."""
    sign = Content.styled(SIGNS.get(row.sign, "·"), STYLES.get(row.sign, ""))
    return [sign, show.line(row.id, limit=80), show.line(row.told, show.QUIET, 300)]
