"""The overview: demand by offer as a heat map, gaps, what would close them, workload; a twin of `matchmaker report`."""

from collections.abc import Sequence
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from matchmaker.taxonomy import TYPES
from matchmaker.triage.overview import Load
from matchmaker.tui import jobs, show
from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.glance import UNSAID, GapRow, Glance, HeatRow, NewRow
from matchmaker.tui.screens.exporting import FORMATS
from matchmaker.tui.screens.returning import ReturningScreen, quoted
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.offerings import Offering
    from matchmaker.requests import Request
    from matchmaker.workspace import Workspace

SHORT = dict(zip(TYPES, ("legal", "instit.", "policy", "capac.", "research", "coop.", "others"), strict=True))
SHADES = " ░▒▓█"
RANKED_FIRST = 200
"""As many requests as wait to be ranked are ranked before the overview is made; more are left to the desk."""
SHORTER = ("legal", "inst.", "pol.", "cap.", "res.", "coop.", "oth.", "?")
WIDE = 110
"""Columns of the screen from which a cell of the heat map has room for two shades."""
CELL, NARROW_CELL = 9, 5
GAPS = (Column("topic", "topic"), Column("region", "region", 10), Column("needs", "needs", 5, right=True))
NEW = (
    Column("topic", "topic"),
    Column("type", "type", 8),
    Column("needs", "needs", 5, right=True),
    Column("countries", "countries", 9, right=True, from_width=44),
)
WORK = (
    Column("owner", "who"),
    Column("open", "open", 5, right=True),
    Column("overdue", "overdue", 7, right=True),
    Column("decided", "decisions", 9, right=True),
)


def heat_columns(wide: bool) -> tuple[Column, ...]:
    """The columns of the heat map; on a small screen narrow ones, so that topics can be read."""
    labels = (*SHORT.values(), "not said") if wide else SHORTER
    types = zip((*SHORT, UNSAID), labels, strict=True)
    size = CELL if wide else NARROW_CELL
    return (Column("topic", "topic"), *(Column(name, label, size) for name, label in types))


PARTS = {"heat": "demand", "gaps": "gaps", "new": "gaps", "work": "workload"}
"""The part of the report that each pane shows."""


