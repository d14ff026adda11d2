"""Types of assistance as a list of a G20 answer gives them: named, ticked, or specified along with "Others"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matchmaker.exchange.g20_paragraph import ANY_BOX, BULLET, EMPTY, Paragraph
from matchmaker.exchange.g20_words import YES_NO, type_of
from matchmaker.matching.text import words
from matchmaker.taxonomy import OTHERS, TYPES, types_in

Note = Callable[[str], None]

_CROSS = re.compile(r"(?<!\S)([xX]|_{1,3})\s+(?=[A-ZÀ-Þ])")
_LIKELY = (
    (
        TYPES[0],
        r"legislati|juridi|legal|leyes|lois|leis",
        r"assist|asist|support|apoy|appui|apoio|asesor|advic|conseil|draft|redac",
    ),
    (
        TYPES[1],
        r"instituci|institut|instituic",
        r"strength|build|develop|fortal|creac|desarrol|renforc|reforc|consolid|constru|criac",
    ),
    (TYPES[2], r"polic|politic|politique", r"mak|formul|elabor|disen|design|develop|conce|desarrol"),
    (TYPES[3], r"capaci", r"build|develop|strength|fortal|foment|desarrol|creac|criac|renforc|reforc|aument|amelior"),
    (
        TYPES[4],
        r"research|investiga|recherche|pesquisa|\bdat|\bdad|donnee",
        r"analy|analis|gather|collect|recop|recol|colet|collecte",
    ),
    (TYPES[5], r"cooperac|cooperat|co operat", r"facilit|foment|promo|internac|internat"),
)
_MOST_WORDS = 12


def _likely(name: str) -> str | None:
    """The one type whose words stand in an entry of the list that is not written as any spelling we know."""
    folded = " ".join(words(name))
    if folded.count(" ") >= _MOST_WORDS:
        return None
    found = [
        kind
        for kind, topic, deed in _LIKELY
        if re.search(rf"\b(?:{topic})", folded) and re.search(rf"(?:{deed})", folded)
    ]
    return found[0] if len(found) == 1 else None


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
    likely = _likely(name)
    if likely is not None:
        result.names.append(likely)
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
