"""Countries and regions a request speaks of: evidence for experience with those partners.

Requests come in any case, so capitals decide nothing: a word that is also a country is taken for the country, as
governments mostly mean it, but for those that are something else as often. These count beside a place that leaves no
doubt, or where the words before them say that a country is meant.
"""

import re
from dataclasses import dataclass
from functools import cache

from matchmaker.countries import countries, in_region, mentions, phrases_by_first_word
from matchmaker.matching.text import plain, words

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


_LIKELY = (
    "carib", "caraib", "ameri", "latinoam", "centroam", "sudam", "afri", "europ", "asia", "asie", "oceania", "pacifi",
)  # fmt: skip
"""One of these stands in every name above."""


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


_DOUBTFUL = frozenset(
    ["granada", "grenade", "guinea", "jersey", "jordan", "mongol", "pole", "polish", "turco", "turkey"]
)
_COUNTRY_FOLLOWS = re.compile(
    r"\b(?:government|republic|ministry|embassy|state|people|president|parliament|delegation|visit|"
    r"gobierno|republica|ministerio|embajada|estado|presidencia|presidente|parlamento|delegacion|visita|"
    r"gouvernement|republique|ministere|ambassade|etat|president|parlement|"
    r"governo|embaixada|parlamento|delegacao)\s+(?:of|from|to|de|del|do|da|du|des)\s+$"
)
_ABBREVIATED = re.compile(
    r"(?<![\w.&-])(?:(?P<USA>u\.\s?s\.(?:\s?a\.?)?|usa|(?<=the )us|us(?= (?:government|embassy|agenc))|ee\.?\s?uu\.?|"
    r"eua|e\.u\.a\.)|(?P<GBR>u\.k\.?|uk)|(?P<COD>drc|rdc)|(?P<ARE>uae|u\.a\.e\.|(?<=aux )eau|(?<=les )eau)|"
    r"(?P<KOR>rok)|(?P<PRK>dprk|rpdc)|(?P<CHN>prc)|(?P<SAU>ksa)|(?P<CIV>rci)|(?P<CAF>rca))(?![\w&])"
)


def places_in(text: str) -> list[Place]:
    """Countries and regions named in a text, in order."""
    read = plain(text)
    named = _named(read.text)
    sure = any(read.text[start:end] not in _DOUBTFUL for _, start, end in named)
    found = [
        Place(*read.span(start, end), frozenset({code}), False)
        for code, start, end in named
        if sure or read.text[start:end] not in _DOUBTFUL or _COUNTRY_FOLLOWS.search(read.text[:start][-40:])
    ]
    spaced = _HYPHEN.sub(" ", read.text)
    for pattern, codes in _regions() if any(sign in spaced for sign in _LIKELY) else ():
        found += [Place(*read.span(*hit.span()), codes, True) for hit in pattern.finditer(spaced)]
    return sorted(found, key=lambda place: (place.start, place.end))


_HYPHEN = re.compile("[-'’]")


_ABBREVIATIONS = frozenset((
    "u", "us", "usa", "uk", "ee", "eeuu", "eua", "uae", "eau", "drc", "rdc", "rok", "dprk", "rpdc", "prc",
    "ksa", "rci", "rca",
))  # fmt: skip
"""One of these words stands in whatever `_ABBREVIATED` finds."""


def _named(folded: str) -> list[tuple[str, int, int]]:
    """Countries with their places in a folded text, which is read as if every word had a capital."""
    held, phrases = set(words(folded)), phrases_by_first_word()
    abbreviated = not held.isdisjoint(_ABBREVIATIONS)
    if not abbreviated and not any(
        code is not None and held.issuperset(phrase)
        for word in held & phrases.keys()
        for phrase, code, _ in phrases[word]
    ):
        return []
    capital = folded.title()
    found = []
    if len(capital) == len(folded):
        found = [(country.iso3, start, end) for country, start, end, _ in mentions(capital)]
    for hit in _ABBREVIATED.finditer(folded) if abbreviated else ():
        if hit.lastgroup and not any(start <= hit.start() < end for _, start, end in found):
            found.append((hit.lastgroup, *hit.span()))
    return sorted(found, key=lambda one: one[1:])
