"""Read something: help, history, comparisons, drafts. Nothing is asked; it closes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from matchmaker.tui import show
from matchmaker.tui.actions import key_shown
from matchmaker.tui.dialogs.question import Question

if TYPE_CHECKING:
    from matchmaker.triage.history import Event

_SCROLL = """
    {name} VerticalScroll {{ height: auto; max-height: 28; scrollbar-size-vertical: 1; }}
"""


class Reader(Question[str]):
    """A text that scrolls. `extra` keys dismiss with their name."""

    BINDINGS: ClassVar = [
        Binding("q,enter", "give_up", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]
    DEFAULT_CSS = _SCROLL.format(name="Reader")
    wide = True

    def __init__(self, title: Content, text: Content, *, extra: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(title)
        self.text, self.extra = text, extra
        self.keys = " · ".join([*(f"{key_shown(key)} {label}" for key, label in extra), "↑↓ scroll", "esc close"])

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self.text)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        for key, _ in self.extra:
            self._bindings.bind(key, f"leave('{key}')", show=False)

    def action_leave(self, key: str) -> None:
        self.dismiss(key)

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class Columns(Question[str]):
    """Two or three things side by side."""

    BINDINGS: ClassVar = [Binding("q,enter", "give_up", show=False)]
    DEFAULT_CSS = """
    Columns Horizontal { height: auto; max-height: 28; }
    Columns VerticalScroll { width: 1fr; height: auto; max-height: 28; padding: 0 1; scrollbar-size-vertical: 1; }
    """
    keys = "esc to close"
    wide = True

    def __init__(self, title: Content, columns: Sequence[Content]) -> None:
        super().__init__(title)
        self.columns = columns

    def body(self) -> ComposeResult:
        with Horizontal():
            for column in self.columns:
                with VerticalScroll():
                    yield Static(column)


class Searchable(Question[str]):
    """Lines that narrow as one types; what they are is worked out by `found`."""

    DEFAULT_CSS = (
        _SCROLL.format(name="Searchable")
        + "Searchable Input { border: none; height: 1; padding: 0; background: $panel; margin-bottom: 1; }"
    )
    keys = "type to narrow · esc to close"
    wide = True

    def __init__(self, title: Content, found: Callable[[str], Content]) -> None:
        super().__init__(title)
        self.found = found

    def body(self) -> ComposeResult:
        yield Input(placeholder="type to narrow", compact=True)
        with VerticalScroll():
            yield Static(self.found(""))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(VerticalScroll).query_one(Static).update(self.found(event.value))

    def on_input_submitted(self) -> None:
        self.dismiss(None)


def history_text(events: "Sequence[Event]", now: datetime) -> Content:
    """What happened, one line each, at the coordinator's time."""
    return show.stack(
        show.join(
            Content.styled(f"{event.at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}  ", show.QUIET),
            show.line(event.who, limit=16), "  ", show.line(event.what, "bold"), "  ", show.line(event.detail),
        )
        for event in events
    )  # fmt: skip
