"""The catalogue: offerings, experience, providers and partners, where each came from, and the requests each matches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.tui import show
from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.background import few_collections
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.screens.place import PlaceScreen
from matchmaker.tui.widgets.filter_line import FilterLine
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane
from matchmaker.tui.widgets.records import partner_text, provider_text, record_text

if TYPE_CHECKING:
    from matchmaker.triage.history import PartnerSummary, ProviderSummary
    from matchmaker.workspace import Workspace

SHELVES = ("offerings", "experience", "providers", "partners")
SORTED: dict[str, dict[str, Callable[[object], object]]] = {
    "offerings": {
        "title": lambda o: o.title.casefold(),  # type: ignore[attr-defined]
        "who": lambda o: o.provider,  # type: ignore[attr-defined]
        "state": lambda o: o.confirmed or date.min,  # type: ignore[attr-defined]
    },
    "experience": {
        "title": lambda e: e.title.casefold(),  # type: ignore[attr-defined]
        "who": lambda e: e.provider,  # type: ignore[attr-defined]
        "partner": lambda e: e.partner,  # type: ignore[attr-defined]
    },
    "providers": {"who": lambda p: p.name, "count": lambda p: -(p.offerings + p.experience)},  # type: ignore[attr-defined]
    "partners": {"who": lambda p: p.name, "count": lambda p: -p.experience},  # type: ignore[attr-defined]
}
COLUMNS: dict[str, tuple[Column, ...]] = {
    "offerings": (
        Column("title", "offering"),
        Column("who", "provider", 12),
        Column("state", "confirmed", 12, from_width=50),
    ),
    "experience": (Column("partner", "partner", 14), Column("who", "provider", 12), Column("title", "what was done")),
    "providers": (
        Column("who", "provider"),
        Column("count", "offers", 6, right=True),
        Column("done", "helped", 6, right=True),
    ),
    "partners": (
        Column("who", "partner"),
        Column("count", "records", 7, right=True),
        Column("open", "requests", 8, right=True),
    ),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is looked at: which shelf, the words searched for, live or withdrawn or both (None), the sort."""

    name: str = "offerings"
    text: str = ""
    withdrawn: bool | None = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """What a row of a shelf shows and no more; the record is read when the cursor is on it."""

    id: str
    title: str
    provider: str
    partner: str = ""
    confirmed: date | None = None
    withdrawn: bool = False


class CatalogueScreen(PlaceScreen):
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
    record: object | None = None
    """The record shown: an offering, an experience record, or the summary of a provider or partner."""

    def body(self) -> ComposeResult:
        with Horizontal():
            with Pane("", "Offerings", id="shelf-pane"):
                yield FilterLine("words")
                yield LongList(*COLUMNS["offerings"], id="shelf")
            with Pane("", "", id="record-pane"), VerticalScroll(id="record"):
                yield Static(Content(""), id="record-text")

    def on_screen_resume(self) -> None:
        self.reload()

    def reload(self) -> None:
        self.attempt(self._load, group="shelf")

    async def _load(self) -> None:
        shelf, today = self.shelf, self.desk.now().date()
        listing = await self.ask_long(lambda workspace: shelf_listing(workspace, shelf, today))
        listed = self.query_one("#shelf", LongList)
        listed.columns = COLUMNS[shelf.name]
        listed.sorted_by = (shelf.sort.removeprefix("-"), shelf.sort.startswith("-")) if shelf.sort else None
        listed.empty = Content("Nothing here has these words." if shelf.text else "Nothing yet: R loads an export.")
        listed.show(listing)
        state = {False: "", True: " ─ withdrawn", None: " ─ live and withdrawn"}[shelf.withdrawn]
        words = show.join(" ─ /", show.line(shelf.text, limit=40)) if shelf.text else Content("")
        number = SHELVES.index(shelf.name) + 1
        title = show.join(f"{number} {shelf.name.capitalize()} ─ {len(listing):,}{state}", words)
        self.query_one("#shelf-pane", Pane).entitle(title)
        self.record = None
        self._show_record()

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
        if not isinstance(item, ShelfLine):
            self._show(item)
        elif not isinstance(self.record, Offering | Experience) or self.record.id != item.id:
            self.attempt(lambda: self._read_record(item.id), group="record")

    async def _read_record(self, key: str) -> None:
        offering = self.shelf.name == "offerings"

        def read(workspace: "Workspace") -> Offering | Experience:
            return workspace.offering(key) if offering else workspace.experience_record(key)

        record = await self.ask(read)
        if self.query_one("#shelf", LongList).key == key:
            self._show(record)

    def _show(self, record: object | None) -> None:
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
            pane.entitle(show.line(show.country(record.name), limit=60))  # type: ignore[attr-defined]
            text.update(show.stack(_summary(record)))
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
        now = self.shelf.sort.removeprefix("-")
        self.shelf = replace(self.shelf, sort=names[(names.index(now) + 1) % len(names)])
        self.reload()

    def action_to_requests(self) -> None:
        self.attempt(self._to_requests, group="question")

    async def _to_requests(self) -> None:
        record = self.record
        if not isinstance(record, Offering | Experience):
            self.say(Content("Offerings and experience match requests; choose one there."))
            return
        key = record.id
        found = await self.desk.matching.do(lambda workspace: workspace.requests_for(key, 12))
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

    def copied(self) -> str:
        record = self.record
        return f"{record.id}: {record.title}" if isinstance(record, Offering | Experience) else ""


