"""Request rows: requests made from the cells of one row, for import and for batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matchmaker import countries
from matchmaker.errors import AmbiguousName
from matchmaker.exchange.drafts import Record
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.places import is_country
from matchmaker.exchange.rows import Origin, Unusable
from matchmaker.exchange.seen import digest
from matchmaker.exchange.tables import Row
from matchmaker.exchange.values import (
    AmbiguousDate,
    DateOrder,
    date_of,
    id_of,
    is_damaged_id,
    is_empty_word,
    language_code,
    line_of,
    text_of,
)
from matchmaker.requests import CHANNELS, DELIVERIES, Request, State, Urgency
from matchmaker.taxonomy import types_in

_URGENT = frozenset(
    [
        "urgent",
        "urgente",
        "high",
        "immediate",
        "emergency",
        "critical",
        "alta",
        "haute",
        "yes",
        "si",
        "sim",
        "oui",
        "true",
        "1",
        "asap",
    ]
)


class RequestMaker:
    """Makes a request of a row. Columns that are no field of a request stay in the draft's `raw` cells."""

    def __init__(
        self, mapping: Mapping, header: Sequence[str], origin: Origin, order: DateOrder, default_country: str | None
    ) -> None:
        self.mapping, self.header, self.origin, self.order = mapping, tuple(header), origin, order
        self.default_country = default_country
        self.counts: Counter[str] = Counter()

    def _cell(self, cells: list[str], field: str) -> str:
        for index in self.mapping.columns.get(field, ()):
            if index < len(cells) and cells[index].strip():
                return cells[index]
        return self.mapping.constants.get(field, "")

    def given(self, row: Row) -> bool:
        return bool(self._cell(row.cells, "id"))

    def make(self, row: Row) -> list[tuple[str, Record]]:
        cells = row.cells
        text = text_of(self._cell(cells, "text")) or text_of(self._cell(cells, "title"))
        if not text:
            raise Unusable("text", "", "the request has no text", "Fill in the text column.")
        given = self._cell(cells, "id")
        if given and is_damaged_id(given):
            raise Unusable(
                "id",
                given,
                "the id was damaged by a spreadsheet, which rounded it",
                "Export with the id column as text.",
            )
        reference = id_of(given)[:200]
        urgency = self._cell(cells, "urgency").strip().casefold()
        record = Request(
            id=reference,
            text=text,
            country=self._country(cells, row.section if is_country(row.section) else self.default_country),
            language=language_code(self._cell(cells, "language")),
            types=self._types(cells),
            articles=self._articles(cells),
            received_on=self._date(cells, "received_on"),
            channel=self._one_of(self._cell(cells, "channel"), CHANNELS),
            body=line_of(self._cell(cells, "body"))[:500],
            contact=line_of(self._cell(cells, "contact"))[:500],
            urgency=Urgency.URGENT if urgency in _URGENT else Urgency.ROUTINE,
            due_on=self._date(cells, "due_on"),
            languages_of_work=self._several(cells, "languages_of_work"),
            delivery=self._one_of(self._cell(cells, "delivery"), DELIVERIES),
            confidential=self._cell(cells, "confidential").strip().casefold()
            in ("yes", "true", "1", "si", "sí", "oui", "sim", "x"),
            state=self._state(cells),
            owner=line_of(self._cell(cells, "owner"))[:200],
            next_action=line_of(self._cell(cells, "next_action"))[:500],
            next_action_on=self._date(cells, "next_action_on"),
            notes=text_of(self._cell(cells, "notes")),
            source=self.origin.at_place(row.place),
        )
        return [(reference or f"{digest(text):016x}", record)]

    def _country(self, cells: list[str], otherwise: str | None) -> str | None:
        cell = line_of(self._cell(cells, "country"))
        if is_empty_word(cell) and cell.casefold() != "na":
            return otherwise
        if cell.casefold() == "na" and cell != "NA":
            return otherwise
        try:
            return countries.resolve(cell).iso3 if cell != "NA" else "NAM"
        except AmbiguousName as error:
            raise Unusable("country", cell, error.message, error.way_out) from error

    def _types(self, cells: list[str]) -> tuple[str, ...]:
        cell = self._cell(cells, "types")
        if not cell:
            return ()
        known, unknown = types_in(cell)
        if unknown:
            self.counts["rows name a type of assistance that is none of the seven; it was left out"] += 1
        return known

    def _articles(self, cells: list[str]) -> tuple[int, ...]:
        import re

        numbers = (int(number) for number in re.findall(r"\d{1,3}", self._cell(cells, "articles")[:500]))
        return tuple(dict.fromkeys(number for number in numbers if 5 <= number <= 71))

    def _several(self, cells: list[str], field: str) -> tuple[str, ...]:
        parts = self._cell(cells, field).replace(",", ";").replace("|", ";").split(";")
        return tuple(dict.fromkeys(language_code(part) or part.strip() for part in parts if part.strip()))

    def _one_of(self, cell: str, known: tuple[str, ...]) -> str:
        name = " ".join(cell.casefold().replace("email", "e-mail").replace("onsite", "on-site").split())
        return name if name in known else line_of(cell)[:100]

    def _state(self, cells: list[str]) -> State:
        name = self._cell(cells, "state").strip().casefold().replace(" ", "_")
        return State(name) if name in set(State) else State.RECEIVED

    def _date(self, cells: list[str], field: str) -> date | None:
        cell = self._cell(cells, field).strip()
        if not cell or is_empty_word(cell):
            return None
        try:
            found = date_of(cell, self.order)
        except AmbiguousDate as error:
            reason = "day and month cannot be told apart, here or anywhere in the file"
            raise Unusable(field, cell, reason, "Write dates as 2026-04-03, or say day_first in a profile.") from error
        if found is None:
            raise Unusable(field, cell, "not a date between 1945 and 2090", "Write dates as 2026-04-03.")
        return found

    def content(self, record: Record) -> str:
        return repr(replace(record, source=None))

    def partner(self, record: Record) -> str:
        return ""

    def rekeyed(self, record: Record, key: str) -> Record:
        return record
