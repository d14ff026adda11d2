"""Offerings and experience in the store: reading them, one, some or all."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from matchmaker.experience import Activity, Experience
from matchmaker.offerings import Offering
from matchmaker.store.rows import EXPERIENCE, OFFERING, experience_of, offering_of
from matchmaker.store.searching import condition, has_all, words_of
from matchmaker.store.sources import origin
from matchmaker.store.store import Store, in_parts

CHUNK = 2000
_HEAD = "seq, id, withdrawn, placeholder, import_id, place"
_OFFERING = f"SELECT {_HEAD}, {', '.join(OFFERING)} FROM offerings"
_EXPERIENCE = f"SELECT {_HEAD}, {', '.join(EXPERIENCE)} FROM experience"
_ACTIVITIES = """SELECT l.experience_seq, a.id, a.text, l.kind
    FROM experience_activities l JOIN activities a ON a.seq = l.activity_seq
    WHERE l.experience_seq {which} ORDER BY l.experience_seq, l.position"""

Record = TypeVar("Record", Offering, Experience)
Narrowed = tuple[str, list[Any]]


def _offering(store: Store, row: tuple[Any, ...], *, whence: bool = True) -> Offering:
    _, record_id, withdrawn, placeholder, run, place = row[:6]
    return offering_of(
        record_id,
        row[6:],
        origin(store, run, place) if whence else None,
        withdrawn=bool(withdrawn),
        placeholder=bool(placeholder),
    )


def _experiences(store: Store, rows: list[tuple[Any, ...]], *, whence: bool = True) -> list[Experience]:
    """Records of experience rows, with their activities fetched together."""
    linked: dict[int, list[Activity]] = {row[0]: [] for row in rows}
    numbers = sorted(linked)
    dense = bool(numbers) and numbers[-1] - numbers[0] < 4 * len(numbers)
    for part in [numbers] if dense else in_parts(numbers):
        which = "BETWEEN ? AND ?" if dense else f"IN ({', '.join('?' * len(part))})"
        wanted = (part[0], part[-1]) if dense else part
        for number, activity, text, kind in store.rows(_ACTIVITIES.format(which=which), wanted):
            if number in linked:
                linked[number].append(Activity(activity, text, kind))
    return [
        experience_of(
            row[1],
            row[6:],
            tuple(linked[row[0]]),
            origin(store, row[4], row[5]) if whence else None,
            withdrawn=bool(row[2]),
            placeholder=bool(row[3]),
        )
        for row in rows
    ]


def offering(store: Store, record_id: str) -> Offering | None:
    found = store.row(f"{_OFFERING} WHERE id = ?", (record_id,))
    return None if found is None else _offering(store, found)


def offerings_by_id(store: Store, ids: Sequence[str]) -> list[Offering]:
    """Those of `ids` that exist, in the order given."""
    found = {row[1]: _offering(store, row) for row in _by_id(store, _OFFERING, ids)}
    return [found[record_id] for record_id in ids if record_id in found]


def experiences(store: Store, ids: Sequence[str]) -> list[Experience]:
    """Those of `ids` that exist, in the order given."""
    found = {record.id: record for record in _experiences(store, _by_id(store, _EXPERIENCE, ids))}
    return [found[record_id] for record_id in ids if record_id in found]


def _by_id(store: Store, select: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for part in in_parts(ids):
        rows += store.rows(f"{select} WHERE id IN ({', '.join('?' * len(part))})", part)
    return rows


def narrowed(*, source: str = "", withdrawn: bool | None = False, **equal: str) -> Narrowed:
    """A condition on the columns that narrow a list."""
    parts: list[str] = ["1"]
    values: list[Any] = []
    if withdrawn is not None:
        # Without a provider or partner the index would fetch most of the table, and out of order; "+" keeps off it.
        parts.append("withdrawn = ?" if any(equal.values()) and not source else "+withdrawn = ?")
        values.append(int(withdrawn))
    if source:
        # An id starts with its source, so a range of ids is the source's records, in index order.
        parts.append("id >= ? AND id < ?")
        values += [f"{source}:", f"{source};"]
    for column, value in equal.items():
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    return " AND ".join(parts), values


def list_offerings(store: Store, where: Narrowed, text: str, limit: int | None, offset: int) -> Iterator[Offering]:
    """Offerings that `where` holds for and that have every word of `text`, in the order they came."""
    words = words_of(text)
    like, patterns = condition(words, ("title", "text", "institution", "provider", "id"))
    return _listed(
        lambda after, count: [
            (row[0], _offering(store, row))
            for row in store.rows(
                f"{_OFFERING} WHERE seq > ? AND {where[0]} AND {like} ORDER BY seq LIMIT ?",
                [after, *where[1], *patterns, count],
            )
        ],
        lambda o: has_all(words, o.title, o.text, o.institution, o.provider, o.id),
        limit,
        offset,
        bool(words),
    )


def list_experience(store: Store, where: Narrowed, text: str, limit: int | None, offset: int) -> Iterator[Experience]:
    """Experience that `where` holds for and that has every word of `text` in title, activities or names."""
    words = words_of(text)
    own, patterns = condition(words, ("title", "institution", "provider", "partner", "id"))
    of_activity, more = condition(words, ("a.text",))
    like = own
    if words:
        # The words may be spread over the record and its activities; the check below reads both together.
        each = [
            f"(({one}) OR seq IN (SELECT l.experience_seq FROM experience_activities l JOIN activities a "
            f"ON a.seq = l.activity_seq WHERE {two}))"
            for one, two in zip(own.split(" AND "), of_activity.split(" AND "), strict=True)
        ]
        like = " AND ".join(each)
        patterns = [pattern for pair in zip(patterns, more, strict=True) for pattern in pair]

    def page(after: int, count: int) -> list[tuple[int, Experience]]:
        rows = store.rows(
            f"{_EXPERIENCE} WHERE seq > ? AND {where[0]} AND {like} ORDER BY seq LIMIT ?",
            [after, *where[1], *patterns, count],
        )
        return list(zip((row[0] for row in rows), _experiences(store, rows), strict=True))

    def wanted(e: Experience) -> bool:
        return has_all(words, e.title, e.institution, e.provider, e.partner, e.id, *(a.text for a in e.activities))

    return _listed(page, wanted, limit, offset, bool(words))


def _listed(
    page: Callable[[int, int], list[tuple[int, Record]]],
    wanted: Callable[[Record], bool],
    limit: int | None,
    offset: int,
    searching: bool,
) -> Iterator[Record]:
    """Wanted records, page after page of the store, until there are enough."""
    enough = None if limit is None else offset + limit
    after = found = 0
    while enough is None or found < enough:
        count = CHUNK if enough is None or searching else max(1, min(CHUNK, enough - found))
        rows = page(after, count)
        for _, record in rows:
            if wanted(record):
                found += 1
                if found > offset and (enough is None or found <= enough):
                    yield record
        if len(rows) < count:
            break
        after = rows[-1][0]


def live_offerings(store: Store, *, whence: bool = True) -> Iterator[Offering]:
    """Every live offering, read in pages so that no reader holds up a writer; without its source unless `whence`."""
    for rows in _pages(store, _OFFERING):
        yield from (_offering(store, row, whence=whence) for row in rows)


def live_experience(store: Store, *, whence: bool = True) -> Iterator[Experience]:
    """Every live experience record, read in pages; without its source unless `whence`."""
    for rows in _pages(store, _EXPERIENCE):
        yield from _experiences(store, rows, whence=whence)


def pair_records(store: Store, provider: str, partner: str, activities: Sequence[str]) -> list[Experience]:
    """The live records of a pair that hold one of these activities; a pair may have thousands of others."""
    marks = ", ".join("?" * len(activities))
    rows = store.rows(
        f"""SELECT DISTINCT {", ".join(f"e.{name}" for name in (*_HEAD.split(", "), *EXPERIENCE))}
        FROM activities a JOIN experience_activities l ON l.activity_seq = a.seq
        JOIN experience e ON e.seq = l.experience_seq
        WHERE a.id IN ({marks}) AND e.provider = ? AND e.partner = ? AND e.withdrawn = 0 ORDER BY e.seq""",
        [*activities, provider, partner],
    )
    return _experiences(store, rows)


def _pages(store: Store, select: str) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while rows := store.rows(f"{select} WHERE seq > ? AND +withdrawn = 0 ORDER BY seq LIMIT ?", (after, CHUNK)):
        yield rows
        after = rows[-1][0]
