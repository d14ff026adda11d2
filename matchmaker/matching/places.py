"""Countries and regions a request speaks of: evidence for experience with those partners."""

import re
from dataclasses import dataclass
from functools import cache

from matchmaker.countries import countries, in_region, mentions
from matchmaker.matching.text import fold

_ADJECTIVES = {
    "caribbean|caribe|caribeno|caribena|caraibes|caribeen|caribenha": "Caribbean",
    "latin america|latin american|america latina|amerique latine|latinoamericano|latinoamericana|latino americano|"
    "latino americain": "Latin America and the Caribbean",
    "central america|central american|centroamerica|centroamericano|"
    "amerique centrale|america central": "Central America",
    "south america|south american|sudamerica|sudamericano|amerique du sud|america do sul": "South America",
    "africa|african|africano|africana|afrique|africain|africaine": "Africa",
    "west africa|west african|africa occidental|afrique de l ouest": "Western Africa",
    "east africa|east african|africa oriental|afrique de l est": "Eastern Africa",
    "europe|european|europa|europeo|europea|europeen|europeenne|europeu|europeia": "Europe",
    "asia|asian|asiatico|asiatica|asie|asiatique": "Asia",
    "south asia|south asian|asia meridional|asie du sud": "Southern Asia",
    "southeast asia|southeast asian|sudeste asiatico|asie du sud est": "South-eastern Asia",
    "oceania|pacific|pacifico|pacifique": "Oceania",
}


_LIKELY = re.compile(r"(?<![^\W_])(?:carib|caraib|ameri|latinoam|centroam|sudam|afri|europ|asia|asie|oceania|pacifi)")
"""One of these begins a word in every name above."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country or region named at `start:end` of a text, and the alpha-3 codes it covers."""

    start: int
    end: int
    codes: frozenset[str]
    is_region: bool


@cache
def _regions() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (
            re.compile(
                rf"(?<![^\W_])(?:{'|'.join(re.escape(n) for n in sorted(names.split('|'), key=len, reverse=True))})"
                rf"(?![^\W_])"
            ),
            frozenset(country.iso3 for country in countries() if in_region(country.iso3, region)),
        )
        for names, region in _ADJECTIVES.items()
    )


def places_in(text: str) -> list[Place]:
    """Countries and regions named in a text, in order."""
    found = [Place(start, end, frozenset({country.iso3}), False) for country, start, end, _ in mentions(text)]
    plain = _same_length(text)
    for pattern, codes in _regions() if _LIKELY.search(plain) else ():
        found += [Place(hit.start(), hit.end(), codes, True) for hit in pattern.finditer(plain)]
    return sorted(found, key=lambda place: (place.start, place.end))


def _same_length(text: str) -> str:
    """`text` folded letter by letter, so that offsets stay; hyphens and apostrophes as spaces."""
    if text.isascii():
        return re.sub(r"[-']", " ", text.lower())
    return text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """Letters folded one by one, each found out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = " " if letter in "-'’" else fold(letter)
        self[code] = plain = plain if len(plain) == 1 else letter.lower()[:1]
        return plain


_PLAIN = _Plain()
