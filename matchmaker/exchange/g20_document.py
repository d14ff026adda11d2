"""The G20 questionnaire on technical assistance, read from text: offerings, experience, and notes of the provider.

Any country's answer is read by the structure of the template: sections known by their words in four languages, blocks
of title, text and labelled fields, partners named on lines of their own. What cannot be placed is named in the notes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from matchmaker import countries
from matchmaker.errors import AmbiguousName, FileRefused
from matchmaker.exchange.contacts import has_contact, scrub
from matchmaker.exchange.drafts import Draft, Duplicate, Outcome, Problem, ProviderNotes, Reading, activity
from matchmaker.exchange.g20_blocks import cut
from matchmaker.exchange.g20_lines import paragraphs
from matchmaker.exchange.g20_notes import preconditions
from matchmaker.exchange.g20_offerings import Programme, contact_as_above, merged, programme
from matchmaker.exchange.g20_paragraph import Paragraph
from matchmaker.exchange.g20_partners import Partner, kind_of, partners
from matchmaker.exchange.g20_provider import provider_of
from matchmaker.exchange.g20_words import Section, label_of, provider_name, section_of
from matchmaker.experience import Activity, Experience
from matchmaker.files import Source
from matchmaker.matching.text import language_of

FORMAT = "g20"
_SECTION_NAMES = {
    Section.TOOLS: "1 (programmes and tools to share)",
    Section.PROGRAMMES: "2 (existing programmes)",
    Section.PROVIDED: "3 (assistance provided)",
    Section.CHALLENGES: "4 (challenges and gaps)",
    Section.PRIORITIES: "5 (priorities)",
}


def recognised(lines: Sequence[str]) -> bool:
    """Is this an answer to the questionnaire? Two of its sections, or who provided it with one section or field."""
    signs: set[str] = set()
    for line in lines[:600]:
        text = line.strip(" \t*#_|")
        if not 4 < len(text) < 240:
            continue
        section = section_of(text)
        if section is not None:
            signs.add(f"section {int(section)}")
        elif provider_name(text):
            signs.add("provider")
        elif (label := label_of(text)) is not None and label.name == "types":
            signs.add("types")
        if len(signs - {"provider", "types"}) >= 2 or (len(signs) >= 2 and "provider" in signs):
            return True
    return False


@dataclass(slots=True)
class _Answer:
    """What an answer holds, before it becomes drafts."""

    provider: str
    language: str | None
    blocks: int = 0
    programmes: dict[str, Programme] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    notes: list[ProviderNotes] = field(default_factory=list)
    introduction: str = ""


def read(
    lines: Sequence[str],
    file: str,
    *,
    sha256: str = "",
    source: str = "",
    at: datetime | None = None,
    provider: str | None = None,
    carrier: str = "txt",
    notes: Sequence[str] = (),
) -> Reading:
    """Read an answer. `carrier` is the kind of file the lines came from (txt, docx, pdf); `notes` come with them.

    `provider` (alpha-3) is used where the document names none. Raises FileRefused where the text is no answer to the
    questionnaire or its provider cannot be told.
    """
    reading = Reading(file=file, format=f"{FORMAT}-{carrier}", sha256=sha256, encoding="", fingerprint=FORMAT)
    for text in notes:
        reading.note(text)
    if not recognised(lines):
        raise FileRefused(
            f"{file}: no section of the G20 questionnaire was found in the text.",
            "Give a catalogue as CSV, XLSX, JSON or IATI, or an answer with the questionnaire's headings. "
            "A letter with a request is read by `matchmaker requests import`.",
        )
    answer = _understand(lines, file, provider, reading, carrier == "docx")
    origin = Source(name=source, file=file, sha256=sha256, at=at)
    reading.outcomes = lambda _: _outcomes(answer, origin)
    return reading


# -- understanding ----------------------------------------------------------------------------------------------------
def _understand(lines: Sequence[str], file: str, fallback: str | None, reading: Reading, whole: bool) -> _Answer:
    found = paragraphs(lines, reading.note, whole=whole)
    sections, heads = _sections(found)
    answer = _Answer(provider_of(sections[Section.OPENING], file, fallback, reading), _language(found))
    _opening(sections[Section.OPENING], answer, reading)
    for section in (Section.TOOLS, Section.PROGRAMMES):
        _programmes(sections[section], answer, reading)
    known, unknown, aside = partners(sections[Section.PROVIDED], answer.provider)
    groups = [partner for partner in known if not partner.sentences and not countries.by_code(partner.code)]
    aside += [Paragraph(partner.code, partner.first, partner.last) for partner in groups]
    answer.partners = [*(partner for partner in known if partner not in groups), *unknown]
    answer.introduction = next((p.text.rstrip(" :") for p in aside if len(p.text.split()) > 4), "")
    _aside(aside, reading)
    for section, kind in ((Section.CHALLENGES, "challenge"), (Section.PRIORITIES, "priority")):
        _provider_notes(sections[section], kind, answer)
    missing = [name for section, name in _SECTION_NAMES.items() if section not in heads]
    if missing:
        reading.cut_off(f"it has no section {', '.join(missing)}")
    return answer


def _sections(found: Sequence[Paragraph]) -> tuple[dict[Section, list[Paragraph]], set[Section]]:
    """Paragraphs by section, and the sections that have a heading."""
    parts: dict[Section, list[Paragraph]] = {section: [] for section in Section}
    heads: set[Section] = set()
    current = Section.OPENING
    for paragraph in found:
        section = section_of(paragraph.text) if not paragraph.bullet or paragraph.text[:1].isdigit() else None
        if section is not None:
            current = section
            heads.add(section)
        else:
            parts[current].append(paragraph)
    if not heads & {Section.TOOLS, Section.PROGRAMMES}:
        parts[Section.OPENING], parts[Section.TOOLS] = _split_opening(parts[Section.OPENING])
    return parts, heads


def _split_opening(found: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Without a heading for the programmes: what follows the provider's name, if a programme's field stands in it."""
    if not any(
        (label := label_of(p.text)) is not None and label.name in ("types", "outreach", "institution", "title")
        for p in found
    ):
        return found, []
    named = next((at for at, p in enumerate(found) if provider_name(p.text)), -1)
    return found[: named + 1], found[named + 1 :]


