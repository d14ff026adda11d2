"""The shelves of the catalogue: the columns, sorts and rows of each."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content

from matchmaker.tui import show
from matchmaker.tui.shelf import Shelf
from matchmaker.tui.widgets.long_list import Column, Listing

if TYPE_CHECKING:
    from matchmaker.triage.history import PartnerSummary, ProviderSummary
    from matchmaker.triage.packed import Packed
    from matchmaker.workspace.catalogue import CatalogueLine

SORTED = {
    "offerings": ("title", "who", "state"),
    "experience": ("title", "who", "partner"),
    "providers": ("who", "count"),
    "partners": ("who", "count"),
}
"""The columns that each shelf can be sorted by."""
COLUMNS: dict[str, tuple[Column, ...]] = {
    "offerings": (
        Column("title", "offering"),
        Column("who", "provider", 12),
        Column("state", "confirmed", 12, from_width=50),
    ),
    "experience": (Column("partner", "partner", 14), Column("who", "provider", 12), Column("title", "what was done")),
    "providers": (
        Column("who", "provider"),
        Column("count", "offers", 6, right=True),
        Column("done", "helped", 6, right=True),
    ),
    "partners": (
        Column("who", "partner"),
        Column("count", "records", 7, right=True),
        Column("open", "requests", 8, right=True),
    ),
}


def lines_listing(shelf: Shelf, lines: "Packed[CatalogueLine]", today: date) -> Listing[Any]:
    """The rows of offerings or experience."""
    draw = _offering if shelf.name == "offerings" else _experience
    return Listing(lines, lambda line: line.id, lambda line: draw(line, today), keys=lines.column("id"))


def summaries_listing(shelf: Shelf, summaries: Sequence[Any]) -> Listing[Any]:
    """The rows of providers or partners."""
    return Listing(summaries, lambda one: one.name, _provider if shelf.name == "providers" else _partner)


def _offering(line: "CatalogueLine", today: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    confirmed = show.day(line.confirmed, today) if line.confirmed else "never"
    state = Content.styled("withdrawn", "$warning") if line.withdrawn else Content.styled(confirmed, show.QUIET)
    return [show.line(line.title, quiet, 160), show.line(show.country(line.provider), show.QUIET, 40), state]


def _experience(line: "CatalogueLine", _: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    return [
        show.line(show.country(line.partner), quiet, 40),
        show.line(show.country(line.provider), show.QUIET, 40),
        show.line(line.title, quiet, 160),
    ]


def _provider(summary: "ProviderSummary") -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.offerings:,}"),
        Content(f"{summary.experience:,}"),
    ]


def _partner(summary: "PartnerSummary") -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.experience:,}"),
        Content(f"{summary.requests:,}"),
    ]
