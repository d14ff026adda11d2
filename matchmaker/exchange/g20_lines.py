"""Paragraphs from the lines of a converted document: page furniture out, broken lines joined, footnotes aside.

Converters wrap lines, hyphenate, repeat page headers and flatten tables. What is taken away is counted and named, so
that the report can say so.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from matchmaker import countries
from matchmaker.exchange.g20_furniture import cells, plain, without_furniture
from matchmaker.exchange.g20_paragraph import BULLET, LEADING_BOX, TERMINAL, Line, Paragraph
from matchmaker.exchange.g20_words import heading_number, label_of, provider_name, section_of, type_of

_LIST_MARK = re.compile(r"^\s*\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2}){0,2})[.)]\s+(?=\S)")
_SUPERSCRIPT = re.compile(r"\s?[¹²³⁰⁴-⁹]+(?=\w)|[¹²³⁰⁴-⁹]+")
_FOOTNOTE = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\[(?P<square>\d{1,2})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,2})|"
    r"(?P<plain>\d{1,2}))\s*\*{0,2}(?P<text>[^\W\d_].{12,})",
    re.DOTALL,
)
_WIDEST = 160
"""Lines longer than this were not wrapped."""
_HEAD = 400
"""So much of a paragraph tells what it is."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINKING = frozenset(
    {
        "a", "and", "as", "at", "by", "de", "del", "des", "do", "du", "e", "el", "en", "et", "for", "from", "in",
        "la", "las", "le", "les", "los", "of", "on", "or", "para", "par", "por", "pour", "que", "the", "to", "un",
        "una", "une", "with", "y", "à", "au", "da", "em", "no", "na", "o", "os",
    }
)  # fmt: skip
_PREFIXES = frozenset(
    {
        "anti", "co", "ex", "inter", "multi", "non", "post", "pre", "pro", "re", "self", "semi", "socio", "sub",
        "trans", "vice", "well", "open", "cross",
    }
)  # fmt: skip


def paragraphs(lines: Sequence[str], note: Callable[[str], None], *, whole: bool = False) -> list[Paragraph]:
    """The paragraphs of a document, footnotes and page furniture left aside and noted.

    `whole` says that each line is a paragraph of its own, as in a Word file.
    """
    kept = without_furniture(plain(lines, whole), note)
    joined = _joined(cells(kept))
    return _without_footnotes(joined, note)


# -- lines ------------------------------------------------------------------------------------------------------------
# -- paragraphs -------------------------------------------------------------------------------------------------------
def _joined(lines: list[Line]) -> list[Paragraph]:
    """Lines joined into paragraphs by the rules of `_continues`."""
    width = _width(lines)
    known = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).casefold()))
    found: list[Paragraph] = []
    previous: Line | None = None
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if found and previous is not None and _continues(found[-1], previous, line, following, width):
            raw = _glued(found[-1].raw, line.text.strip(), known)
            found[-1] = replace(found[-1], raw=raw, last=line.number)
        else:
            found.append(Paragraph("", line.number, line.number, line.text.strip(), False, line.gap))
        previous = line
    return [_read(paragraph) for paragraph in found]


def _width(lines: list[Line]) -> int:
    """The column at which lines were wrapped; 0 when each paragraph is one line."""
    lengths = sorted(len(line.text) for line in lines)
    if not lengths:
        return 0
    wide = lengths[-min(3, len(lengths))]
    if wide > _WIDEST:
        wide = lengths[int(0.95 * (len(lengths) - 1))]
    if wide > _WIDEST or sum(length > 0.85 * wide for length in lengths) < 3:
        return 0
    return wide if sum(map(_runs_on, lines, lines[1:])) > 1 else 0


def _runs_on(line: Line, after: Line) -> bool:
    """Does a sentence go on in the next line? Only then were lines wrapped."""
    return (
        not after.gap
        and after.text.strip()[:1].islower()
        and not TERMINAL.search(line.text)
        and not _starts_item(after.text)
    )


def _starts_item(text: str) -> bool:
    """Does a line start something new, whatever stood before it?"""
    if BULLET.match(text) or LEADING_BOX.match(text) or provider_name(text):
        return True
    if text.strip()[:1].islower() and not _LIST_MARK.match(text):
        return bool(type_of(text) and len(text) > 6)
    if _LIST_MARK.match(text) or label_of(text) or type_of(text):
        return True
    number, _ = heading_number(text)
    named = re.match(r"(?P<name>[^:–—|.]{2,60}?)\s*(?::|\s[-–—])\s", text)
    if named is not None and countries.find(named["name"]) is not None:
        return True
    return (number is not None and section_of(text) is not None) or (
        len(text) < 50 and countries.find(text) is not None
    )