def _language(found: Sequence[Paragraph]) -> str | None:
    return language_of(" ".join(p.text for p in found if len(p.text.split()) > 8)[:8000])


def _opening(found: Sequence[Paragraph], answer: _Answer, reading: Reading) -> None:
    aside = []
    in_contact = False
    for paragraph in found:
        label = label_of(paragraph.text)
        in_contact = (label is not None and label.name == "contact") or (in_contact and label is None)
        text = label.value if label is not None and label.name == "contact" else paragraph.text
        if (in_contact or has_contact(text)) and text:
            answer.notes.append(ProviderNotes(answer.provider, "contact", text, paragraph.place))
        elif not provider_name(paragraph.text) and not in_contact and not paragraph.text.isupper():
            aside.append(paragraph)
    _aside(aside, reading)


def _aside(found: Sequence[Paragraph], reading: Reading) -> None:
    for paragraph in found:
        shown = scrub(" ".join(paragraph.text.split()))
        if shown:
            reading.note(f"Not placed, {paragraph.place}: {shown[:117] + '...' if len(shown) > 120 else shown}")


def _programmes(found: Sequence[Paragraph], answer: _Answer, reading: Reading) -> None:
    blocks, aside = cut(found)
    _aside(aside, reading)
    for block in blocks:
        answer.blocks += 1
        made = programme(block, answer.provider, answer.language, reading.note)
        if made is None:
            where = f"lines {block.first}-{block.last}"
            answer.problems.append(
                Problem(
                    where,
                    None,
                    "title",
                    "",
                    "a programme has neither a title nor a text",
                    "Add a title above its fields.",
                )
            )
            continue
        if answer.programmes:
            made = contact_as_above(made, next(reversed(answer.programmes.values())))
        if made.key in answer.programmes:
            first = answer.programmes[made.key]
            answer.programmes[made.key] = merged(first, made)
            reading.note(
                f"{made.record.title!r} stands in {first.place} and in {made.place}; it was read as one offering."
            )
        else:
            answer.programmes[made.key] = made


def _provider_notes(found: Sequence[Paragraph], kind: str, answer: _Answer) -> None:
    named: list[str] = []
    for paragraph in found:
        if not paragraph.text:
            continue
        about = (
            "contact"
            if has_contact(paragraph.text) or ((label := label_of(paragraph.text)) and label.name == "contact")
            else kind
        )
        answer.notes.append(ProviderNotes(answer.provider, about, paragraph.text, paragraph.place))
        for law in preconditions(paragraph.text) if kind == "challenge" else ():
            if law not in named:
                named.append(law)
                answer.notes.append(ProviderNotes(answer.provider, "precondition", law, paragraph.place))


# -- drafts -----------------------------------------------------------------------------------------------------------
def _outcomes(answer: _Answer, origin: Source) -> Iterator[Outcome]:
    prefix = f"{origin.name}:" if origin.name else ""
    row = 0
    for made in answer.programmes.values():
        row += 1
        record = replace(made.record, id=prefix + made.key, source=replace(origin, place=made.place))
        yield Draft(record, made.place, made.key, made.cells, row)
        for where in made.repeats:
            row += 1
            yield Duplicate(where, row, made.key, made.place.split(";")[0], made.cells)
    for problem in answer.problems:
        row += 1
        yield replace(problem, row=row)
    for partner in answer.partners:
        row += 1
        yield _experience(partner, answer, origin, prefix, row)
    yield from answer.notes


def _experience(partner: Partner, answer: _Answer, origin: Source, prefix: str, row: int) -> Draft | Problem:
    key = f"{answer.provider}-{partner.code}".lower().replace(" ", "-")
    where = f"lines {partner.first}-{partner.last}" if partner.last > partner.first else f"line {partner.first}"
    told = [sentence for sentence in partner.sentences if not has_contact(sentence)] or (
        [answer.introduction] if answer.introduction else []
    )
    cells = {"partner": partner.code or partner.name, "activities": "\n".join(told)}
    if not partner.code:
        return _unknown_partner(partner, where, row, cells)
    if not told:
        return Problem(
            where,
            row,
            "activities",
            partner.code,
            "no activity is given for this partner",
            "Say what was done, or take the name out.",
            cells,
        )
    seen = {made.id: made for made in map(_activity, told)}
    record = Experience(
        id=prefix + key,
        provider=answer.provider,
        partner=partner.code,
        activities=tuple(seen.values()),
        started=date(partner.years[0], 1, 1) if partner.years else None,
        ended=date(partner.years[1], 12, 31) if partner.years else None,
        language=answer.language,
        source=replace(origin, place=where),
    )
    return Draft(record, where, key, cells, row)


def _activity(sentence: str) -> Activity:
    return activity(sentence, kind_of(sentence))


def _unknown_partner(partner: Partner, where: str, row: int, cells: dict[str, str]) -> Problem:
    try:
        countries.resolve(partner.name)
        fix = "Write the country's name alone on its line."
    except AmbiguousName as error:
        fix = error.way_out
    return Problem(where, row, "partner", partner.name, "this is not a country or region we know", fix, cells)
