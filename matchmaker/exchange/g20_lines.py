"""Paragraphs from the lines of a converted document: page furniture out, broken lines joined, footnotes aside.

Converters wrap lines, hyphenate, repeat page headers and flatten tables. What is taken away is counted and named, so that
the report can say so.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matchmaker import countries
from matchmaker.exchange.g20_words import heading_number, label_of, provider_name, section_of, type_of
from matchmaker.safetext import clean

TICKED = "☒☑✓✔✗✘🗹🗷■●\uf0fe\uf0fd\uf0fc\uf0fb\uf078\uf052\uf053"
EMPTY = "☐□◻❏❑\uf0a8\uf06f\uf0a3\uf071\uf072"
_BOX = rf"(?:[{TICKED}{EMPTY}○]|\[\s*[xX✓✔vV]?\s*\]|\(\s*[xX✓✔]?\s*\))"
LEADING_BOX = re.compile(rf"^\s*(?:[-*•]\s*)?(?P<box>{_BOX}|[xX](?=\s+[A-ZÀ-Þ]))\s*")
ANY_BOX = re.compile(_BOX)
BULLET = re.compile(r"^\s*(?:[-–—*•·▪▫◦‣➢➤→►»\uf0b7\uf0a7\uf0d8]|o(?=\s+[A-ZÀ-Þ]))+(?:\s+|(?=[^\s\d-])|$)")
_LIST_MARK = re.compile(r"^\s*\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2}){0,2})[.)]\s+(?=\S)")
_PAGE = re.compile(
    r"^\W*(?:(?:page|p[aá]gina?|p[aá]g|seite|p)\.?\s*)?\d{1,3}(?:\s*(?:/|of|de|sur|von|out of)\s*\d{1,3})?\W*$",
    re.IGNORECASE,
)
_PAGED = re.compile(
    r"(?:\bpage|\bp[aá]g(?:ina)?\.?|\|)\s*\d{1,3}(?:\s*(?:/|of|de|sur)\s*\d{1,3})?\s*\W*$", re.IGNORECASE
)
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_SUPERSCRIPT = re.compile(r"\s?[¹²³⁰⁴-⁹]+(?=\w)|[¹²³⁰⁴-⁹]+")
_FOOTNOTE = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\[(?P<square>\d{1,2})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,2})|(?P<plain>\d{1,2}))\s*\*{0,2}(?P<text>[^\W\d_].{12,})",
    re.DOTALL,
)
_HEADER_LINES = 3
"""A header or footer has at most this many lines."""
_WIDEST = 160
"""Lines longer than this were not wrapped."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINKING = frozenset(
    ["a", "and", "as", "at", "by", "de", "del", "des", "do", "du", "e", "el", "en", "et", "for", "from", "in", "la", "las", "le", "les", "los", "of", "on", "or", "para", "par", "por", "pour", "que", "the", "to", "un", "una", "une", "with", "y", "à", "au", "da", "em", "no", "na", "o", "os"]
)
_PREFIXES = frozenset(
    ["anti", "co", "ex", "inter", "multi", "non", "post", "pre", "pro", "re", "self", "semi", "socio", "sub", "trans", "vice", "well", "open", "cross"]
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the numbers of its first and last line. `raw` keeps bullets and boxes; `gap`: a blank line before."""

    text: str
    first: int
    last: int
    raw: str = ""
    bullet: bool = False
    gap: bool = True

    @property
    def place(self) -> str:
        return place(self.first, self.last)

    @property
    def ends(self) -> bool:
        """Does it end as a sentence does?"""
        return _TERMINAL.search(self.text) is not None


def place(first: int, last: int) -> str:
    """ "line 7" or "lines 27-31"."""
    return f"line {first}" if first == last else f"lines {first}-{last}"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    gap: bool


def paragraphs(lines: Sequence[str], note: Callable[[str], None], *, whole: bool = False) -> list[Paragraph]:
    """The paragraphs of a document, footnotes and page furniture left aside and noted.

    `whole` says that each line is a paragraph of its own, as in a Word file.
    """
    kept = _without_furniture(_plain(lines, whole), note)
    joined = _joined([part for line in kept for part in _cells(line)])
    return _without_footnotes(joined, note)


# -- lines -----------------------------------------------------------------------------------------------------------
_MARKUP = re.compile(r"\*\*|__|(?<=\s)\*(?=\w)|(?<=\w)\*(?=\s|$)|^#{1,6}\s+")
_ESCAPED = re.compile(r"\\([$_*#\[\]()<>.!-])")


def _plain(lines: Sequence[str], whole: bool) -> list[_Line]:
    """Lines without markup, soft hyphens and odd spaces; a form feed is a line of its own."""
    found, gap = [], True
    for number, line in enumerate(lines, 1):
        text = clean(line).replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
        paged = "\f" in text
        text = re.sub(r"[\f\v\u00a0\u2000-\u200a\u202f\u3000]", " ", text)
        text = _ESCAPED.sub(r"\1", _MARKUP.sub("", text)).rstrip()
        if paged:
            found.append(_Line(number, "\f", gap))
            gap = True
        if text.strip():
            found.append(_Line(number, text, gap))
        gap = whole or not text.strip()
    return found


def _is_structure(text: str) -> bool:
    place = countries.find(text) or countries.find_region(text)
    return bool(place or label_of(text) or type_of(text) or section_of(text) or BULLET.match(text))


def _without_furniture(lines: list[_Line], note: Callable[[str], None]) -> list[_Line]:
    """Lines less page numbers, and less the headers and footers that stand beside them again and again."""
    gone = {at for at, line in enumerate(lines) if line.text == "\f" or _PAGE.match(line.text)}
    gone |= {at for at, line in enumerate(lines) if _PAGED.search(line.text) and _may_be_header(line.text)}
    labels = [label_of(line.text) for line in lines]
    values = {at + 1 for at, label in enumerate(labels) if label is not None and not label.value}
    for _ in range(_HEADER_LINES):
        near = {at + step for at in gone for step in (-1, 1) if 0 <= at + step < len(lines)} - gone
        shapes = Counter(_shape(lines[at].text) for at in near)
        free = {_shape(lines[at].text) for at in near - values if _may_be_header(lines[at].text)}
        gone |= {at for at in near if shapes[_shape(lines[at].text)] > 1 and _shape(lines[at].text) in free}
    shapes_gone = {_shape(lines[at].text) for at in gone if len(lines[at].text) > 12}
    gone |= {at for at, line in enumerate(lines) if _shape(line.text) in shapes_gone}
    headers = sum(lines[at].text != "\f" for at in gone)
    if headers:
        note(f"{headers} lines were left out as page numbers, headers and footers.")
    kept: list[_Line] = []
    for at, line in enumerate(lines):
        if at in gone:
            continue
        after_break = at > 0 and at - 1 in gone
        kept.append(replace(line, gap=True) if after_break else line)
    return kept


def _may_be_header(text: str) -> bool:
    """Could a line that stands at the edge of pages be a header or footer? Not where it means something by itself."""
    capital = text.strip()[:1].isupper() or not text.strip()[:1].isalpha()
    return len(text) <= 120 and capital and not text.endswith(".") and not _is_structure(text)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _cells(line: _Line) -> list[_Line]:
    """A row of a flattened table as one line per cell; a label keeps the cell after it."""
    parts = [part.strip() for part in re.split(r"\t+|\s*\|\s*|\s{6,}", line.text.strip().strip("|"))]
    parts = [part for part in parts if part and not re.fullmatch(r"[-:=+\s]+", part)]
    if not parts:
        return [] if re.search(r"[|=+]|---", line.text) else [line]
    if len(parts) == 1:
        return [replace(line, text=parts[0] if "|" in line.text or "\t" in line.text else line.text)]
    label = label_of(parts[0])
    if label is not None and not label.value and label_of(parts[1]) is None:
        parts[:2] = [f"{parts[0].rstrip(': ')}: {parts[1]}"]
    return [_Line(line.number, part, line.gap if at == 0 else True) for at, part in enumerate(parts)]


# -- paragraphs ------------------------------------------------------------------------------------------------------
def _joined(lines: list[_Line]) -> list[Paragraph]:
    """Lines joined into paragraphs by the rules of `_continues`."""
    width = _width(lines)
    known = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).casefold()))
    found: list[Paragraph] = []
    previous: _Line | None = None
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if found and previous is not None and _continues(found[-1], previous, line, following, width):
            raw = _glued(found[-1].raw, line.text.strip(), known)
            found[-1] = replace(found[-1], raw=raw, last=line.number)
        else:
            found.append(Paragraph("", line.number, line.number, line.text.strip(), False, line.gap))
        previous = line
    return [_read(paragraph) for paragraph in found]


def _width(lines: list[_Line]) -> int:
    """The column at which lines were wrapped; 0 when each paragraph is one line."""
    lengths = sorted(len(line.text) for line in lines)
    if not lengths:
        return 0
    wide = lengths[-min(3, len(lengths))]
    if wide > _WIDEST:
        wide = lengths[int(0.95 * (len(lengths) - 1))]
    return wide if wide <= _WIDEST and sum(length > 0.85 * wide for length in lengths) > 2 else 0


def _starts_item(text: str) -> bool:
    """Does a line start something new, whatever stood before it?"""
    if BULLET.match(text) or LEADING_BOX.match(text) or provider_name(text):
        return True
    if text.strip()[:1].islower() and not _LIST_MARK.match(text):
        return bool(type_of(text) and len(text) > 6)
    if _LIST_MARK.match(text) or label_of(text) or type_of(text):
        return True
    number, _ = heading_number(text)
    return (number is not None and section_of(text) is not None) or (
        len(text) < 50 and countries.find(text) is not None
    )


def _continues(paragraph: Paragraph, previous: _Line, line: _Line, following: str, width: int) -> bool:
    """Is `line` the rest of the paragraph before it?"""
    before, text = previous.text.rstrip(), line.text.strip()
    last_word = before.rsplit(None, 1)[-1].casefold() if before.split() else ""
    if last_word in _LINKING and text[:1].islower() and not line.gap and not _LIST_MARK.match(text):
        return True
    if _starts_item(text) or (_FOOTNOTE.match(text) and _FOOTNOTE.match(text)["plain"] is None):
        return False
    if _is_closed(paragraph.raw):
        return False
    if section_of(paragraph.raw) is not None:
        return not paragraph.raw.endswith(":") and _heading_runs_on(paragraph.raw, before, line, width)
    if re.search(r"\w-$", before) and text[:1].isalpha():
        return True
    if text[:1].islower() or before.endswith(","):
        return not (line.gap and _TERMINAL.search(before))
    if last_word in _LINKING and len(before.split()) > 4:
        return True
    if line.gap or (_TERMINAL.search(before) and not width):
        return False
    if not width or len(before) + len(text.split(None, 1)[0]) + 1 < 0.88 * width:
        return False
    return not (
        _TERMINAL.search(before) and len(text) < 0.6 * width and not _TERMINAL.search(text) and following[:1].isupper()
    )


def _heading_runs_on(raw: str, before: str, line: _Line, width: int) -> bool:
    """Is `line` the rest of a section's heading? In small letters, in capitals like it, or because the line was full."""
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
    hit = re.search(r"(\w+)-$", before)
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
