"""Offerings from the blocks of a G20 answer: types ticked, outreach, institution, pilot countries, contact aside."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matchmaker import countries
from matchmaker.exchange.contacts import has_contact
from matchmaker.exchange.g20_blocks import Block
from matchmaker.exchange.g20_paragraph import Paragraph, place
from matchmaker.exchange.g20_partners import regions_named
from matchmaker.exchange.g20_types import read_types, ticked
from matchmaker.exchange.g20_words import is_global
from matchmaker.exchange.naming import slug
from matchmaker.exchange.values import first_sentence, is_empty_word
from matchmaker.matching.text import words
from matchmaker.offerings import Offering, Outreach
from matchmaker.taxonomy import TYPES

Note = Callable[[str], None]

_ASIDE = re.compile(r"\s*\((?P<inside>[^()]{12,300})\)\s*$")
_BODY = re.compile(
    r"\b(?:ministr|ministeri|ministère|secretar|secrétariat|office|oficina|agenc|agência|"
    r"commission|comisi[oó]n|comissão|authority|autoridad|bureau|"
    r"institut|department|departamento|direc[ct]|council|consejo|conseil|court|corte|cour |"
    r"fiscal|procura|contralor|tribunal|inspector|ombuds)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s+(?:promotes?|runs?|implements?|organi[sz]es?|manages?|leads?|delivers?|promueve|"
    r"imparte|organiza|dirige|promove|promeut|organise|dispense)\b.*$",
    re.IGNORECASE,
)
_URLS = re.compile(r"<?((?:https?://|www\.)[^\s<>()]+)>?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ¿¡\"“«])")


@dataclass(frozen=True, slots=True)
class Programme:
    """An offering as read: its key, the record without source, where it stands, its cells, and its other places."""

    key: str
    record: Offering
    place: str
    cells: dict[str, str]
    repeats: tuple[str, ...] = ()


# -- outreach, text, institution --------------------------------------------------------------------------------------
def read_outreach(found: Sequence[Paragraph], title: str, note: Note) -> tuple[Outreach, str]:
    """Who the offering is open to, and what of it could not be placed as regions or countries."""
    entries = [entry for paragraph in found for entry in ticked(paragraph.raw)]
    if any(tick for _, tick in entries):
        entries = [entry for entry in entries if entry[1]]
    else:
        entries = [entry for entry in entries if entry[1] is not False]
    said = "; ".join(name.lstrip("-•* ").rstrip(" .;") for name, _ in entries if name.strip(" -•*."))
    named = list(dict.fromkeys(country.iso3 for country, _, _, adjective in countries.mentions(said) if not adjective))
    regions = []
    for part in re.split(r"[;,/\n]|\s(?:and|y|et|e|&)\s", said):
        region = countries.find_region(
            re.sub(r"^\W*(?:sub-?)?r[eé]gion\w*\s*[:(–-]\s*", "", part, flags=re.IGNORECASE).strip(" .:()")
        )
        if region is not None and region.name != countries.GLOBAL:
            regions.append(region.name)
    whole = countries.find_region(said)
    if whole is not None and whole.name != countries.GLOBAL:
        regions = [whole.name]
    if not named and not regions and not is_global(said):
        regions = list(regions_named(said))
    if is_global(said) or not said:
        return Outreach(), "" if not named and not regions else said
    if not named and not regions:
        note(f"{title}: the outreach {said!r} names no region or country we know; it is kept among the conditions.")
        return Outreach(), said
    return Outreach(tuple(dict.fromkeys(regions)), tuple(named)), ""


def countries_in(text: str) -> tuple[str, ...]:
    """Alpha-3 codes of the countries a list names, in its order."""
    found = [country.iso3 for country, _, _, _ in countries.mentions(text)]
    for part in re.split(r"[;,/\n]|\s(?:and|y|et|e|&)\s", text):
        country = countries.find(part.strip(" .:()-"))
        if country is not None:
            found.append(country.iso3)
    return tuple(dict.fromkeys(found))


def split_contacts(text: str) -> tuple[str, str]:
    """The text without the sentences that hold an address or a telephone number, and those sentences."""
    kept, contacts = [], []
    for line in text.split("\n"):
        sentences = _SENTENCE.split(line)
        kept.append(" ".join(sentence for sentence in sentences if not has_contact(sentence)))
        contacts += [sentence for sentence in sentences if has_contact(sentence)]
    return "\n".join(line for line in kept if line.strip()), " ".join(contacts)


def _value(block: Block, name: str) -> str:
    """What stands under a label; empty where it says that there is nothing."""
    said = (paragraph.text.rstrip(" .") for paragraph in block.of(name))
    return "; ".join(text for text in said if not is_empty_word(text))


def read_title(title: str) -> tuple[str, str]:
    """A title without what stands in brackets after it, and the institution named there, if one is."""
    hit = _ASIDE.search(title)
    if hit is None or len(hit["inside"].split()) < 4 or not title[: hit.start()].strip():
        return title, ""
    return (title[: hit.start()].strip(), _DOES.sub("", hit["inside"])) if _BODY.search(hit["inside"]) else (title, "")


def programme(block: Block, provider: str, language: str | None, note: Note) -> Programme | None:
    """The offering a block makes; None where the block has neither title nor text."""
    title, institution = read_title(block.title)
    types = read_types(block.fields.get("types", []), title or block.title, note)
    outreach, unplaced = read_outreach(block.of("outreach"), title, note)
    text = "\n".join([*(("- " if p.bullet else "") + p.text for p in block.of("body")), *types.extra])
    text, contact = split_contacts(text)
    links = _URLS.findall(f"{text} {_value(block, 'link')}")
    text = "\n".join(
        line for line in text.split("\n") if not _URLS.fullmatch(line.strip()) or line.strip(" <>") not in links[:1]
    )
    title = title or first_sentence(text)
    if not title:
        return None
    stated = _value(block, "institution")
    conditions = "; ".join(
        part for part in (_value(block, "conditions"), f"Outreach: {unplaced}" if unplaced else "") if part
    )
    record = Offering(
        id=slug(title),
        title=title,
        text=text or title,
        provider=provider,
        types=tuple(types.names),
        other_type="; ".join(types.other),
        outreach=outreach,
        countries=countries_in(_value(block, "pilots")),
        institution="; ".join(part for part in (stated, institution) if part),
        contact="; ".join(part for part in (_value(block, "contact"), contact) if part),
        link=links[0] if links else "",
        language=language,
        languages_of_work=_languages(_value(block, "languages")),
        conditions=conditions,
    )
    cells = {
        "title": block.title,
        "text": text,
        **{name: _value(block, name) for name in block.fields if name not in ("body", "contact")},
    }
    return Programme(slug(title) or "untitled", record, place(block.first, block.last), cells)


_LANGUAGE_NAMES = {
    "en": r"english|ingles|anglais",
    "es": r"spanish|espanol|castellano|espagnol|espanhol",
    "fr": r"french|frances|francais",
    "pt": r"portuguese|portugues|portugais",
}


def _languages(text: str) -> tuple[str, ...]:
    folded = " ".join(words(text))
    return tuple(code for code, names in _LANGUAGE_NAMES.items() if re.search(rf"\b(?:{names}|{code})\b", folded))


def merged(first: Programme, again: Programme) -> Programme:
    """One programme from two blocks with the same title: texts in their order, types and fields of both."""
    one, two = first.record, again.record

    def both(before: str, after: str, between: str) -> str:
        return before if after in before else after if before in after else before + between + after

    record = replace(
        one,
        text=both(one.text if one.text != one.title else "", two.text if two.text != two.title else "", "\n")
        or one.title,
        types=tuple(name for name in TYPES if name in one.types + two.types),
        other_type=both(one.other_type, two.other_type, "; "),
        outreach=one.outreach if not one.outreach.is_global else two.outreach,
        countries=tuple(dict.fromkeys(one.countries + two.countries)),
        institution=both(one.institution, two.institution, "; "),
        contact=both(one.contact, two.contact, "; "),
        link=one.link or two.link,
        languages_of_work=tuple(dict.fromkeys(one.languages_of_work + two.languages_of_work)),
        conditions=both(one.conditions, two.conditions, "; "),
    )
    return replace(first, record=record, place=f"{first.place}; {again.place}", repeats=(*first.repeats, again.place))


_AS_ABOVE = re.compile(
    r"(?:the )?same(?: as (?:the )?(?:above|before))?|as above|idem|ibid|ver arriba|igual que el anterior|"
    r"voir ci dessus|(?:el|o) mismo|o mesmo|le meme"
)


def contact_as_above(made: Programme, before: Programme) -> Programme:
    """The programme with the contact of the one before it where its own says "same as above"."""
    if _AS_ABOVE.fullmatch(" ".join(words(made.record.contact))) is None:
        return made
    return replace(made, record=replace(made.record, contact=before.record.contact))
