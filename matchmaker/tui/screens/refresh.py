"""Refresh: choose an export, see what it would change, decide, watch, read the report."""

from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import ProgressBar, Static

from matchmaker.errors import MatchmakerError
from matchmaker.exchange.report import RefreshRun
from matchmaker.tui import jobs, show
from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.files import ChooseFile
from matchmaker.tui.dialogs.writing import Line
from matchmaker.tui.screens.place import PlaceScreen
from matchmaker.tui.screens.plan_lines import cells_of, of_change, of_rejection, report_lines
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.exchange.layouts import Layout
    from matchmaker.exchange.refreshing import RefreshPlan
    from matchmaker.tui.background import Lane

T = TypeVar("T")

RUNS = (
    Column("when", "when", 12),
    Column("source", "source"),
    Column("rows", "rows", 7, right=True),
    Column("told", "what it did", 0, from_width=60),
)
AS = (
    Choice("offerings", Content("offerings"), "all of them are on offer"),
    Choice("experience", Content("experience"), "all of them are help that was given"),
    Choice("rule", Content("by the rule"), "status, dates and countries tell"),
)
CHANGES = (Column("sign", "", 1), Column("id", "record", 26), Column("told", "what changes"))


class RefreshScreen(PlaceScreen):
    """The plan on the left, past refreshes on the right. Its twin is `matchmaker refresh`."""

    place = Place.REFRESH
    tab = "Refresh"
    BINDINGS: ClassVar = [*bindings(Place.REFRESH)]
    AUTO_FOCUS = "#plan"
    DEFAULT_CSS = """
    RefreshScreen {
        #plan-pane { width: 3fr; } #runs-pane { width: 2fr; }
        #told { height: auto; max-height: 60%; scrollbar-size-vertical: 1; margin-bottom: 1; }
        ProgressBar { display: none; margin-bottom: 1; } ProgressBar.-shown { display: block; }
        &.-narrow Horizontal { layout: vertical; }
        &.-narrow #plan-pane { width: 100%; height: 2fr; } &.-narrow #runs-pane { width: 100%; height: 1fr; }
    }
    """
    plan: "RefreshPlan | None" = None
    _columns: dict[str, str] | None = None
    _errand: AsyncExitStack | None = None
    _lane: "Lane | None" = None
    """Where the plan is; it ends when the plan is carried out or dropped."""

    def body(self) -> ComposeResult:
        with Horizontal():
            with Pane("1", "Plan", id="plan-pane"):
                with VerticalScroll(id="told"):
                    yield Static(Content(""), id="told-text")
                yield ProgressBar(show_eta=True)
                yield LongList(*CHANGES, id="plan")
            with Pane("2", "Past refreshes", id="runs-pane"):
                yield LongList(*RUNS, id="runs")

    def on_mount(self) -> None:
        self._tell(
            show.stack(
                [Content("Nothing is changed until you say so."), Content.styled("f chooses a file", show.QUIET)]
            )
        )

    def on_screen_resume(self) -> None:
        self.reload()

    def reload(self) -> None:
        self.attempt(self._load_runs, group="runs")

    async def _load_runs(self) -> None:
        runs = await self.ask(lambda workspace: workspace.refresh_history())
        today = self.desk.now().date()

        def cells(run: RefreshRun) -> list[Content]:
            told = f"+{run.added} ~{run.changed} -{run.withdrawn}" + (f" ✗{run.rejected}" if run.rejected else "")
            told += f" took back {run.undoes}" if run.undoes else ""
            return [
                Content.styled(show.day(run.at, today), show.QUIET),
                show.line(run.source, limit=60),
                Content(f"{run.rows:,}"),
                show.line(told, show.QUIET),
            ]

        listed = self.query_one("#runs", LongList)
        listed.empty = Content("No export was loaded yet.")
        listed.show(Listing(runs, lambda run: str(run.run), cells))

    def _tell(self, what: Content) -> None:
        self.query_one("#told-text", Static).update(what)

    def action_choose_file(self) -> None:
        self.attempt(self._choose_file, group="refresh")

    async def _choose_file(self) -> None:
        path = await self.answered(ChooseFile(Content("Which file?")))
        if path is None:
            return
        source = await self.answered(Line(Content("Who sent it? (a short name)"), value=await self._source_for(path)))
        if source is None:
            return
        self._tell(show.join("Reading ", show.line(path.name)))
        await self._drop_plan()
        lane = await self._set_out()
        layout = await self._watched(lane.do(partial(jobs.looked_at, path=path, source=source)))
        columns = await self._asked(layout)
        if columns is None:
            self._tell(Content("Nothing was read."))
            await self._drop_plan()
            return
        self._columns = columns
        await self._plan_file(path, source)

    async def _plan_file(self, path: Path, source: str, kind: str = "") -> None:
        await self._drop_plan()
        planned = partial(jobs.planned, path=path, source=source, columns=self._columns, kind=kind)
        lane = await self._set_out()
        self.plan = await self._watched(lane.do(planned, self._step))
        self._show_plan()

    def action_read_as(self) -> None:
        self.attempt(self._read_as, group="refresh")

    async def _read_as(self) -> None:
        plan = self.plan
        if plan is None:
            self.say(Content("There is no plan to change: f chooses a file."))
            return
        kind = await self.answered(Choosing(Content("What are the rows of this file?"), AS))
        if kind is not None:
            await self._plan_file(plan.path, plan.report.source, kind)

    async def _set_out(self) -> "Lane":
        """A lane of its own for what is done about a file."""
        self._errand = AsyncExitStack()
        self._lane = await self._errand.enter_async_context(self.desk.errand())
        return self._lane

    async def _drop_plan(self) -> None:
        self.plan, self._lane, errand, self._errand = None, None, self._errand, None
        if errand is not None:
            await errand.aclose()

    async def _asked(self, layout: "Layout") -> dict[str, str] | None:
        """The columns of the fields that are not sure; None where the person leaves."""
        from matchmaker.exchange.asking import ASKED

        answers: dict[str, str] = {}
        for doubt in layout.doubts:
            others = [column for column in layout.columns if column != doubt.column]
            offered = [doubt.column, *others] if doubt.column else others
            choices = [
                Choice(str(n), show.line(column, limit=30), ", ".join(text[:20] for text in layout.examples(column)))
                for n, column in enumerate(offered)
            ]
            title = Content(f"Which column holds {ASKED[doubt.field]}?")
            chosen = await self.answered(Choosing(title, [*choices, Choice("", Content("none of them"))]))
            if chosen is None:
                return None
            answers[doubt.field] = offered[int(chosen)] if chosen else ""
        return answers

    async def _source_for(self, path: Path) -> str:
        runs: Sequence[RefreshRun] = await self.ask(lambda workspace: workspace.refresh_history())
        return next((run.source for run in runs if run.file == path.name), path.stem[:40])

    def _step(self, what: str, done: int, total: int) -> None:
        """How far the work is."""
        self.query_one(ProgressBar).update(total=total or None, progress=done)
        self.query_one("#plan-pane", Pane).entitle(Content("Plan"), Content(f"{what} ─ esc stops it"))

    async def _watched(self, work: "Awaitable[T]") -> T:
        """What the work comes to, while the bar shows how far it is."""
        bar, pane = self.query_one(ProgressBar), self.query_one("#plan-pane", Pane)
        bar.add_class("-shown")
        bar.update(total=None, progress=0)
        try:
            return await work
        except MatchmakerError as error:
            self._tell(show.stack([show.line(error.message, show.WRONG), show.line(error.way_out)]))
            raise
        finally:
            bar.remove_class("-shown")
            pane.entitle(Content("Plan"))

    def action_back(self) -> None:
        """Stop what is under way; what is in the workspace then is there whole."""
        if self.query_one(ProgressBar).has_class("-shown"):
            self.attempt(self._stop, group="refresh")
        else:
            super().action_back()

    async def _stop(self) -> None:
        await self._drop_plan()
        self._tell(Content("Stopped. Past refreshes say whether it was loaded already."))
        self.query_one("#plan", LongList).show(Listing((), str, lambda _: ()))
        self.reload()

    def _show_plan(self) -> None:
        from matchmaker.exchange.source_profiles import RULE, kind_of

        plan = self.plan
        if plan is None:
            return
        lines = [*report_lines(plan.report)]
        lines += [show.join(Content.styled("held: ", "$warning"), show.line(reason)) for reason in plan.guard]
        if plan.refused:
            lines.append(show.line(plan.refused, show.WRONG))
            lines.append(Content.assemble(("a", "bold $primary"), " asks whether to load it all the same"))
        elif plan.nothing_to_do:
            lines.append(Content.styled("This very file is loaded already: there is nothing to do.", show.QUIET))
        else:
            lines.append(
                Content.assemble(
                    ("a", "bold $primary"), " loads it, all of it or nothing; ", ("f", "bold $primary"), " another file"
                )
            )
        if (kind := kind_of(plan.told)) != RULE:
            lines.append(Content(f"Every row is read as {kind}, as was said of this source."))
        lines.append(Content.assemble(("o", "bold $primary"), " reads its rows as offerings or experience"))
        self._tell(show.stack(lines))
        rows = [of_change(number, change) for number, change in enumerate(plan.changes)]
        rows += [of_rejection(number, rejection) for number, rejection in enumerate(plan.rejections)]
        self.query_one("#plan", LongList).show(Listing(rows, lambda row: row.key, cells_of))
        self.query_one("#plan", LongList).focus()

    def action_apply(self) -> None:
        self.attempt(self._apply, group="refresh")

    async def _apply(self) -> None:
        plan = self.plan
        if plan is None:
            self.say(Content("There is no plan to carry out: f chooses a file."))
            return
        if plan.refused:
            older = [Choice("leave", Content("leave it")), Choice("load", Content("load the older export"))]
            if await self.answered(Choosing(show.line(plan.refused), older)) != "load":
                return
        confirm = None
        if plan.confirm:
            given = await self.answered(
                Line(
                    Content(f"{plan.confirm} withdrawals are held. Type {plan.confirm} to let them happen, or nothing"),
                    may_be_empty=True,
                )
            )
            if given is None:
                return
            confirm = int(given) if given.isdigit() else None
        if self._lane is None or plan is not self.plan:
            return
        applied = partial(jobs.applied, confirm=confirm, accept_older=bool(plan.refused))
        # Matching waits: it would fit the same model once more.
        async with self.desk.matching.at_rest():
            report = await self._watched(self._lane.do(applied, self._step))
        await self._drop_plan()
        self._tell(show.stack([Content.styled("Loaded.", "bold $success"), *report_lines(report)]))
        self.query_one("#plan", LongList).show(Listing((), str, lambda _: ()))
        self.reload()

    def action_undo_refresh(self) -> None:
        self.attempt(self._undo, group="refresh")

    async def _undo(self) -> None:
        run = self.query_one("#runs", LongList).item
        if not isinstance(run, RefreshRun):
            self.say(Content("Choose a source among the past refreshes."))
            return
        sure = await self.answered(
            Line(show.join("Type ", show.line(run.source, limit=40), " to take back its last refresh"))
        )
        if sure != run.source:
            return
        async with self.desk.matching.at_rest(), self.desk.errand() as lane:
            report = await self._watched(lane.do(partial(jobs.undone, source=run.source)))
        self._tell(show.stack([Content.styled("Taken back.", "bold $success"), *report_lines(report)]))
        self.reload()
