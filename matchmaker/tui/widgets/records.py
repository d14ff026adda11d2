"""Records in full: an offering, past assistance, a provider, a partner."""

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.tui import show

if TYPE_CHECKING:
    from matchmaker.triage.history import PartnerSummary, ProviderSummary


def fact(name: str, value: object, style: str = "") -> Content:
    """A name and a value on one line; nothing where there is no value."""
    if not value:
        return Content("")
    return show.join(Content.styled(f"{name:<12}", show.QUIET), show.line(value, style))


def record_text(record: Offering | Experience, today: date, old_days: int) -> list[Content]:
    """Everything about a record but its contact, ending with the place in the file it came from."""
    lines = _offering(record, today, old_days) if isinstance(record, Offering) else _experience(record)
    source = record.source
    if source is not None:
        where = ", ".join(filter(None, (source.name, source.file, source.place)))
        lines += [fact("source", where), fact("loaded", show.day(source.at, today) if source.at else "")]
        lines += [fact("sha-256", source.sha256[:16])]
    return [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]


def _offering(offering: Offering, today: date, old_days: int) -> list[Content]:
    old = offering.last_confirmed is not None and (today - offering.last_confirmed).days > old_days
    confirmed = show.day(offering.last_confirmed, today) if offering.last_confirmed else "never, as far as we know"
    reach = offering.outreach
    open_to = (
        "any country"
        if reach.is_global
        else show.shared_names([*reach.regions, *map(show.country, reach.countries)], 8)
    )
    types = "; ".join((*offering.types, *([offering.other_type] if offering.other_type else [])))
    return [
        show.line(offering.title, show.STRONG),
        Content(""),
        show.block(offering.text),
        Content(""),
        fact("types", types),
        fact("provider", show.country(offering.provider)),
        fact("institution", offering.institution),
        fact("open to", open_to),
        fact("runs in", show.shared_names(map(show.country, offering.countries), 12)),
        fact("conditions", offering.conditions or "none stated"),
        fact("articles", ", ".join(map(str, offering.articles))),
        fact("languages", ", ".join(offering.languages_of_work)),
        fact("capacity", offering.capacity),
        fact(
            "valid until",
            offering.valid_until,
            show.WRONG if offering.valid_until and offering.valid_until < today else "",
        ),
        fact("confirmed", f"{confirmed} (old)" if old else confirmed, "$warning" if old else ""),
        fact("link", offering.link),
        fact("kept from", "matching: its text is shared by many rows" if offering.placeholder else ""),
    ]


def _experience(record: Experience) -> list[Content]:
    lines = [show.line(record.title, show.STRONG), Content("")] if record.title else []
    for activity in record.activities:
        kind = Content.styled(f" ({activity.kind})", show.QUIET) if activity.kind else Content("")
        lines.append(show.join(Content.styled("• ", show.QUIET), show.block(activity.text), kind))
    when = " to ".join(str(day) for day in (record.started, record.ended) if day)
    return [
        *lines,
        Content(""),
        fact("provider", show.country(record.provider)),
        fact("partner", show.country(record.partner)),
        fact("institution", record.institution),
        fact("types", "; ".join(record.types)),
        fact("when", when),
        fact("status", record.status),
        fact("link", record.link),
    ]


def provider_text(summary: "ProviderSummary") -> list[Content]:
    """Who was helped, and what the provider says of itself."""
    lines = [
        fact("offers", summary.offerings),
        fact("helped", show.shared_names(map(show.country, summary.partners), 30)),
    ]
    for name, texts in (
        ("Preconditions", summary.preconditions),
        ("Challenges", summary.challenges),
        ("Priorities", summary.priorities),
    ):
        if texts:
            lines += [Content(""), Content.styled(name, show.STRONG)]
            lines += [show.join(Content.styled("• ", show.QUIET), show.block(text)) for text in texts]
    return lines


def partner_text(summary: "PartnerSummary") -> list[Content]:
    """Who helped, and how many requests are open."""
    return [
        fact("helped by", show.shared_names(map(show.country, summary.providers), 30)),
        fact("records", summary.experience),
        fact("requests", summary.requests),
    ]
