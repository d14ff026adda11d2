"""A list that draws only the rows in sight, so that 100,000 of them scroll like ten."""

from typing import ClassVar, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.widgets.listing import GUTTER, Column, Listing, column_at, header_of, line_of

__all__ = ["Column", "Listing", "LongList"]

T = TypeVar("T")
EMPTY: Listing[object] = Listing((), str, lambda _: ())


class LongList(ScrollView, can_focus=True):
    """Columns, a cursor, marks and a sortable header over a `Listing`.

    State comes down through `show`, `columns` and `sorted_by`; what the person does goes up as messages.
    """

    BINDINGS: ClassVar = [*bindings(Place.LISTS)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "long-list--cursor",
        "long-list--header",
        "long-list--marked",
        "long-list--empty",
    }
    DEFAULT_CSS = """
    LongList {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: auto;
        & > .long-list--header { color: $quiet; text-style: none; }
        & > .long-list--cursor { background: $panel; }
        & > .long-list--marked { color: $accent; }
        & > .long-list--empty { color: $quiet; }
        &:focus > .long-list--cursor { background: $primary 22%; text-style: bold; }
    }
    """
    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    class Highlighted(Message):
        """The cursor is on another record (or none: key is None)."""

        def __init__(self, long_list: "LongList", key: str | None) -> None:
            super().__init__()
            self.long_list = long_list
            self.key = key

        @property
        def control(self) -> "LongList":
            return self.long_list

    class Chosen(Highlighted):
        """A row was double-clicked."""

    class HeaderPressed(Message):
        """A column's header was pressed."""

        def __init__(self, long_list: "LongList", column: str) -> None:
            super().__init__()
            self.long_list = long_list
            self.column = column

        @property
        def control(self) -> "LongList":
            return self.long_list

    def __init__(
        self,
        *columns: Column,
        header: bool = True,
        row_height: int = 1,
        below_from: int = 0,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.columns = columns
        self.header = header
        self.row_height = row_height
        self.below_from = below_from
        self.listing: Listing[object] = EMPTY
        self.marked: set[str] = set()
        self.sorted_by: tuple[str, bool] | None = None
        self.empty: Content = Content("")
        self._told: str | None = None

    # -- state down --
    def show(self, listing: "Listing[T]", *, keep: str | None = None) -> None:
        """Show other rows. The cursor stays on its record (or goes to `keep`); where that is gone, at its height."""
        key = keep if keep is not None else self.key
        height_on_screen = self.cursor * self.row_height - self.scroll_offset.y
        self.listing = listing  # type: ignore[assignment]
        if self.marked:
            self.marked &= set(listing.keys)
        self._measure()
        row = listing.row_of(key)
        moved = row is not None and row != self.cursor
        self.set_reactive(LongList.cursor, max(0, min(self.cursor if row is None else row, len(listing) - 1)))
        if moved:
            self.scroll_to(y=max(0, self.cursor * self.row_height - height_on_screen), animate=False, immediate=True)
        self._keep_in_sight()
        self.refresh()
        self._tell()

    @property
    def key(self) -> str | None:
        """The key of the record under the cursor."""
        return self.listing.keys[self.cursor] if 0 <= self.cursor < len(self.listing) else None

    @property
    def item(self) -> object | None:
        """The record under the cursor."""
        return self.listing.items[self.cursor] if 0 <= self.cursor < len(self.listing) else None

    @property
    def picked(self) -> list[str]:
        """The marked keys in their order, or the one under the cursor."""
        if self.marked:
            return [key for key in self.listing.keys if key in self.marked]
        return [] if self.key is None else [self.key]

    def choose(self, key: str) -> bool:
        """Put the cursor on a record; False where it is not in the list."""
        row = self.listing.row_of(key)
        if row is not None:
            self.cursor = row
        return row is not None

    def unmark(self) -> bool:
        """Clear all marks; says whether there were any."""
        had = bool(self.marked)
        self.marked = set()
        self.refresh()
        return had

    # -- geometry --
    @property
    def _top(self) -> int:
        return 1 if self.header else 0

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.listing) * self.row_height + self._top)

    def on_resize(self) -> None:
        self._measure()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if not self.is_mounted or not self.size:
            return
        shown = self.scrollable_content_region.height - self._top
        top, bottom = self.cursor * self.row_height, (self.cursor + 1) * self.row_height
        offset = self.scroll_offset.y
        if top < offset:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > offset + shown:
            self.scroll_to(y=bottom - shown, animate=False, immediate=True)

    # -- pixels --
    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if not len(self.listing):
            return self._empty_line(y, width)
        if self.header and y == 0:
            named = header_of(self.columns, width, self.sorted_by)
            return self._strip(named, width, self.get_visual_style("long-list--header"))
        at = self.scroll_offset.y + y - self._top
        row, sub = divmod(at, self.row_height)
        if not 0 <= row < len(self.listing):
            return Strip.blank(width, self.rich_style)
        item = self.listing.items[row]
        marked = self.listing.keys[row] in self.marked
        style = self.get_visual_style("long-list--cursor") if row == self.cursor else self.visual_style
        if sub == 0:
            cursor = ("▶" if self.has_focus else "▷") if row == self.cursor else " "
            content = line_of(self.columns, self.listing.cells(item), width, cursor=cursor, marked=marked)
        else:
            below = self.listing.below(item) if self.listing.below is not None else Content("")
            content = Content(" " * (GUTTER + self.below_from)) + below
        return self._strip(content, width, style)

    def _strip(self, content: Content, width: int, style: Style) -> Strip:
        shown = content.truncate(width, ellipsis=True, pad=True)
        strips = Visual.to_strips(self, shown, width, 1, style, pad=True, apply_selection=False)
        return strips[0].crop(0, width) if strips else Strip.blank(width, style.rich_style)

    def _empty_line(self, y: int, width: int) -> Strip:
        style = self.get_visual_style("long-list--empty")
        lines = Visual.to_strips(self, self.empty, max(1, width - 2), None, style, apply_selection=False)
        if y < len(lines):
            return Strip.join([Strip.blank(1, style.rich_style), lines[y]]).extend_cell_length(width, style.rich_style)
        return Strip.blank(width, style.rich_style)

    # -- what people do --
    def validate_cursor(self, row: int) -> int:
        return max(0, min(row, len(self.listing) - 1))

    def watch_cursor(self) -> None:
        self._keep_in_sight()
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        if self.key != self._told:
            self._told = self.key
            self.post_message(self.Highlighted(self, self.key))

    def _page(self) -> int:
        return max(1, (self.scrollable_content_region.height - self._top) // self.row_height - 1)

    def action_down(self) -> None:
        self.cursor += 1

    def action_up(self) -> None:
        self.cursor -= 1

    def action_page_down(self) -> None:
        self.cursor += self._page()

    def action_page_up(self) -> None:
        self.cursor -= self._page()

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self.listing) - 1

    def action_mark(self) -> None:
        if self.key is not None:
            self.marked ^= {self.key}
            self.cursor += 1
            self.refresh()

    def action_mark_all(self) -> None:
        every = set(self.listing.keys)
        self.marked = set() if self.marked == every else every
        self.refresh()

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        place = event.get_content_offset(self)
        if place is None or not len(self.listing):
            return
        if self.header and place.y == 0:
            self._press_header(place.x)
            return
        row = (self.scroll_offset.y + place.y - self._top) // self.row_height
        if not 0 <= row < len(self.listing):
            return
        self.cursor = row
        if event.ctrl or place.x < GUTTER:
            self.marked ^= {self.listing.keys[row]}
            self.refresh()
        elif event.chain == 2:
            self.post_message(self.Chosen(self, self.key))

    def _press_header(self, x: int) -> None:
        column = column_at(self.columns, self.scrollable_content_region.width, x)
        if column is not None:
            self.post_message(self.HeaderPressed(self, column))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
