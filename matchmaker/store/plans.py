"""What a refresh plan needs to know of the store, of its own staging, and of the runs before it."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, TypeVar

from matchmaker.store.rows import day
from matchmaker.store.sources import COUNTED, SourceState
from matchmaker.store.staging import TABLES, Staging
from matchmaker.store.store import Store

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run keeps of its file beside the counts: layout, date of the export, and how columns were read."""

    fingerprint: str = ""
    exported_on: date | None = None
    profile: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """An import run as stored."""

    run: int
    source: str
    file: str
    sha256: str
    format: str
    at: datetime
    who: str
    program: str
    notes: tuple[str, ...]
    exported_on: date | None
    undoes: int | None
    rows: int
    added: int
    changed: int
    unchanged: int
    revived: int
    duplicate: int
    rejected: int
    withdrawn: int
    held: int


_RUN = f"id, source, file, sha256, format, at, who, program, notes, exported_on, undoes, {', '.join(COUNTED)}"


def _run(row: tuple[Any, ...]) -> Run:
    at, notes, exported = datetime.fromisoformat(row[5]), tuple(json.loads(row[8])), day(row[9])
    return Run(row[0], row[1], row[2], row[3], row[4], at, row[6], row[7], notes, exported, *row[10:])


def runs(store: Store, source: str | None = None) -> list[Run]:
    """Catalogue runs, newest first."""
    narrowed = "AND source = ?" if source is not None else ""
    rows = store.rows(
        f"SELECT {_RUN} FROM imports WHERE kind = 'catalogue' {narrowed} ORDER BY id DESC",
        () if source is None else (source,),
    )
    return [_run(row) for row in rows]


def last_run(store: Store, source: str) -> Run | None:
    """The newest catalogue run of a source."""
    row = store.row(
        f"SELECT {_RUN} FROM imports WHERE kind = 'catalogue' AND source = ? ORDER BY id DESC LIMIT 1",
        (source,),
    )
    return None if row is None else _run(row)


@dataclass(frozen=True, slots=True)
class LiveRows:
    """The digests of the rows that the live records of a source came from.

    `known` are those of rows that give the same when they are read again.
    """

    digests: frozenset[int]
    known: frozenset[int]


def known_rows(store: Store, source: str, today: date) -> LiveRows | None:
    """The rows behind the live records of a source; None when all of its next file must be read.

    What a row becomes depends on the day it is read (what is over, what has begun), so rows with a date that has come
    since the file was last read whole are not known, and after `READ_WHOLE_AFTER` days every row is read.
    """
    whole = store.value(
        "SELECT max(at) FROM imports WHERE source = ? AND kind = 'catalogue' AND read_whole = 1 AND undoes IS NULL",
        (source,),
    )
    if whole is None or not 0 <= (today - datetime.fromisoformat(whole).date()).days <= READ_WHOLE_AFTER:
        return None
    since = datetime.fromisoformat(whole).date()
    span = {"first": f"{source}:", "last": f"{source};"}
    days = {
        "since": since.isoformat(), "today": today.isoformat(),
        "md1": since.isoformat()[4:], "md2": today.isoformat()[4:],
    }  # fmt: skip
    digests: set[int] = set()
    unknown: set[int] = set()
    for kind, dates in (("offering", ("valid_until", "last_confirmed")), ("experience", ("started", "ended"))):
        still = " AND ".join(f"({name} IS NULL OR {name} NOT BETWEEN :since AND :today)" for name in dates)
        years = " AND ".join(f"({name} IS NULL OR substr({name}, 5) NOT BETWEEN :md1 AND :md2)" for name in dates)
        if since != today:
            still += f" AND {years}" if since.year == today.year else " AND 0"
        # "+": the index by id finds the live records of a source in one go, that by withdrawn the others.
        rows = f"SELECT row_digest FROM {TABLES[kind]} WHERE row_digest IS NOT NULL AND"
        live = f"{rows} id >= :first AND id < :last AND +withdrawn = 0"
        gone = f"{rows} +id >= :first AND +id < :last AND withdrawn = 1"
        digests.update(chain.from_iterable(store.rows(live, span)))
        unknown.update(chain.from_iterable(store.rows(f"{live} AND NOT ({still})", span | days)))
        unknown.update(chain.from_iterable(store.rows(gone, span)))
    return LiveRows(frozenset(digests), frozenset(digests - unknown))


READ_WHOLE_AFTER = 31


def padded_ids(store: Store, source: str) -> list[str]:
    """Ids of the live records of a source that start with a zero, without the name of the source."""
    found = []
    for table in TABLES.values():
        rows = store.rows(
            f"SELECT substr(id, ?) FROM {table} WHERE id >= ? AND id < ? AND +withdrawn = 0",
            (len(source) + 2, f"{source}:0", f"{source}:1"),
        )
        found += [key for (key,) in rows]
    return found


