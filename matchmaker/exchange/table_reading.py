"""Table reading: from rows of any table format to outcomes: find the header, map its columns, make the records."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from matchmaker.errors import FileRefused
from matchmaker.exchange import limits, profiles
from matchmaker.exchange.asking import doubts
from matchmaker.exchange.catalogue_rows import CatalogueMaker
from matchmaker.exchange.drafts import Known, Outcome, Reading
from matchmaker.exchange.mapping import EXPECTED, Mapping, recognise, usable
from matchmaker.exchange.request_rows import RequestMaker
from matchmaker.exchange.rows import Maker, Rows
from matchmaker.exchange.seen import digest
from matchmaker.exchange.standing_in import (
    donor_columns,
    filling_columns,
    is_giverless,
    is_sectioned,
    stand_ins,
    words_around,
)
from matchmaker.exchange.table import Table, TableRows
from matchmaker.exchange.table import Task as Task
from matchmaker.exchange.table_layout import data_rows
from matchmaker.exchange.tables import HEADER_WITHIN, SAMPLE, Broken, Row, header_at, is_blank
from matchmaker.exchange.titles import giver_named, titled
from matchmaker.exchange.typed_lists import untyped
from matchmaker.exchange.values import DateOrder, id_of, looks_like_date

_CODE = re.compile(r"[A-Z0-9_:.-]{1,12}")
SHOWN = 3
"""Rows kept to show a person what a column holds."""


class Unmapped(FileRefused):
    """No column was found that a record cannot be made without; a person may know which of `columns` it is."""

    def __init__(self, message: str, way_out: str, columns: tuple[str, ...], sample: Sequence[Sequence[str]]) -> None:
        super().__init__(message, way_out)
        self.columns, self.sample = columns, tuple(tuple(cells) for cells in sample[:SHOWN])


class NoTable(Unmapped):
    """The first rows of a file hold no header we know; `columns` are those of a first row that may be one, or none."""


def read_table(
    reading: Reading,
    task: Task,
    open_rows: Callable[[], TableRows],
    *,
    loose: bool = False,
    typed: bool = False,
    header: Sequence[str] = (),
    fixed: Mapping | None = None,
) -> Reading:
    """Complete `reading` with the table that `open_rows` gives, row by row from the first.

    In a `typed` table the format tells errors of a spreadsheet from texts. In a `loose` one (a sheet) rows need not be
    as wide as the header, and some are layout: headings, repeated headers.
    Where `header` is given the rows start below it; a `fixed` mapping is taken as it is, under the profile only.
    Raises FileRefused when no header is found or it lacks what is needed.
    """
    rows = open_rows()
    head = list(islice(rows, HEADER_WITHIN + SAMPLE))
    table = given_table(task, head, tuple(header), fixed) if header else found_table(task, head)
    table.loose = loose
    reading.columns = table.header
    reading.recognised = table.mapping.recognised
    reading.profile = profiles.written(table.mapping, table.header)
    table.fills, table.donors = filling_columns(table), donor_columns(table)
    if table.header_index > 0:
        above = [row.cells for row in head[: table.header_index] if isinstance(row, Row)]
        table.titled = titled(above)
        table.giver = giver_named(above, bare=not is_sectioned(table)) if is_giverless(table) else ""
    reading.fingerprint = f"{reading.format}:{digest(chr(31).join(name.casefold() for name in table.header)):016x}"
    opened: list[TableRows] = [chain(head, rows)]

    def outcomes(of: Reading) -> Iterator[Outcome]:
        source = opened.pop() if opened else open_rows()
        maker = maker_for(table)
        known, around = of.known, words_around(table, maker)
        if around or table.giver or table.fills or (table.titled and is_sectioned(table)):
            of.known = frozenset()  # A line that was read before may mean something else here.
        used = {index for indexes in table.mapping.columns.values() for index in indexes}
        yield from Rows(table.header, maker, known, used or None, typed=typed, around=around).outcomes(
            data_rows(source, table, of)
        )
        _report(of, maker)

    reading.outcomes = outcomes
    if fixed is None and not _is_own(table.header):
        reading.doubts = doubts(reading.recognised) if task.kind == "catalogue" else ()
        reading.sample = tuple(tuple(cells) for cells in table.sample[:SHOWN])
        _name_what_is_left(reading, table)
    return reading


def found_table(task: Task, head: list[Row | Broken | Known]) -> Table:
    """The table that starts in the first rows of a file."""
    rows = [row for row in head if isinstance(row, Row)]
    fixed = task.profile.settings.get("header_row")
    if rows and _is_own(_named(rows[0].cells)):
        header = _named(rows[0].cells)
        return Table(task, header, head.index(rows[0]), Mapping(), [], len(header))
    if isinstance(fixed, int) and not isinstance(fixed, bool):
        at = next((index for index, row in enumerate(rows) if row.number == fixed), None)
    else:
        at = header_at([row.cells for row in rows], task.kind)
        if at is None and task.profile.columns:
            wanted = {name.strip().casefold() for names in task.profile.columns.values() for name in names}
            at = next(
                (n for n, row in enumerate(rows[:HEADER_WITHIN]) if wanted & {c.strip().casefold() for c in row.cells}),
                None,
            )
    if at is None:
        columns = _possible_header([row.cells for row in rows])
        named = f": too few of the columns are known ({', '.join(columns)[:200]})" if columns else ""
        raise NoTable(
            f"{task.path.name}: no header row was found{named}",
            f"The first rows should name columns such as {EXPECTED[task.kind]}; or give a profile (--map).",
            columns,
            [row.cells for row in rows[1:]],
        )
    return _mapped(task, _named(rows[at].cells), [row.cells for row in rows[at + 1 :]], head.index(rows[at]), None)


def _possible_header(rows: list[list[str]]) -> tuple[str, ...]:
    """The first row, where it and those below look like a table: words in each of its cells, as many cells in each."""
    first = rows[0] if rows else []
    like = len(rows) > 2 and len(first) > 1 and all(len(row) == len(first) for row in rows[:20])
    return _named(first) if like and all(any(c.isalpha() for c in cell[:80]) for cell in first) else ()


def given_table(task: Task, head: list[Row | Broken | Known], header: tuple[str, ...], fixed: Mapping | None) -> Table:
    """The table of a format that says by itself what its columns are called."""
    return _mapped(task, header, [row.cells for row in head if isinstance(row, Row)], -1, fixed)


def _mapped(
    task: Task, header: tuple[str, ...], rows: list[list[str]], header_index: int, fixed: Mapping | None
) -> Table:
    if len(header) > limits.COLUMNS:
        raise limits.refused(task.path, f"the table has {len(header):,} columns; the limit is {limits.COLUMNS}")
    sample = [cells for cells in rows if not is_blank(cells)]
    header = _codes_apart(header, sample)
    mapping = profiles.applied(task.profile, fixed or recognise(header, sample, task.kind), header, task.path)
    _refuse_duplicates(task.path, header, mapping)
    if not usable(mapping, task.kind):
        found = ", ".join(name for name in header if name)[:200]
        raise Unmapped(
            f"{task.path.name}: the columns needed are missing; found {found}",
            f"Expected columns such as {EXPECTED[task.kind]}; or give a profile that names them (--map).",
            header,
            sample,
        )
    return Table(task, header, header_index, mapping, sample, len(header))


def _codes_apart(header: tuple[str, ...], sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The header with "code" behind a name that another column has in other letters ("DONOR", "Donor"), where this one
    holds codes and the other does not."""
    folded = [name.casefold() for name in header]
    twice = [index for index, name in enumerate(folded) if folded.count(name) == 2]
    codes = [index for index in twice if _holds_codes(sample, index)]
    named = list(header)
    for index in codes:
        other = next(at for at in twice if at != index and folded[at] == folded[index])
        if header[other] != header[index] and other not in codes:
            named[index] = f"{header[index]} code"
    return tuple(named)


