"""The request as received, its needs numbered, what was found for each, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matchmaker.matches import Answer, Decision, Match, Verdict
from matchmaker.requests import Request, Urgency
from matchmaker.tui import show
from matchmaker.tui.widgets.marked_text import marked, spans_in
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.triage.history import SimilarRequest


@dataclass(frozen=True, slots=True)
class RequestShown:
    """Everything the pane says; `need` is the number (from 1) of the need looked at, 0 for the whole request."""

    request: Request
    today: date
    answer: Answer | None = None
    need: int = 0
    match: Match | None = None
    decisions: Sequence[Decision] = ()
    similar: "Sequence[SimilarRequest]" = ()
    failure: str = ""


class RequestPane(Pane):
    """Scrolls; pane 5."""

    DEFAULT_CSS = "RequestPane { width: 1fr; } RequestPane VerticalScroll { scrollbar-size-vertical: 1; }"

    def __init__(self) -> None:
        super().__init__("5", "Request", id="request-pane")
        self.shown: RequestShown | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="request"):
            yield Static(Content(""), id="request-text")

    def show_request(self, shown: RequestShown | None) -> None:
        """Show a request, or nothing. A new request is shown from its beginning."""
        text = self.query_one("#request-text", Static)
        if shown is None:
            self.shown = None
            self.entitle(Content("Request"))
            text.update(Content.styled("Choose a request in the queue.", show.QUIET))
            return
        if self.shown is None or self.shown.request.id != shown.request.id:
            self.query_one(VerticalScroll).scroll_home(animate=False)
        self.shown = shown
        request = shown.request
        title = show.join(show.line(request.id, limit=30), "  ", show.line(_who(request), limit=60))
        self.entitle(title, Content(f"{_received(request, shown.today)} · {request.state.replace('_', ' ')}"))
        text.update(show.stack(_parts(shown)))


def _who(request: Request) -> str:
    body = f" · {request.body}" if request.body else ""
    return show.country(request.country) + body


def _received(request: Request, today: date) -> str:
    return f"arrived {show.day(request.received_on, today)}" if request.received_on else "no date of receipt"


def _parts(shown: RequestShown) -> list[Content]:
    parts = [_text(shown), Content("")]
    if shown.failure:
        parts += [show.line(shown.failure, show.WRONG), Content("")]
    elif shown.answer is None:
        parts += [Content.styled("Looking for what fits …", show.QUIET), Content("")]
    else:
        parts += [*_needs(shown, shown.answer), Content("")]
    parts.append(_facts(shown.request))
    parts += [line for line in (_deadline(shown), _owner(shown), _twin(shown)) if line]
    if shown.request.notes:
        parts += [Content(""), Content.styled("Notes", "bold"), show.block(shown.request.notes)]
    return parts


def _text(shown: RequestShown) -> Content:
    answer, found = shown.answer, []
    if shown.match is not None:
        found = spans_in(shown.match.reasons, "text", of_request=True)
    before: dict[int, Content] = {}
    if answer is not None and len(answer.needs) > 1:
        for at, need in enumerate(answer.needs, start=1):
            if need.need.end > need.need.start:
                style = "bold $primary reverse" if at == shown.need else "bold $primary"
                before[need.need.start] = Content.styled(f"{show.number(at)} ", style)
    return marked(shown.request.text, found, before)


def _needs(shown: RequestShown, answer: Answer) -> list[Content]:
    lines: list[Content] = []
    if len(answer.needs) > 1:
        covered = sum(need.verdict is Verdict.MATCH for need in answer.needs)
        told = f"  {covered} of {len(answer.needs)} needs covered"
        lines.append(show.join(show.verdict(answer.verdict), Content.styled(told, show.QUIET)))
        for at, need in enumerate(answer.needs, start=1):
            here = at == shown.need
            lines.append(
                show.join(
                    Content.styled(f"{show.number(at)} ", "bold $primary"),
                    show.verdict(need.verdict),
                    "  ",
                    show.line(need.need.text, "bold" if here else "", limit=160),
                )
            )
    else:
        lines.append(show.verdict(answer.verdict))
    lines += [show.join(Content.styled("  not offered: ", show.QUIET), show.line(text)) for text in answer.missing]
    lines += [show.join(Content.styled("  ask: ", "$warning"), show.line(text)) for text in answer.clarify]
    return lines


def _facts(request: Request) -> Content:
    facts = list(request.types)
    if request.articles:
        facts.append("art. " + ", ".join(map(str, request.articles)))
    if request.language:
        facts.append(
            {"en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese"}.get(
                request.language, request.language
            )
        )
    facts += [text for text in (request.delivery, request.channel) if text]
    has = [law for law, state in request.readiness if state == "yes"]
    lacks = [law for law, state in request.readiness if state == "no"]
    facts += [f"has a law on {', '.join(has)}"] if has else []
    facts += [f"no law on {', '.join(lacks)}"] if lacks else []
    facts += ["confidential"] if request.confidential else []
    return Content.styled(" · ", show.QUIET).join([show.line(fact, show.QUIET) for fact in facts])


def _deadline(shown: RequestShown) -> Content:
    request, parts = shown.request, []
    if request.urgency is Urgency.URGENT:
        parts.append(Content.styled("! urgent", show.WRONG))
    if request.due_on is not None:
        late = request.due_on < shown.today
        parts.append(Content.styled(f"due {show.day(request.due_on, shown.today)}", show.WRONG if late else ""))
    return Content(" · ").join(parts)


def _owner(shown: RequestShown) -> Content:
    request = shown.request
    parts = [show.join("owner ", show.line(request.owner, "bold"))] if request.owner else []
    if request.next_action:
        parts.append(
            show.join("next: ", show.line(request.next_action), f" {show.day(request.next_action_on, shown.today)}")
        )
    return Content(" · ").join(parts)


def _twin(shown: RequestShown) -> Content:
    for similar in shown.similar:
        if similar.probable_duplicate:
            return show.join(
                Content.styled("possible twin: ", "$warning"), show.line(similar.request.id), " (i shows it)"
            )
    return Content("")
