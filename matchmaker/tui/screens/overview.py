"""The overview: demand by offer as a heat map, gaps, what would close them, workload; a twin of `matchmaker report`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from matchmaker.taxonomy import TYPES
from matchmaker.tui import show
from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.screens.exporting import FORMATS
from matchmaker.tui.screens.returning import ReturningScreen
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.triage.overview import Gap, Load, Overview

SHORT = dict(zip(TYPES, ("legal", "instit.", "policy", "capac.", "research", "coop.", "others"), strict=True))
SHADES = " ░▒▓█"
HEAT = (
    Column("topic", "topic"),
    *(Column(name, short, 9) for name, short in SHORT.items()),
    Column("", "not said", 9, from_width=110),
)
GAPS = (Column("topic", "topic"), Column("region", "region", 10), Column("needs", "needs", 5, right=True))
WORK = (
    Column("owner", "who"),
    Column("open", "open", 5, right=True),
    Column("overdue", "overdue", 7, right=True),
    Column("decided", "decisions", 9, right=True),
)
PARTS = {"heat": "demand", "gaps": "gaps", "work": "workload"}
"""The part of the report that each pane shows."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One topic: for each type, the requests that need it and how many offerings there are."""

    topic: str
    cells: dict[str, tuple[tuple[str, ...], int]]

    @property
    def requests(self) -> list[str]:
        return list(dict.fromkeys(key for asked, _ in self.cells.values() for key in asked))


class OverviewScreen(ReturningScreen):
    """Three panes; enter shows the requests behind the chosen line."""

    place = Place.OVERVIEW
    tab = "Overview"
    BINDINGS: ClassVar = [*bindings(Place.OVERVIEW)]
    AUTO_FOCUS = "#heat"
    DEFAULT_CSS = """
    OverviewScreen {
        #heat-pane { height: 3fr; } #lower { height: 2fr; }
        #gaps-pane { width: 1fr; } #best-pane { width: 1fr; } #work-pane { width: 1fr; }
        &.-narrow #lower { layout: vertical; height: 3fr; }
        &.-narrow #gaps-pane, &.-narrow #work-pane { width: 100%; }
        &.-narrow #best-pane { display: none; }
    }
    """
    overview: "Overview | None" = None

    def body(self) -> ComposeResult:
        with Pane("1", "Demand by offer", id="heat-pane"):
            heat = LongList(*HEAT, id="heat")
            heat.empty = Content("Ranking what was not ranked yet …")
            yield heat
        with Horizontal(id="lower"):
            with Pane("2", "Gaps: nothing answers these", id="gaps-pane"):
                yield LongList(*GAPS, id="gaps")
            with Pane("", "One new offering would help most", id="best-pane"):
                yield Static(Content(""), id="best")
            with Pane("3", "Workload", id="work-pane"):
                yield LongList(*WORK, id="work")

    async def load(self) -> None:
        made = await self.desk.matching.do(lambda workspace: workspace.report())
        self.overview = made
        rows = heat_rows(made)
        most = max((len(asked) for row in rows for asked, _ in row.cells.values()), default=1)
        heat = self.query_one("#heat", LongList)
        heat.empty = Content("No request was ranked yet.")
        heat.show(Listing(rows, lambda row: row.topic, lambda row: _heat_cells(row, most)))
        title = f"Demand by offer ─ {made.needs:,} needs of {made.requests:,} requests, {made.unanswered:,} unanswered"
        legend = Content("needs over offerings; ○ asked for and not offered")
        self.query_one("#heat-pane", Pane).entitle(Content(title), legend)
        self.query_one("#gaps", LongList).empty = Content("Everything asked for has an answer.")
        self.query_one("#gaps", LongList).show(Listing(made.gaps, lambda gap: f"{gap.topic}|{gap.region}", _gap_cells))
        self.query_one("#work", LongList).show(Listing(made.workload, lambda load: load.owner, _work_cells))
        self.query_one("#best", Static).update(show.stack(_best(made)))
        self.query_one("#work-pane", Pane).entitle(Content("Workload"), Content(_pace(made)))

    def action_export(self) -> None:
        self.attempt(self._export, group="question")

    async def _export(self) -> None:
        """The tables behind the pane in use. A twin of `matchmaker report --what`."""
        from matchmaker.files import atomic_write
        from matchmaker.triage.overview_tables import as_file

        part = PARTS.get(self.focused.id or "" if self.focused is not None else "", "all")
        choices = [Choice(form, Content(form), told) for form, told in (*FORMATS.items(), ("html", "to pass on"))]
        form = await self.answered(Choosing(Content(f"The overview ({part}), to"), choices))
        if form is None or self.overview is None:
            return
        path, made = self.free_path(f"overview-{part}-{self.desk.now():%Y-%m-%d}.{form}"), self.overview

        def write(_: object) -> None:
            with atomic_write(path) as file:
                file.write(as_file(made, form, part))

        await self.ask_long(write)
        self.say_written(path)

    def action_panel(self, name: str) -> None:
        self.query_one(f"#{name}", LongList).focus()

    def on_long_list_chosen(self) -> None:
        self.action_drill()

    def action_drill(self) -> None:
        self.attempt(self._drill, group="question")

    async def _drill(self) -> None:
        focused = self.focused
        item = focused.item if isinstance(focused, LongList) else None
        if isinstance(item, HeatRow):
            title, keys = item.topic, item.requests
        elif item is not None and hasattr(item, "needs"):
            title, keys = item.topic, list(item.requests)  # type: ignore[attr-defined]
        else:
            return
        if not keys:
            self.say(Content("No request asks for this."))
            return
        shown = keys[:40]
        found = await self.ask(lambda workspace: [workspace.request(key) for key in shown])
        choices = [
            Choice(r.id, show.line(r.id), f"{show.country(r.country)}: {' '.join(r.text.split())}") for r in found
        ]
        chosen = await self.answered(Choosing(show.join(show.line(title), ": enter goes to the request"), choices))
        if chosen is not None:
            self.desk.go_to_request(chosen)


