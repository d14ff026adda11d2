"""Lists and single records for people, shared by the commands of each noun."""

from collections.abc import Sequence
from typing import Any

from matchmaker.cli.output import fold, put, put_json
from matchmaker.errors import UsageError
from matchmaker.files import Source
from matchmaker.triage.history import Event


def put_fields(pairs: Sequence[tuple[str, Any]]) -> None:
    """Names and values, aligned; what is empty is left out."""
    given = [(name, _plain(value)) for name, value in pairs]
    given = [(name, value) for name, value in given if value]
    size = max((len(name) for name, _ in given), default=0)
    for name, value in given:
        lines = list(fold(value, " " * (size + 2)))
        put(f"{name:>{size}}  {lines[0].lstrip()}")
        for line in lines[1:]:
            put(line)


def put_source(source: Source | None) -> None:
    """Where a record came from, to the place in the file."""
    if source is not None:
        when = f"{source.at:%Y-%m-%d}" if source.at else ""
        told = ", ".join(part for part in (source.name, source.file, source.place, when) if part)
        put(f"source: {told}", weight="dim")


def put_events(events: Sequence[Event], *, as_json: bool) -> None:
    """What happened, oldest first; as JSON for programs."""
    if as_json:
        put_json([event_json(event) for event in events])
        return
    for event in events:
        put(f"{event.at:%Y-%m-%d %H:%M}  {event.who:12}  {event.what:12}  {event.detail}".rstrip())


def event_json(event: Event) -> dict[str, Any]:
    """One entry of `history --json`."""
    return {"at": event.at.isoformat(), "who": event.who, "what": event.what, "detail": event.detail}


def one_of(value: str, allowed: Sequence[str], what: str) -> str:
    """The value if it is allowed. Raises UsageError listing what is."""
    if value not in allowed:
        raise UsageError(f"{value!r} is not a {what}.", f"Use one of: {', '.join(allowed)}.")
    return value


def _plain(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple | list):
        return "; ".join(str(part) for part in value)
    return str(value)
