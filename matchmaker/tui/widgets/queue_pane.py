"""The queue: which request next, and why it stands where it stands."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from matchmaker.matches import Step, Verdict
from matchmaker.triage.packed import Packed
from matchmaker.tui import show
from matchmaker.tui.widgets.filter_line import FilterLine
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.triage.queue import QueueEntry

COLUMNS = (
    Column("id", "request", 9),
    Column("country", "country"),
    Column("attention", "why here", 14),
    Column("verdict", "found", 10),
    Column("state", "state", 11, from_width=70),
    Column("owner", "owner", 10, from_width=84),
)


def queue_listing(entries: "Packed[QueueEntry]") -> "Listing[QueueEntry]":
    """The rows of the queue."""
    return Listing(entries, lambda entry: entry.id, _cells, keys=entries.column("id"))


def _cells(entry: "QueueEntry") -> list[Content]:
    late = "overdue" in entry.attention
    sign = Content.styled("!", show.WRONG) if late or entry.urgent else Content(" ")
    return [
        show.join(sign, " ", show.line(entry.id, limit=60)),
        show.line(show.country(entry.country), limit=60),
        show.line(entry.attention, "$error" if late else show.QUIET, limit=60),
        _found(entry),
        Content.styled(entry.state.replace("_", " "), show.QUIET),
        show.line(entry.owner, show.QUIET, limit=40),
    ]


def _found(entry: "QueueEntry") -> Content:
    if entry.step is not None and entry.step in show.STEP_MARKS:
        word = {Step.SHORTLISTED: "listed"}.get(entry.step, entry.step.value)
        wrong = entry.step in (Step.DECLINED, Step.EXCLUDED)
        return Content.styled(f"{show.STEP_MARKS[entry.step]} {word}", show.QUIET if wrong else "$success")
    if entry.verdict is Verdict.NONE:
        return Content.styled(f"{show.VERDICT_MARKS[Verdict.NONE]} nothing", show.QUIET)
    if entry.needs < 2:
        return show.verdict(entry.verdict)
    mark = show.verdict(entry.verdict, words=False)
    return show.join(mark, Content.styled(f" {entry.covered} of {entry.needs}", show.QUIET))


class QueuePane(Pane):
    """The filter line over the list of requests. A twin of `matchmaker requests list`."""

    DEFAULT_CSS = "QueuePane { width: 56; }"

    def __init__(self) -> None:
        super().__init__("1", "Queue", id="queue-pane")

    def compose(self) -> ComposeResult:
        yield FilterLine("words, state:screening, country:KEN …")
        queue = LongList(*COLUMNS, id="queue")
        queue.empty = Content("Opening the workspace …")
        yield queue

    @property
    def list(self) -> LongList:
        """The list itself."""
        return self.query_one(LongList)

    def show_queue(
        self, listing: "Listing[QueueEntry]", total: int, filter_text: str, *, keep: str | None = None
    ) -> None:
        """Show the requests found, of how many, under which filter."""
        self.list.empty = _nothing(total, filter_text)
        self.list.show(listing, keep=keep)
        count = f"{len(listing):,} of {total:,}" if filter_text else f"{total:,}"
        under = show.join(" ─ /", show.line(filter_text, limit=40)) if filter_text else Content("")
        self.entitle(show.join(f"Queue ─ {count}", under))


def _nothing(total: int, filter_text: str) -> Content:
    if filter_text:
        return Content("No request matches this filter.\nesc clears it, / changes it.")
    if total == 0:
        return Content("No requests yet.\nN enters one, matchmaker requests import FILE loads many.")
    return Content("Nothing waits for you.\nf shows the saved filters.")