class OverviewScreen(ReturningScreen):
    """Four panes; enter shows what is behind the chosen line."""

    place = Place.OVERVIEW
    tab = "Overview"
    BINDINGS: ClassVar = [*bindings(Place.OVERVIEW)]
    AUTO_FOCUS = "#heat"
    DEFAULT_CSS = """
    OverviewScreen {
        #heat-pane { height: 3fr; } #lower { height: 2fr; }
        #gaps-pane { width: 1fr; } #new-pane { width: 1fr; } #work-pane { width: 1fr; }
        &.-narrow #gaps-pane, &.-narrow #new-pane, &.-narrow #work-pane { width: 100%; display: none; }
        &.-narrow.-gaps #gaps-pane, &.-narrow.-new #new-pane, &.-narrow.-work #work-pane { display: block; }
    }
    """
    overview: Glance | None = None

    def body(self) -> ComposeResult:
        self.add_class("-gaps")
        with Pane("1", "Demand by offer", id="heat-pane"):
            heat = LongList(*heat_columns(wide=True), id="heat")
            heat.empty = Content("Ranking what was not ranked yet …")
            yield heat
        with Horizontal(id="lower"):
            with Pane("2", "Gaps: nothing answers these", id="gaps-pane"):
                yield LongList(*GAPS, id="gaps")
            with Pane("3", "New offerings that would help most", id="new-pane"):
                yield LongList(*NEW, id="new")
            with Pane("4", "Workload", id="work-pane"):
                yield LongList(*WORK, id="work")

    async def load(self) -> None:
        if await self.ask(lambda workspace: workspace.rankings_due()) <= RANKED_FIRST:
            await self.desk.matching.do(methodcaller("update_rankings", limit=RANKED_FIRST))
        async with self.desk.errand_in_turn() as lane:
            made = await lane.do(jobs.glance)
        self.overview = made
        title = f"Demand by offer ─ {made.needs:,} needs of {made.requests:,} requests, {made.unanswered:,} unanswered"
        title += f"; {made.waiting:,} to be ranked" if made.waiting else ""
        self.query_one("#heat-pane", Pane).entitle(Content(title))
        self._show_heat()
        for name, nothing in (("gaps", "Everything asked for has an answer."), ("new", "Nothing is missing.")):
            self.query_one(f"#{name}", LongList).empty = Content(nothing)
        self.query_one("#gaps", LongList).show(Listing(made.gaps, lambda gap: f"{gap.topic}|{gap.region}", _gap_cells))
        new = Listing(made.new, lambda one: f"{one.topic}|{one.type}", _new_cells)
        self.query_one("#new", LongList).show(new)
        self.query_one("#work", LongList).show(Listing(made.workload, lambda load: load.owner, _work_cells))
        self.query_one("#work-pane", Pane).entitle(Content("Workload"), Content(_pace(made)))

    def on_resize(self) -> None:
        if self.overview is not None:
            self._show_heat()

    def _show_heat(self) -> None:
        if self.overview is None:
            return
        rows, wide = self.overview.heat, self.size.width >= WIDE
        most = max((asked for row in rows for asked, _ in row.cells.values()), default=1)
        legend = "needs over offerings; ○ asked for and not offered" + ("" if wide else "; ? type not said")
        self.query_one("#heat-pane", Pane).border_subtitle = Content(legend)
        heat = self.query_one("#heat", LongList)
        heat.columns, heat.empty = heat_columns(wide), Content("No request was ranked yet.")
        heat.show(Listing(rows, lambda row: row.topic, lambda row: _heat_cells(row, most, wide)))

    def action_export(self) -> None:
        self.attempt(self._export, group="question")

    async def _export(self) -> None:
        """The tables behind the pane in use. A twin of `matchmaker report --what`."""
        part = PARTS.get(self.focused.id or "" if self.focused is not None else "", "all")
        choices = [Choice(form, Content(form), told) for form, told in (*FORMATS.items(), ("html", "to pass on"))]
        form = await self.answered(Choosing(Content(f"The overview ({part}), to"), choices))
        if form is None or self.overview is None:
            return
        path = self.free_path(f"overview-{part}-{self.desk.now():%Y-%m-%d}.{form}")
        self.attempt(lambda: self._write_tables(path, form, part))

    async def _write_tables(self, path: Path, form: str, part: str) -> None:
        async with self.desk.errand_in_turn() as lane:
            await lane.do(partial(jobs.overview_written, path=path, form=form, part=part))
        self.say_written(path)

    def action_panel(self, name: str) -> None:
        """Go to a pane; on a small screen the lower ones take turns."""
        if name != "heat":
            for other in PARTS:
                self.set_class(other == name, f"-{other}")
        self.call_after_refresh(lambda: self.query_one(f"#{name}", LongList).focus())

    def on_long_list_chosen(self) -> None:
        self.action_drill()

    def action_drill(self) -> None:
        self.attempt(self._drill, group="question")

    async def _drill(self) -> None:
        focused = self.focused
        item = focused.item if isinstance(focused, LongList) else None
        if item is None:
            self.say(Content("There is nothing behind this: 1 to 4 go to the panes."))
        elif isinstance(item, Load):
            await self.to_filter(f"owner:{quoted(item.owner) or 'none'}")
        elif isinstance(item, HeatRow | GapRow | NewRow):
            await self._choose_among(item.topic, item.behind.requests, item.behind.offerings)

    async def _choose_among(self, title: str, requests: Sequence[str], offerings: Sequence[str]) -> None:
        """The requests behind a line, then the offerings; enter goes to the one chosen."""

        def read(workspace: "Workspace") -> "tuple[list[Request], list[Offering]]":
            asked = [workspace.request(key) for key in requests]
            return asked, [workspace.offering(key) for key in offerings]

        asked, offered = await self.ask(read)
        choices = [
            Choice(r.id, show.line(r.id), f"{show.country(r.country)}: {' '.join(r.text.split())}") for r in asked
        ]
        choices += [
            Choice(o.id, show.line(o.title, limit=50), f"on offer from {show.country(o.provider)}") for o in offered
        ]
        if not choices:
            self.say(Content("No request asks for this."))
            return
        chosen = await self.answered(Choosing(show.join(show.line(title), ": enter goes there"), choices))
        if chosen in requests:
            self.desk.go_to_request(chosen or "")
        elif chosen is not None:
            await self._to_record(chosen)

    async def _to_record(self, key: str) -> None:
        from matchmaker.tui.screens.catalogue import CatalogueScreen

        await self.app.switch_mode("catalogue")
        if isinstance(self.app.screen, CatalogueScreen):
            self.app.screen.show_offering(key)


def _heat_cells(row: HeatRow, most: int, wide: bool) -> list[Content]:
    cells = [show.line(row.topic)]
    for kind in (*SHORT, UNSAID):
        asked, offered = row.cells.get(kind, (0, 0))
        if not asked and not offered:
            cells.append(Content.styled("·", show.QUIET))
            continue
        shade = SHADES[min(4, -(-4 * asked // most))] if asked else " "
        style = "$primary" if offered else "$warning"
        numbers = f" {asked}/{offered}" if wide else f"{asked}/{offered}"
        mark = Content.styled("" if offered else "○", "$warning")
        # In a narrow cell long numbers take the place of the shade, which says the same.
        shown = shade * 2 if wide else shade if len(numbers) + len(mark) < NARROW_CELL else ""
        cells.append(show.join(Content.styled(shown, style), numbers, mark))
    return cells


def _gap_cells(gap: GapRow) -> list[Content]:
    return [show.line(gap.topic), show.line(gap.region, show.QUIET), Content(f"{gap.needs:,}")]


def _work_cells(load: Load) -> list[Content]:
    late = Content.styled(f"{load.overdue:,}", show.WRONG if load.overdue else "")
    who = show.line(load.owner) if load.owner else Content.styled("nobody yet", show.QUIET)
    return [who, Content(f"{load.open:,}"), late, Content(f"{load.decided:,}")]


def _new_cells(one: NewRow) -> list[Content]:
    short = SHORT.get(one.type, "not said")
    return [show.line(one.topic), Content(short), Content(f"{one.needs:,}"), Content(f"{one.countries:,}")]


def _pace(overview: Glance) -> str:
    days = overview.days_to_decision
    return "no decisions yet" if days is None else f"first decision after {days:g} days (median)"
