"""Why a match has its score: shares as bars and numbers, and the words that counted in the text of the item."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from matchmaker.experience import Experience
from matchmaker.matches import Match, Reason, ReasonKind
from matchmaker.offerings import Offering
from matchmaker.tui import show
from matchmaker.tui.widgets.marked_text import marked, spans_in
from matchmaker.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from matchmaker.triage.availability import Availability
    from matchmaker.triage.why_not import WhyNot

KIND_WORDS = {
    ReasonKind.TERM: "word",
    ReasonKind.TRANSLATION: "translation",
    ReasonKind.EXPANSION: "same field term",
    ReasonKind.SPELLING: "spelling",
    ReasonKind.TYPE: "type",
    ReasonKind.ARTICLE: "article",
    ReasonKind.COUNTRY: "country",
    ReasonKind.REGION: "region",
    ReasonKind.PROVEN: "done before",
    ReasonKind.RELATED: "related field",
    ReasonKind.LEARNED: "earlier decisions",
}
BAR = 12
LABEL = 42
"""Cells for the words of a reason and what kind it is."""


@dataclass(frozen=True, slots=True)
class WhyShown:
    """A match and, once it is here, the record behind it."""

    match: Match
    today: date
    record: Offering | Experience | None = None
    available: "Availability | None" = None


class WhyPane(Pane):
    """Pane 4: reasons on the left, the text of the item on the right; a drawer on small screens."""

    DEFAULT_CSS = """
    WhyPane { width: 100%; }
    WhyPane Horizontal { height: 1fr; }
    WhyPane VerticalScroll { scrollbar-size-vertical: 1; width: 1fr; }
    WhyPane #why { width: 64; margin-right: 2; }
    """

    def __init__(self) -> None:
        super().__init__("4", "Why", id="why-pane")

    def compose(self) -> ComposeResult:
        with Horizontal():
            with VerticalScroll(id="why"):
                yield Static(Content(""), id="why-reasons")
            with VerticalScroll(id="item"):
                yield Static(Content(""), id="why-item")

    def show_why(self, shown: WhyShown | None) -> None:
        """Show the reasons of a match, or say what would be here."""
        reasons, item = self.query_one("#why-reasons", Static), self.query_one("#why-item", Static)
        if shown is None:
            self.entitle(Content("Why"))
            reasons.update(Content.styled("The reasons of the chosen match stand here.", show.QUIET))
            item.update(Content(""))
            return
        match = shown.match
        self.entitle(show.join(f"Why {match.score:.2f} ─ ", show.line(match.title, limit=80)))
        reasons.update(show.stack(_reasons(match)))
        item.update(show.stack(item_text(shown)))


def _reasons(match: Match) -> list[Content]:
    highest = max((abs(reason.share) for reason in match.reasons), default=1.0) or 1.0
    lines = [_reason(reason, highest) for reason in sorted(match.reasons, key=lambda reason: -abs(reason.share))]
    if not lines:
        lines = [Content.styled("No evidence: placed by a person.", show.QUIET)]
    total = f"{'together':<{LABEL}} {match.score:5.2f}"
    lines += [Content.styled(total, "bold")] if len(lines) > 1 else []
    lines += [show.join(Content.styled("! ", "$warning"), show.line(note)) for note in match.notes]
    return lines


def _reason(reason: Reason, highest: float) -> Content:
    same = reason.request.casefold() == reason.item.casefold() or not reason.item
    words = show.line(reason.request or reason.item, "bold", 60)
    if not same and reason.request:
        words = show.join(words, Content.styled(" = ", show.QUIET), show.line(reason.item, "bold", 60))
    kind = KIND_WORDS[reason.kind]
    label = show.join(words.truncate(LABEL - 2 - len(kind), ellipsis=True), "  ", Content.styled(kind, show.QUIET))
    share = Content.styled(f"{reason.share:5.2f} ", "" if reason.share >= 0 else "$error")
    return show.join(label.truncate(LABEL, pad=True), " ", share, show.bar(abs(reason.share) / highest, BAR))


def item_text(shown: WhyShown) -> list[Content]:
    record, match = shown.record, shown.match
    if isinstance(record, Offering):
        return _offering(record, match, shown.today, shown.available)
    if isinstance(record, Experience):
        return _experience(record, match)
    return [show.line(match.title, "bold"), *(show.line(text) for text in match.activities)]


def compared(match: Match, offering: Offering, today: date, available: "Availability | None" = None) -> Content:
    """An offering as a column beside others: score and facts first, so that they stand in line, then the text."""
    title, text, _, *facts = _offering(offering, match, today, available)
    score = show.join(Content.styled(f"{match.score:.2f} ", "bold"), show.bar(match.score, BAR))
    notes = [show.line(note, "$warning") for note in match.notes] or [
        Content.styled("nothing speaks against it", show.QUIET)
    ]
    return show.stack([title, score, Content(""), *facts, Content(""), *notes, Content(""), text])


def named(record: Offering | Experience) -> tuple[Content, str]:
    """A record in a list to choose from: its name, and whose it is."""
    if isinstance(record, Offering):
        gone = ", withdrawn" if record.withdrawn else ""
        return show.line(record.title, limit=70), f"{show.country(record.provider)}{gone}"
    pair = f"{show.country(record.partner)} ← {show.country(record.provider)}"
    return show.line(pair, limit=50), record.title or (record.activities[0].text if record.activities else "")


def why_not_text(found: "WhyNot") -> Content:
    """What speaks against an item, then what speaks for it."""
    where = f"number {found.rank} by evidence, {found.score:.2f}" if found.rank else "not ranked"
    best = f", best for need {show.number(found.need)}" if found.need else ""
    lines = [
        show.join(show.line(found.title, "bold", 200), "  ", show.line(show.country(found.provider), show.QUIET)),
        show.line(f"{found.item_id}: {where}{best}", show.QUIET),
        Content(""),
    ]
    for one in found.against:
        lines.append(show.join(Content.styled(f"✗ {one.kind:<11}", "$warning"), show.line(one.words)))
    if not found.against:
        lines.append(Content("Nothing speaks against it."))
    if found.match is not None and found.match.reasons:
        lines += [Content(""), Content.styled("What speaks for it", "bold"), *_reasons(found.match)]
    return show.stack(lines)


def _offering(offering: Offering, match: Match, today: date, available: "Availability | None") -> list[Content]:
    lines = [
        marked(offering.title, spans_in(match.reasons, "title", of_request=False), style="bold"),
        marked(offering.text, spans_in(match.reasons, "text", of_request=False)),
        Content(""),
        _fact("types", ", ".join(offering.types)),
        _fact("given by", " · ".join(filter(None, (show.country(offering.provider), offering.institution)))),
        _fact("open to", _outreach(offering)),
        _fact("conditions", offering.conditions or "none stated"),
        _fact(
            "confirmed",
            show.day(offering.last_confirmed, today) if offering.last_confirmed else "never, as far as we know",
        ),
        _fact("in hand", _load(available)),
        _fact("withdrawn", "yes") if offering.withdrawn else Content(""),
        _fact("source", _source(offering)),
    ]
    return [line for at, line in enumerate(lines) if line or at == 2]


def _experience(record: Experience, match: Match) -> list[Content]:
    lines = (
        [marked(record.title, spans_in(match.reasons, "title", of_request=False), style="bold")] if record.title else []
    )
    for at, activity in enumerate(record.activities):
        found = spans_in(match.reasons, f"activities[{at}]", of_request=False)
        lines.append(show.join(Content.styled("• ", show.QUIET), marked(activity.text, found)))
    when = " to ".join(str(day) for day in (record.started, record.ended) if day)
    lines += [Content(""), _fact("given by", show.country(record.provider)), _fact("to", show.country(record.partner))]
    lines += [
        fact for fact in (_fact("when", when), _fact("status", record.status), _fact("source", _source(record))) if fact
    ]
    return lines


def _fact(name: str, value: str) -> Content:
    return show.join(Content.styled(f"{name:<11}", show.QUIET), show.line(value)) if value else Content("")


def _load(available: "Availability | None") -> str:
    if available is None:
        return ""
    places = f" of {available.capacity} it can take" if available.capacity is not None else ""
    return f"{show.plural(available.in_hand, 'other request')}{places}" if available.in_hand or places else "nothing"


def _outreach(offering: Offering) -> str:
    if offering.outreach.is_global:
        return "any country"
    return show.shared_names([*offering.outreach.regions, *map(show.country, offering.outreach.countries)], 6)


def _source(record: Offering | Experience) -> str:
    source = record.source
    return ", ".join(filter(None, (source.name, source.file, source.place))) if source else ""
