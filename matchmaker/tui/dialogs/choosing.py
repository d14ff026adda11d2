"""Choose one of a few things, by key, arrow or mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matchmaker.tui import show
from matchmaker.tui.dialogs.question import Question
from matchmaker.tui.widgets.options import Options


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the value, its words, and what it means."""

    value: str
    words: Content
    told: str = ""


class Choosing(Question[str]):
    """Numbers choose at once; letters too, where they begin exactly one choice."""

    DEFAULT_CSS = (
        "Choosing OptionList { height: auto; max-height: 16; border: none; background: $surface; padding: 0; }"
    )
    keys = "number or letter, or ↑↓ and enter · esc to leave"

    def __init__(self, title: Content, choices: Sequence[Choice]) -> None:
        super().__init__(title)
        self.choices = choices

    def body(self) -> ComposeResult:
        options = []
        for number, choice in enumerate(self.choices, start=1):
            told = show.join("  ", show.line(choice.told, show.QUIET, 80)) if choice.told else Content("")
            key = Content.styled(f"{number if number < 10 else ' '} ", "bold $primary")
            options.append(Option(show.join(key, choice.words, told)))
        yield Options(*options)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("j", "k"):
            event.stop()
            listed = self.query_one(OptionList)
            (listed.action_cursor_down if event.key == "j" else listed.action_cursor_up)()
        elif event.character and event.character.isdigit() and 1 <= int(event.character) <= len(self.choices):
            event.stop()
            self.dismiss(self.choices[int(event.character) - 1].value)
        elif event.character and event.character.isalpha():
            found = [
                choice.value for choice in self.choices if choice.words.plain.casefold().startswith(event.character)
            ]
            if len(found) == 1:
                event.stop()
                self.dismiss(found[0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.choices[event.option_index].value)
