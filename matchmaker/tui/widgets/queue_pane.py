"""The queue: which request next, and why it stands where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from matchmaker.matches import Step, Verdict
from matchmaker.requests import Urgency
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


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What a row of the queue shows and no more, so that 100,000 of them stay small. Words that recur are held once."""

    id: str
    country: str
    attention: str
    state: str
    owner: str
    urgent: bool
    verdict: Verdict | None
    covered: int
    needs: int
    step: Step | None


def queue_listing(entries: "Iterable[QueueEntry]") -> Listing[QueueLine]:
    """The rows of the queue. Build it away from the screen's thread."""
    return Listing([_line(entry) for entry in entries], lambda line: line.id, _cells)


def _line(entry: "QueueEntry") -> QueueLine:
    request = entry.request
    return QueueLine(
        request.id, intern(request.country or ""), intern(entry.attention), request.state.value, intern(request.owner),
        request.urgency is Urgency.URGENT, entry.verdict, entry.covered, entry.needs, entry.step,
    )  # fmt: skip


def _cells(line: QueueLine) -> list[Content]:
    late = "overdue" in line.attention
    sign = Content.styled("!", show.WRONG) if late or line.urgent else Content(" ")
    return [
        show.join(sign, " ", show.line(line.id, limit=60)),
        show.line(show.country(line.country), limit=60),
        show.line(line.attention, "$error" if late else show.QUIET, limit=60),
        _found(line),
        Content.styled(line.state.replace("_", " "), show.QUIET),
        show.line(line.owner, show.QUIET, limit=40),
    ]


def _found(line: QueueLine) -> Content:
    if line.step is not None and line.step in show.STEP_MARKS:
        word = {Step.SHORTLISTED: "listed"}.get(line.step, line.step.value)
        wrong = line.step in (Step.DECLINED, Step.EXCLUDED)
        return Content.styled(f"{show.STEP_MARKS[line.step]} {word}", show.QUIET if wrong else "$success")
    if line.verdict is Verdict.NONE:
        return Content.styled(f"{show.VERDICT_MARKS[Verdict.NONE]} nothing", show.QUIET)
    if line.needs < 2:
        return show.verdict(line.verdict)
    mark = show.verdict(line.verdict, words=False)
    return show.join(mark, Content.styled(f" {line.covered} of {line.needs}", show.QUIET))


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

    def show_queue(self, listing: Listing[QueueLine], total: int, filter_text: str, *, keep: str | None = None) -> None:
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
