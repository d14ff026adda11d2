"""Titles: the country or region that words above a table, or the name of its sheet, say the table is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker import countries
from matchmaker.exchange.columns import names_of
from matchmaker.exchange.organisations import is_agency, known_in_name
from matchmaker.exchange.places import place_of, places_of

_LONGEST, _MOST = 300, 40
_WORD = re.compile(r"[^\W\d_]+")
_TO = re.compile(
    r"\b(?:(?:received|recibid[ao]s?|re[cç]ue?s?|recebid[ao]s?) (?:by|por|par|pel[ao]s?)|"
    r"to|in|for|with|within|into|a|al|en|para|con|hacia|au|aux|[àa] l['’a]?|pour|avec|em|no|na|nos|nas|ao|[àa]s?|"
    r"com)(?: (?:the|el|la|los|las|le|les|o|os|as|republic of|rep[úu]blica d[eo]|r[ée]publique d[eu]))?"
    r"(?: l['’])?\s*\Z",
    re.IGNORECASE,
)
"""What stands before a country that receives."""
_BY = re.compile(r"\b(?:by|from|por|par|pela?|pelo|desde|depuis)(?: (?:the|el|la|los|le|les|o|a))?\s*\Z", re.IGNORECASE)
_GIVES = re.compile(
    r"\b(?:offer|ofert|ofrec|ofere[cç]|offre|offert|donated|funded|financ|(?:training|short) courses?\b|"
    r"scholarships?\b|fellowships?\b|becas\b|cursos\b|bolsas\b|bourses\b)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"\bUS\s?(?:\$|dollars?|d[óo]lares|D\b)|\b(?:dollars?|d[óo]lares) (?:(?:of |de )?(?:the |los |des )?"
    r"(?:United States|Estados Unidos|[ÉE]tats-Unis)|US\b|EE\.? ?UU\.?)|\b(?:Swiss|CFA|Malagasy) francs?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A place that a title names, the title, and whether its words leave no doubt that the place is the recipient."""

    place: str
    text: str
    sure: bool


def titled(rows: Sequence[Sequence[str]]) -> Titled | None:
    """The one place that the rows above a table name; None where they name none, or several.

    "Country: Peru" says it whatever else is named. Not counted are adjectives ("Norwegian aid"), currencies, and those
    who give: "by Norway", "Donor: Norway", "courses offered".
    """
    found: dict[str, Titled] = {}
    for cells in rows[-_MOST:]:
        filled = [" ".join(cell[: 2 * _LONGEST].split()) for cell in cells if cell.strip()][:_MOST]
        label, said = _labelled(filled)
        fields = {name for name, _ in names_of(label, "catalogue")[0]} if label else set()
        if "partner" in fields and (place := place_of(said)):
            return Titled(place, f"{label}: {said}", True)
        if fields & {"provider", "reporting", "institution", "started", "ended", "updated", "contact"}:
            continue
        for text in filled:
            for title in _named(text):
                if title.place not in found or title.sure:
                    found[title.place] = title
    if len(found) == 2:
        found = _without_their_region(found)
    return next(iter(found.values())) if len(found) == 1 else None


def giver_named(rows: Sequence[Sequence[str]], *, bare: bool = False) -> str:
    """The one government or organisation that the rows above a table say gives; "" where they name none, or several.

    "Donor: Norway" says it whatever else is named; "funded by Norway", "Norwegian aid" and "courses in Norway" say it
    too, and so do the names of organisations everybody knows. `bare`: so does a country that does not receive, because
    the rows themselves name those that do.
    """
    found: dict[str, None] = {}
    for cells in rows[-_MOST:]:
        filled = [" ".join(cell[: 2 * _LONGEST].split()) for cell in cells if cell.strip()][:_MOST]
        label, said = _labelled(filled)
        if label and said and len(said) <= 120 and _field_of(label) in ("provider", "reporting"):
            return said
        for text in filled:
            found.update(dict.fromkeys(_givers(text, bare=bare)))
    return next(iter(found)) if len(found) == 1 else ""


def _givers(text: str, *, bare: bool) -> Iterator[str]:
    """Who gives by the words of a title."""
    if len(text) > _LONGEST:
        return
    if organisation := known_in_name(text) or (text if bare and is_agency(text) else ""):
        yield organisation
        return
    plain = _CURRENCY.sub(lambda hit: " " * len(hit[0]), text.replace("_", " "))
    mentions = countries.mentions(plain)
    for country, start, _, adjective in mentions:
        before = plain[max(0, start - 40) : start]
        alone = bare and len(mentions) == 1
        if not _TO.search(before) and (adjective or alone or _BY.search(before) or _GIVES.search(plain)):
            yield country.iso3


def _field_of(label: str) -> str:
    """The field a label speaks for first; "" when it speaks for none."""
    return next((field for field, _ in names_of(label, "catalogue")[0]), "")


def _labelled(filled: Sequence[str]) -> tuple[str, str]:
    """A row that says one thing under a name, as "Country | Peru" or "Country: Peru"; the name is "" in any other."""
    if len(filled) == 2:
        return filled[0].rstrip(" :"), filled[1]
    if len(filled) == 1 and filled[0].count(":") == 1:
        label, said = filled[0].split(":")
        return label.strip(), said.strip()
    return "", ""


def _named(text: str) -> Iterator[Titled]:
    """The places that words of a title name, but for those who give."""
    if len(text) > _LONGEST:
        return
    whole, rest = places_of(text) if "(" not in text else ((), ())
    if len(whole) == 1 and not rest:
        if whole[0] != countries.GLOBAL and len(text) > 3:
            yield Titled(whole[0], text, False)
        return
    plain = _CURRENCY.sub(lambda hit: " " * len(hit[0]), text.replace("_", " "))
    spans = []
    for country, start, end, adjective in countries.mentions(plain):
        spans.append((start, end))
        if not adjective:
            yield from _unless_it_gives(country.iso3, plain, start, text)
    for region, start, end in _regions(plain):
        if not any(start < last and first < end for first, last in spans):
            yield from _unless_it_gives(region, plain, start, text)


def _unless_it_gives(place: str, plain: str, start: int, text: str) -> Iterator[Titled]:
    before = plain[max(0, start - 40) : start]
    if _TO.search(before):
        yield Titled(place, text, True)
    elif not _BY.search(before) and not _GIVES.search(plain):
        yield Titled(place, text, False)


def _regions(text: str) -> Iterator[tuple[str, int, int]]:
    """Regions that runs of words name, the longest first, each beginning with a capital."""
    words = [(hit.start(), hit.end()) for hit in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for size in range(min(5, len(words) - at), 0, -1):
            start, end = words[at][0], words[at + size - 1][1]
            region = countries.find_region(text[start:end]) if text[start].isupper() else None
            if region is not None and region.name != countries.GLOBAL:
                yield region.name, start, end
                at += size - 1
                break
        at += 1


def _without_their_region(found: dict[str, Titled]) -> dict[str, Titled]:
    """Of a country and the region it lies in, the country."""
    one, other = found
    for place, around in ((one, other), (other, one)):
        if countries.by_code(place) is not None and countries.in_region(place, around):
            return {place: found[place]}
    return found
