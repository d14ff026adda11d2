"""A letter with a request: one request per document, with its reference, date, country and contact where they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker import countries
from matchmaker.exchange.contacts import EMAIL, PHONE, has_contact, scrub
from matchmaker.exchange.drafts import Draft, Outcome, Reading
from matchmaker.exchange.g20_offerings import split_contacts
from matchmaker.exchange.seen import digest
from matchmaker.exchange.table_reading import Task
from matchmaker.exchange.values import DateOrder, date_of, id_of
from matchmaker.exchange.word_file import DocumentText
from matchmaker.files import Source
from matchmaker.matching.text import language_of
from matchmaker.requests import Request
from matchmaker.safetext import clean

_REFERENCE = re.compile(
    r"^\W*(?:our |your |n/|nuestra |notre |nossa )?(?:ref(?:erence|erencia|érence|"
    r"erência)?|note(?: verbale)?|nota(?: verbal)?|oficio|ofício)\.?\s*"
    r"(?:n[o°º]\.?)?\s*[:.#]?\s*(?P<id>[A-Z0-9][\w/.-]{2,40})\s*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?[^\W\d_]{3,10}\.?\s+(?:de\s+|"
    r"del\s+)?\d{4}|[^\W\d_]{3,9}\s+\d{1,2},?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\b"
)
_SENDER = re.compile(
    r"(?:government|embassy|permanent mission|ministry of [\w ]{3,40}|gobierno|embajada|"
    r"misi[oó]n permanente|gouvernement|ambassade|mission permanente|governo|embaixada|"
    r"miss[aã]o permanente)\s+"
    r"(?:of|de|du|des|del|da|do)\s+(?P<name>.{3,60})",
    re.IGNORECASE,
)
_HEAD_LINES = 25
_SHORT = 12
"""Words of a line that is a contact and nothing else."""


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    contact: str
    reference: str
    received_on: date | None
    country: str | None


def read_letter(task: Task, document: DocumentText, form: str, sha256: str) -> Reading:
    """A reading with the one request of a letter. What was left open stands in its notes."""
    reading = Reading(file=task.path.name, format=f"letter-{form}", sha256=sha256, fingerprint="letter")
    for text in document.notes:
        reading.note(text)
    letter = _understand(document.lines, task.default_country)
    if letter.country is None:
        reading.note("The letter does not name one country as the sender; the request has no country yet.")
    if letter.contact:
        reading.note("Lines with addresses or telephone numbers were kept as the contact, not in the text.")
    place = "whole document"
    request = Request(
        id=letter.reference,
        text=letter.text,
        country=letter.country,
        language=language_of(letter.text),
        received_on=letter.received_on,
        contact=letter.contact[:500],
        source=Source(task.origin.source, task.path.name, sha256, place, task.origin.at),
    )

    def outcomes(_: Reading) -> Iterator[Outcome]:
        key = letter.reference or f"{digest(letter.text):016x}"
        yield Draft(
            request, place, key, {"id": letter.reference, "text": letter.text, "country": letter.country or ""}, 1
        )

    reading.outcomes = outcomes
    return reading


def _understand(lines: Sequence[str], default_country: str | None) -> _Letter:
    kept: list[str] = []
    contact: list[str] = []
    reference, received = "", None
    for number, line in enumerate(lines):
        text = clean(line).replace("\f", "").rstrip()
        if (
            number < _HEAD_LINES
            and not reference
            and (hit := _REFERENCE.match(text))
            and any(c.isdigit() for c in hit["id"])
        ):
            reference = id_of(hit["id"])
        if number < _HEAD_LINES and received is None and len(text) < 100:
            received = _date_in(text)
        if has_contact(text):
            text, told = _without_contact(text)
            contact.append(told)
        if text.strip() or (kept and kept[-1]):
            kept.append(text)
    return _Letter(
        "\n".join(kept).strip(), "; ".join(contact), reference, received, _country("\n".join(kept)) or default_country
    )


def _without_contact(line: str) -> tuple[str, str]:
    """A line without the sentences that hold an address, and those; of a long sentence only the address goes."""
    kept, told = split_contacts(line)
    if not kept and len(line.split()) > _SHORT:
        return scrub(line), "; ".join(hit[0].strip() for pattern in (EMAIL, PHONE) for hit in pattern.finditer(line))
    return kept, told.strip()


def _date_in(line: str) -> date | None:
    hit = _DATE.search(line)
    if hit is None:
        return None
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º)\b\.?", "", hit[0])
    plain = re.sub(r"\s+del?\s+", " ", plain, flags=re.IGNORECASE)
    try:
        return date_of(plain, DateOrder())
    except ValueError:
        return None


def _country(text: str) -> str | None:
    """The sender: as the head or the closing names it, else the only country the letter is about."""
    for hit in _SENDER.finditer(text[:20_000]):
        named = countries.mentions(
            hit["name"].split("\n")[0].title() if hit["name"].isupper() else hit["name"].split("\n")[0]
        )
        if named and named[0][1] < 30:
            return named[0][0].iso3
    for line in text.split("\n")[:3]:
        country = countries.find(line.strip(" .,"))
        if country is not None:
            return country.iso3
    count = Counter(country.iso3 for country, _, _, _ in countries.mentions(text[:20_000]))
    ranked = count.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None
