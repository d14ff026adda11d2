"""Countries and regions: codes, names in four languages, and the ways people write them.

A name is known or it is not. `find` never guesses; `resolve` asks, with suggestions; `mentions` leaves out what could
be something else. The tables are `countr*.csv` and `regions.csv` of the shipped data.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matchmaker.errors import AmbiguousName
from matchmaker.settings import shipped_data

LANGUAGES = ("en", "es", "fr", "pt")
GLOBAL = "Global"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166, or Kosovo. `area` is the intermediate region, else the sub-region."""

    iso2: str
    iso3: str
    m49: str
    region: str
    subregion: str
    area: str
    titles: tuple[tuple[str, str], ...]

    @property
    def names(self) -> dict[str, str]:
        """Names by language: en, es, fr, pt."""
        return dict(self.titles)

    def name(self, language: str | None = "en") -> str:
        """The name in `language`, else in English."""
        names = dict(self.titles)
        return names.get(language or "en", names["en"])


@dataclass(frozen=True, slots=True)
class Region:
    """A region of M49, or a group such as the European Union whose `members` are alpha-3 codes."""

    name: str
    kind: str
    members: frozenset[str]
    spellings: tuple[str, ...]


@cache
def _fold_word(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


_WORD = re.compile(r"[^\W_]+")


def _folded(text: str) -> str:
    return " ".join(_fold_word(word) for word in _WORD.findall(text.replace("&", " and ")))


def _table(name: str) -> list[dict[str, str]]:
    with (shipped_data() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _by_iso3() -> dict[str, Country]:
    found = {}
    for row in _table("countries.csv"):
        titles = tuple((code, row.pop(code)) for code in LANGUAGES)
        found[row["iso3"]] = Country(titles=titles, **row)
    return found


@cache
def _by_any_code() -> dict[str, Country]:
    return {code: found for found in _by_iso3().values() for code in (found.iso2, found.iso3, found.m49) if code}


def countries() -> tuple[Country, ...]:
    """Every country, by alpha-3 code."""
    return tuple(_by_iso3().values())


def by_code(code: str) -> Country | None:
    """The country with an alpha-2, alpha-3 or M49 code, in either case."""
    return _by_any_code().get(code.strip().upper())


@cache
def _exceptions() -> dict[str, dict[str, tuple[str, ...]]]:
    """Folded words that need care, by kind, with candidate codes.

    ambiguous: could mean several countries, or no country. capital: something else in one of the languages unless
    capitalised. language: also the name of a language. never: not taken for a country in running text. other: a
    phrase that holds a country's name and means something else.
    """
    kinds: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in _table("country_exceptions.csv"):
        kinds.setdefault(row["kind"], {})[row["text"]] = tuple(row["iso3"].split())
    return kinds


_LONG_FORM = re.compile(
    r"^(?:(?:the|el|la|le|o) )?(?:(?:government|embassy|people|kingdom|commonwealth|state|sultanate|principality) of|"
    r"(?:(?:federal|federative|islamic|arab|democratic|socialist|united) )*republic of|"
    r"(?:gobierno|governo|republica|reino|estado) (?:del|de|do|da)|"
    r"(?:gouvernement|republique|royaume) (?:de|du|des|d))\b\s*"
)
_ARTICLE = re.compile(r"^(?:the|el|la|los|las|le|les|l|o|os|as)\b\s+")


@cache
def _by_name() -> dict[str, str]:
    """Alpha-3 code by folded name. A name in any of the four languages beats an alias of another country."""
    found: dict[str, str] = {}
    for country in _by_iso3().values():
        for _, title in country.titles:
            found.setdefault(_folded(title), country.iso3)
    for row in _table("country_aliases.csv"):
        for alias in row["names"].split("|"):
            found.setdefault(_folded(alias), row["iso3"])
    return {name: code for name, code in found.items() if name and name not in _exceptions()["ambiguous"]}


def find(text: str) -> Country | None:
    """The country a cell names: a code, a name in four languages, or an alias; None when unknown or ambiguous.

    Two-letter codes count in upper case only, and "NA" never (it is written for "not available"; use `by_code`).
    """
    text = text.strip()
    if len(text) == 3 or (len(text) == 2 and text.isupper() and text != "NA"):
        coded = by_code(text)
        if coded is not None:
            return coded
    name, names = _folded(text), _by_name()
    for _ in range(4):
        if name in names:
            return _by_iso3()[names[name]]
        if name in _exceptions()["ambiguous"]:
            return None
        name = _LONG_FORM.sub("", name) if _LONG_FORM.match(name) else _ARTICLE.sub("", name)
    return None


def resolve(text: str) -> Country:
    """The country `text` names; raises AmbiguousName with candidates when it names none or could name several."""
    found = find(text)
    if found is not None:
        return found
    shown = " ".join(text.split())[:60]
    known = _exceptions()["ambiguous"].get(_folded(text))
    codes = known if known is not None else _suggestions(_folded(text))
    offered = ", ".join(f"{_by_iso3()[code].name()} ({code})" for code in codes)
    meaning = "could mean several countries" if known and len(known) > 1 else "is not a country we know"
    way_out = "Give the country's name in English, Spanish, French or Portuguese, or its ISO 3166 code."
    if offered:
        way_out = f"Did you mean {offered}? Give the name in full or the code."
    raise AmbiguousName(f"{shown!r} {meaning}.", way_out)


def _suggestions(name: str) -> tuple[str, ...]:
    """Up to three countries whose names look like `name`; for a person to choose from, never to act on."""
    from rapidfuzz import fuzz, process

    names = _by_name()
    close = process.extract(name, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=70)
    return tuple(dict.fromkeys(names[match] for match, _, _ in close))[:3]


_ACRONYMS = re.compile(
    r"(?<![\w.&-])(?:(?P<USA>U\.S\.A\.?|USA|U\.S\.?|US|EE\.?\s?UU\.?|EUA|E\.U\.A\.)|(?P<GBR>U\.K\.?|UK)|(?P<COD>DRC|RDC)|"
    r"(?P<ARE>UAE|U\.A\.E\.|EAU)|(?P<KOR>ROK)|(?P<PRK>DPRK|RPDC)|(?P<CHN>PRC)|(?P<SAU>KSA)|(?P<CIV>RCI)|(?P<CAF>RCA))(?![\w&])"
)
_SHOUTED = re.compile(r"[A-ZÀ-Þ]{4,}")
_SPEECH_BEFORE = re.compile(
    r"(?:\b(?:in|into|en|em|au|al|del?|du|ao|and|y|e|et|or|ou|o|ni|speak\w*|language|idiomas?|lengua|langues?|lingua|"
    r"l[íi]ngua|parl\w+|habl\w+|fal\w+|traduc\w+|translat\w+)|[,/(:;-])\s*(?:l['’]|le\s|el\s|o\s)?$",
    re.IGNORECASE,
)
_SPEECH_AFTER = re.compile(
    r"\s*(?:[.,;:/)!?]|$|-?\s?(?:speak\w*|languages?|version|translation|interpret\w*|is|or|and|y|et|e|ou|o|only|"
    r"required)\b)",
    re.IGNORECASE,
)


@cache
def phrases_by_first_word() -> dict[str, list[tuple[tuple[str, ...], str | None, bool]]]:
    """Phrases to look for by first word, longest first: words, alpha-3 code (None: ignore), whether a demonym."""
    phrases: dict[tuple[str, ...], tuple[str | None, bool]] = {}
    for row in _table("country_aliases.csv"):
        for code in LANGUAGES:
            for demonym in filter(None, row[f"demonyms_{code}"].split("|")):
                words = tuple(_folded(demonym).split())
                other = phrases.get(words)
                shared = other is not None and other[0] != row["iso3"]
                phrases[words] = (None, False) if shared else (row["iso3"], True)
    for name, iso3 in _by_name().items():
        if name not in _exceptions()["never"] and len(name) > 3:
            phrases[tuple(name.split())] = (iso3, False)
    for name in (*_exceptions()["ambiguous"], *_exceptions()["other"]):
        phrases[tuple(name.split())] = (None, False)
    table: dict[str, list[tuple[tuple[str, ...], str | None, bool]]] = {}
    for words, (iso, demonym_) in sorted(phrases.items(), key=lambda item: (-len(item[0]), item[0])):
        table.setdefault(words[0], []).append((words, iso, demonym_))
    return table


def mentions(text: str) -> list[tuple[Country, int, int, bool]]:
    """Countries a text names: the country, character offsets, and whether by an adjective ("Mexican", "costaricienne").

    Left out: names that could mean two countries, words that are something else in lower case ("turkey", "us"), and
    names of languages ("in Spanish").
    """
    found = [*_named(text), *_abbreviated(text)]
    return sorted(found, key=lambda mention: mention[1])


def _named(text: str) -> Iterator[tuple[Country, int, int, bool]]:
    hits = list(_WORD.finditer(text))
    found = [_fold_word(hit[0]) for hit in hits]
    table, at = phrases_by_first_word(), 0
    while at < len(found):
        for words, iso3, demonym in table.get(found[at], ()):
            if tuple(found[at : at + len(words)]) == words:
                start, end = hits[at].start(), hits[at + len(words) - 1].end()
                if iso3 is not None and _means_it(text, start, end, words, demonym):
                    yield _by_iso3()[iso3], start, end, demonym
                at += len(words) - 1
                break
        at += 1


def _means_it(text: str, start: int, end: int, words: tuple[str, ...], demonym: bool) -> bool:
    """Whether the words at `start:end` are the country rather than a common word, a compound or a language."""
    if len(words) == 1 and words[0] in _exceptions()["capital"] and not text[start].isupper():
        return False
    if not demonym:
        return True
    if start and text[start - 1] in "-‐":
        return False
    if words[-1] in _exceptions()["language"]:
        return not (
            _SPEECH_BEFORE.search(text[max(0, start - 24) : start]) or _SPEECH_AFTER.match(text[end : end + 24])
        )
    return True


def _abbreviated(text: str) -> Iterator[tuple[Country, int, int, bool]]:
    for hit in _ACRONYMS.finditer(text):
        around = text[max(0, hit.start() - 30) : hit.start()] + text[hit.end() : hit.end() + 30]
        if hit[0] == "US" and _SHOUTED.search(around):
            continue
        if hit.lastgroup:
            yield _by_iso3()[hit.lastgroup], hit.start(), hit.end(), False


@cache
def regions() -> tuple[Region, ...]:
    """Every region: the world, M49 regions, sub-regions and intermediate regions, then groups of countries."""
    found = []
    for row in _table("regions.csv"):
        spellings = tuple(name for code in LANGUAGES for name in row[code].split("|"))
        found.append(Region(row["name"], row["kind"], frozenset(row["members"].split()), spellings))
    return tuple(found)


@cache
def _region_names() -> dict[str, Region]:
    found = [(_folded(name), region) for region in regions() for name in (region.name, *region.spellings)]
    return dict(reversed(found))


def find_region(text: str) -> Region | None:
    """The region a cell names, in four languages or by a common name; None when unknown."""
    name = _folded(text)
    for prefix in ("", "the ", "la ", "el ", "le ", "les ", "l ", "a ", "o ", "as "):
        if name.startswith(prefix) and (found := _region_names().get(name.removeprefix(prefix))) is not None:
            return found
    return None


def in_region(iso3: str, region: str) -> bool:
    """Whether a country lies in a region. Global holds all; an unknown region or country holds nothing."""
    found, country = find_region(region), by_code(iso3)
    if found is None or country is None:
        return False
    if found.kind == "group":
        return country.iso3 in found.members
    return found.name in (GLOBAL, country.region, country.subregion, country.area)
