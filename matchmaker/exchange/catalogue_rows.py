"""Catalogue rows: offerings and experience made from the cells of one row."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matchmaker import countries
from matchmaker.exchange.assigning import OFFERING, assigned, status_of
from matchmaker.exchange.cells import Cells, organisations_listed, providers_of
from matchmaker.exchange.dating import When
from matchmaker.exchange.describing import Describing
from matchmaker.exchange.drafts import Record, activity
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.organisations import provider_of, several
from matchmaker.exchange.partners import Partners, StandIns, check_partner
from matchmaker.exchange.places import is_country, places_of
from matchmaker.exchange.rows import Origin, Unusable
from matchmaker.exchange.seen import digest
from matchmaker.exchange.tables import Row
from matchmaker.exchange.values import (
    AmbiguousDate,
    DateOrder,
    date_of,
    id_of,
    is_damaged_id,
    language_code,
    line_of,
    looks_like_date,
    text_of,
)
from matchmaker.experience import Experience
from matchmaker.offerings import Offering, Outreach
from matchmaker.taxonomy import other_type_in, types_in

_ONE_PLACE_PER_ROW = re.compile(
    r"\b(?:latitude|longitude|geoname|geonameid|adm ?[12]|location|place name|precision code)\b", re.IGNORECASE
)
_MIXED_ALPHABETS = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s;|\"'<>]{3,500}")
_LIST = re.compile(r"\s*[;|\n]\s*")


@dataclass(slots=True)
class _Told:
    """What a row says, read: the parts offerings and experience have in common."""

    key: str
    title: str
    text: str
    provider: str
    institution: str
    partners: tuple[str, ...]
    status: str
    started: date | None
    ended: date | None


class CatalogueMaker:
    """Makes an offering or experience of a row. `counts` says, at the end, what was done to how many rows."""

    def __init__(
        self,
        mapping: Mapping,
        header: Sequence[str],
        origin: Origin,
        order: DateOrder,
        stand_ins: StandIns,
        *,
        by_period: bool = False,
    ) -> None:
        self.mapping, self.header, self.origin, self.order = mapping, tuple(header), origin, order
        self.stand_ins = stand_ins
        self.counts: Counter[str] = Counter()
        self.latest: date | None = None
        self.ids_are_dates = False
        self._cells = Cells(mapping)
        self._when = When(self._cells, self.header, order, self.counts)
        self._partners = Partners(self._cells, self.counts, stand_ins)
        self.describing = Describing(self._cells, self.counts)
        per = mapping.settings.get("one_row_per", "")
        marks = sum(1 for name in header if _ONE_PLACE_PER_ROW.search(name[:200].replace("_", " ")))
        self._by_period = by_period or per == "period"
        self._by_location = per == "location" or (not per and marks >= 2 and "id" in mapping.columns)

    def make(self, row: Row) -> list[tuple[str, Record]]:
        """The record of a row; for experience with several partners one for each."""
        cells = row.cells
        key = self._key(cells)
        self._note_update(cells)
        title, text = self.describing.texts(cells)
        partners, unknown = self._partners.of(row)
        provider, institution = self._providers(row, partners)
        started, ended = self._when.began_and_ended(cells)
        status = line_of(self._cells.first(cells, "status"))[:80]
        if status and not status_of(status):
            self.counts["rows have a status that is not known; it is kept as it stands"] += 1
        kind = assigned(
            kind=self._cells.first(cells, "kind").strip().casefold(),
            status=status,
            started=started,
            ended=ended,
            has_partner=bool(partners or unknown),
            today=self.origin.today,
            rules=self.mapping.assign,
        )
        check_partner(kind, partners, unknown)
        if not key:
            key = f"{digest('|'.join((title, provider, *partners, str(started), institution))):016x}"
            self.counts["rows have no id; one was made from title, provider, partner and start"] += 1
        told = _Told(key, title, text, provider, institution, partners, status, started, ended)
        if kind == OFFERING:
            return [(key, self._offering(row, told))]
        return self._experience(row, told)

    # -- parts --------------------------------------------------------------------------------------------------------

    def given(self, row: Row) -> bool:
        """Whether the row has an id of its own."""
        return bool(self._cells.first(row.cells, "id"))

    def _key(self, cells: list[str]) -> str:
        cell = self._cells.first(cells, "id")
        if not cell:
            if needed := self.mapping.settings.get("id_needed"):
                raise Unusable(
                    "id", "", f"the {needed} is missing", "Every record of this format has one; ask the sender."
                )
            return ""
        if is_damaged_id(cell):
            reason = "the id was damaged by a spreadsheet, which rounded it"
            raise Unusable("id", cell, reason, "Export again with the id column as text.")
        if not self.ids_are_dates and looks_like_date(cell):
            reason = "the id is a date; a spreadsheet may have made it of an id such as 3-12"
            raise Unusable("id", cell, reason, "Export again with the id column as text.")
        key = id_of(cell)
        if not key.isascii() and _MIXED_ALPHABETS.search(key) and _LATIN.search(key):
            self.counts[
                "ids mix Latin letters with those of another alphabet that look alike; they are kept apart"
            ] += 1
        if len(key) > 200:
            raise Unusable("id", cell, "the id is longer than 200 characters", "Check which column holds the id.")
        return key

    def _providers(self, row: Row, partners: tuple[str, ...]) -> tuple[str, str]:
        cells, first = row.cells, self._cells.first
        doing = tuple(cell for _, cell in self._cells.every(cells, "institution")[:3])
        reporting = first(cells, "reporting")
        giving = first(cells, "provider")
        if self._cells.has("roles"):
            listed, more = organisations_listed(self._cells, cells, self.counts)
            giving, doing = giving or listed, doing + more
        provider, institution = providers_of(
            giving,
            first(cells, "provider_code"),
            first(cells, "provider_type"),
            first(cells, "provider_ref"),
            doing,
            reporting,
            partners,
        )
        if provider:
            return provider, institution
        if row.giver:
            return providers_of(row.giver, "", "", "", doing, reporting, partners)
        stand_ins = self.stand_ins
        if reporting:
            return provider_of(reporting), institution
        if stand_ins.provider:
            self.counts[f"rows name no provider; {stand_ins.provider} stands in ({stand_ins.provider_from})"] += 1
            return stand_ins.provider, institution
        if doing:
            self.counts["rows name no donor; the organisation stands in as provider"] += 1
            return provider_of(several(doing[0])[0]) if several(doing[0]) else line_of(doing[0]), institution
        way_out = 'Give a profile (--map) with [constants] provider = "...".'
        raise Unusable("provider", "", "no donor and no organisation is named", way_out)

    def _note_update(self, cells: list[str]) -> None:
        """Keep the latest day on which a row says it was changed: an export is at least as young."""
        for _, cell in self._cells.every(cells, "updated"):
            with suppress(AmbiguousDate):
                found = date_of(cell, self.order)
                if found is not None and (self.latest is None or found > self.latest) and found <= self.origin.today:
                    self.latest = found

    # -- records ------------------------------------------------------------------------------------------------------

    def _common(self, row: Row, told: _Told) -> dict[str, Any]:
        """Fields that offerings and experience share."""
        cells, first = row.cells, self._cells.first
        fields: dict[str, Any] = {"title": told.title, "provider": told.provider, "institution": told.institution}
        fields["source"] = self.origin.at_place(row.place)
        if types := first(cells, "types"):
            fields["types"] = types_in(types)[0]
        if language := first(cells, "language"):
            fields["language"] = language_code(language)
        if (link := first(cells, "link")) and (hit := _LINK.search(link[:5_000])):
            fields["link"] = hit[0]
        if articles := first(cells, "articles"):
            fields["articles"] = tuple(
                dict.fromkeys(int(n) for n in re.findall(r"\d{1,3}", articles[:500]) if 5 <= int(n) <= 71)
            )
        if topics := first(cells, "topics"):
            fields["topics"] = tuple(dict.fromkeys(part for part in _LIST.split(line_of(topics)) if part))[:50]
        return fields

    def _offering(self, row: Row, told: _Told) -> Offering:
        cells, first, today = row.cells, self._cells.first, self.origin.today
        until = self._when.day(cells, "valid_until") or told.ended
        if until is None and told.started is not None and told.started < today:
            until = told.started
        if until is not None and until < today:
            self.counts["offerings were planned for a time that is past; they are valid until then"] += 1
        outreach = places_of(first(cells, "outreach"))[0] or told.partners
        types, capacity = first(cells, "types"), first(cells, "capacity")
        if capacity and not re.fullmatch(r"\d{1,9}(?:\.0)?", capacity.strip()):
            raise Unusable("capacity", capacity, "the capacity is not a whole number", "Write how many, such as 12.")
        return Offering(
            id=self.origin.id_of(told.key),
            text=told.text,
            other_type=other_type_in(types) if types else "",
            outreach=Outreach(
                tuple(place for place in outreach if not is_country(place) and place != countries.GLOBAL),
                tuple(place for place in outreach if is_country(place)),
            ),
            countries=tuple(place for place in places_of(first(cells, "countries"))[0] if is_country(place)),
            contact=line_of(first(cells, "contact"))[:500],
            languages_of_work=_languages(first(cells, "languages_of_work")),
            capacity=int(float(capacity)) if capacity else None,
            conditions=text_of(first(cells, "conditions")),
            valid_until=until,
            last_confirmed=self._when.day(cells, "last_confirmed"),
            **self._common(row, told),
        )

    def _experience(self, row: Row, told: _Told) -> list[tuple[str, Record]]:
        common = self._common(row, told)
        done = tuple(activity(text) for text in self.describing.activities(row.cells)) or (
            activity(told.text, "project"),
        )
        found: list[tuple[str, Record]] = []
        for number, partner in enumerate(told.partners):
            key = told.key if number == 0 else f"{told.key}|{partner}"
            record = Experience(
                id=self.origin.id_of(key),
                partner=partner,
                activities=done,
                status=told.status,
                started=told.started,
                ended=told.ended,
                **common,
            )
            found.append((key, record))
        return found

    # -- identity -----------------------------------------------------------------------------------------------------

    def content(self, record: Record) -> str:
        """Everything but id, source and partner.

        In a table with a row per year, without the dates; with a row per place, only what names the project.
        """
        if self._by_location and isinstance(record, Experience):
            return f"{record.title.casefold()}|{record.provider}"
        if isinstance(record, Experience):
            when = () if self._by_period else (record.status, record.started, record.ended)
            parts: tuple[object, ...] = (*when, *(done.id for done in record.activities))
        elif isinstance(record, Offering):
            parts = (record.text, record.types, record.outreach, record.countries, record.contact, record.conditions)
        else:
            return repr(record)
        return f"{record.title}\x1f{record.provider}\x1f{record.institution}\x1f{parts}"

    def partner(self, record: Record) -> str:
        """The partner of experience."""
        return record.partner if isinstance(record, Experience) else ""

    def rekeyed(self, record: Record, key: str) -> Record:
        """The record under another key."""
        return replace(record, id=self.origin.id_of(key))


def _languages(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;,|\n]", cell))
    return tuple(dict.fromkeys(language_code(part) or part for part in parts if part))
