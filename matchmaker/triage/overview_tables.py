"""The overview as text, CSV, JSON, Markdown and HTML: the same tables in each."""

import csv
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.safetext import escaped_markdown, visible_line
from matchmaker.triage.overview import Overview

Row = Sequence[object]
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, columns and rows; `part` is the part of the overview it belongs to."""

    part: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(overview: Overview) -> list[Table]:
    """Everything as tables, in the order a reader wants it."""
    days = [("to the first decision", overview.days_to_decision), ("to a proposal", overview.days_to_proposal)]
    return [
        Table(
            "workload",
            "At a glance",
            ("what", "count"),
            (
                ("requests", overview.requests),
                ("needs ranked", overview.needs),
                ("needs that nothing answers", overview.unanswered),
                *((f"requests {state.replace('_', ' ')}", count) for state, count in sorted(overview.states.items())),
                *((f"median days {name}", "none yet" if value is None else f"{value:g}") for name, value in days),
            ),
        ),
        Table(
            "gaps",
            "Which new offering would help the most",
            ("topic", "type", "needs", "countries", "requests"),
            tuple(
                (one.topic, one.type, one.needs, " ".join(one.countries), " ".join(one.requests))
                for one in overview.new_offerings
            ),
        ),
        Table(
            "gaps",
            "Gaps: needs that nothing answers",
            ("topic", "region", "needs", "requests"),
            tuple((gap.topic, gap.region, len(gap.needs), " ".join(gap.requests)) for gap in overview.gaps),
        ),
        Table(
            "demand",
            "Demand by offer",
            ("type", "topic", "requests", "offerings"),
            tuple((cell.type, cell.topic, len(cell.requests), len(cell.offerings)) for cell in overview.demand),
        ),
        Table(
            "workload",
            "Workload",
            ("owner", "open", "overdue", "decisions"),
            tuple((load.owner or "nobody", load.open, load.overdue, load.decided) for load in overview.workload),
        ),
    ]


def rendered(overview: Overview, form: str, what: str = "all") -> str:
    """The overview, or one part of it, as text, csv, json, md or html. Nothing in it can run where it is opened."""
    if form == "json":
        return json.dumps(overview.as_json(what), allow_nan=False, indent=2) + "\n"
    made = [table for table in tables(overview) if what in ("all", table.part)]
    return {"text": _text, "csv": _csv, "md": _markdown, "html": _html}[form](made)


def as_file(overview: Overview, form: str, what: str = "all") -> bytes:
    """`rendered`, or a workbook with a sheet for each table, as the bytes of a file."""
    if form == "xlsx":
        return _xlsx([table for table in tables(overview) if what in ("all", table.part)])
    return rendered(overview, form, what).encode("utf-8", "replace")


def _text(made: Sequence[Table]) -> str:
    lines: list[str] = []
    for table in made:
        lines += [table.title, ""]
        cells = [[visible_line(cell, SHOWN) for cell in row] for row in (table.columns, *table.rows)]
        widths = [max(len(row[i]) for row in cells) for i in range(len(table.columns))]
        for row in cells:
            lines.append("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if not table.rows:
            lines.append("  none")
        lines.append("")
    return "\n".join(lines)


def _csv(made: Sequence[Table]) -> str:
    from matchmaker.exchange.export_writers import guarded

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("table", "first", "second", "third", "fourth", "fifth"))
    for table in made:
        for row in (table.columns, *table.rows):
            cells = [table.title, *(guarded(str(cell)) for cell in row)]
            writer.writerow(cells + [""] * (6 - len(cells)))
    return out.getvalue()


def _xlsx(made: Sequence[Table]) -> bytes:
    """A sheet for each table. Texts are text, never formulas; numbers stay numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for table in made:
        sheet = book.create_sheet(table.title.partition(":")[0][:31])
        sheet.freeze_panes = "A2"
        for row in (table.columns, *table.rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value if isinstance(value, int | float) else visible_line(value))
                cell.data_type = "n" if isinstance(value, int | float) else "s"
                cells.append(cell)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _markdown(made: Sequence[Table]) -> str:
    lines: list[str] = []
    for table in made:
        lines += [f"## {table.title}", "", "| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
        lines += ["| " + " | ".join(escaped_markdown(visible_line(cell)) for cell in row) + " |" for row in table.rows]
        lines.append("")
    return "\n".join(lines)


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #242b31; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d3cfc5; vertical-align: top; }
th { color: #6d7278; font-weight: 600; }
@media (prefers-color-scheme: dark) { body { background: #11151a; color: #d5dce3; } th, td { border-color: #2c3640; } }
"""


def _html(made: Sequence[Table]) -> str:
    """One file: no script, no font, no picture from anywhere."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Matchmaker: overview</title>',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<style>{_STYLE}</style></head><body><h1>Overview</h1>",
    ]
    for table in made:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in table.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(visible_line(cell))}</td>" for cell in row) + "</tr>"
            for row in table.rows
        )
        parts.append(f"<h2>{html.escape(table.title)}</h2><table><tr>{head}</tr>{rows}</table>")
    parts.append("</body></html>\n")
    return "\n".join(parts)
