"""Places: the countries and regions named in cells, in codes of the OECD, and in the names of files and folders."""

import json
import re
from functools import lru_cache
from pathlib import Path

from matchmaker import countries
from matchmaker.exchange.columns import folded_header

# Regions in the code list of the OECD's Development Assistance Committee, which IATI uses, by M49 name.
_DAC_REGIONS = {
    "88": "Europe",
    "89": "Europe",
    "189": "Northern Africa",
    "289": "Sub-Saharan Africa",
    "298": "Africa",
    "380": "Central America",
    "389": "Central America",
    "489": "South America",
    "498": "Americas",
    "589": "Western Asia",
    "619": "Central Asia",
    "679": "Southern Asia",
    "689": "Asia",
    "789": "Eastern Asia",
    "798": "Asia",
    "889": "Oceania",
    "998": "Global",
    "1027": "Eastern Africa",
    "1028": "Middle Africa",
    "1029": "Southern Africa",
    "1030": "Western Africa",
    "1031": "Caribbean",
    "1032": "Central America",
    "1033": "Melanesia",
    "1034": "Micronesia",
    "1035": "Polynesia",
}
_REGION_NAMES = {
    "south of sahara": "Sub-Saharan Africa",
    "north of sahara": "Northern Africa",
    "south and central asia": "Asia",
    "south asia": "Southern Asia",
    "far east asia": "Eastern Asia",
    "middle east": "Western Asia",
    "america": "Americas",
    "north and central america": "Central America",
    "caribbean and central america": "Central America",
    "states ex yugoslavia": "Southern Europe",
    "western africa": "Western Africa",
    **dict.fromkeys(
        (
            "developing countries",
            "ldcs",
            "bilateral",
            "multilateral",
            "worldwide",
            "global",
            "world",
            "international",
            "all countries",
            "several countries",
            "multi country",
            "multiple countries",
            "various countries",
            "various",
            "interregional",
            "global programme",
            "paises en desarrollo",
            "pays en developpement",
            "mondial",
            "mundial",
            "varios paises",
            "plusieurs pays",
            "diversos paises",
            "unspecified developing countries",
        ),
        "Global",
    ),
}
_UNSPECIFIED = re.compile(
    r"[\s,;:(/-]*\b(?:regional|unspecified|region|unallocated|n\.?e\.?s\.?|not specified|general|regional programme|"
    r"sin especificar|non sp[ée]cifi[ée]|m[uú]ltiplos|multi-?country|oda only)\b[\s)]*$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\xa0\f\v]+")
_LONGEST_LIST = 5_000
_AND = re.compile(r"\s+(?:and|y|et|e|&)\s+|^and\s+", re.IGNORECASE)
_FORMER = {
    "serbia and montenegro": ("SRB", "MNE"),
    "serbia montenegro": ("SRB", "MNE"),
    "federal republic of yugoslavia": ("SRB", "MNE"),
    "yugoslavia": ("Southern Europe",),
    "former yugoslavia": ("Southern Europe",),
    "czechoslovakia": ("CZE", "SVK"),
    "netherlands antilles": ("CUW", "SXM", "BES"),
    "soviet union": ("Eastern Europe",),
}
"""States that are no more, by their successors, or by region where the name alone does not tell which are meant."""
_REMARK = re.compile(r"\(([^()]{0,80})\)")
_ALSO_WRITTEN = {
    "gaza": "PSE",
    "west bank": "PSE",
    "gaza strip": "PSE",
    "ex yugoslavia": "Southern Europe",
    "palestinian adm areas": "PSE",
    "palestinian territory": "PSE",
    "palestinian autonomous areas": "PSE",
    "kyrgystan": "KGZ",
    "n c america": "Americas",
    "n and c america": "Americas",
    "north africa": "Northern Africa",
    "regionais": "Global",
    "rep dem do congo": "COD",
    "casaquistao": "KAZ",
    "republica dos camaroes": "CMR",
    "korea dem rep": "PRK",
    "oecs": "Caribbean",
}
_SEPARATORS = re.compile(r"[|;\r\n]+")
_CODE_AND_NAME = re.compile(r"([A-Z]{2,3})\s*[-–:]\s*(.{3,80})")


