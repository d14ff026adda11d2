"""Lines of a converted document without page furniture, with the cells of flattened tables on lines of their own."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from matchmaker import countries
from matchmaker.exchange.g20_paragraph import BULLET, Line
from matchmaker.exchange.g20_words import label_name, label_of, section_of, type_of
from matchmaker.safetext import clean

_PAGE = re.compile(
    r"^\W*(?:(?:page|p[aá]gina?|p[aá]g|seite|p)\.?\s*)?\d{1,3}(?:\s*(?:/|of|de|sur|von|out of)\s*\d{1,3})?\W*$",
    re.IGNORECASE,
)
_PAGED = re.compile(
    r"(?:\bpage|\bp[aá]g(?:ina)?\.?|\|)\s*\d{1,3}(?:\s*(?:/|of|de|sur)\s*\d{1,3})?\s*\W*$", re.IGNORECASE
)
_HEADER_LINES = 3
"""A header or footer has at most this many lines."""
_MARKUP = re.compile(r"\*\*|__|(?<=\s)\*(?=\w)|(?<=\w)\*(?=\s|$)|^#{1,6}\s+")
_ESCAPED = re.compile(r"\\([$_*#\[\]()<>.!-])")


def plain(lines: Sequence[str], whole: bool) -> list[Line]:
    """Lines without markup, soft hyphens and odd spaces; a form feed is a line of its own."""
    found, gap = [], True
    for number, line in enumerate(lines, 1):
        text = clean(line).replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
        paged = "\f" in text
        text = re.sub(r"[\f\v\u00a0\u2000-\u200a\u202f\u3000]", " ", text)
        text = _ESCAPED.sub(r"\1", _MARKUP.sub("", text)).rstrip()
        if paged:
            found.append(Line(number, "\f", gap))
            gap = True
        if text.strip():
            found.append(Line(number, text, gap))
        gap = whole or not text.strip()
    return found


def _is_structure(text: str) -> bool:
    place = countries.find(text) or countries.find_region(text)
    return bool(place or label_of(text) or type_of(text) or section_of(text) or BULLET.match(text))


def without_furniture(lines: list[Line], note: Callable[[str], None]) -> list[Line]:
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
    edges = {at + step for at in gone for step in (-1, 1)} | set(range(2 * _HEADER_LINES))
    gone |= {at for at in edges if 0 <= at < len(lines) and _shape(lines[at].text) in shapes_gone}
    headers = sum(lines[at].text != "\f" for at in gone)
    if headers:
        note(f"{headers} lines were left out as page numbers, headers and footers.")
    kept: list[Line] = []
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


_HEADER_CELLS = 3
_BETWEEN = re.compile(r"\t+|\s*\|\s*|\s{6,}")


def cells(lines: Sequence[Line]) -> list[Line]:
    """Lines with the rows of flattened tables taken apart: one line per cell, and a label with the cell after it.

    Below a row of labels ("Title | Type of assistance | Outreach") each cell gets the label of its column.
    """
    found: list[Line] = []
    header: list[str] = []
    for line in lines:
        parts = [part.strip() for part in _BETWEEN.split(line.text.strip().removeprefix("|").removesuffix("|"))]
        if len(parts) < _HEADER_CELLS:
            header = []
        elif sum(label_name(part.rstrip(" :")) is not None for part in parts) >= max(_HEADER_CELLS, len(parts) - 1):
            header = parts
            continue
        filled = [at for at, part in enumerate(parts) if part and not re.fullmatch(r"[-:=+\s]+", part)]
        if header and len(parts) == len(header) and filled:
            found += [Line(line.number, f"{header[at].rstrip(' :')}: {parts[at]}", True) for at in filled]
        else:
            found += _apart(line, [parts[at] for at in filled])
    return found


def _apart(line: Line, parts: list[str]) -> list[Line]:
    if not parts:
        return [] if re.search(r"[|=+]|---", line.text) else [line]
    if len(parts) == 1:
        return [replace(line, text=parts[0] if "|" in line.text or "\t" in line.text else line.text)]
    label = label_of(parts[0])
    if label is not None and not label.value and label_of(parts[1]) is None:
        parts[:2] = [f"{parts[0].rstrip(': ')}: {parts[1]}"]
    return [Line(line.number, part, line.gap if at == 0 else True) for at, part in enumerate(parts)]
