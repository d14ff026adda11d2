"""Why a match is declined: a reason from the list, and a note if there is one."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from matchmaker.matches import REASON_CODES
from matchmaker.tui.dialogs.question import Question
from matchmaker.tui.widgets.options import Options


class Declining(Question[tuple[str, str]]):
    """Dismisses with the reason code and the note."""

    DEFAULT_CSS = """
    Declining OptionList { height: auto; border: none; background: $surface; padding: 0; }
    Declining Input { border: none; height: 1; padding: 0; background: $panel; margin-top: 1; }
    """
    keys = "number for the reason, a note if you like, enter · esc to leave"

    def body(self) -> ComposeResult:
        yield Options(
            *(
                Option(Content.assemble((f"{n} ", "bold $primary"), code))
                for n, code in enumerate(REASON_CODES, start=1)
            )
        )
        yield Input(placeholder="note (may stay empty)", compact=True)

    def on_key(self, event: events.Key) -> None:
        if self.query_one(Input).has_focus:
            return
        listed = self.query_one(OptionList)
        if event.character and event.character.isdigit() and 1 <= int(event.character) <= len(REASON_CODES):
            event.stop()
            event.prevent_default()
            listed.highlighted = int(event.character) - 1
            self.query_one(Input).focus()
        elif event.key in ("j", "k"):
            event.stop()
            (listed.action_cursor_down if event.key == "j" else listed.action_cursor_up)()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        chosen = self.query_one(OptionList).highlighted
        self.dismiss((REASON_CODES[chosen or 0], event.value))
