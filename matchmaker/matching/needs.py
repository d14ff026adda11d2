"""Needs: a letter without its courtesies, parted into the things it asks for.

Lists are found by their markers (1. 2., (a) (b), i) ii), dashes, "First, ... Second, ...", semicolons after a
colon), in four languages. What stands before a list is its context. Everything is read from the folded text
(`text.plain`): case, accents and Unicode form part nothing. Offsets always refer to the text as received: courtesies
are blanked, never cut out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from matchmaker.matching.text import plain

MOST_NEEDS = 12
"""A text with more list items than this is a paper, not a letter, and stays whole."""
LONGEST_LETTER = 6_000
"""In a longer text only list items on lines of their own are needs; within running text they are a paper's."""
LONGEST_READ = 20_000
"""A longer text is not parted at all."""
SHORT_NOTE = 300
"""In a note of at most this many characters semicolons alone part needs."""
SHORTEST_NEED = 2
"""Words an item must have."""

_COURTESY = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^[ \t]*(dear|estimad[oa]s?|distinguid[oa]s?|querid[oa]s?|car[oa]s?|cheres?|chers?|monsieur|madame|"
        r"messieurs|excelencias?|excellenc(?:y|ies)|sehr)\b[^\n.:;]{0,80}[,:.]?[ \t]*$",
        r"^[ \t]*(good (?:morning|afternoon|day|evening)|buen[oa]s (?:dias|tardes)|bonjour|bom dia|boa tarde|hi|hello|"
        r"hola|ola)\b[ \t]*(?:all|todos|colleagues|team|pls|please)?[ \t]*[,.!:]?",
        r"[^\n.]{0,160}\b(presents? (?:its|their) compliments|presenta sus (?:atentos )?saludos|"
        r"saluda (?:muy )?atentamente|presente ses compliments|apresenta (?:os )?seus (?:melhores )?cumprimentos)\b"
        r"(?:[^.\n]{0,120}?\b(?:has the honou?r to|tiene el honor de|a l['’]honneur de|tem a honra de)\b)?",
        r"[^\n.]{0,100}\b(avails? (?:itself|himself|herself|themselves) of (?:this|the) opportunity|"
        r"aprovecha (?:la|esta) oportunidad|saisit cette occasion|"
        r"aproveita (?:a|esta) (?:oportunidade|ocasiao))\b[^\n.]{0,240}\.?",
        r"^[ \t]*((?:with |many )?(?:kind(?:est)?|best|warm) regards|yours (?:sincerely|faithfully|truly)|"
        r"sincerely(?: yours)?|with thanks|many thanks|thank you(?: very much)?|thanks|thx|atentamente|cordialmente|"
        r"saludos(?: cordiales)?|muchas gracias|gracias|bien cordialement|meilleures salutations|"
        r"merci(?: d['’]avance)?|atenciosamente|com os melhores cumprimentos|cumprimentos|obrigad[oa])"
        r"[ \t]*[,.!]?[ \t]*$",
        r"^[ \t]*(veuillez (?:agreer|recevoir)|je vous prie (?:d['’]agreer|de croire)|nous vous prions)[^\n]{0,240}",
        r"\bassurances? (?:of its|de sa) (?:highest|haute|mas alta) consideration\b\.?",
        r"^[ \t]*(?:from|to|cc|bcc|sent|date|de|a|para|fecha|enviado|asunto|objet|envoye|data|assunto|subject)[ \t]?:"
        r"(?:[^\n]*[@<][^\n]*|[ \t]*(?:(?:re|rv|tr|fwd?|enc|res)[ \t]?:[ \t]*)+)",
        r"^[ \t]*(?:(?:re|rv|tr|fwd?|enc|res)[ \t]?:[ \t]*)+",
        r"^[ \t]*>[^\n]*$",
        r"^[^\n]{0,80}\b(?:wrote|escribio|escreveu|a ecrit)[ \t]?:[ \t]*$",
        r"^[ \t]*(?:sent from|get outlook|enviado desde|envoye de|enviado do)\b[^\n]{0,60}$",
    )
)
_TELLS = {
    _COURTESY[2]: ("compliments", "saludos", "saluda", "cumprimentos"),
    _COURTESY[3]: ("avail", "aprovecha", "saisit", "aproveita"),
    _COURTESY[6]: ("assurance",),
}
"""Patterns that find something anywhere in a line, and words without which they do not; the others begin a line."""
_CLOSING = re.compile(
    r"^[ \t]*(?:(?:with |many )?(?:kind|best|warm) regards|yours|sincerely|with thanks|atentamente|"
    r"cordialmente|saludos|cordialement|atenciosamente|com os melhores|veuillez agreer|"
    r"the ministry[^\n]*avails|le ministere[^\n]*saisit)[^\n]*\n",
    re.MULTILINE,
)

