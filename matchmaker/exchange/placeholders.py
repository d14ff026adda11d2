"""Placeholders: descriptions that describe nothing, and descriptions that many different rows share.

The first are known by their words ("no description available") and treated as missing. The second are known only when
the file has been read: a text on at least `LEAST` rows with different titles is boilerplate, and the records that have
it are marked so that it is kept from matching.
"""

import re
from array import array
from zlib import crc32

LEAST = 10
_SEEN = 3
_TABLE = 1 << 18
_KEPT = 20_000
_LONGEST = 2_000
_SAYS_NOTHING = re.compile(
    r"(?:no |not |without |sin |sem |pas de |aucune |keine )?(?:description|descripci[oó]n|descri[cç][aã]o|summary|"
    r"resumen|resumo|r[ée]sum[ée]|objective|text|"
    r"information|informaci[oó]n|informa[cç][aã]o|title|details?)?"
    r"[ :]*(?:is |was |has been |est |est[aá] |yet |currently )*(?:not |no |non |n[aã]o )?(?:available|provided|"
    r"given|entered|specified|applicable|disponible|"
    r"dispon[ií]vel|fournie?|renseign[ée]e?|especificad[oa]|to be (?:added|provided|determined|completed|confirmed)|"
    r"missing|none|n/?a|tb[adc]|"
    r"a completer|por definir|pendiente|en blanco|unknown|test|lorem ipsum.{0,200})(?: (?:for this (?:project|"
    r"activity)|yet|at this time|in english))?[ .!…]*|"
    r"[\W_]*|no description|sin descripci[oó]n|sem descri[cç][aã]o|pas de description|sans description|see (?:title|"
    r"above|attached)|idem|same as title|x+",
    re.IGNORECASE,
)
_MISSING_IN_OTHER_WORDS = re.compile(r"aktiviteten .{0,200} saknar beskrivning.{0,80}", re.IGNORECASE | re.DOTALL)


def says_nothing(text: str) -> bool:
    """Whether a description is only a form of words for "there is none"."""
    if len(text) > 300:
        return False
    return (
        _SAYS_NOTHING.fullmatch(text.strip()) is not None or _MISSING_IN_OTHER_WORDS.fullmatch(text.strip()) is not None
    )


class SharedTexts:
    """Counts descriptions while a file is read, in memory that does not grow with the file.

    A table of small counters stands for all texts; only a text that it has counted a few times is kept by name, with an
    exact count from then on and a few of its titles.
    """

    def __init__(self) -> None:
        self._counts = array("H", bytes(2 * _TABLE))
        self._frequent: dict[str, set[str]] = {}
        self._exact: dict[str, int] = {}

    def count(self, text: str, title: str) -> None:
        """Note that a row has this description under this title."""
        if len(text) >= _LONGEST:
            return
        place = crc32(text.encode("utf-8", "replace")) % _TABLE
        count = self._counts[place]
        if count < _SEEN:
            self._counts[place] = count + 1
            return
        self._exact[text] = self._exact.get(text, _SEEN) + 1
        titles = self._frequent.setdefault(text, set())
        if len(titles) < LEAST:
            titles.add(title)
        if len(self._exact) > _KEPT:
            self._exact = {kept: n for kept, n in self._exact.items() if n > _SEEN + 1}
            self._frequent = {kept: self._frequent[kept] for kept in self._exact}

    def texts(self) -> frozenset[str]:
        """The descriptions on at least `LEAST` rows, with at least half as many different titles."""
        return frozenset(
            text for text, titles in self._frequent.items() if self._exact[text] >= LEAST and len(titles) >= LEAST // 2
        )
