"""Organisations: who stands behind a name, so far as it decides whether a government gives or an organisation.

A provider is an alpha-3 code where a country's government or one of its agencies gives, else the organisation's name.
"""

import re
from functools import lru_cache

from matchmaker.exchange.places import coded_country, is_country, place_of
from matchmaker.exchange.values import WINDOW, is_empty_word, line_of

_LONGEST_NAME = 300
SEPARATOR = re.compile(r"[|;\r\n]+")
GENERIC = re.compile(
    r"(?:beneficiar\w+|b[ée]n[ée]ficiaires?|unspecified|other(?: donors?)?\.?|autres?|otros?|outros?|none|various|"
    r"multiple|"
    r"to be specified|unknown|state \(.{0,40}\)|[ée]tat|government|gouvernement|gobierno|community|communities|n/?a)",
    re.IGNORECASE,
)
# Bilateral agencies and ministries by the country whose government they are.
_AGENCIES = (
    ("AUS", r"ausaid|australian agency for international development|dfat|australian aid"),
    ("AUT", r"austrian development (?:agency|cooperation)|ada"),
    ("BEL", r"belgian (?:technical cooperation|development (?:agency|cooperation))|btc ?(?:ctb)?|enabel|dgcd|dgd"),
    ("BRA", r"agencia brasileira de cooperacao|brazilian cooperation agency"),
    ("CAN", r"cida|acdi|canadian international development agency|global affairs canada|dfatd"),
    ("CHE", r"sdc|cosude|ddc|seco|swiss (?:agency for development and cooperation|development cooperation|cooperation)|"
            r"state secretariat for economic affairs|cooperacion suiza|cooperation suisse"),
    ("CHL", r"agcid?|agencia (?:de cooperacion internacional de chile|chilena de cooperacion.{0,40})"),
    ("CYP", r"cyprusaid"),
    ("CZE", r"czechaid|czech development agency|czda|mzv|mzp"),
    ("DEU", r"gtz|giz|kfw|bmz|ded|inwent|german (?:technical cooperation|development cooperation|agency for .{0,40})|"
            r"deutsche gesellschaft fur .{0,40}|kreditanstalt fur wiederaufbau|"
            r"federal ministry for economic cooperation and development|"
            r"cooperacion alemana|cooperation allemande"),
    ("DNK", r"danida|danish (?:international development agency|development cooperation)"),
    ("ESP", r"aecid?|(?:agencia espanola de cooperacion internacional.{0,40}|"
            r"spanish (?:agency for international (?:development )?cooperation.{0,30}|cooperation.{0,30}))|"
            r"cooperacion espanola|cooperation espagnole"),
    ("EST", r"estonian development cooperation"),
    ("FIN", r"finnida|finnish (?:development )?cooperation|ministry for foreign affairs of finland"),
    ("FRA", r"afd|agence francaise de developpement|french (?:development agency|cooperation|embassy)|"
            r"cooperation francaise|proparco|ffem"),
    ("GBR", r"dfid|department for international development|uk ?aid|fcdo|foreign.{0,30}commonwealth.{0,30}office|"
            r"british council|odi uk"),
    ("GRC", r"hellenic aid"),
    ("HUN", r"hungary ?aid"),
    ("IRL", r"irish aid|development cooperation ireland"),
    ("ISL", r"iceida|icelandic international development agency"),
    ("ITA", r"italian (?:development )?cooperation|cooperazione italiana|cooperacion italiana|"
            r"cooperation italienne|aics|dgcs"),
    ("JPN", r"jica|jbic|japan(?:ese)? (?:international cooperation agency|bank for international cooperation|"
            r"embassy)|jocv"),
    ("KOR", r"koica|korea international cooperation agency|edcf"),
    ("LIE", r"liechtenstein development service|led"),
    ("LTU", r"lithuanian development cooperation"),
    ("LUX", r"lux ?dev(?:elopment|eloppement)?|luxembourg (?:development )?(?:agency|cooperation)"),
    ("MEX", r"amexcid|agencia mexicana de cooperacion.{0,40}"),
    ("NLD", r"snv|dgis|royal netherlands embassy|netherlands ministry of foreign affairs|dutch cooperation"),
    ("NOR", r"norad|norwegian agency for development cooperation|royal norwegian embassy|"
            r"norwegian ministry of foreign affairs"),
    ("NZL", r"nzaid|new zealand agency for international development|new zealand aid programme"),
    ("POL", r"polish aid"),
    ("PRT", r"ipad|camoes|instituto (?:camoes|portugues de apoio ao desenvolvimento)|portuguese cooperation"),
    ("SVK", r"slovak ?aid|slovakaid"),
    ("SWE", r"sida|asdi|swedish international development (?:cooperation )?agency|swedish cooperation"),
    ("TUR", r"tika|turkish (?:international )?cooperation.{0,40}"),
    ("TWN", r"icdf|taiwan international cooperation and development fund|taiwan technical mission"),
    ("USA", r"usaid|us ?aid|united states agency for international development|millennium challenge (?:corporation|"
            r"account)|mcc|"
            r"u ?s (?:department|embassy|agency|government|ambassador).{0,50}|us peace corps|peace corps|opdat"),
)  # fmt: skip
_NO_COUNTRIES = frozenset({"EC", "AU", "GF"})
"""Codes of countries that stand for something else where donors are named: European Commission, African Union, Global
Fund."""
# International organisations, as files and columns name them.
_INTERNATIONAL = (
    ("World Bank", r"world ?bank(?: group)?|banque mondiale|banco mundial|wb|ibrd|ida|ibrd ida|bird"),
    ("African Development Bank", r"african development bank|afdb"),
    ("Asian Development Bank", r"asian development bank|adb"),
    ("Inter-American Development Bank", r"inter ?american development bank|iadb|idb|bid"),
    ("European Union", r"european (?:union|commission)|eu|europeaid"),
    ("UNDP", r"undp|pnud|united nations development programme?"),
    ("UNODC", r"unodc|onudc"),
    ("UNICEF", r"unicef"),
    ("Open Ownership", r"open ?ownership"),
    ("Open Government Partnership", r"open government partnership|ogp"),
)  # fmt: skip

