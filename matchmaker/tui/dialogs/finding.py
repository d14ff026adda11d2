"""Find a record by name: what is typed narrows a short list that the workspace is asked for."""

from collections.abc import Awaitable, Callable, Sequence

from textual import events, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from matchmaker.tui import show
from matchmaker.tui.dialogs.choosing import Choice
from matchmaker.tui.dialogs.question import Question
from matchmaker.tui.widgets.options import Options


class Finding(Question[str]):
    """Dismisses with the value of the chosen record."""

    DEFAULT_CSS = """
    Finding Input { border: none; height: 1; padding: 0; background: $panel; margin-bottom: 1; }
    Finding OptionList { height: 12; }
    """
    keys = "type a part of its name · ↑↓ and enter to choose · esc to leave"
    wide = True

    def __init__(self, title: Content, found: Callable[[str], Awaitable[Sequence[Choice]]]) -> None:
        super().__init__(title)
        self._found = found
        self.choices: Sequence[Choice] = ()

    def body(self) -> ComposeResult:
        yield Input(placeholder="words of the title, the text or the id", compact=True)
        yield Options()

    def on_mount(self) -> None:
        self.look("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.look(event.value)

    @work(exclusive=True)
    async def look(self, words: str) -> None:
        """Show what has these words."""
        self.choices = await self._found(words)
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(
            Option(show.join(choice.words, show.join("  ", show.line(choice.told, show.QUIET, 80))))
            for choice in self.choices
        )
        listed.highlighted = 0 if self.choices else None

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            listed = self.query_one(OptionList)
            (listed.action_cursor_up if event.key == "up" else listed.action_cursor_down)()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is None or not self.choices:
            self.wrong(Content("Nothing in the catalogue has these words."))
        else:
            self.dismiss(self.choices[at].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.choices[event.option_index].value)
