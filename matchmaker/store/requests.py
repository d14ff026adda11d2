"""Requests in the store: one, some or all; adding and changing them under their version."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matchmaker.errors import Conflict, NotFound
from matchmaker.requests import Request, State
from matchmaker.store.rows import (
    REQUEST,
    received_digest,
    request_of,
    request_values,
)
from matchmaker.store.searching import condition, has_all, words_of
from matchmaker.store.sources import origin
from matchmaker.store.store import Store, in_parts, instant

CHUNK = 2000
SUMMARY = 300
"""How many characters of the text a summary holds."""

_HEAD = "seq, id, version, changed_at, changed_by, import_id, place"
_REQUEST = f"SELECT {_HEAD}, {', '.join(REQUEST)} FROM requests"


def _request(store: Store, row: tuple[Any, ...]) -> Request:
    _, record_id, version, changed_at, changed_by, run, place = row[:7]
    return request_of(record_id, row[7:], version, changed_at, changed_by, origin(store, run, place))


def request(store: Store, record_id: str) -> Request:
    """Raises NotFound."""
    found = store.row(f"{_REQUEST} WHERE id = ?", (record_id,))
    if found is None:
        raise NotFound(f"There is no request {record_id}.", "`matchmaker requests list` shows what is there.")
    return _request(store, found)


def list_requests(store: Store, states: Collection[State], text: str, limit: int | None, offset: int) -> list[Request]:
    """Requests with one of `states` (any, when empty) and every word of `text`, newest first."""
    words = words_of(text)
    like, patterns = condition(words, ("id", "text", "body", "coalesce(country, '')", "owner", "notes"))
    among = f"state IN ({', '.join('?' * len(states))})" if states else "1"
    values = [*(state.value for state in states), *patterns]
    found: list[Request] = []
    enough = None if limit is None else offset + limit
    before = 1 << 62
    while enough is None or len(found) < enough:
        count = CHUNK if enough is None or words else max(1, min(CHUNK, enough - len(found)))
        rows = store.rows(
            f"{_REQUEST} WHERE +set_aside = 0 AND seq < ? AND {among} AND {like} ORDER BY seq DESC LIMIT ?",
            [before, *values, count],
        )
        made = [_request(store, row) for row in rows]
        found += [r for r in made if has_all(words, r.id, r.text, r.body, r.country or "", r.owner, r.notes)]
        if len(rows) < count:
            break
        before = rows[-1][0]
    return found[offset:enough]


def all_requests(store: Store, states: Collection[State] = ()) -> Iterator[Request]:
    """Every request with one of `states`, oldest first, in pages."""
    among = f"state IN ({', '.join('?' * len(states))})" if states else "1"
    after = 0
    while rows := store.rows(
        f"{_REQUEST} WHERE +set_aside = 0 AND seq > ? AND {among} ORDER BY seq LIMIT ?",
        [after, *(state.value for state in states), CHUNK],
    ):
        yield from (_request(store, row) for row in rows)
        after = rows[-1][0]


def states(store: Store, ids: Collection[str]) -> dict[str, State]:
    """Where some requests stand."""
    found: dict[str, State] = {}
    for part in in_parts(ids):
        rows = store.rows(f"SELECT id, state FROM requests WHERE id IN ({', '.join('?' * len(part))})", part)
        found.update((row[0], State(row[1])) for row in rows)
    return found


def newest_change(store: Store) -> int:
    """The number of the last change of any request."""
    return int(store.value("SELECT coalesce(max(seq), 0) FROM request_changes"))


def changed_since(store: Store, seq: int) -> Iterator[Request]:
    """Requests that changed after a change with that number, each once."""
    after = 0
    while rows := store.rows(
        f"""{_REQUEST} WHERE +set_aside = 0 AND seq > ?
        AND id IN (SELECT request_id FROM request_changes WHERE seq > ?) ORDER BY seq LIMIT ?""",
        (after, seq, CHUNK),
    ):
        yield from (_request(store, row) for row in rows)
        after = rows[-1][0]


def newest_texts(store: Store, limit: int) -> list[tuple[str, str]]:
    """The references and texts of the requests entered last, oldest first."""
    sql = "SELECT id, text FROM requests WHERE +set_aside = 0 ORDER BY seq DESC LIMIT ?"
    return [(row[0], row[1]) for row in reversed(store.rows(sql, (limit,)))]


def texts(store: Store) -> Iterator[list[tuple[str, str]]]:
    """The references and texts of all requests, oldest first, some at a time."""
    after = 0
    sql = "SELECT id, text, seq FROM requests WHERE +set_aside = 0 AND seq > ? ORDER BY seq LIMIT ?"
    while rows := store.rows(sql, (after, CHUNK)):
        yield [(row[0], row[1]) for row in rows]
        after = rows[-1][2]


def how_many(store: Store) -> int:
    """How many requests there are."""
    return int(store.value("SELECT count(*) FROM requests WHERE set_aside = 0"))


def by_id(store: Store, ids: Sequence[str]) -> list[Request]:
    """Those of `ids` that exist, in the order given."""
    found: dict[str, Request] = {}
    for part in in_parts(ids):
        rows = store.rows(f"{_REQUEST} WHERE id IN ({', '.join('?' * len(part))})", part)
        found.update((row[1], _request(store, row)) for row in rows)
    return [found[record_id] for record_id in ids if record_id in found]


def ids_set_aside(store: Store) -> list[str]:
    """Sample requests that are hidden."""
    return [row[0] for row in store.rows("SELECT id FROM requests WHERE set_aside = 1")]


def with_words(store: Store, words: Sequence[str]) -> Iterator[Request]:
    """Requests that hold every one of the words (folded) in what can be read of them, oldest first."""
    after = 0
    while rows := store.rows(
        f"SELECT seq, {_READ} FROM requests WHERE +set_aside = 0 AND seq > ? ORDER BY seq LIMIT ?", (after, CHUNK)
    ):
        fitting = [row[0] for row in rows if has_all(words, row[1])]
        for part in in_parts(fitting):
            marks = ", ".join("?" * len(part))
            found = store.rows(f"{_REQUEST} WHERE seq IN ({marks}) ORDER BY seq", part)
            yield from (_request(store, row) for row in found)
        after = rows[-1][0]


_READ = "id || ' ' || text || ' ' || coalesce(country, '') || ' ' || body || ' ' || notes || ' ' || owner"


def summaries(store: Store, ids: Collection[str]) -> dict[str, str]:
    """The beginning of the text of some requests."""
    found: dict[str, str] = {}
    for part in in_parts(ids):
        marks = ", ".join("?" * len(part))
        found.update(store.rows(f"SELECT id, substr(text, 1, {SUMMARY}) FROM requests WHERE id IN ({marks})", part))
    return found


def add(store: Store, r: Request, at: datetime, who: str, run: int, *, place: str = "", reason: str = "") -> Request:
    """Insert a request and the first entry of its history; inside `store.write()`."""
    add_all(store, [(r, place)], at, who, run, reason=reason)
    return request(store, r.id)


def add_all(
    store: Store, given: Iterable[tuple[Request, str]], at: datetime, who: str, run: int, *, reason: str = ""
) -> None:
    """Insert requests, each with its place in the file, and the first entry of their histories."""
    columns = ("id", "digest", "changed_at", "changed_by", "source", "import_id", "place", *REQUEST)
    name = store.value("SELECT source FROM imports WHERE id = ?", (run,))
    when, named = instant(at), list(given)
    store.execute_many(
        f"INSERT INTO requests ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        ((r.id, received_digest(r), when, who, name, run, place, *request_values(r)) for r, place in named),
    )
    store.execute_many(_REMEMBER, ((r.id, 1, "received", reason, "{}", "{}", who, when) for r, _ in named))


def change(store: Store, r: Request, at: datetime, who: str, what: str = "changed", reason: str = "") -> Request:
    """Replace a request whose `version` is still the present one; inside `store.write()`. Raises Conflict, NotFound."""
    now = request(store, r.id)
    check_version(now, r.version)
    before = dict(zip(REQUEST, request_values(now), strict=True))
    after = dict(zip(REQUEST, request_values(r), strict=True))
    differing = [name for name in REQUEST if before[name] != after[name]]
    if not differing:
        return now
    assignments = ", ".join(f"{name} = :{name}" for name in differing)
    store.execute(
        f"""UPDATE requests SET {assignments}, digest = :digest, version = version + 1, changed_at = :at,
            changed_by = :who WHERE id = :id""",
        {
            **{name: after[name] for name in differing},
            "digest": received_digest(r),
            "at": instant(at),
            "who": who,
            "id": r.id,
        },
    )
    was, became = ({name: side[name] for name in differing} for side in (before, after))
    _remember(store, r.id, now.version + 1, what, reason, was, became, at, who)
    return request(store, r.id)


def check_version(now: Request, expected: int) -> None:
    """Raise Conflict unless `expected` is the present version."""
    if now.version != expected:
        when = now.changed_at.strftime("%Y-%m-%d %H:%M UTC") if now.changed_at else "since"
        raise Conflict(
            f"{now.id} was changed by {now.changed_by} at {when}, after you read it.",
            "Read it again and repeat your change; nothing was overwritten.",
        )


_REMEMBER = """INSERT INTO request_changes (request_id, version, what, reason, before, after, who, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


def _remember(
    store: Store, record_id: str, version: int, what: str, reason: str,
    before: dict[str, Any], after: dict[str, Any], at: datetime, who: str,
) -> None:  # fmt: skip
    store.execute(_REMEMBER, (record_id, version, what, reason, _json(before), _json(after), who, instant(at)))


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class RequestChange:
    """An entry of a request's history; `before` and `after` hold the columns that differ."""

    version: int
    what: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    who: str
    at: datetime


def changes(store: Store, record_id: str) -> list[RequestChange]:
    """The history of a request, oldest first."""
    rows = store.rows(
        "SELECT version, what, reason, before, after, who, at FROM request_changes WHERE request_id = ? ORDER BY seq",
        (record_id,),
    )
    return [
        RequestChange(v, what, reason, json.loads(b), json.loads(a), who, datetime.fromisoformat(at))
        for v, what, reason, b, a, who, at in rows
    ]


def values_of(r: Request, names: Iterable[str]) -> dict[str, Any]:
    """Some columns of a request, as they are stored."""
    columns = dict(zip(REQUEST, request_values(r), strict=True))
    return {name: columns[name] for name in names}


def with_values(r: Request, values: dict[str, Any]) -> Request:
    """A request with some stored columns replaced."""
    columns = dict(zip(REQUEST, request_values(r), strict=True)) | values
    at = instant(r.changed_at) if r.changed_at else "1970-01-01T00:00:00+00:00"
    return request_of(r.id, tuple(columns[name] for name in REQUEST), r.version, at, r.changed_by, r.source)


def next_reference(store: Store) -> str:
    """The next free "R-0001"; inside `store.write()`."""
    last = store.value("SELECT max(CAST(substr(id, 3) AS INTEGER)) FROM requests WHERE id GLOB 'R-[0-9]*'") or 0
    number = last + 1
    while store.value("SELECT 1 FROM requests WHERE id = ?", (f"R-{number:04d}",)):
        number += 1
    return f"R-{number:04d}"
