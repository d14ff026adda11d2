"""Values: what stands in one cell, made into text, dates and identifiers.

Expressions are bounded and run on windows of 20,000 characters, so that no cell can make them slow.
"""

import html
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from matchmaker.safetext import clean, clean_id

WINDOW = 20_000
SPREADSHEET_ERRORS = frozenset({
    "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!",
    "#¡REF!", "#N/D", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", "#VALEUR!", "#NOM?", "#NOMBRE!",
    "#NUL!", "#VALOR!", "#NOME?", "#NÚM!", "#NULO!",
})  # fmt: skip
"""What stands in a cell for an error, in four languages."""
ERROR_MARK = "\x1a"
"""Stands before an error where the format tells it from a text that reads the same."""
UNSAVED_FORMULA = "#FORMULA WITHOUT VALUE"
"""What stands in a cell whose formula was never calculated: only a spreadsheet program could tell its value."""
EMPTY_WORDS = frozenset(
    {
        "", "-", "--", ".", "n/a", "na", "n.a.", "null", "none", "nan", "no value", "unspecified", "not specified",
        "to be specified", "unknown", "not available", "not applicable", "s/n", "sin especificar", "no especificado",
        "non spécifié", "não especificado", "tbd", "tbc", "s/d", "sin datos", "(blank)", "#",
    }
)  # fmt: skip
"""Words that stand in a cell for "nothing here"."""
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li|font|table|tbody|tr|td|th|h[1-6]|sup|sub|blockquote|o:p)"
    r"(?:\s[^<>]{0,600})?/?>",
    re.IGNORECASE,
)
"""Tags of text formatting, which exports leave in descriptions. Anything else in angle brackets stays as it is."""
_BREAK_TAG = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});")
_SPACES = re.compile(r"[ \t\xa0\f\v]+")
_DAMAGED_ID = re.compile(r"[+-]?\d(?:[.,]\d{1,15})?[eE]\+?\d{1,3}")
_DATE_LIKE = re.compile(
    r"\s*(?:\d{1,2}[- ]([^\W\d_]{3,4})\.?|([^\W\d_]{3,4})\.?[- ]\d{2,4}|\d{4}-\d\d-\d\d(?: 00:00:00)?|"
    r"\d{1,2}/\d{1,2}/\d{4})\s*\Z"
)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SHORT_MONTH = re.compile(r"([^\W\d_]{3,5})\.?[-/ '](\d{2})")
_SENTENCE_END = re.compile(r"[.!?…](?=\s+\S)|\n|(?<=\S);\s")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].{0,30})?Z?")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?")
_RUN_TOGETHER = re.compile(r"(\d{1,2})([A-Za-z]{3})(\d{4})")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/ .]([^\W\d_]{3,5})\.?[-/ .](\d{2})")
_TICKS = re.compile(r"/Date\((\d{9,13})(?:[+-]\d{4})?\)/")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T,].{0,20})?")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_NAMED_MONTH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|º|er)?[ .-](?:de )?)?([^\W\d_]{3,10})\.?[ ,.-]+(?:de )?(\d{4})(?: г\.?(?:ода)?)?|"
    r"([^\W\d_]{3,10}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan ene янв يناي", "feb fev fév фев فبرا", "mar мар مارس", "apr abr avr апр أبري ابري",
            "may mai май мая مايو", "jun juin июн يوني", "jul juil июл يولي", "aug ago aoû aou авг أغسط اغسط",
            "sep set сен سبتم", "oct out окт أكتو اكتو", "nov ноя نوفم", "dec dic dez déc дек ديسم",
        ),
        1,
    )
    for stem in stems.split()
}  # fmt: skip
_DAY_FIRST = re.compile(
    r"\b(?:fechas?|inicio|in[íi]cio|t[ée]rmino|cierre|firma|aprobaci[óo]n|d[ée]but|d[ée]marrage|cl[ôo]ture|"
    r"ach[èe]vement|[ée]ch[ée]ance|octroi|fim|conclus[ãa]o|encerramento|assinatura)\b",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 1945, 2090


def text_of(cell: str) -> str:
    """A cell as it may be stored: `clean`, mark-up removed, runs of spaces as one, line ends kept, trimmed."""
    if _is_plain(cell):
        return cell.strip()
    if "<" in cell or "&" in cell:
        cell = _without_markup(cell)
    cell = cell.replace("\\,", ",")
    cell = clean(cell)
    if "  " in cell or "\t" in cell or "\xa0" in cell or "\n" in cell:
        cell = "\n".join(line.strip() for line in _SPACES.sub(" ", cell).split("\n"))
        while "\n\n\n" in cell:
            cell = cell.replace("\n\n\n", "\n\n")
    return cell.strip()


def _is_plain(cell: str) -> bool:
    """Whether there is nothing to clean in a cell: no mark-up, no control character, no run of spaces, no comma that is
    escaped as in a list."""
    return (
        cell.isascii()
        and cell.isprintable()
        and "<" not in cell
        and "&" not in cell
        and "  " not in cell
        and "\\," not in cell
    )


def line_of(cell: str) -> str:
    """A cell as one line of text."""
    if _is_plain(cell):
        return cell.strip()
    return " ".join(text_of(cell).split())


def _without_markup(cell: str) -> str:
    """Text of a cell that holds HTML. Something in angle brackets that is no tag stays."""
    if "<" in cell and _TAG.search(cell[:WINDOW]):
        cell = _TAG.sub(" ", _BREAK_TAG.sub("\n", _COMMENT.sub(" ", cell)))
        return html.unescape(cell)
    if _ENTITY.search(cell[:WINDOW]):
        return html.unescape(cell)
    return cell


def is_empty_word(cell: str) -> bool:
    """Whether a cell says that there is nothing: empty, "n/a", "NO VALUE", "Unspecified"."""
    return cell.strip().casefold() in EMPTY_WORDS


def id_of(cell: str) -> str:
    """An identifier as a key. A whole number that a spreadsheet gave decimals ("12.0") loses them."""
    key = cell if cell.isascii() and cell.isalnum() else clean_id(cell)
    return key[:-2] if key.endswith(".0") and key[:-2].isdigit() else key


def is_damaged_id(cell: str) -> bool:
    """Whether a spreadsheet has turned an identifier into a rounded number, as in 1.2E+19."""
    return _DAMAGED_ID.fullmatch(cell.strip()) is not None


def looks_like_date(cell: str) -> bool:
    """Whether an identifier may be one such as 3-12 that a spreadsheet has turned into a day.

    >>> looks_like_date("12-Mar"), looks_like_date("2026-12-03 00:00:00"), looks_like_date("2019-004")
    (True, True, False)
    """
    hit = _DATE_LIKE.match(cell)
    month = hit and (hit[1] or hit[2])
    return hit is not None and (not month or month.casefold()[:3] in _MONTHS)


def first_sentence(text: str, limit: int = 140) -> str:
    """The first sentence of `text` as a title: one line, cut at a word, ending in "…" where it was cut."""
    window = text.lstrip(" \n-–—•*·")[: limit * 4]
    end = _SENTENCE_END.search(window)
    line = " ".join((window[: end.start()] if end and end.start() > 15 else window).split())
    if len(line) <= limit:
        return line.rstrip(" ,;:")
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


_LANGUAGES = {
    **dict.fromkeys(("en", "eng", "english", "ingles", "inglés", "anglais", "inglês"), "en"),
    **dict.fromkeys(("es", "spa", "spanish", "español", "espanol", "espagnol", "espanhol", "castellano"), "es"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "francés", "frances", "français", "francais", "francês"), "fr"),
    **dict.fromkeys(("pt", "por", "portuguese", "portugués", "portugues", "portugais", "português"), "pt"),
    **dict.fromkeys(("de", "deu", "ger", "german", "alemán", "allemand", "alemão", "deutsch"), "de"),
}


