"""Offerings from the blocks of a G20 answer: types ticked, outreach, institution, pilot countries, contact aside."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matchmaker import countries
from matchmaker.exchange.contacts import has_contact
from matchmaker.exchange.g20_blocks import Block
from matchmaker.exchange.g20_paragraph import ANY_BOX, BULLET, EMPTY, Paragraph, place
from matchmaker.exchange.g20_partners import regions_named
from matchmaker.exchange.g20_words import YES_NO, is_global, type_of
from matchmaker.exchange.naming import slug
from matchmaker.exchange.values import first_sentence
from matchmaker.matching.text import words
from matchmaker.offerings import Offering, Outreach
from matchmaker.taxonomy import OTHERS, TYPES, types_in

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
_CROSS = re.compile(r"(?<!\S)([xX]|_{1,3})\s+(?=[A-ZÀ-Þ])")
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


# -- types ------------------------------------------------------------------------------------------------------------
def ticked(text: str) -> list[tuple[str, bool | None]]:
    """The entries of a line with boxes, each with whether its box is ticked; None where it has no box."""
    text = BULLET.sub("", text)
    text = _CROSS.sub(lambda hit: f"[{'x' if hit[1] in 'xX' else ' '}] ", text) if _CROSS.match(text) else text
    boxes = list(ANY_BOX.finditer(text))
    if not boxes:
        hit = re.fullmatch(r"(?P<name>.+?)\s*[:–—-]\s*(?P<answer>\w{1,3})\.?", text.strip())
        answer = YES_NO.get(" ".join(words(hit["answer"]))) if hit else None
        if hit and answer is not None and type_of(hit["name"]):
            return [(hit["name"], answer)]
        crossed = re.fullmatch(r"[-*•\s]*[xX]\s+(?P<name>.+)", text.strip())
        return [(crossed["name"], True)] if crossed else [(text, None)]
    leading = not re.sub(r"[-*•\s]", "", text[: boxes[0].start()])
    edges = [box.start() for box in boxes] if leading else [0, *(box.end() for box in boxes)]
    pieces = [text[start:end] for start, end in zip(edges, [*edges[1:], len(text)], strict=True)]
    found: list[tuple[str, bool | None]] = []
    for piece in pieces:
        box = ANY_BOX.search(piece)
        name = ANY_BOX.sub("", piece).strip(" \t-–;,")
        if box is not None and name:
            found.append((name, not (box[0] in EMPTY + "○" or re.fullmatch(r"[\[(]\s*[\])]", box[0]))))
        elif name:
            found.append((name, None))
    return found


@dataclass(slots=True)
class _Types:
    """Types as a list of a block gives them. `extra` holds what names no type."""

    names: list[str]
    other: list[str]
    extra: list[str]


def read_types(found: Sequence[Paragraph], title: str, note: Note) -> _Types:
    """The types offered. Where the list has boxes, only ticked ones count: an empty box says it is not offered."""
    entries = [entry for paragraph in found for entry in ticked(paragraph.raw)]
    boxed = [tick for _, tick in entries if tick is not None]
    if boxed and not any(boxed) and all(tick is not None for _, tick in entries):
        note(f"{title}: no box for the type of assistance is ticked, so no type is taken.")
    result = _Types([], [], [])
    waiting = False
    for name, tick in entries:
        if tick is False:
            waiting = False
            continue
        if boxed and tick is None and not waiting and type_of(name):
            continue
        waiting = _take(name.strip(), waiting, result)
    result.names = [name for name in TYPES if name in result.names]
    return result


def _take(name: str, waiting: bool, result: _Types) -> bool:
    """Add one entry; True when the next one specifies what "Others" means."""
    if not re.sub(r"[\W_]", "", name):
        return waiting
    known = type_of(name)
    if known is not None:
        result.names.append(known[0])
        if known[1]:
            result.other.append(known[1])
        return known == (OTHERS, "")
    if waiting:
        result.other.append(name)
        return False
    types, unknown = types_in(name)
    if types and not unknown:
        result.names.extend(types)
        return False
    head = type_of(re.split(r"\s*[:(–—]|\s-\s", name.lstrip("-•* "), maxsplit=1)[0])
    if head is not None:
        result.names.append(head[0])
        result.extra.append(name.lstrip("-•* "))
        return False
    if types:
        result.names.extend(types)
    result.names.append(OTHERS)
    result.other.append("; ".join(unknown) if types else name.lstrip("-•* "))
    return False


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
    return "; ".join(paragraph.text.rstrip(" .") for paragraph in block.of(name))


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