def _holds_codes(sample: Sequence[Sequence[str]], index: int) -> bool:
    cells = [cells[index] for cells in sample if index < len(cells) and cells[index]]
    return bool(cells) and all(_CODE.fullmatch(cell) for cell in cells)


def _is_own(header: Sequence[str]) -> bool:
    """Whether a table is one of our own exports, which is read as it was written."""
    return bool(header) and header[0].startswith("matchmaker") and _own_header(header)


def _own_header(header: Sequence[str]) -> bool:
    from matchmaker.exchange.own_exports import is_own_header

    return is_own_header(header)


def _named(cells: list[str]) -> tuple[str, ...]:
    """Header cells as names: one line each, trailing blanks dropped, blanks within numbered."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(name or f"column {index}" for index, name in enumerate(names, 1))


def _refuse_duplicates(path: Path, header: tuple[str, ...], mapping: Mapping) -> None:
    """Two columns of one name are refused where the name is one we use: nobody can tell which is meant."""
    used = {header[index].casefold() for indexes in mapping.columns.values() for index in indexes}
    names = [name.casefold() for name in header]
    for name in used:
        if names.count(name) > 1:
            raise limits.refused(path, f"two columns are called {name!r}", "Rename or delete one of them.")


def maker_for(table: Table) -> Maker:
    """What makes records of the rows of a table."""
    task, mapping = table.task, table.mapping
    if _is_own(table.header):
        from matchmaker.exchange.own_exports import OwnMaker

        return OwnMaker(table.header, task.origin, task.kind)
    order = DateOrder(bool(mapping.settings["day_first"]) if "day_first" in mapping.settings else None)
    dates = ("received_on", "due_on", "next_action_on") if task.kind == "requests" else ("started", "ended", "dates")
    for name in dates:
        for index in mapping.columns.get(name, ()):
            order.learn(untyped([cells[index] for cells in table.sample if index < len(cells)]))
    for index in range(len(table.header)):
        order.learn([cells[index] for cells in table.sample if index < len(cells) and len(cells[index]) <= 25])
    order.learn_language(table.header[index] for name in dates for index in mapping.columns.get(name, ()))
    if task.kind == "requests":
        return RequestMaker(mapping, table.header, task.origin, order, task.default_country)
    by_period = _has_row_per_period(table)
    maker = CatalogueMaker(mapping, table.header, task.origin, order, stand_ins(table), by_period=by_period)
    maker.ids_are_dates = _ids_are_dates(table)
    return maker


def _ids_are_dates(table: Table) -> bool:
    """Whether dates are how this file tells its records apart: most of its ids are some."""
    index = table.mapping.first("id")
    ids = [] if index is None else [cells[index] for cells in table.sample if index < len(cells) and cells[index]]
    return 2 * sum(map(looks_like_date, ids)) > len(ids)


def _has_row_per_period(table: Table) -> bool:
    """Whether ids stand again and again with the same title and another date: one row for each year of a project."""
    found = table.mapping
    identity, title, dates = found.first("id"), found.first("title"), found.columns.get("started", ())
    if identity is None or title is None or not dates:
        return False
    titles: dict[str, set[str]] = {}
    periods: dict[str, set[str]] = {}
    for cells in table.sample:
        if max(identity, title, *dates) < len(cells) and cells[identity].strip():
            key = id_of(cells[identity])
            titles.setdefault(key, set()).add(cells[title].strip().casefold())
            periods.setdefault(key, set()).add("|".join(cells[index] for index in dates))
    again = [key for key, seen in periods.items() if len(seen) > 1]
    return len(again) >= 3 and all(len(titles[key]) == 1 for key in again)


def _report(reading: Reading, maker: Maker) -> None:
    """Say what was done to many rows."""
    for what, rows in maker.counts.items():
        if rows:
            reading.note(f"{rows:,} {what}.")
    if isinstance(maker, CatalogueMaker | RequestMaker) and maker.order.by_language:
        reading.note("Dates are read with the day first, as in the language of their headings.")
    if isinstance(maker, CatalogueMaker):
        reading.shared_texts = maker.describing.shared.texts()
        reading.exported_at = reading.exported_at or maker.latest
        for text in sorted(reading.shared_texts)[:5]:
            reading.note(
                f"Many rows share one description, which is kept from matching: {' '.join(text.split())[:80]!r}."
            )


def _name_what_is_left(reading: Reading, table: Table) -> None:
    used = {index for indexes in table.mapping.columns.values() for index in indexes}
    left = [name for index, name in enumerate(table.header) if index not in used]
    taken = ", ".join(f"{found.column!r} as {found.field}" for found in reading.recognised)
    reading.note(f"Columns taken: {taken[:1_500]}.")
    if left:
        reading.note(f"Columns kept with the row but not used: {', '.join(left)[:600]}.")
