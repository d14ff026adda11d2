"""Write a line or a text."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, TextArea

from matchmaker.tui.dialogs.question import Question

IN_EDITOR = "\0"
"""The answer of a person who would rather write in their editor."""


class Line(Question[str]):
    """One line; enter answers. An empty answer counts where `may_be_empty`; ctrl+e answers IN_EDITOR if allowed."""

    BINDINGS: ClassVar = [Binding("ctrl+e", "in_editor", show=False, priority=True)]
    DEFAULT_CSS = "Line Input { border: none; height: 1; padding: 0; background: $panel; }"

    def __init__(
        self, title: Content, *, value: str = "", hint: str = "", may_be_empty: bool = False, in_editor: bool = False
    ) -> None:
        super().__init__(title)
        self.value, self.hint, self.may_be_empty, self.in_editor = value, hint, may_be_empty, in_editor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an editor, ctrl+e goes to the end of the line as ever."""
        return self.in_editor if action == "in_editor" else super().check_action(action, parameters)

    def action_in_editor(self) -> None:
        self.dismiss(IN_EDITOR)

    def body(self) -> ComposeResult:
        yield Input(value=self.value, placeholder=self.hint, compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() or self.may_be_empty:
            self.dismiss(event.value.strip())
        else:
            self.wrong(Content("Write something, or leave with esc."))


class Passage(Question[str]):
    """Several lines; ctrl+s answers."""

    BINDINGS: ClassVar = [Binding("ctrl+s", "done", "Done", show=False)]
    DEFAULT_CSS = "Passage TextArea { height: 12; border: none; padding: 0; }"
    keys = "ctrl+s to keep it · esc to leave"

    def __init__(self, title: Content, *, value: str = "") -> None:
        super().__init__(title)
        self.value = value

    def body(self) -> ComposeResult:
        yield TextArea(self.value, show_line_numbers=False)

    def action_done(self) -> None:
        self.dismiss(self.query_one(TextArea).text.strip())
