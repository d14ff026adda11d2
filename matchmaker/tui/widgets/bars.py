"""The line at the top (where we are, on what data) and the line of keys at the bottom. All of it can be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from matchmaker.tui.show import QUIET


@dataclass(frozen=True, slots=True)
class Hint:
    """A key, what it does, and the action it runs."""

    key: str
    label: str
    action: str


class ActionBar(Widget):
    """A line of words that run actions when clicked."""

    class Pressed(Message):
        """The words of an action were clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    DEFAULT_CSS = "ActionBar { height: 1; width: 100%; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.zones: list[tuple[int, int, str]] = []

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for start, end, action in self.zones:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))
                return


class KeyBar(ActionBar):
    """Keys that work here. What does not fit is behind `?`, which always fits."""

    DEFAULT_CSS = "KeyBar { dock: bottom; background: $surface; color: $quiet; }"

    def __init__(self) -> None:
        super().__init__()
        self.hints: Sequence[Hint] = ()
        self.always: Sequence[Hint] = ()

    def show(self, hints: Sequence[Hint], always: Sequence[Hint]) -> None:
        """Show these hints, as many as fit, and `always` at the end."""
        self.hints, self.always = hints, always
        self.refresh()

    def render(self) -> Content:
        room = self.size.width - 1 - sum(len(hint.key) + len(hint.label) + 3 for hint in self.always)
        parts, at = [Content(" ")], 1
        self.zones = []
        cut = False
        for hint in self.hints:
            size = len(hint.key) + len(hint.label) + 3
            if at + size > room - 2:
                cut = True
                break
            at = self._put(parts, hint, at)
        if cut:
            parts.append(Content.styled("… ", QUIET))
            at += 2
        for hint in self.always:
            at = self._put(parts, hint, at)
        return Content("").join(parts)

    def _put(self, parts: list[Content], hint: Hint, at: int) -> int:
        parts.append(Content.assemble((hint.key, "bold $primary"), (f" {hint.label}", QUIET), "  "))
        end = at + len(hint.key) + len(hint.label) + 3
        self.zones.append((at, end - 2, hint.action))
        return end


@dataclass(frozen=True, slots=True)
class Standing:
    """What the top line says about the workspace."""

    source: str = ""
    model: str = ""
    clock: str = ""
    read_only: bool = False
    busy: str = ""


class TopBar(ActionBar):
    """The name, the tabs, the data and model we stand on; a word about what was just done takes their place."""

    DEFAULT_CSS = "TopBar { dock: top; background: $surface; color: $quiet; }"
    TABS = (
        ("Desk", "show_desk"),
        ("Catalogue", "show_catalogue"),
        ("Overview", "show_overview"),
        ("Refresh", "show_refresh"),
    )

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.standing = Standing()
        self.said = Content("")

    def show(self, standing: Standing) -> None:
        """Show what the workspace stands on."""
        self.standing = standing
        self.refresh()

    def say(self, what: Content) -> None:
        """Say what was done, in place of the standing; empty to go back to it."""
        self.said = what
        self.refresh()

    def render(self) -> Content:
        parts = [Content.styled(" Matchmaker  ", "bold $foreground")]
        at = parts[0].cell_length
        self.zones = []
        for name, action in self._tabs(self.size.width - at):
            style = "bold $primary underline" if name == self.here else QUIET
            parts.append(Content.assemble((name, style), "  "))
            self.zones.append((at, at + len(name), action))
            at += len(name) + 2
        right = self._right(self.size.width - at - 2)
        gap = max(1, self.size.width - at - right.cell_length - 1)
        return Content("").join([*parts, Content(" " * gap), right])

    def _tabs(self, room: int) -> Sequence[tuple[str, str]]:
        """The tabs; for as long as something is said that they leave no room for, none."""
        size = sum(len(name) + 2 for name, _ in self.TABS)
        return self.TABS if self.said.cell_length + size + 2 <= room or not self.said else ()

    def _right(self, room: int) -> Content:
        if self.said:
            return self.said.truncate(max(1, room), ellipsis=True)
        standing = self.standing
        wanted = [
            (standing.busy, "$primary"),
            ("read-only" if standing.read_only else "", "bold $warning"),
            (standing.clock, QUIET),
            (standing.source, QUIET),
            (f"model {standing.model[:7]}" if standing.model else "", QUIET),
        ]
        kept: list[tuple[str, str]] = []
        for text, style in wanted:
            if text and sum(len(word) + 3 for word, _ in kept) + len(text) <= room:
                kept.append((text, style))
        order = [text for text, _ in (wanted[0], wanted[1], wanted[3], wanted[4], wanted[2])]
        kept.sort(key=lambda pair: order.index(pair[0]))
        return Content("   ").join([Content.styled(text, style) for text, style in kept])
