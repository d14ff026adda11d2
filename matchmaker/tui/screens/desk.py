"""The desk: the queue, the chosen request, what is on offer, proof and peers, and why."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from matchmaker.tui.actions import Place, bindings
from matchmaker.tui.screens.desk_reading import DeskReading
from matchmaker.tui.screens.desk_writing import DeskWriting
from matchmaker.tui.screens.frame import LAYOUT
from matchmaker.tui.widgets.guide import Guide
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.tui.widgets.matches_pane import MatchesPane
from matchmaker.tui.widgets.queue_pane import QueuePane
from matchmaker.tui.widgets.request_pane import RequestPane
from matchmaker.tui.widgets.why_pane import WhyPane


class DeskScreen(DeskWriting, DeskReading):
    """Arranges the panes; what they do lives in the parts this class is made of."""

    place = Place.DESK
    tab = "Desk"
    BINDINGS: ClassVar = [*bindings(Place.DESK)]
    DEFAULT_CSS = f"""
    DeskScreen {{
        {LAYOUT}
        &.-narrow.-proof #proof-pane {{ display: block; }}
        &.-narrow.-proof #offers-pane {{ display: none; }}
        &.-narrow.-why #matches, &.-low.-why #matches {{ height: 8; }}
        &.-narrow.-why #above, &.-low.-why #above {{ display: none; }}
        &.-narrow.-why #why-pane, &.-low.-why #why-pane {{ display: block; height: 1fr; }}
        &.-narrow.-reading #queue-pane {{ display: none; }}
        &.-narrow #why-pane Horizontal {{ layout: vertical; }}
        &.-narrow #why {{ width: 100%; margin: 0; }}
    }}
    """
    AUTO_FOCUS = "#queue"

    def body(self) -> ComposeResult:
        with Horizontal(id="above"):
            yield QueuePane()
            yield RequestPane()
        with Horizontal(id="matches"):
            yield MatchesPane("2", "On offer", "offers")
            yield MatchesPane("3", "Proof and peers", "proof")
        yield WhyPane()
        yield Guide()

    def action_go(self, where: str) -> None:
        """Go to a pane; on a small screen it comes into sight."""
        self.set_class(where == "proof", "-proof")
        self.set_class(where == "why", "-why")
        self.set_class(where == "request", "-reading")
        self.call_after_refresh(lambda: self.query_one(f"#{where}", Widget).focus())

    def action_why(self) -> None:
        """Why the chosen match has its score; from the queue, its matches first."""
        if self.query_one("#queue", LongList).has_focus:
            self.action_go("offers")
        elif "-why" in self.classes:
            self.action_back()
        else:
            self.action_go("why")
        self.guided("why")

    def action_back(self) -> None:
        """Close the drawer, clear marks, then the filter, then go back to the queue."""
        if self.classes & {"-why", "-proof", "-reading"}:
            self.remove_class("-why", "-proof", "-reading")
            self.query_one(f"#{self.side}", LongList).focus()
            return
        if any(listed.unmark() for listed in self.query(LongList) if listed.marked):
            return
        if not self.query_one("#queue", LongList).has_focus:
            self.query_one("#queue", LongList).focus()
            return
        super().action_back()
