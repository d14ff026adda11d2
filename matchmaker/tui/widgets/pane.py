"""A pane: a thin rounded border with its number and name in it."""

from textual.containers import Vertical
from textual.content import Content


class Pane(Vertical):
    """Holds one region. `number` is the key that goes there, `name_` what it shows."""

    DEFAULT_CSS = """
    Pane {
        border: round $border-blurred; border-title-color: $quiet; border-subtitle-color: $quiet;
        border-title-style: none; padding: 0 1;
    }
    Pane:focus-within { border: round $primary; border-title-color: $primary; border-title-style: bold; }
    """

    def __init__(self, number: str, title: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.number = number
        self.entitle(Content(title))

    def entitle(self, title: Content, subtitle: Content | None = None) -> None:
        """Name the pane; both are content, never markup."""
        self.border_title = Content.assemble(f"{self.number} " if self.number else "", title)
        self.border_subtitle = subtitle
