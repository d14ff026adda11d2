"""What every dialog is: a question that dismisses with a value, or with None when it is given up."""

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar, Generic, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.widgets import Static

from matchmaker.tui.show import QUIET

T = TypeVar("T")


@lru_cache(maxsize=4096)
def _tinted(style: Style, color: Color) -> Style:
    plain = style.clear_meta_and_links()
    ink, paper = (
        (Color.from_rich_color(part) + color).rich_color if part is not None else None
        for part in (style.color, style.bgcolor)
    )
    return plain + Style.from_color(ink, paper)


class _Below(BackgroundScreen):
    """The screen below a question, tinted. Each style is worked out once: there are some, and thousands of segments."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        for text, style, control in segments:
            yield Segment(text, style if control else _tinted(style or Style(), color), control)


class Question(ModalScreen[T | None], Generic[T]):
    """A box in the middle of the screen with a title, a body of its own and a line that says which keys lead on."""

    BINDINGS: ClassVar = [Binding("escape", "give_up", "Give up", show=False)]
    DEFAULT_CSS = """
    Question { align: center middle; background: $background 60%; }
    Question > .box {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $primary; border-title-color: $primary; border-title-style: bold; background: $surface;
    }
    Question > .box.-wide { width: 112; }
    Question .keys { height: 1; color: $quiet; }
    Question .error { height: auto; color: $error; display: none; }
    Question .error.-shown { display: block; }
    Question OptionList, Question OptionList:focus { border: none; background: $surface; padding: 0; }
    Question OptionList > .option-list--option-highlighted,
    Question OptionList:focus > .option-list--option-highlighted {
        background: $primary 22%; color: $foreground; text-style: bold;
    }
    """
    keys = "enter to answer · esc to leave"
    wide = False
    answered = False

    def __init__(self, title: Content) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        box = Vertical(classes="box -wide" if self.wide else "box")
        box.border_title = self.heading
        with box:
            yield from self.body()
            yield Static(Content(""), classes="error")
            yield Static(Content.styled(self.keys, QUIET), classes="keys")

    def render(self) -> RenderableType:
        drawn: RenderableType = super().render()
        return _Below(drawn.screen, drawn.color) if isinstance(drawn, BackgroundScreen) else drawn

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be done before the question is there."""
        return bool(self.children) and super().check_action(action, parameters)

    def body(self) -> ComposeResult:
        """The widgets of the question."""
        yield from ()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer, once: a key typed before the question has gone must not close what is under it."""
        if self.answered:
            done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
            return done
        self.answered = True
        return super().dismiss(result)

    def wrong(self, message: Content) -> None:
        """Say what is wrong, beside the field."""
        error = self.query_one(".error", Static)
        error.update(message)
        error.add_class("-shown")

    def action_give_up(self) -> None:
        self.dismiss(None)