_ORDINALS = (
    r"first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|sixth(?:ly)?|finally|lastly|"
    r"primero|segundo|tercero|cuarto|quinto|por ultimo|finalmente|en (?:primer|segundo|tercer|cuarto) lugar|"
    r"premierement|deuxiemement|troisiemement|quatriemement|enfin|d['’]abord|ensuite|"
    r"primeiro|terceiro|em (?:primeiro|segundo|terceiro) lugar|por fim"
)
_ORDINAL_SIGNS = (
    "first|second|third|fourth|fifth|sixth|final|lastly|prim|segundo|terce|cuarto|ultimo|premier|deuxi|troisi|quatri|"
    "enfin|abord|ensuite|fim"
)
_MARKERS = (
    (
        "number",
        re.compile(
            r"(?:(?<=^)|(?<=[\s:;,.(]))\(?([0-9]{1,2})(?:[.)]|/|o(?=\s)|°|\s?[-–])\)?[ \t]+(?=\S)", re.MULTILINE
        ),
        "2",
    ),
    (
        "letter",
        re.compile(r"(?:(?<=^)|(?<=[\s:;,.]))\(?([a-h])\)[ \t]*(?=\S)|^[ \t]*([a-h])[.][ \t]+(?=\S)", re.MULTILINE),
        "b)|b.",
    ),
    (
        "roman",
        re.compile(r"(?:(?<=^)|(?<=[\s:;,.]))\(?(i{1,3}|iv|v|vi{1,3})[).][ \t]*(?=\S)", re.MULTILINE),
        "ii)|ii.",
    ),
    ("bullet", re.compile(r"^[ \t]*(?:[-–—•*·▪◦‣][ \t]+|o(?:\t|[ ]{2,}))(?=\S)", re.MULTILINE), ""),
    (
        "ordinal",
        re.compile(rf"(?:(?<=^)|(?<=[.;:\n]\s))(?:{_ORDINALS})\b,?[ \t]*", re.MULTILINE),
        _ORDINAL_SIGNS,
    ),
)
"""Each sort of marker, and what a list with two of them has somewhere: without it there is nothing to look for."""
_BOTH = re.compile(
    r"\b(?:on (?:the )?one hand|por un lado|por una parte|d['’]une part|por um lado|por uma parte)\b,?(?P<first>.+?)"
    r"[,;.]?\s*(?:and |y |et |e )?\b(?:on (?:the )?other(?: hand)?|por (?:el )?otro(?: lado)?|"
    r"por otra(?: parte)?|d['’]autre part|por outro(?: lado)?|por outra(?: parte)?)\b,?(?P<second>.+)",
    re.DOTALL,
)
_SIDES = ("one hand", "un lado", "una parte", "une part", "um lado", "uma parte")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_LINE_END = re.compile(r"\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W_]|[¿¡(])")
_WRAPPED = 50
"""A line of at least this many characters that does not end a sentence goes on in the next."""
_SHORTENED = re.compile(
    r"(?:^|[^\w.])(?:[a-z]|arts?|nos?|nums?|min|dept|depto|dir|approx|etc|incl|vol|cf|ej|srs?|sra|dra?|mrs?|ms|st|ing|"
    r"lic|prof|gob|gov|admin|admon|adm|capac|exmos?|pag|pp|tel|ext|max|ref|inst|nac|fed|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.$"
)
"""A word cut short: its stop ends no sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """A need's characters `start:end` of the text, and those of its context (what introduces the list)."""

    start: int
    end: int
    context: tuple[int, int] = (0, 0)


def without_courtesies(text: str) -> str:
    """`text` with salutations, closings and signatures blanked; same length, same offsets."""
    read = plain(text)
    if len(read.text) > LONGEST_READ:
        return text
    spans = []
    closing = next(reversed(list(_CLOSING.finditer(read.text))), None)
    if closing is not None and len(read.text) - closing.end() < 200 and closing.start() > len(read.text) // 3:
        spans.append((closing.start(), len(read.text)))
    left = read.text if not spans else read.text[: spans[0][0]] + _blank(read.text[spans[0][0] :])
    lines = [0, *(hit.end() for hit in _LINE_END.finditer(read.text))]
    for pattern in _COURTESY:
        for first, last in _found(pattern, left, lines):
            spans.append((first, last))
            left = left[:first] + _blank(left[first:last]) + left[last:]
    if not left.strip():
        return text
    for first, last in (read.span(*span) for span in spans):
        text = text[:first] + _blank(text[first:last]) + text[last:]
    return text


def _found(pattern: re.Pattern[str], text: str, lines: list[int]) -> list[tuple[int, int]]:
    """Where a pattern of `_COURTESY` stands in a text whose lines begin at `lines`."""
    tells = _TELLS.get(pattern)
    if tells is None:
        return [hit.span() for start in lines if (hit := pattern.match(text, start))]
    return [hit.span() for hit in pattern.finditer(text)] if any(tell in text for tell in tells) else []


def _blank(piece: str) -> str:
    return "".join(letter if letter == "\n" else " " for letter in piece)


def part(text: str) -> list[Part]:
    """The needs of a text whose courtesies are blanked; one part over the whole text where no list is found."""
    read = plain(text)
    return [Part(*read.span(one.start, one.end), read.span(*one.context)) for one in _parts(read.text)]


