"""Filters: the words after `/` in the desk and `--filter` on the command line.

Words must all occur, in any order: `seized vehicles`. A field narrows: `country:KEN`, `state:screening,eligible`,
`verdict:none`, `owner:ana`, `type:capacity`, `urgent:yes`, `is:overdue`. Dates compare: `received:>7d` (longer ago than
seven days), `received:<2w`, `due:2026-12-01`. A minus in front turns any part round: `-state:on_hold`. Quotes keep
words together.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from matchmaker.errors import UsageError
from matchmaker.matches import Step, Verdict
from matchmaker.requests import Request, State, Urgency
from matchmaker.store.queue_rows import QueueRow
from matchmaker.store.searching import folded


class Seen(NamedTuple):
    """What a filter looks at. Fields that read texts need the whole request."""

    request: Request | QueueRow
    verdict: Verdict | None = None
    step: Step | None = None
    attention: str = ""

    @property
    def whole(self) -> Request:
        """The request with its texts."""
        if not isinstance(self.request, Request):
            raise TypeError("this filter needs the texts of the request")
        return self.request


Test = Callable[[Seen], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read: the fields it names and its tests, all of which must hold.

    `quick` are those tests that a row of the queue answers; `words` must all occur, without accents and case.
    """

    fields: frozenset[str]
    tests: tuple[Test, ...]
    quick: tuple[Test, ...] = ()
    words: tuple[str, ...] = ()

    def accepts(self, seen: Seen) -> bool:
        """Whether the request passes."""
        return all(test(seen) for test in self.tests)

    def accepts_texts(self, request: Request) -> bool:
        """Whether a request passes the tests that a row of the queue does not answer."""
        seen = Seen(request)
        return all(test(seen) for test in self.tests if test not in self.quick)

    def asks_for(self, *fields: str) -> bool:
        """Whether any of the fields is named."""
        return not self.fields.isdisjoint(fields)

    @property
    def reads_texts(self) -> bool:
        """Whether some test needs the whole request."""
        return len(self.quick) < len(self.tests)


def parse(text: str, today: date) -> Filter:
    """Read a filter. Raises UsageError naming the part that cannot be read and the way out."""
    try:
        parts = shlex.split(text.replace("'", "\\'"))
    except ValueError as error:
        raise UsageError("The filter has a quote that is not closed.", 'Close it: "seized vehicles".') from error
    fields: set[str] = set()
    tests: list[Test] = []
    quick: list[Test] = []
    words: list[str] = []
    for part in parts:
        turned = part.startswith("-") and len(part) > 1
        name, value = _split(part[1:] if turned else part)
        if name:
            fields.add(name)
            test = _FIELDS[name](value, today)
        else:
            test = _word(value)
            words += [] if turned else [folded(value)]
        test = _turned(test) if turned else test
        tests.append(test)
        if name and name not in _OF_TEXTS:
            quick.append(test)
    return Filter(frozenset(fields), tuple(tests), tuple(quick), tuple(words))


def _turned(test: Test) -> Test:
    return lambda seen: not test(seen)


def _split(part: str) -> tuple[str, str]:
    """The field a part names and its value; no field for a word. Raises UsageError for an unknown field."""
    name, colon, value = part.partition(":")
    name = name.lower()
    if colon and value and name in _FIELDS:
        return name, value
    if colon and name.isidentifier() and name not in _FIELDS and not value.startswith("//"):
        raise UsageError(f"There is no field {name!r} to filter by.", f"Fields: {', '.join(sorted(_FIELDS))}.")
    return "", part


def _word(text: str) -> Test:
    word = folded(text)
    return lambda seen: word in folded(_haystack(seen.whole))


def _haystack(request: Request) -> str:
    return " ".join((request.id, request.text, request.country or "", request.body, request.notes, request.owner))