_ALSO_WORDS = frozenset({"sida", "seco"})


def _folded(name: str) -> str:
    from matchmaker.exchange.columns import folded_header

    return folded_header(name)


@lru_cache(maxsize=1)
def _agency_patterns() -> tuple[tuple[str, "re.Pattern[str]"], ...]:
    return tuple((iso3, re.compile(rf"(?:the )?(?:{pattern})")) for iso3, pattern in _AGENCIES)


@lru_cache(maxsize=4_096)
def government_of(name: str) -> str | None:
    """Alpha-3 of the country whose government or agency `name` is; None for any other organisation."""
    name = " ".join(name[:_LONGEST_NAME].split())
    place = place_of(name) if (len(name) > 2 or name.isupper()) and name not in _NO_COUNTRIES else None
    if place and is_country(place):
        return place
    folded = _folded(name)
    head, _, tail = name.partition(" - ")
    if tail and (country := place_of(head)) and country == government_of(tail):
        return country
    inner = re.fullmatch(r".{0,80}\(([^()]{2,40})\)\s*", name[:140])
    candidates = [folded, _folded(re.sub(r"\s*\([^()]{0,60}\)", "", name)), *([_folded(inner[1])] if inner else [])]
    for candidate in candidates:
        for iso3, pattern in _agency_patterns():
            if candidate and pattern.fullmatch(candidate):
                return iso3
    return None


@lru_cache(maxsize=4_096)
def provider_of(name: str, code: str = "", kind: str = "", ref: str = "") -> str:
    """Who gives: alpha-3 for a country's government, else the name as given.

    `code` is the donor's country code where the file has one; `kind` its type in IATI (10 or "Government"); `ref` its
    reference, whose first two letters are the country where the type says it is a government.
    """
    name = line_of(name)
    known = government_of(name) if name else None
    if known:
        return known
    country = coded_country(code) if code else None
    if country and not is_empty_word(name):
        return country
    if kind.strip().casefold() in ("10", "15", "government") and re.match(r"[A-Z]{2}(?:-|$)", ref.strip()):
        return coded_country(ref.strip()[:2]) or name
    return name or country or ""


@lru_cache(maxsize=4_096)
def several(cell: str) -> tuple[str, ...]:
    """The organisations a cell lists, the ones that name somebody first."""
    parts = [
        part
        for part in (line_of(piece.strip(" -")) for piece in SEPARATOR.split(cell[:WINDOW]))
        if not is_empty_word(part)
    ]
    named = [part for part in parts if not GENERIC.fullmatch(part)]
    return tuple(dict.fromkeys([*named, *parts]))


def agency_in_name(text: str) -> str | None:
    """Alpha-3 of the country whose agency a word of a file's name is ("koica_2019"); words of three letters and names
    that are words as well are none."""
    words = (word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3 and word.casefold() not in _ALSO_WORDS)
    return next((iso3 for word in words if is_agency(word) and (iso3 := government_of(word))), None)


def is_agency(name: str) -> bool:
    """Whether a name is that of a bilateral agency."""
    folded = _folded(name)
    return any(pattern.fullmatch(folded) for _, pattern in _agency_patterns())


def known_in_name(text: str) -> str | None:
    """An international organisation that a file's or folder's name or a title names; by three letters only as
    capitals."""
    capitals = {word.casefold() for word in re.findall(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])", text)}
    words = _folded(re.sub(r"[\d_]+", " ", text)).split()
    for size in (4, 3, 2, 1):
        for at in range(len(words) - size + 1):
            run = " ".join(words[at : at + size])
            for name, pattern in _INTERNATIONAL:
                if (len(run) > 3 or run in capitals) and re.fullmatch(pattern, run):
                    return name
    return None