def _parts(text: str) -> list[Part]:
    if len(text) <= LONGEST_READ:
        short = len(text) <= LONGEST_LETTER
        for found in (_marked(text), _semicolons(text) if short else [], _counted(text) if short else [], _both(text)):
            if 2 <= len(found) <= MOST_NEEDS:
                return found
    start = len(text) - len(text.lstrip())
    return [Part(start, max(start, len(text.rstrip())))]


def _marked(text: str) -> list[Part]:
    """The items of the list with most markers in proper sequence."""
    best: list[Part] = []
    for kind, pattern, signs in _MARKERS:
        if not any(sign in text for sign in signs.split("|")):
            continue
        hits = [hit for hit in pattern.finditer(text) if len(text) <= LONGEST_LETTER or _begins_line(text, hit.start())]
        marks = list(_in_sequence(kind, hits))
        if len(marks) >= 2:
            parts = _items(text, marks)
            if len(parts) > len(best):
                best = parts
    return best


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _in_sequence(kind: str, marks: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    if kind in ("bullet", "ordinal"):
        yield from marks
        return
    expected = 1
    for mark in marks:
        label = next(group for group in mark.groups() if group)
        value = int(label) if kind == "number" else _ROMAN[label] if kind == "roman" else ord(label) - ord("a") + 1
        if value == expected:
            expected += 1
            yield mark


def _items(text: str, marks: list[re.Match[str]]) -> list[Part]:
    context = (0, marks[0].start())
    parts = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else _end_of_last(text, mark.end())
        part_of = _trimmed(text, mark.end(), end, context)
        if len(text[part_of.start : part_of.end].split()) >= SHORTEST_NEED:
            parts.append(part_of)
    return parts


def _end_of_last(text: str, start: int) -> int:
    """The last item of a list goes on to the end of its sentence, or of its line unless that is wrapped."""
    sentence = next(
        (
            hit.start()
            for hit in _SENTENCE_END.finditer(text, start)
            if not _SHORTENED.search(text[: hit.start()][-12:])
        ),
        len(text),
    )
    for hit in _LINE_END.finditer(text, start, sentence):
        line = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()].rstrip()
        if (
            len(line) < _WRAPPED
            or line.endswith((".", ";", ":", "!", "?"))
            or not text[hit.end() :].split("\n")[0].strip()
        ):
            return hit.start()
    return sentence


def _trimmed(text: str, start: int, end: int, context: tuple[int, int]) -> Part:
    piece = text[start:end]
    trimmed = re.sub(r"[\s;,]*(?:\b(?:and|y|e|et)\b)?[\s;,]*$", "", piece)
    lead = len(trimmed) - len(trimmed.lstrip())
    return Part(start + lead, start + max(lead, len(trimmed)), context)


def _semicolons(text: str) -> list[Part]:
    """Needs parted by semicolons after a colon ("Two needs: ...; and ...")."""
    colon = text.find(":")
    if ";" not in text or (colon < 0 and len(text) > SHORT_NOTE) or (colon >= 0 and ";" not in text[colon:]):
        return []
    end = _end_of_last(text, colon + 1)
    pieces, start = [], colon + 1
    for hit in re.finditer(";", text[:end]):
        if hit.start() > start:
            pieces.append((start, hit.start()))
            start = hit.end()
    pieces.append((start, end))
    parts = [_trimmed(text, first, last, (0, max(colon, 0))) for first, last in pieces]
    least = 3
    return parts if all(len(text[p.start : p.end].split()) >= least for p in parts) else []


_COUNT = re.compile(
    r"\b(?:(two|dos|deux|duas|dois)|(three|tres|trois)|(four|cuatro|quatre|quatro)|(five|cinco|"
    r"cinq))\b[^.:;\n]{0,60}:"
)


def _counted(text: str) -> list[Part]:
    """Needs announced by their number and parted by commas ("Three requests: ..., ..., ...")."""
    announced = _COUNT.search(text) if ":" in text else None
    if announced is None:
        return []
    wanted = next(number for number, group in enumerate(announced.groups(), start=2) if group)
    start, end = announced.end(), _end_of_last(text, announced.end())
    cuts = [start, *(start + hit.end() for hit in re.finditer(r",(?!\d)|;|\s(?:and|y|et|e)\s", text[start:end])), end]
    if len(cuts) != wanted + 1:
        cuts = [start, *(start + hit.end() for hit in re.finditer(r",(?!\d)|;", text[start:end])), end]
    if len(cuts) != wanted + 1:
        return []
    return [_trimmed(text, first, last, (0, start)) for first, last in pairwise(cuts)]


def _both(text: str) -> list[Part]:
    """The two halves of "on the one hand ..., on the other ..."."""
    found = _BOTH.search(text) if any(tell in text for tell in _SIDES) else None
    if found is None:
        return []
    context = (0, found.start())
    return [_trimmed(text, found.start(half), found.end(half), context) for half in ("first", "second")]