@lru_cache(maxsize=4_096)
def place_of(cell: str) -> str | None:
    """The alpha-3 code or the region's name a cell names; None when it names neither, or could name several."""
    name = cell.strip().strip("-–* ")
    if not name or len(name) > 120:
        return None
    found = countries.find(name)
    if found is not None:
        return found.iso3
    region = countries.find_region(name)
    if region is not None:
        return region.name
    if (hit := _CODE_AND_NAME.fullmatch(name)) and (coded := coded_country(hit[1])) == place_of(hit[2]):
        return coded
    for _ in range(3):
        shorter = _UNSPECIFIED.sub("", name).strip(" ,;:-(/")
        if shorter == name:
            break
        name = shorter
        found = countries.find(name)
        if found is not None:
            return found.iso3
        region = countries.find_region(name)
        if region is not None:
            return region.name
    without = _REMARK.sub(" ", name).strip()
    if without and without != name:
        remark = _REMARK.search(name)
        return place_of(without) or (place_of(remark[1]) if remark else None)
    if name.count(",") == 1:
        before, after = (part.strip() for part in name.split(","))
        if after and (found := countries.find(f"{after} {before}")) is not None:
            return found.iso3
    folded = folded_header(name.replace("&", " and "))
    if folded in _ALSO_WRITTEN:
        return _ALSO_WRITTEN[folded]
    if folded in _REGION_NAMES:
        return _REGION_NAMES[folded]
    return None if folded or not cell.strip() else "Global"


@lru_cache(maxsize=4_096)
def places_of(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places a cell lists (with `;`, `|`, line ends, or commas between countries), and the parts that are none."""
    cell = _SPACES.sub(" ", cell[:_LONGEST_LIST])
    whole = place_of(cell)
    if whole is not None:
        return (whole,), ()
    former = _FORMER.get(" ".join(re.findall(r"[^\W_]+", cell.casefold())))
    if former is not None:
        return former, ()
    parts = [part.strip(" -•\t") for part in _SEPARATORS.split(cell) if part.strip(" -•\t")]
    if len(parts) == 1 and ("," in cell or "/" in cell or _AND.search(cell)):
        pieces = _pieces(cell)
        if len(pieces) > 1 and sum(1 for piece in pieces if place_of(piece)) > len(pieces) / 2:
            parts = pieces
    known = tuple(dict.fromkeys(place for part in parts if (place := place_of(part)) is not None))
    return known, tuple(part for part in parts if place_of(part) is None)


def _pieces(cell: str) -> list[str]:
    """A list written with commas, slashes and "and", minding names that hold an "and" themselves."""
    pieces: list[str] = []
    for part in (piece.strip(" .") for piece in re.split(r",|/", cell)):
        if not part:
            continue
        halves = [half.strip() for half in _AND.split(part) if half.strip()]
        if place_of(part) or len(halves) < 2:
            pieces.append(part)
            continue
        taken = 0
        while taken < len(halves):
            pair = " and ".join(halves[taken : taken + 2])
            joined = taken + 1 < len(halves) and place_of(pair) is not None
            pieces.append(pair if joined else halves[taken])
            taken += 2 if joined else 1
    return pieces


def is_country(place: str) -> bool:
    """Whether a place is a country's code, not a region's name."""
    return len(place) == 3 and place.isupper()


def region_of_code(code: str) -> str | None:
    """A region by its code in the list of the OECD or M49's name."""
    return _DAC_REGIONS.get(code.strip()) or (region.name if (region := countries.find_region(code)) else None)


@lru_cache(maxsize=5_000)
def coded_country(code: str) -> str | None:
    """Alpha-3 of an alpha-2 or alpha-3 code."""
    found = countries.by_code(code) if 1 < len(code.strip()) <= 3 else None
    return found.iso3 if found else None


def hinted_country(path: Path) -> tuple[str, str] | None:
    """A country that the file's name, its folder or a `datapackage.json` beside it names, and where it stood.

    Only for files whose columns name none. Nothing is returned where the names disagree.
    """
    for where, text in _names_around(path):
        found = _countries_in_name(text)
        if len(found) == 1:
            return found.pop(), where
    return None


def _names_around(path: Path) -> list[tuple[str, str]]:
    names = [("the file's name", path.stem)]
    package = path.parent / "datapackage.json"
    try:
        if package.is_file() and package.stat().st_size < 1_000_000:
            described = json.loads(package.read_text(encoding="utf-8"))
            if isinstance(described, dict):
                names.append(("datapackage.json", f"{described.get('title', '')} {described.get('name', '')}"))
    except (OSError, ValueError, RecursionError):
        pass
    names.append(("the folder's name", path.parent.name))
    return names


def _countries_in_name(text: str) -> set[str]:
    """Countries named by the words of a file's name, longest run of words first."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text))
    words = [word for word in words if len(word) > 1]
    found: set[str] = set()
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            iso3 = _named(name) if len(name) > 3 or (name.isupper() and len(name) == 3) else None
            if iso3:
                found.add(iso3)
                at += size - 1
                break
        at += 1
    return found


@lru_cache(maxsize=1_000)
def _named(name: str) -> str | None:
    found = countries.find(name)
    if found is not None:
        return found.iso3
    mentioned = {
        country.iso3 for country, start, end, _ in countries.mentions(name.title()) if (start, end) == (0, len(name))
    }
    return mentioned.pop() if len(mentioned) == 1 else None