def _continues(paragraph: Paragraph, previous: Line, line: Line, following: str, width: int) -> bool:
    """Is `line` the rest of the paragraph before it?"""
    before, text = previous.text.rstrip(), line.text.strip()
    last_word = before.rsplit(None, 1)[-1].casefold() if before.split() else ""
    if last_word in _LINKING and text[:1].islower() and not line.gap and not _LIST_MARK.match(text):
        return True
    footnote = _FOOTNOTE.match(text)
    if _starts_item(text) or (footnote is not None and footnote["plain"] is None):
        return False
    head = paragraph.raw[:_HEAD]
    if _is_closed(head):
        return False
    if section_of(head) is not None:
        return not head.endswith(":") and _heading_runs_on(head, before, line, width)
    if re.search(r"\w-$", before) and text[:1].isalpha():
        return True
    if text[:1].islower() or before.endswith(","):
        return not (line.gap and TERMINAL.search(before))
    if last_word in _LINKING and len(head.split()) > 4:
        return True
    if line.gap or (TERMINAL.search(before) and not width):
        return False
    if not width or len(before) + len(text.split(None, 1)[0]) + 1 < 0.88 * width:
        return False
    return not (
        TERMINAL.search(before) and len(text) < 0.6 * width and not TERMINAL.search(text) and following[:1].isupper()
    )


def _heading_runs_on(raw: str, before: str, line: Line, width: int) -> bool:
    """Is `line` the rest of a section's heading? In small letters, in capitals like it, or because the line was
    full."""
    text = line.text.strip()
    full = width > 0 and len(before) + len(text.split(None, 1)[0]) + 1 > width
    capitals = heading_number(raw)[1].isupper()
    return text[:1].islower() or (not line.gap and capitals == text.isupper() and (capitals or full))


def _is_closed(raw: str) -> bool:
    """A paragraph that is complete: a type, a bare label, a country's name, a heading with its colon."""
    if not BULLET.sub("", raw).strip() or _is_url(raw):
        return True
    label = label_of(BULLET.sub("", raw))
    if label is not None and not label.value:
        return True
    raw = BULLET.sub("", raw)
    if len(raw) < 60 and (known := type_of(raw)) is not None and not known[1]:
        return True
    return (
        (section_of(raw) is not None and raw.endswith(":"))
        or bool(provider_name(raw))
        or (len(raw) < 50 and countries.find(raw) is not None)
    )


def _is_url(text: str) -> bool:
    return re.fullmatch(r"\s*<?(?:https?://|www\.)\S+>?\s*", text) is not None


def _glued(before: str, text: str, known: Counter[str]) -> str:
    """Two pieces of a paragraph; a word parted by a hyphen is joined unless the document writes it with one."""
    hit = re.search(r"(\w+)-$", before[-80:])
    rest = re.match(r"\w+", text)
    if hit is None or rest is None:
        return f"{before} {text}"
    whole, hyphened = (hit[1] + rest[0]).casefold(), f"{hit[1]}-{rest[0]}".casefold()
    keep = known[hyphened] > 0 or (known[whole] == 0 and (hit[1].casefold() in _PREFIXES or rest[0][:1].isupper()))
    return before + text if keep else before[:-1] + text


def _read(paragraph: Paragraph) -> Paragraph:
    """The paragraph's text without bullet, box and footnote marks."""
    raw = " ".join(paragraph.raw.split())
    text, bullets = BULLET.subn("", raw, count=1)
    text, boxes = LEADING_BOX.subn("", text, count=1)
    text = _SUPERSCRIPT.sub(lambda hit: " " if hit[0][0].isspace() else "", text)
    return replace(paragraph, text=text.strip(), raw=raw, bullet=bool(bullets or boxes))


def _without_footnotes(found: list[Paragraph], note: Callable[[str], None]) -> list[Paragraph]:
    """Paragraphs less footnotes: numbered texts whose mark stands in the document, in the order of their numbers."""
    everything = "\n".join(p.raw for p in found)
    marks = {int(mark.translate(_RAISED)) for mark in re.findall(r"(?<!^)[⁰¹²³⁴-⁹]{1,2}", everything)}
    marks |= {
        int(mark)
        for mark in re.findall(r"(?<=[^\s\[])\[(\d{1,2})\]|(?<=[^\W\d_.])(\d{1,2})(?=\s*:)", everything)
        for mark in mark
        if mark
    }
    marks |= _closing_run(found, marks)
    kept, gone, following = [], [], 1
    for paragraph in found:
        hit = _FOOTNOTE.match(paragraph.raw)
        number = int((hit["square"] or hit["raised"] or hit["plain"]).translate(_RAISED)) if hit else 0
        if hit and number in marks and (number == following or hit["plain"] is None) and paragraph.first > 1:
            gone.append(paragraph)
            following = number + 1
        else:
            kept.append(paragraph)
    if gone:
        note(f"{len(gone)} footnotes were left aside ({', '.join(p.place for p in gone)}).")
    squares = {int(hit["square"]) for p in gone if (hit := _FOOTNOTE.match(p.raw)) and hit["square"]}
    if squares:
        mark = re.compile(rf"\s?\[(?:{'|'.join(map(str, sorted(squares)))})\]")
        kept = [replace(p, text=mark.sub("", p.text).strip(), raw=mark.sub("", p.raw)) for p in kept]
    return kept


def _closing_run(found: Sequence[Paragraph], marks: set[int]) -> set[int]:
    """The numbers of the paragraphs that end a document as 1, 2, 3: footnotes, if the mark of one stands above."""
    numbers: list[int] = []
    for paragraph in reversed([paragraph for paragraph in found if paragraph.text]):
        hit = _FOOTNOTE.match(paragraph.raw)
        if hit is None or hit["plain"] is None or (numbers and int(hit["plain"]) != numbers[-1] - 1):
            break
        numbers.append(int(hit["plain"]))
    return set(numbers) if numbers and numbers[-1] == 1 and marks.intersection(numbers) else set()
