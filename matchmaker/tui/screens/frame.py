"""The first frame: the empty panes of the desk, painted before anything of what fills them is loaded."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from matchmaker.tui.widgets.bars import TopBar
from matchmaker.tui.widgets.pane import Pane

WIDTHS: list[tuple[int, str]] = [(0, "-narrow"), (100, "-wide")]
HEIGHTS: list[tuple[int, str]] = [(0, "-low"), (30, "-tall")]
"""The class that a place gets from so many columns and so many lines."""

LAYOUT = """
    #above { height: 2fr; }
    #matches { height: 1fr; min-height: 8; }
    #queue-pane { width: 56; }
    #request-pane, #offers-pane, #proof-pane { width: 1fr; }
    #why-pane { width: 100%; height: 13; }
    &.-narrow #above { layout: vertical; height: 1fr; }
    &.-narrow #queue-pane { width: 100%; height: 8; }
    &.-narrow #request-pane { width: 100%; height: 1fr; }
    &.-narrow #matches { height: 8; }
    &.-low #matches { height: 8; }
    &.-narrow #why-pane, &.-low #why-pane, &.-narrow #proof-pane { display: none; }
"""
"""Where the panes of the desk stand, before anybody asked for another arrangement."""


class Frame(Screen[None]):
    """Stands in for the desk until that is there. Keys pressed meanwhile are held for it."""

    DEFAULT_CSS = f"Frame {{ {LAYOUT} #keys {{ dock: bottom; height: 1; background: $surface; }} }}"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    class Painted(Message):
        """The frame is on the screen."""

        def __init__(self, frame: "Frame") -> None:
            super().__init__()
            self.frame = frame

    def __init__(self) -> None:
        super().__init__()
        self.held: list[events.Key] = []

    def compose(self) -> ComposeResult:
        yield TopBar("Desk")
        with Horizontal(id="above"):
            yield Pane("1", "Queue ─ opening …", id="queue-pane")
            yield Pane("5", "Request", id="request-pane")
        with Horizontal(id="matches"):
            yield Pane("2", "On offer", id="offers-pane")
            yield Pane("3", "Proof and peers", id="proof-pane")
        yield Pane("4", "Why", id="why-pane")
        yield Horizontal(id="keys")

    def on_mount(self) -> None:
        self.call_after_refresh(self.post_message, self.Painted(self))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.held.append(event)