def shelf_listing(workspace: "Workspace", shelf: Shelf, today: date) -> Listing[object]:
    """The rows of a shelf. Build it away from the screen's thread."""
    items: Sequence[object]
    if shelf.name == "offerings":
        with few_collections():
            items = [_offering_line(o) for o in workspace.offerings(text=shelf.text, withdrawn=shelf.withdrawn)]
    elif shelf.name == "experience":
        with few_collections():
            items = [_experience_line(e) for e in workspace.experience(text=shelf.text, withdrawn=shelf.withdrawn)]
    else:
        summaries = workspace.providers() if shelf.name == "providers" else workspace.partners()
        words = shelf.text.casefold().split()
        items = [s for s in summaries if all(w in f"{s.name} {show.country(s.name)}".casefold() for w in words)]
    if shelf.sort:
        key = SORTED[shelf.name][shelf.sort.removeprefix("-")]
        items = sorted(items, key=key, reverse=shelf.sort.startswith("-"))  # type: ignore[arg-type]
    drawn: dict[str, Callable[[Any, date], list[Content]]] = {
        "offerings": _offering,
        "experience": _experience,
        "providers": _provider,
        "partners": _partner,
    }
    draw = drawn[shelf.name]
    return Listing(items, lambda item: getattr(item, "id", None) or item.name, lambda item: draw(item, today))  # type: ignore[attr-defined]


def _offering_line(o: Offering) -> ShelfLine:
    return ShelfLine(o.id, o.title, intern(o.provider), confirmed=o.last_confirmed, withdrawn=o.withdrawn)


def _experience_line(e: Experience) -> ShelfLine:
    told = e.title or (e.activities[0].text if e.activities else "")
    return ShelfLine(e.id, told[:160], intern(e.provider), intern(e.partner), withdrawn=e.withdrawn)


def _offering(line: ShelfLine, today: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    confirmed = show.day(line.confirmed, today) if line.confirmed else "never"
    state = Content.styled("withdrawn", "$warning") if line.withdrawn else Content.styled(confirmed, show.QUIET)
    return [show.line(line.title, quiet, 160), show.line(show.country(line.provider), show.QUIET, 40), state]


def _experience(line: ShelfLine, today: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    return [
        show.line(show.country(line.partner), quiet, 40),
        show.line(show.country(line.provider), show.QUIET, 40),
        show.line(line.title, quiet, 160),
    ]


def _provider(summary: "ProviderSummary", today: date) -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.offerings:,}"),
        Content(f"{summary.experience:,}"),
    ]


def _partner(summary: "PartnerSummary", today: date) -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.experience:,}"),
        Content(f"{summary.requests:,}"),
    ]


def _summary(record: object) -> list[Content]:
    if hasattr(record, "partners"):
        return provider_text(record)  # type: ignore[arg-type]
    return partner_text(record)  # type: ignore[arg-type]