def rejections_of(store: Store, run: int, make: Callable[..., Made]) -> tuple[Made, ...]:
    """The rejections kept of a run, each made by `make(row, field, value, reason, fix, place)`."""
    rows = store.rows(
        "SELECT row, field, value, reason, fix, place FROM rejections WHERE import_id = ? ORDER BY rowid", (run,)
    )
    return tuple(make(*row) for row in rows)


def source_with_layout(store: Store, fingerprint: str, *, but: str) -> str:
    """A source whose last file had this layout, or ""."""
    found = store.value(
        "SELECT name FROM sources WHERE fingerprint = ? AND name <> ? ORDER BY name", (fingerprint, but)
    )
    return str(found or "")


def remember_layout(store: Store, source: str, counts: RunCounts) -> None:
    """Keep the layout of the source's newest file and how it was read; inside `store.write()`."""
    store.execute(
        """UPDATE sources SET fingerprint = ?, profile = CASE ? WHEN '' THEN profile ELSE ? END,
            exported_on = coalesce(?, exported_on) WHERE name = ?""",
        (
            counts.fingerprint, counts.profile, counts.profile,
            counts.exported_on and counts.exported_on.isoformat(), source,
        ),
    )  # fmt: skip


def put_layout_back(store: Store, source: str, undone: int) -> None:
    """Say of the source's newest file what was known before run `undone`; inside `store.write()`.

    How its columns were read is forgotten, so that the next file is read whole.
    """
    store.execute(
        """UPDATE sources SET profile = '', (fingerprint, exported_on) = (SELECT coalesce(max(fingerprint), ''),
            max(exported_on) FROM (SELECT fingerprint, exported_on FROM imports WHERE source = ?1 AND id < ?2
            AND kind = 'catalogue' AND undoes IS NULL ORDER BY id DESC LIMIT 1)) WHERE name = ?1""",
        (source, undone),
    )


def live_after(stage: Staging, state: SourceState, withdraw: bool) -> tuple[int, int]:
    """Live offerings and experience of the source once the plan is applied."""
    after = []
    with stage.attached():
        for kind, table in TABLES.items():
            joining = stage.store.value(
                f"SELECT count(*) FROM stage.{table} WHERE withdrawn = 0 AND (target IS NULL OR outcome = 'revived')"
            )
            back = stage.store.value(
                f"""SELECT count(*) FROM stage.{table} s JOIN main.{table} o ON o.seq = s.target
                WHERE s.outcome = 'changed' AND s.withdrawn = 0 AND o.withdrawn = 1"""
            )
            going = stage.store.value(
                "SELECT count(DISTINCT target) FROM stage.leaving WHERE kind = ? AND (moved = 1 OR ?)",
                (kind, int(withdraw)),
            )
            after.append(getattr(state, table) + joining + back - going)
    return after[0], after[1]


def changes(stage: Staging, leaving: str, limit: int) -> "list[Change]":
    """What the plan does record by record, at most `limit` of each outcome; `leaving` is what becomes of those gone."""
    found: list[Change] = []
    with stage.attached():
        for kind, table in TABLES.items():
            for outcome in ("added", "changed", "revived"):
                found += _staged(stage.store, kind, table, outcome, limit)
            gone = stage.store.rows(
                "SELECT id, title, moved FROM stage.leaving WHERE kind = ? ORDER BY rowid LIMIT ?", (kind, limit)
            )
            found += [
                Change("withdrawn" if moved else leaving, kind, record_id, title) for record_id, title, moved in gone
            ]
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One record of a plan; `before` and `after` hold the columns that differ."""

    outcome: str
    kind: str
    id: str
    title: str
    place: str = ""
    before: tuple[tuple[str, Any], ...] = ()
    after: tuple[tuple[str, Any], ...] = ()


def _staged(store: Store, kind: str, table: str, outcome: str, limit: int) -> list[Change]:
    from matchmaker.store.rows import EXPERIENCE, OFFERING

    columns = OFFERING if kind == "offering" else EXPERIENCE
    new = ", ".join(f"s.{name}" for name in columns)
    old = ", ".join(f"o.{name}" for name in columns)
    rows = store.rows(
        f"""SELECT s.id, s.title, s.place, {new}, {old} FROM stage.{table} s
        LEFT JOIN main.{table} o ON o.seq = s.target WHERE s.outcome = ? ORDER BY s.number LIMIT ?""",
        (outcome, limit),
    )
    found = []
    for record_id, title, place, *values in rows:
        after, before = values[: len(columns)], values[len(columns) :]
        differing = [n for n in range(len(columns)) if after[n] != before[n]] if outcome != "added" else []
        found.append(
            Change(
                outcome, kind, record_id, title, place,
                tuple((columns[n], before[n]) for n in differing), tuple((columns[n], after[n]) for n in differing),
            )
        )  # fmt: skip
    return found
