"""The catalogue: offerings, experience, providers and partners, where each came from, and the requests each matches."""

from dataclasses import replace
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.triage.history import PartnerSummary, ProviderSummary
from matchmaker.tui import jobs, show
from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.reading import Reader, history_text
from matchmaker.tui.screens.returning import ReturningScreen, quoted
from matchmaker.tui.screens.shelves import COLUMNS, SORTED, lines_listing, summaries_listing
from matchmaker.tui.shelf import SHELVES, Shelf
from matchmaker.tui.widgets.filter_line import FilterLine
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.pane import Pane
from matchmaker.tui.widgets.records import partner_text, provider_text, record_text
from matchmaker.workspace.catalogue import CatalogueLine

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace


class CatalogueScreen(ReturningScreen):
    """A list on the left, the record on the right. Its twins are `matchmaker offerings` and `matchmaker experience`."""

    place = Place.CATALOGUE
    tab = "Catalogue"
    BINDINGS: ClassVar = [*bindings(Place.CATALOGUE)]
    AUTO_FOCUS = "#shelf"
    DEFAULT_CSS = """
    CatalogueScreen {
        #shelf-pane { width: 1fr; } #record-pane { width: 1fr; }
        #record { scrollbar-size-vertical: 1; }
        &.-narrow Horizontal { layout: vertical; }
        &.-narrow #shelf-pane { width: 100%; } &.-narrow #record-pane { width: 100%; }
    }
    """
    shelf = Shelf()
    _keep: str | None = None
    record: "Offering | Experience | ProviderSummary | PartnerSummary | None" = None
    """The record shown: an offering, an experience record, or the summary of a provider or partner."""

    def body(self) -> ComposeResult:
        with Horizontal():
            with Pane("", "Offerings", id="shelf-pane"):
                yield FilterLine("words")
                yield LongList(*COLUMNS["offerings"], id="shelf")
            with Pane("", "", id="record-pane"), VerticalScroll(id="record"):
                yield Static(Content(""), id="record-text")

    async def load(self) -> None:
        shelf, today = self.shelf, self.desk.now().date()
        if shelf.name in ("offerings", "experience"):
            listing = lines_listing(shelf, await self.desk.lists.do(partial(jobs.shelf_lines, shelf=shelf)), today)
        else:
            listing = summaries_listing(shelf, await self.desk.lists.do(partial(jobs.shelf_summaries, shelf=shelf)))
        listed = self.query_one("#shelf", LongList)
        listed.columns = COLUMNS[shelf.name]
        listed.sorted_by = (shelf.column, shelf.backwards) if shelf.sort else None
        listed.empty = Content("Nothing here has these words." if shelf.text else "Nothing yet: R loads an export.")
        listed.show(listing, keep=self._keep)
        self._keep = None
        state = {False: "", True: " ─ withdrawn", None: " ─ live and withdrawn"}[shelf.withdrawn]
        words = show.join(" ─ /", show.line(shelf.text, limit=40)) if shelf.text else Content("")
        number = SHELVES.index(shelf.name) + 1
        title = show.join(f"{number} {shelf.name.capitalize()} ─ {len(listing):,}{state}", words)
        self.query_one("#shelf-pane", Pane).entitle(title)
        self.record = None
        self._show_record()

    def show_offering(self, key: str) -> None:
        """Put the cursor on an offering."""
        self.shelf, self._keep = Shelf(), key
        self.query_one(FilterLine).put("")
        self.reload()

    def on_long_list_highlighted(self) -> None:
        self._show_record()

    def on_long_list_chosen(self) -> None:
        self.action_to_requests()

    def on_long_list_header_pressed(self, message: LongList.HeaderPressed) -> None:
        if message.column in SORTED[self.shelf.name]:
            again = self.shelf.sort == message.column
            self.shelf = replace(self.shelf, sort=f"-{message.column}" if again else message.column)
            self.reload()

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        self.shelf = replace(self.shelf, text=message.text)
        self.reload()

    def on_filter_line_left(self) -> None:
        self.query_one("#shelf", LongList).focus()

    def _show_record(self) -> None:
        item = self.query_one("#shelf", LongList).item
        if not isinstance(item, CatalogueLine):
            self._show(item)  # type: ignore[arg-type]
        elif not isinstance(self.record, Offering | Experience) or self.record.id != item.id:
            self.attempt(lambda: self._read_record(item.id), group="record")

    async def _read_record(self, key: str) -> None:
        offering = self.shelf.name == "offerings"

        def read(workspace: "Workspace") -> Offering | Experience:
            return workspace.offering(key) if offering else workspace.experience_record(key)

        record = await self.ask(read)
        if self.query_one("#shelf", LongList).key == key:
            self._show(record)

    def _show(self, record: "Offering | Experience | ProviderSummary | PartnerSummary | None") -> None:
        self.record, today = record, self.desk.now().date()
        pane, text = self.query_one("#record-pane", Pane), self.query_one("#record-text", Static)
        if record is None:
            pane.entitle(Content("Record"))
            text.update(Content(""))
            return
        if isinstance(record, Offering | Experience):
            pane.entitle(show.line(record.id, limit=60), Content("withdrawn" if record.withdrawn else ""))
            text.update(show.stack(record_text(record, today, self.desk.old_days)))
        else:
            pane.entitle(show.line(show.country(record.name), limit=60))
            lines = provider_text(record) if isinstance(record, ProviderSummary) else partner_text(record)
            text.update(show.stack(lines))
        self.query_one("#record", VerticalScroll).scroll_home(animate=False)

    def action_shelf(self, name: str) -> None:
        self.shelf = Shelf(name, withdrawn=self.shelf.withdrawn if name in ("offerings", "experience") else False)
        self.query_one(FilterLine).put("")
        self.reload()
        self.query_one("#shelf", LongList).focus()

    def action_withdrawn(self) -> None:
        following: dict[bool | None, bool | None] = {False: True, True: None, None: False}
        self.shelf = replace(self.shelf, withdrawn=following[self.shelf.withdrawn])
        self.reload()

    def action_sort(self) -> None:
        names = ["", *SORTED[self.shelf.name]]
        following = names[(names.index(self.shelf.column) + 1) % len(names)]
        self.shelf = replace(self.shelf, sort=following)
        self.reload()

    def action_to_requests(self) -> None:
        self.attempt(self._to_requests, group="question")

    async def _to_requests(self) -> None:
        """From an offering or experience to the requests it matches; from a partner to those it made."""
        record = self.record
        if isinstance(record, PartnerSummary):
            await self.to_filter(f"country:{quoted(record.name)}")
            return
        if isinstance(record, ProviderSummary):
            self.shelf = Shelf("offerings")
            self.query_one(FilterLine).put(record.name)
            self.reload()
            return
        if record is None:
            self.say(Content("There is no record chosen."))
            return
        key = record.id
        found = await self.desk.matching.do(methodcaller("requests_for", key, 12))
        if not found:
            self.say(Content("No request in the workspace matches this record."))
            return
        choices = [
            Choice(
                m.request.id,
                show.join(f"{m.score:.2f}  ", show.line(m.request.id)),
                f"{m.request.country or ''} {m.request.text}",
            )
            for m in found
        ]
        chosen = await self.answered(Choosing(Content("Requests it matches: enter goes there"), choices))
        if chosen is not None:
            self.desk.go_to_request(chosen)

    def action_export(self) -> None:
        self.attempt(self._export, group="question")

    async def _export(self) -> None:
        shelf, listed = self.shelf, self.query_one("#shelf", LongList)
        marked = listed.picked if listed.marked else []
        view = partial(jobs.named, ids=marked) if marked else partial(jobs.shelf_ids, shelf=shelf)
        title = f"{len(marked or listed.listing):,} {shelf.name}, as {'marked' if marked else 'listed'}, to"
        await self.export_view(shelf.name, Content(title), view, contacts=shelf.name in ("offerings", "experience"))

    def action_record_history(self) -> None:
        self.attempt(self._history, group="question")

    async def _history(self) -> None:
        record = self.record
        if not isinstance(record, Offering | Experience):
            self.say(Content("Offerings and experience have a history; choose one there."))
            return
        key = record.id
        events = await self.ask(lambda workspace: workspace.offering_history(key))
        text = history_text(events, self.desk.now())
        await self.answered(Reader(show.join("History of ", show.line(key)), text))

    def copied(self) -> str:
        record = self.record
        return f"{record.id}: {record.title}" if isinstance(record, Offering | Experience) else ""