def _texts(read: Callable[[Seen], str]) -> Callable[[str, date], Test]:
    """A field compared with any of several words; a beginning is enough, "none" means empty."""

    def of(value: str, _: date) -> Test:
        wanted = [folded(word) for word in value.split(",") if word]

        def test(seen: Seen) -> bool:
            found = folded(read(seen))
            return any((not found) if word == "none" and not found else found.startswith(word) for word in wanted)

        return test

    return of


def _contains(read: Callable[[Seen], str]) -> Callable[[str, date], Test]:
    def of(value: str, _: date) -> Test:
        wanted = [folded(word) for word in value.split(",") if word]
        return lambda seen: any(word in folded(read(seen)) for word in wanted)

    return of


_AGO = re.compile(r"(?P<way>[<>]=?)?(?P<count>\d{1,4})(?P<unit>[dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def _dates(read: Callable[[Request | QueueRow], date | None]) -> Callable[[str, date], Test]:
    def of(value: str, today: date) -> Test:
        ago = _AGO.fullmatch(value)
        if ago:
            edge = _before(today, int(ago["count"]) * _DAYS[ago["unit"]])
            # "more than seven days" is further back, that is an earlier date.
            way = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(ago["way"] or "", "=")
        else:
            way = re.match(r"[<>]=?|", value)[0] or "="  # type: ignore[index]
            try:
                edge = date.fromisoformat(value.lstrip("<>="))
            except ValueError as error:
                raise UsageError(f"{value!r} is not a date or an age.", "Write >7d, <2w or 2026-12-01.") from error
        return lambda seen: _compares(read(seen.request), way, edge)

    return of


def _before(today: date, days: int) -> date:
    """The date that many days ago; the first of all dates where the calendar does not go back so far."""
    return today - timedelta(days=days) if days < today.toordinal() else date.min


def _compares(found: date | None, way: str, edge: date) -> bool:
    if found is None:
        return False
    return {"<": found < edge, "<=": found <= edge, ">": found > edge, ">=": found >= edge, "=": found == edge}[way]


def _urgent(value: str, _: date) -> Test:
    wanted = folded(value) in ("yes", "y", "true", "1")
    return lambda seen: (seen.request.urgency is Urgency.URGENT) is wanted


def _states(value: str, _: date) -> Test:
    known = [state.value for state in State]
    wanted = [folded(word).replace(" ", "_") for word in value.split(",") if word]
    for word in wanted:
        if not any(state.startswith(word) for state in known):
            raise UsageError(f"There is no state {word!r}.", f"States: {', '.join(known)}.")
    return lambda seen: any(seen.request.state.value.startswith(word) for word in wanted)


def _articles(value: str, _: date) -> Test:
    wanted = set(value.split(","))
    return lambda seen: any(str(article) in wanted for article in seen.whole.articles)


_FIELDS: dict[str, Callable[[str, date], Test]] = {
    "id": _texts(lambda seen: seen.request.id),
    "country": _texts(lambda seen: seen.request.country or ""),
    "state": _states,
    "verdict": _texts(lambda seen: seen.verdict.value if seen.verdict else ""),
    "decision": _texts(lambda seen: seen.step.value if seen.step else ""),
    "owner": _texts(lambda seen: seen.request.owner),
    "channel": _texts(lambda seen: seen.whole.channel),
    "language": _texts(lambda seen: seen.whole.language or ""),
    "type": _contains(lambda seen: "; ".join(seen.request.types)),
    "article": _articles,
    "source": _texts(lambda seen: seen.whole.source.name if seen.whole.source else ""),
    "body": _contains(lambda seen: seen.whole.body),
    "text": _contains(lambda seen: seen.whole.text),
    "is": _contains(lambda seen: seen.attention),
    "urgent": _urgent,
    "received": _dates(lambda request: request.received_on),
    "due": _dates(lambda request: request.due_on),
    "next": _dates(lambda request: request.next_action_on),
}
_OF_TEXTS = frozenset({"channel", "language", "article", "source", "body", "text"})
"""Fields that a row of the queue does not have."""
FIELDS = tuple(_FIELDS)
"""The fields a filter may name."""
