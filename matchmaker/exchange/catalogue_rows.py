"""Catalogue rows: offerings and experience made from the cells of one row."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from matchmaker.exchange import placeholders
from matchmaker.exchange.assigning import OFFERING, assigned
from matchmaker.exchange.drafts import Record, activity
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.organisations import GENERIC, provider_of, several
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
_CODE_PREFIX = re.compile(r"^(?:--? )*\d{1,6}(?:\.\d+)*\s*[-–.:]+\s*")


@dataclass(frozen=True, slots=True)
class StandIns:
    """What is taken where a row names no partner or no provider, and what the report calls it."""

    partner: str = ""
    partner_from: str = ""
    provider: str = ""
    provider_from: str = ""


class CatalogueMaker:
    """Makes an offering or experience of a row. `counts` says, at the end, what was done to how many rows."""

    def __init__(self, mapping: Mapping, header: Sequence[str], origin: Origin, order: DateOrder, stand_ins: StandIns) -> None:
        self.mapping, self.header, self.origin, self.order, self.stand_ins = mapping, tuple(header), origin, order, stand_ins
        self.counts: Counter[str] = Counter()
        self.shared = placeholders.SharedTexts()
        self._columns = mapping.columns
        per = mapping.settings.get("one_row_per", "")
        marks = sum(1 for name in header if _ONE_PLACE_PER_ROW.match(name[:200].replace("_", " ")))
        self._by_location = per == "location" or (not per and marks >= 2 and "id" in mapping.columns)

    # -- cells --------------------------------------------------------------------------------------------------------

    def _cell(self, cells: list[str], field: str) -> str:
        """The first filled cell among the columns of a field, else the constant for it."""
        for index in self._columns.get(field, ()):
            if index < len(cells) and cells[index] and not is_empty_word(cells[index]):
                return cells[index]
        return self.mapping.constants.get(field, "")

    def _cells(self, cells: list[str], field: str) -> list[tuple[int, str]]:
        """All filled cells of a field with their columns, best first."""
        return [
            (index, cells[index])
            for index in self._columns.get(field, ())
            if index < len(cells) and cells[index] and not is_empty_word(cells[index])
        ]

    def given(self, row: Row) -> bool:
        return bool(self._cell(row.cells, "id"))

    def _key(self, cells: list[str]) -> str:
        cell = self._cell(cells, "id")
        if not cell:
            return ""
        if is_damaged_id(cell):
            reason = "the id was damaged by a spreadsheet, which rounded it"
            raise Unusable("id", cell, reason, "Export again with the id column as text.")
        key = id_of(cell)
        if len(key) > 200:
            raise Unusable("id", cell, "the id is longer than 200 characters", "Check which column holds the id.")
        return key

    # -- parts of a record --------------------------------------------------------------------------------------------

    def _texts(self, cells: list[str]) -> tuple[str, str, bool]:
        """Title, text, and whether the text describes nothing (so that it is kept from matching)."""
        title = line_of(self._cell(cells, "title"))
        parts: list[str] = []
        for _, cell in self._cells(cells, "text"):
            part = text_of(cell)
            if parts and len(part) < _SHORT_REMARK:
                continue
            if part and not placeholders.says_nothing(part) and not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
        described = bool(parts) and not (len(parts) == 1 and line_of(parts[0]).casefold() == title.casefold())
        if described:
            text = "\n\n".join(parts)
            if not title:
                title = first_sentence(text)
                self.counts["titles taken from the first sentence of the description"] += 1
            self.shared.count(text, title)
        else:
            facts = self._facts(cells)
            if not title:
                title = first_sentence(" - ".join(fact for _, fact in facts), 180)
                self.counts["titles composed from sector and organisation"] += bool(title)
            text = "\n".join([title, *_sentences(facts)])
            self.counts["rows have no description; their text is the title with sector and organisation"] += 1
        if not title:
            raise Unusable("title", "", "no title and no description", "Fill in the title, or name its column in a profile.")
        return title[:500], text, False

    def _facts(self, cells: list[str]) -> list[tuple[str, str]]:
        """What the sector and organisation of a project say of it where nothing describes it."""
        found: list[tuple[str, str]] = []
        seen = set()
        for field in ("sector", "institution"):
            for _, cell in self._cells(cells, field)[:4]:
                plain = _CODE_PREFIX.sub("", line_of(cell))
                if plain and plain.casefold() not in seen and not is_empty_word(plain):
                    seen.add(plain.casefold())
                    found.append((field, plain))
        return found

    def _providers(self, cells: list[str], partners: tuple[str, ...]) -> tuple[str, str]:
        """Who gives, and the organisations behind it as the file names them.

        A donor's country code that is the partner's own marks home money, not a government that gives abroad.
        """
        donors = several(self._cell(cells, "provider"))
        codes = [code for code in re.split(r"[|;,\s]+", self._cell(cells, "provider_code")) if code]
        code = codes[0] if codes and len(codes) in (1, len(donors)) and coded_country(codes[0]) not in partners else ""
        first = donors[0] if donors else ""
        provider = provider_of(first, code, self._cell(cells, "provider_type"), self._cell(cells, "provider_ref")) if first or code else ""
        told = [name for _, cell in self._cells(cells, "institution")[:3] for name in several(cell)]
        doers = [name for name in told if not GENERIC.fullmatch(name)] or told
        reporting = [line_of(cell) for _, cell in self._cells(cells, "reporting")[:1]]
        named = [*doers, *(reporting if not doers else []), *(donors if len(donors) > 1 or not (doers or reporting) else ())]
        institution = "; ".join(dict.fromkeys(named))[:1_000]
        if not provider:
            provider = self._provider_stands_in(doers, reporting)
        return provider[:300], institution

    def _provider_stands_in(self, doers: list[str], reporting: list[str]) -> str:
        stand_ins = self.stand_ins
        if reporting:
            return provider_of(reporting[0])
        if stand_ins.provider:
            self.counts[f"rows name no provider; {stand_ins.provider} stands in ({stand_ins.provider_from})"] += 1
            return stand_ins.provider
        if doers:
            self.counts["rows name no donor; the organisation stands in as provider"] += 1
            return provider_of(doers[0])
        raise Unusable(
            "provider", "", "no donor and no organisation is named", 'Give a profile with [constants] provider = "...".'
        )

    def _partners(self, row: Row) -> tuple[tuple[str, ...], str]:
        """The partner countries or regions, and the cell that names no place where there is one."""
        cells = row.cells
        code = self._cell(cells, "partner_code")
        if code:
            coded = [iso3 for part in re.split(r"[|;,\s]+", code) if part and (iso3 := coded_country(part))]
            if coded:
                return tuple(dict.fromkeys(coded)), ""
        cell = self._cell(cells, "partner")
        known, unknown = places_of(cell) if cell else ((), ())
        if known:
            return known, ""
        region = self._cell(cells, "region")
        if region and (regions := places_of(region)[0]):
            return regions, ""
        coded_region = region_of_code(self._cell(cells, "region_code")) if self._cell(cells, "region_code") else None
        if coded_region:
            return (coded_region,), ""
        if row.section and not cell:
            cell = row.section
            known, unknown = places_of(cell)
            if known:
                return known, ""
        if not cell and self.stand_ins.partner:
            self.counts[f"rows name no country; {self.stand_ins.partner} stands in ({self.stand_ins.partner_from})"] += 1
            return (self.stand_ins.partner,), ""
        told = "; ".join(unknown)
        if told and not _like_a_country(told):
            self.counts["rows name no country but a theme or body in its column; they count as global"] += 1
            return ("Global",), ""
        return (), told

    def _date(self, cells: list[str], field: str) -> date | None:
        for index, cell in self._cells(cells, field):
            first = next(filter(None, re.split(r"\s*[\n\r;|]\s*-?\s*", cell[:400].strip(" -"))), "")
            try:
                found = date_of(first, self.order)
            except AmbiguousDate as error:
                reason = "day and month cannot be told apart, here or anywhere in the file"
                raise Unusable(self.header[index], cell, reason, "Say day_first = true or false in a profile.") from error
            if found is not None:
                return found
            self.counts[f"dates in column {self.header[index]!r} cannot be read and were left out"] += 1
        return None

    # -- the record ---------------------------------------------------------------------------------------------------

    def make(self, row: Row) -> list[tuple[str, Record]]:
        cells = row.cells
        key = self._key(cells)
        title, text, placeholder = self._texts(cells)
        partners, unknown = self._partners(row)
        provider, institution = self._providers(cells, partners)
        started, ended = self._date(cells, "started"), self._date(cells, "ended")
        status = line_of(self._cell(cells, "status"))[:80]
        kind = assigned(
            kind=self._cell(cells, "kind").strip().casefold(),
            status=status,
            started=started,
            ended=ended,
            has_partner=bool(partners or unknown),
            today=self.origin.today,
            rules=self.mapping.assign,
        )
        if unknown:
            raise Unusable("country", unknown, "no country or region we know has that name", _ways_out(unknown))
        if kind is None:
            reason = "the activity is over and no partner country is named, so it is neither on offer nor experience"
            raise Unusable("country", "", reason, "Fill in the country, or give --country or a profile.")
        if not key:
            key = f"{digest('|'.join((title, provider, *partners, str(started), institution))):016x}"
            self.counts["rows have no id; one was made from title, provider, partner and start"] += 1
        if kind == OFFERING:
            until = ended or (started if started and started < self.origin.today else None)
            if until and until < self.origin.today:
                self.counts["offerings are plans whose dates are past; they are kept as valid until then"] += 1
            offering = self._offering(row, key, title, text, provider, institution, partners, placeholder)
            return [(key, replace(offering, valid_until=until))]
        if not partners:
            raise Unusable("country", "", "experience needs the country it was gained with", "Fill in the country.")
        made: dict[str, Any] = {"status": status, "started": started, "ended": ended}
        return [
            self._experience(row, key if n == 0 else f"{key}|{partner}", title, text, provider, institution, partner, placeholder, made)
            for n, partner in enumerate(partners)
        ]

    def _shared_fields(self, row: Row, key: str) -> dict[str, Any]:
        cells = row.cells
        types = self._cell(cells, "types")
        language = language_code(self._cell(cells, "language"))
        link = self._cell(cells, "link")
        fields: dict[str, Any] = {"id": self.origin.id_of(key), "source": self.origin.at_place(row.place)}
        if types:
            fields["types"] = types_in(types)[0]
        if language:
            fields["language"] = language
        if link and (hit := re.search(r"(?:https?://|www\.)[^\s;|\"'<>]{3,500}", link[:5_000])):
            fields["link"] = hit[0]
        return fields

    def _offering(
        self, row: Row, key: str, title: str, text: str, provider: str, institution: str, partners: tuple[str, ...], placeholder: bool
    ) -> Offering:
        fields = self._shared_fields(row, key)
        outreach = places_of(self._cell(row.cells, "outreach"))[0] or partners
        return Offering(
            title=title,
            text=text,
            provider=provider,
            institution=institution,
            outreach=Outreach(
                tuple(place for place in outreach if not is_country(place) and place != "Global"),
                tuple(place for place in outreach if is_country(place)),
            ),
            contact=line_of(self._cell(row.cells, "contact"))[:500],
            other_type=other_type_in(self._cell(row.cells, "types")) if "types" in fields else "",
            placeholder=placeholder,
            **fields,
        )

    def _experience(
        self,
        row: Row,
        key: str,
        title: str,
        text: str,
        provider: str,
        institution: str,
        partner: str,
        placeholder: bool,
        made: dict[str, Any],
    ) -> tuple[str, Record]:
        record = Experience(
            provider=provider,
            partner=partner,
            activities=(activity(text, "project"),),
            title=title,
            institution=institution,
            placeholder=placeholder,
            **made,
            **self._shared_fields(row, key),
        )
        return key, record

    # -- identity -----------------------------------------------------------------------------------------------------

    def content(self, record: Record) -> str:
        """Everything but id, source and partner; in a table with a row per place only what names the project."""
        if self._by_location and isinstance(record, Experience):
            return f"{record.title.casefold()}|{record.provider}"
        if isinstance(record, Experience):
            texts = "|".join(done.text for done in record.activities)
            parts = (record.title, texts, record.provider, record.institution, record.status, record.started, record.ended)
            return "\x1f".join(map(str, parts))
        return str(replace(record, source=None)) if isinstance(record, Offering) else repr(record)

    def partner(self, record: Record) -> str:
        return record.partner if isinstance(record, Experience) else ""

    def rekeyed(self, record: Record, key: str) -> Record:
        return replace(record, id=self.origin.id_of(key))


def _sentences(facts: list[tuple[str, str]]) -> list[str]:
    """Facts as lines of text, such as "Sector: Health; Basic health care"."""
    lines = []
    for field, label in (("sector", "Sector"), ("institution", "Organisation")):
        told = [fact for kind, fact in facts if kind == field]
        if told:
            lines.append(f"{label}: {'; '.join(told)}")
    return lines


@lru_cache(maxsize=2_000)
def _like_a_country(name: str) -> bool:
    """Whether an unknown name may be a country's, misspelt or ambiguous, rather than words for something else."""
    from matchmaker import countries
    from matchmaker.errors import AmbiguousName

    if len(name.split()) <= 2:
        return True
    try:
        countries.resolve(name)
    except AmbiguousName as error:
        return error.way_out.startswith("Did you mean")
    return True


def _ways_out(name: str) -> str:
    from matchmaker import countries
    from matchmaker.errors import AmbiguousName

    try:
        countries.resolve(name)
    except AmbiguousName as error:
        return error.way_out
    return "Give the country's name or its ISO 3166 code."
