"""Text for the screen. Everything from data passes `line` or `block`: escapes made visible, markup never read.

Styles name theme variables, never colours, so that every theme and `NO_COLOR` work.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.safetext import visible, visible_line

if TYPE_CHECKING:
    from matchmaker.matches import Verdict

QUIET = "$quiet"
STRONG = "bold"
ACCENT = "$primary"
WRONG = "bold $error"
FOUND = "underline $accent"
"""Words that counted: the same style on both sides, underlined so that it does not hang on colour."""

# Keyed by plain words, which the members of Verdict and Step equal: the first frame is painted without loading those.
VERDICT_MARKS = {"match": "●", "partial": "◐", "clarify": "?", "none": "○"}
VERDICT_WORDS = {"match": "match", "partial": "partial", "clarify": "clarify", "none": "nothing fits"}
VERDICT_STYLES = {"match": "$success", "partial": "$warning", "clarify": "$warning", "none": QUIET}
STEP_MARKS = {"shortlisted": "★", "proposed": "➤", "accepted": "✔", "declined": "✘", "pinned": "⚑", "excluded": "⊘"}
_NUMBERS = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LONGEST = 20_000
"""Characters of one text that are shown; more is cut with a sign."""


def line(text: object, style: str = "", limit: int | None = 2_000) -> Content:
    """Data on one line, safe to show."""
    return Content.styled(visible_line(text, limit), style)


def block(text: object, style: str = "", limit: int = LONGEST) -> Content:
    """Data over several lines, safe to show."""
    return Content.styled(visible(text, limit), style)


def join(*parts: Content | str, between: str = "") -> Content:
    """Parts one after the other, empty ones left out. Plain strings must be our own words."""
    return Content(between).join([Content(part) if isinstance(part, str) else part for part in parts if part])


def stack(parts: Iterable[Content | str]) -> Content:
    """Parts on lines of their own; an empty part is an empty line."""
    return Content("\n").join([Content(part) if isinstance(part, str) else part for part in parts])


def verdict(value: "Verdict | None", *, words: bool = True) -> Content:
    """The mark of a verdict, and the verdict in words."""
    if value is None:
        return Content.styled("·  waiting" if words else "·", QUIET)
    mark = VERDICT_MARKS[value]
    return Content.styled(f"{mark} {VERDICT_WORDS[value]}" if words else mark, VERDICT_STYLES[value])


def number(position: int) -> str:
    """① for 1, and so on."""
    return _NUMBERS[position] if 0 <= position < len(_NUMBERS) else f"({position})"


def bar(part: float, width: int, style: str = ACCENT) -> Content:
    """A thin bar of `part` (0 to 1) of `width` cells, in half cells; thin, so that bars below each other stay apart."""
    halves = round(max(0.0, min(1.0, part)) * width * 2)
    drawn = "━" * (halves // 2) + ("╸" if halves % 2 else "")
    return Content.styled(drawn, style).pad_right(width - len(drawn))


def day(when: date | datetime | None, today: date) -> str:
    """A date as people say it: today, yesterday, 9 days ago, in 3 days, 5 months ago."""
    if when is None:
        return "no date"
    days = (today - (when.date() if isinstance(when, datetime) else when)).days
    if days in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    size = abs(days)
    said = f"{size} days" if size < 60 else f"{size // 30} months" if size < 730 else f"{size // 365} years"
    return f"{said} ago" if days > 0 else f"in {said}"


def country(code: str | None) -> str:
    """The English name of a country, or the code or organisation as given."""
    if not code:
        return "country unknown"
    from matchmaker import countries

    known = countries.by_code(code)
    return known.name("en") if known is not None else code


def plural(count: int, noun: str) -> str:
    """ "1 need", "2 needs"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def shared_names(names: Iterable[str], limit: int = 3) -> str:
    """ "Kenya, Peru and 4 more"."""
    told = list(names)
    return ", ".join(told[:limit]) + (f" and {len(told) - limit} more" if len(told) > limit else "")