def language_code(cell: str) -> str | None:
    """The two-letter code of a language given by code ("en-GB") or by name in four languages; None when unknown."""
    name = cell.strip().casefold()
    known = _LANGUAGES.get(name) or _LANGUAGES.get(re.split(r"[-_]", name)[0])
    if known is None and len(name) == 2 and name.isalpha() and name.isascii():
        return name
    return known


def years_of(cell: str) -> tuple[int, int] | None:
    """The first and last year of a period such as "2011-2013" or "2015 to 2018"; None where no year stands in it."""
    years = [year for year in map(int, _FOUR_DIGITS.findall(cell[:60])) if FIRST_YEAR <= year <= LAST_YEAR]
    return (min(years), max(years)) if years else None


class DateOrder:
    """Whether a file writes 31/12 or 12/31. `day_first` is None while nothing in the file has told; `by_language` says
    that only the language of the headings did."""

    def __init__(self, day_first: bool | None = None) -> None:
        self.day_first = day_first
        self.by_language = False

    def learn(self, cells: list[str]) -> None:
        """Look for a date that only one order allows. Dates that contradict each other tell nothing."""
        if self.day_first is not None:
            return
        seen = set()
        for cell in cells:
            hit = _NUMERIC.fullmatch(cell.strip()[:40])
            if hit and (int(hit[1]) > 12) != (int(hit[2]) > 12):
                seen.add(int(hit[1]) > 12)
        if len(seen) == 1:
            self.day_first = seen.pop()

    def learn_language(self, headings: Iterable[str]) -> None:
        """Look for a heading of a column of dates in a language in which the day comes first."""
        if self.day_first is None and any(_DAY_FIRST.search(heading[:200]) for heading in headings):
            self.day_first = self.by_language = True


