"""The first-run guide: one line, in place, that follows what one does and is never in the way again."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Tip:
    """A step of the guide: the action that completes it, and what to do."""

    done_by: str
    words: str


TIPS = (
    Tip(
        "request",
        "j and k go through the queue. The panes beside it follow: the request, what is on offer, who did it before.",
    ),
    Tip("why", "enter goes to what is on offer; enter again shows why a match has its score. esc comes back."),
    Tip("decide", "s shortlists the chosen match, p proposes it, d declines it with a reason."),
    Tip("undo", "u takes anything back. Nothing is lost: the log keeps both."),
    Tip("help", "? shows every key of the place you are in, ctrl+p every command by name."),
)


class Guide(Static):
    """Shows one tip at a time; posts `Finished` after the last, or when it is dismissed by a click."""

    DEFAULT_CSS = """
    Guide {
        dock: bottom; height: auto; max-height: 2; margin-bottom: 1; padding: 0 1; background: $panel; display: none;
    }
    Guide.-shown { display: block; }
    """

    class Finished(Message):
        """The guide was gone through, or put away."""

    def __init__(self) -> None:
        super().__init__(Content(""))
        self.at = 0

    def begin(self) -> None:
        """Show the first tip."""
        self.at = 0
        self.add_class("-shown")
        self._draw()

    def done(self, what: str) -> None:
        """Something was done: go on where it was what the tip asks for."""
        if "-shown" in self.classes and TIPS[self.at].done_by == what:
            self.at += 1
            if self.at == len(TIPS):
                self.on_click()
            else:
                self._draw()

    def on_click(self) -> None:
        self.remove_class("-shown")
        self.post_message(self.Finished())

    def _draw(self) -> None:
        tip = TIPS[self.at]
        self.update(
            Content.assemble(
                (f"{self.at + 1} of {len(TIPS)}  ", "bold $primary"),
                tip.words,
                ("  click here to put the guide away", "$quiet"),
            )
        )
