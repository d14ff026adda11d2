"""Catalogue rows: offerings and experience made from the cells of one row."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from matchmaker import countries
from matchmaker.errors import AmbiguousName
from matchmaker.exchange import placeholders
from matchmaker.exchange.assigning import OFFERING, assigned
from matchmaker.exchange.cells import Cells, providers_of, without_code
from matchmaker.exchange.drafts import Record, activity
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.organisations import provider_of, several
from matchmaker.exchange.places import coded_country, is_country, places_of, region_of_code
from matchmaker.exchange.rows import Origin, Unusable
from matchmaker.exchange.seen import digest
from matchmaker.exchange.tables import Row
from matchmaker.exchange.values import (
    AmbiguousDate,
    DateOrder,
    date_of,
    first_sentence,
    id_of,
    is_damaged_id,
    is_empty_word,
    language_code,
    line_of,
    text_of,
)
from matchmaker.experience import Experience
from matchmaker.offerings import Offering, Outreach
from matchmaker.taxonomy import other_type_in, types_in

_ONE_PLACE_PER_ROW = re.compile(
    r".*\b(?:latitude|longitude|geoname|geonameid|adm ?[12]|location|place name|precision code)\b.*", re.IGNORECASE
)
_SHORT_REMARK = 40
"""A second text shorter than this is a remark ("Results profile"), not part of a description."""
_MIXED_ALPHABETS = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s;|\"'<>]{3,500}")
_LIST = re.compile(r"\s*[;|\n]\s*")
_FIRST_OF_SEVERAL = re.compile(r"\s*[\n\r;|]\s*-?\s*")


@dataclass(frozen=True, slots=True)
class StandIns:
    """What is taken where a row names no partner or no provider, and what the report calls it."""

    partner: str = ""
    partner_from: str = ""
    provider: str = ""
    provider_from: str = ""


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
        self.shared = placeholders.SharedTexts()
        self.latest: date | None = None
        self._cells = Cells(mapping)
        per = mapping.settings.get("one_row_per", "")
        marks = sum(1 for name in header if _ONE_PLACE_PER_ROW.match(name[:200].replace("_", " ")))
        self._by_period = by_period or per == "period"
        self._by_location = per == "location" or (not per and marks >= 2 and "id" in mapping.columns)

    def make(self, row: Row) -> list[tuple[str, Record]]:
        """The record of a row; for experience with several partners one for each."""
        cells = row.cells
        key = self._key(cells)
        self._note_update(cells)
        title, text = self._texts(cells)
        partners, unknown = self._partners(row)
        provider, institution = self._providers(cells, partners)
        started, ended = self._date(cells, "started"), self._date(cells, "ended")
        status = line_of(self._cells.first(cells, "status"))[:80]
        kind = assigned(
            kind=self._cells.first(cells, "kind").strip().casefold(),
            status=status,
            started=started,
            ended=ended,
            has_partner=bool(partners or unknown),
            today=self.origin.today,
            rules=self.mapping.assign,
        )
        _check_partner(kind, partners, unknown)
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
        key = id_of(cell)
        if not key.isascii() and _MIXED_ALPHABETS.search(key) and _LATIN.search(key):
            self.counts[
                "ids mix Latin letters with those of another alphabet that look alike; they are kept apart"
            ] += 1
        if len(key) > 200:
            raise Unusable("id", cell, "the id is longer than 200 characters", "Check which column holds the id.")
        return key

    def _texts(self, cells: list[str]) -> tuple[str, str]:
        """Title and text. Where nothing describes the row, the text is the title with sector and organisation."""
        title = line_of(self._cells.first(cells, "title"))
        parts: list[str] = self._activities(cells)
        for _, cell in self._cells.every(cells, "text"):
            part = text_of(cell)
            if not part or (parts and len(part) < _SHORT_REMARK) or placeholders.says_nothing(part):
                continue
            if not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
        if len(parts) == 1 and line_of(parts[0]).casefold() == title.casefold():
            parts = []
        if parts:
            text = "\n\n".join(parts)
            if not title:
                title = first_sentence(text)
                self.counts["titles taken from the first sentence of the description"] += 1
            self.shared.count(text, title)
            return title[:500], text
        facts = self._facts(cells)
        if not title:
            title = first_sentence(" - ".join(fact for told in facts.values() for fact in told), 180)
            self.counts["titles composed from sector and organisation"] += bool(title)
        if not title:
            raise Unusable(
                "title", "", "no title and no description", "Fill in the title, or name its column in a profile."
            )
        self.counts["rows have no description; their text is the title with sector and organisation"] += 1
        return title[:500], "\n".join(
            [title, *(f"{label}: {'; '.join(told)}" for label, told in facts.items() if told)]
        )

    def _activities(self, cells: list[str]) -> list[str]:
        """What was done, one thing for each line of a column of activities (or between semicolons, on one line)."""
        cell = text_of(self._cells.first(cells, "activities"))
        parts = (part.strip(" -•*\t") for part in cell.split("\n" if "\n" in cell else ";"))
        return list(dict.fromkeys(part for part in parts if part))

    def _facts(self, cells: list[str]) -> dict[str, list[str]]:
        """What the sector and organisation of a project say of it where nothing describes it."""
        facts: dict[str, list[str]] = {}
        seen = set()
        for field, label in (("sector", "Sector"), ("institution", "Organisation")):
            told = facts.setdefault(label, [])
            for _, cell in self._cells.every(cells, field)[:4]:
                plain = without_code(cell)
                if plain and plain.casefold() not in seen and not is_empty_word(plain):
                    seen.add(plain.casefold())
                    told.append(plain)
        return facts

    def _providers(self, cells: list[str], partners: tuple[str, ...]) -> tuple[str, str]:
        first = self._cells.first
        doing = tuple(cell for _, cell in self._cells.every(cells, "institution")[:3])
        reporting = first(cells, "reporting")
        provider, institution = providers_of(
            first(cells, "provider"),
            first(cells, "provider_code"),
            first(cells, "provider_type"),
            first(cells, "provider_ref"),
            doing,
            reporting,
            partners,
        )
        if provider:
            return provider, institution
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

    def _partners(self, row: Row) -> tuple[tuple[str, ...], str]:
        """The partner countries or regions, and the cell that names no place where there is one."""
        cells, first = row.cells, self._cells.first
        if code := first(cells, "partner_code"):
            coded = [iso3 for part in re.split(r"[|;,\s]+", code) if part and (iso3 := coded_country(part))]
            if coded:
                return tuple(dict.fromkeys(coded)), ""
        cell = first(cells, "partner")
        known, unknown = places_of(cell) if cell else ((), ())
        if known:
            return known, ""
        if (region := first(cells, "region")) and (regions := places_of(region)[0]):
            return regions, ""
        if (code := first(cells, "region_code")) and (coded_region := region_of_code(code)):
            return (coded_region,), ""
        if row.section and not cell:
            cell = row.section
            known, unknown = places_of(cell)
            if known:
                return known, ""
        if not cell and self.stand_ins.partner:
            stand_ins = self.stand_ins
            self.counts[f"rows name no country; {stand_ins.partner} stands in ({stand_ins.partner_from})"] += 1
            return (stand_ins.partner,), ""
        told = "; ".join(unknown)
        if told and not _like_a_country(told):
            self.counts["rows name no country but a theme or body in its column; they count as global"] += 1
            return (countries.GLOBAL,), ""
        return (), told

    def _date(self, cells: list[str], field: str) -> date | None:
        for index, cell in self._cells.every(cells, field):
            try:
                found = date_of(cell, self.order)
                if found is None and len(cell) > 10:
                    several_dates = _FIRST_OF_SEVERAL.split(cell[:400].strip(" -"))
                    found = date_of(next(filter(None, several_dates), ""), self.order)
            except AmbiguousDate as error:
                reason = "day and month cannot be told apart, here or anywhere in the file"
                raise Unusable(
                    self.header[index], cell, reason, "Say day_first = true or false in a profile."
                ) from error
            if found is not None:
                return found
            self.counts[f"dates in column {self.header[index]!r} cannot be read and were left out"] += 1
        return None

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
        until = self._date(cells, "valid_until") or told.ended
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
            last_confirmed=self._date(cells, "last_confirmed"),
            **self._common(row, told),
        )

    def _experience(self, row: Row, told: _Told) -> list[tuple[str, Record]]:
        common = self._common(row, told)
        done = tuple(activity(text) for text in self._activities(row.cells)) or (activity(told.text, "project"),)
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


def _check_partner(kind: str | None, partners: tuple[str, ...], unknown: str) -> None:
    """Refuse a row whose partner is needed and missing, or given by a name nobody knows."""
    if unknown:
        raise Unusable("country", unknown, "no country or region we know has that name", _ways_out(unknown))
    if kind is None:
        reason = "the activity is over and no partner country is named, so it is neither on offer nor experience"
        raise Unusable(
            "country", "", reason, 'Fill in the country, or give a profile (--map) with [constants] partner = "...".'
        )
    if kind != OFFERING and not partners:
        raise Unusable("country", "", "experience needs the country it was gained with", "Fill in the country.")


def _languages(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;,|\n]", cell))
    return tuple(dict.fromkeys(language_code(part) or part for part in parts if part))


@lru_cache(maxsize=2_000)
def _like_a_country(name: str) -> bool:
    """Whether an unknown name may be a country's, misspelt or ambiguous, rather than words for something else."""
    return len(name.split()) <= 2 or _ways_out(name).startswith("Did you mean")


@lru_cache(maxsize=2_000)
def _ways_out(name: str) -> str:
    try:
        countries.resolve(name)
    except AmbiguousName as error:
        return error.way_out
    return "Give the country's name or its ISO 3166 code."