def heat_rows(overview: "Overview") -> list[HeatRow]:
    """The cells by topic, most asked for first."""
    topics: dict[str, dict[str, tuple[tuple[str, ...], int]]] = defaultdict(dict)
    for cell in overview.demand:
        kind = cell.type if cell.type in SHORT else ""
        topics[cell.topic][kind] = (cell.requests, len(cell.offerings))
    rows = [HeatRow(topic, cells) for topic, cells in topics.items()]
    return sorted(rows, key=lambda row: (-len(row.requests), row.topic))


def _heat_cells(row: HeatRow, most: int) -> list[Content]:
    cells = [show.line(row.topic)]
    for kind in (*SHORT, ""):
        asked, offered = row.cells.get(kind, ((), 0))
        if not asked and not offered:
            cells.append(Content.styled("·", show.QUIET))
            continue
        shade = SHADES[min(4, -(-4 * len(asked) // most))] if asked else " "
        style = "$primary" if offered else "$warning"
        mark = "" if offered else "○"
        cells.append(
            show.join(Content.styled(shade * 2, style), f" {len(asked)}/{offered}", Content.styled(mark, "$warning"))
        )
    return cells


def _gap_cells(gap: "Gap") -> list[Content]:
    return [show.line(gap.topic), show.line(gap.region, show.QUIET), Content(f"{len(gap.needs):,}")]


def _work_cells(load: "Load") -> list[Content]:
    late = Content.styled(f"{load.overdue:,}", show.WRONG if load.overdue else "")
    who = show.line(load.owner) if load.owner else Content.styled("nobody yet", show.QUIET)
    return [who, Content(f"{load.open:,}"), late, Content(f"{load.decided:,}")]


def _best(overview: "Overview") -> Sequence[Content]:
    lines: list[Content] = []
    for one in overview.new_offerings[:4]:
        who = show.shared_names(map(show.country, one.countries), 3)
        lines.append(
            show.join(Content.styled(show.plural(one.needs, "need"), "bold $primary"), "  ", show.line(one.topic))
        )
        lines.append(show.line(f"  {one.type}; {who}", show.QUIET))
    return lines or [Content.styled("Nothing is missing.", show.QUIET)]


def _pace(overview: "Overview") -> str:
    days = overview.days_to_decision
    return "no decisions yet" if days is None else f"first decision after {days:g} days (median)"
