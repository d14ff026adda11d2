"""A new request: typed or pasted. What cannot be read is said beside the field; nothing is guessed."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, Select, TextArea

from matchmaker.errors import MatchmakerError
from matchmaker.requests import CHANNELS, Request, Urgency
from matchmaker.tui import show
from matchmaker.tui.dialogs.question import Question


class RequestForm(Question[Request]):
    """Dismisses with a request that has no reference yet."""

    BINDINGS: ClassVar = [Binding("ctrl+s", "done", show=False)]
    DEFAULT_CSS = """
    RequestForm Label { width: 11; color: $quiet; }
    RequestForm Horizontal { height: 1; margin-bottom: 1; }
    RequestForm Input { border: none; height: 1; padding: 0; background: $panel; width: 1fr; }
    RequestForm TextArea { height: 9; border: none; padding: 0; margin-bottom: 1; }
    RequestForm Select { width: 1fr; }
    """
    keys = "tab to the next field · ctrl+s to enter the request · esc to leave"

    def __init__(self, today: date, text: str = "") -> None:
        super().__init__(Content("New request"))
        self.today, self.text = today, text

    def body(self) -> ComposeResult:
        yield TextArea(
            self.text, show_line_numbers=False, id="form-text", placeholder="The text as received: type or paste"
        )
        for name, hint in (
            ("country", "name or code"),
            ("body", "the institution that asks"),
            ("types", "types of assistance, separated by ;"),
            ("received", self.today.isoformat()),
        ):
            with Horizontal():
                yield Label(Content(name))
                yield Input(placeholder=hint, id=f"form-{name}", compact=True)
        with Horizontal():
            yield Label(Content("channel"))
            yield Select(((name, name) for name in CHANNELS), prompt="not known", id="form-channel", compact=True)
        with Horizontal():
            yield Label(Content("urgent"))
            yield Input(placeholder="y or nothing", id="form-urgent", compact=True)

    def _given(self, name: str) -> str:
        return self.query_one(f"#form-{name}", Input).value.strip()

    def action_done(self) -> None:
        from matchmaker import countries
        from matchmaker.taxonomy import types_in

        text = self.query_one("#form-text", TextArea).text.strip()
        if not text:
            self.wrong(Content("A request needs a text."))
            return
        try:
            country = countries.resolve(self._given("country")).iso3 if self._given("country") else None
            received = date.fromisoformat(self._given("received")) if self._given("received") else self.today
        except MatchmakerError as error:
            self.wrong(show.join(show.line(error.message), " ", show.line(error.way_out)))
            return
        except ValueError:
            self.wrong(Content("Write the date of receipt as 2026-11-24."))
            return
        types, unknown = types_in(self._given("types"))
        if unknown:
            self.wrong(show.join("Not a type of assistance: ", show.line("; ".join(unknown))))
            return
        channel = self.query_one("#form-channel", Select).value
        urgent = self._given("urgent").casefold().startswith(("y", "s", "o"))
        self.dismiss(
            Request(
                id="",
                text=text,
                country=country,
                body=self._given("body"),
                types=tuple(types),
                received_on=received,
                channel=channel if isinstance(channel, str) else "",
                urgency=Urgency.URGENT if urgent else Urgency.ROUTINE,
            )
        )