class AmbiguousDate(ValueError):  # noqa: N818 - said of a date
    """Day and month of a date cannot be told apart."""


def date_of(cell: str, order: DateOrder) -> date | None:
    """The date in a cell; None where there is none, it is impossible, or it lies outside 1945-2090.

    A year alone is its first of January. Raises AmbiguousDate for 03/04/2026 where the file does not tell the order.
    """
    return _date_of(cell.strip()[:40], order.day_first)


@lru_cache(maxsize=4_096)
def _date_of(cell: str, day_first: bool | None) -> date | None:
    if not cell:
        return None
    year, month, day = _parts(cell, day_first)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(cell: str, day_first: bool | None) -> tuple[int, int, int]:
    if hit := _ISO.fullmatch(cell):
        return int(hit[1]), int(hit[2]), int(hit[3])
    if hit := _YEAR.fullmatch(cell):
        return int(hit[1]), 1, 1
    if hit := _NUMERIC.fullmatch(cell):
        first, second, year = int(hit[1]), int(hit[2]), int(hit[3])
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        if first > 12 or second > 12 or first == second:
            return (year, second, first) if first > 12 or first == second else (year, first, second)
        if day_first is None and "." in cell:
            return year, second, first  # 03.04.2026 is written so only where the day comes first
        if day_first is None:
            raise AmbiguousDate(cell)
        return (year, second, first) if day_first else (year, first, second)
    if hit := _CHINESE.fullmatch(cell):
        return int(hit[1]), int(hit[2]), int(hit[3] or 1)
    if hit := _SHORT_YEAR.fullmatch(cell):
        return _year_of_two(hit[3]), _month(hit[2]), int(hit[1])
    if hit := _TICKS.fullmatch(cell):
        when = date.fromordinal(date(1970, 1, 1).toordinal() + int(hit[1]) // 86_400_000)
        return when.year, when.month, when.day
    if hit := _RUN_TOGETHER.fullmatch(cell):
        return int(hit[3]), _month(hit[2]), int(hit[1])
    if hit := _COMPACT.fullmatch(cell):
        return int(hit[1]), int(hit[2]), int(hit[3])
    if hit := _YEAR_MONTH.fullmatch(cell):
        return int(hit[1]), int(hit[2]), 1
    if hit := _NAMED_MONTH.fullmatch(cell):
        name, day, year_text = (hit[2], hit[1] or "1", hit[3]) if hit[2] else (hit[4], hit[5], hit[6])
        return int(year_text), _month(name), int(day)
    if hit := _SHORT_MONTH.fullmatch(cell):
        return _year_of_two(hit[2]), _month(hit[1]), 1
    return 0, 0, 0


def _month(name: str) -> int:
    """The number of a month by how its name begins; 0 for any other word."""
    folded = name.casefold()
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3], 0)


def _year_of_two(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < 50 else 1900)
