"""Partners: the countries and regions a row says assistance was for, or what to say where it names none we know."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from matchmaker import countries
from matchmaker.errors import AmbiguousName
from matchmaker.exchange.assigning import OFFERING
from matchmaker.exchange.cells import Cells
from matchmaker.exchange.places import coded_country, places_of, region_of_code
from matchmaker.exchange.rows import Unusable
from matchmaker.exchange.tables import Row

_APART = re.compile(r"[|;,\s]+")
_NUMBERS = re.compile(r"[\d|;,.\s]{1,200}")


@dataclass(frozen=True, slots=True)
class StandIns:
    """What is taken where a row names no partner or no provider, and what the report calls it."""

    partner: str = ""
    partner_from: str = ""
    provider: str = ""
    provider_from: str = ""


class Partners:
    """Finds the partners of rows. `counts` tells how often a stand-in was taken."""

    def __init__(self, found: Cells, counts: Counter[str], stand_ins: StandIns) -> None:
        self._found, self.counts, self._stand_ins = found, counts, stand_ins

    def of(self, row: Row) -> tuple[tuple[str, ...], str]:
        """The partner countries or regions, and the cell that names no place where there is one."""
        cells, first = row.cells, self._found.first
        code = first(cells, "partner_code")
        if code and not _NUMBERS.fullmatch(code) and (coded := _coded(code)):
            return coded, ""
        cell = self._told(cells)
        known, unknown = places_of(cell) if cell else ((), ())
        if known:
            return known, ""
        # Numbers may be codes of M49 or of the OECD's own list, so that a name goes before them.
        if code and (coded := _coded(code)):
            return coded, ""
        if (region := first(cells, "region")) and (regions := places_of(region)[0]):
            return regions, ""
        if (code := first(cells, "region_code")) and (coded_region := region_of_code(code)):
            return (coded_region,), ""
        if row.section and not cell:
            cell = row.section
            known, unknown = places_of(cell)
            if known:
                return known, ""
        if not cell and self._stand_ins.partner:
            stand_ins = self._stand_ins
            self.counts[f"rows name no country; {stand_ins.partner} stands in ({stand_ins.partner_from})"] += 1
            return (stand_ins.partner,), ""
        told = "; ".join(unknown)
        if told and not _like_a_country(told):
            self.counts["rows name no country but a theme or body in its column; they count as global"] += 1
            return (countries.GLOBAL,), ""
        return (), told

    def _told(self, cells: list[str]) -> str:
        """What the column of partners says, or all that are numbered, one on each line."""
        told = self._found.every(cells, "partner")
        return "\n".join(cell for _, cell in told) if len(told) > 1 else self._found.first(cells, "partner")


@lru_cache(maxsize=4_096)
def _coded(code: str) -> tuple[str, ...]:
    """The countries that a cell lists by their codes."""
    parts = (part for part in _APART.split(code) if part)
    return tuple(dict.fromkeys(iso3 for part in parts if (iso3 := coded_country(part))))


def check_partner(kind: str | None, partners: tuple[str, ...], unknown: str) -> None:
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
