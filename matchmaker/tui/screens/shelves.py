"""The shelves of the catalogue: what each lists, its columns, sorts and rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content

from matchmaker.tui import show
from matchmaker.tui.background import few_collections
from matchmaker.tui.widgets.long_list import Column, Listing

if TYPE_CHECKING:
    from matchmaker.triage.history import PartnerSummary, ProviderSummary
    from matchmaker.workspace import Workspace
    from matchmaker.workspace.catalogue import CatalogueLine

SHELVES = ("offerings", "experience", "providers", "partners")
SORTED: dict[str, dict[str, Callable[[object], object]]] = {
    "offerings": {
        "title": lambda o: o.title.casefold(),  # type: ignore[attr-defined]
        "who": lambda o: o.provider,  # type: ignore[attr-defined]
        "state": lambda o: o.confirmed or date.min,  # type: ignore[attr-defined]
    },
    "experience": {
        "title": lambda e: e.title.casefold(),  # type: ignore[attr-defined]
        "who": lambda e: e.provider,  # type: ignore[attr-defined]
        "partner": lambda e: e.partner,  # type: ignore[attr-defined]
    },
    "providers": {"who": lambda p: p.name, "count": lambda p: -(p.offerings + p.experience)},  # type: ignore[attr-defined]
    "partners": {"who": lambda p: p.name, "count": lambda p: -p.experience},  # type: ignore[attr-defined]
}
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


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is looked at: which shelf, the words searched for, live or withdrawn or both (None), the sort."""

    name: str = "offerings"
    text: str = ""
    withdrawn: bool | None = False
    sort: str = ""


def shelf_listing(workspace: "Workspace", shelf: Shelf, today: date) -> Listing[object]:
    """The rows of a shelf. Build it away from the screen's thread."""
    items: Sequence[object]
    if shelf.name == "offerings":
        with few_collections():
            items = list(workspace.offering_lines(text=shelf.text, withdrawn=shelf.withdrawn))
    elif shelf.name == "experience":
        with few_collections():
            items = list(workspace.experience_lines(text=shelf.text, withdrawn=shelf.withdrawn))
    else:
        summaries = workspace.providers() if shelf.name == "providers" else workspace.partners()
        words = shelf.text.casefold().split()
        items = [s for s in summaries if all(w in f"{s.name} {show.country(s.name)}".casefold() for w in words)]
    if shelf.sort:
        key = SORTED[shelf.name][shelf.sort.removeprefix("-")]
        items = sorted(items, key=key, reverse=shelf.sort.startswith("-"))  # type: ignore[arg-type]
    drawn: dict[str, Callable[[Any, date], list[Content]]] = {
        "offerings": _offering,
        "experience": _experience,
        "providers": _provider,
        "partners": _partner,
    }
    draw = drawn[shelf.name]
    return Listing(items, lambda item: getattr(item, "id", None) or item.name, lambda item: draw(item, today))  # type: ignore[attr-defined]


def _offering(line: "CatalogueLine", today: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    confirmed = show.day(line.confirmed, today) if line.confirmed else "never"
    state = Content.styled("withdrawn", "$warning") if line.withdrawn else Content.styled(confirmed, show.QUIET)
    return [show.line(line.title, quiet, 160), show.line(show.country(line.provider), show.QUIET, 40), state]


def _experience(line: "CatalogueLine", today: date) -> list[Content]:
    quiet = show.QUIET if line.withdrawn else ""
    return [
        show.line(show.country(line.partner), quiet, 40),
        show.line(show.country(line.provider), show.QUIET, 40),
        show.line(line.title, quiet, 160),
    ]


def _provider(summary: "ProviderSummary", today: date) -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.offerings:,}"),
        Content(f"{summary.experience:,}"),
    ]


def _partner(summary: "PartnerSummary", today: date) -> list[Content]:
    return [
        show.line(show.country(summary.name), limit=80),
        Content(f"{summary.experience:,}"),
        Content(f"{summary.requests:,}"),
    ]
