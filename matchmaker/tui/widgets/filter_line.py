"""The line where a filter is typed. It is hidden until asked for and while it is empty."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class FilterLine(Horizontal):
    """`/` and an input. Posts `Changed` as one types and `Left` when done."""

    DEFAULT_CSS = """
    FilterLine { height: 1; display: none; }
    FilterLine.-open { display: block; }
    FilterLine > Static { width: 2; color: $primary; text-style: bold; }
    FilterLine > Input { height: 1; border: none; padding: 0; background: transparent; width: 1fr; }
    FilterLine > Input:focus { border: none; background: $panel; }
    """

    class Changed(Message):
        """The filter reads differently now."""

        def __init__(self, line: "FilterLine", text: str) -> None:
            super().__init__()
            self.line = line
            self.text = text

    class Left(Message):
        """The person is done typing; `kept` is False where the filter was given up."""

        def __init__(self, line: "FilterLine", kept: bool) -> None:
            super().__init__()
            self.line = line
            self.kept = kept

    def __init__(self, hint: str = "words, or field:value") -> None:
        super().__init__()
        self._hint = hint

    def compose(self) -> ComposeResult:
        yield Static(Content("/ "))
        yield Input(placeholder=self._hint, select_on_focus=False, compact=True)

    @property
    def text(self) -> str:
        """The filter as typed."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show the line and type in it."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def put(self, text: str) -> None:
        """Set the filter from outside; the line shows while there is one."""
        self.query_one(Input).value = text
        self.set_class(bool(text), "-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_class(bool(event.value), "-open")
        self.post_message(self.Left(self, kept=True))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.put("")
            self.post_message(self.Left(self, kept=False))
        elif event.key in ("down", "tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(self, kept=True))
