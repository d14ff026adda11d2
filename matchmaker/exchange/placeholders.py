"""Placeholders: descriptions that describe nothing, and descriptions that many different rows share.

The first are known by their words ("no description available") and treated as missing. The second are known only when the
file has been read: a text on at least `LEAST` rows with different titles is boilerplate, and the records that have it are
marked so that it is kept from matching.
"""

import re
from array import array

from matchmaker.exchange.seen import digest

LEAST = 10
_TABLE = 1 << 16
_SAYS_NOTHING = re.compile(
    r"(?:no |not |without |sin |sem |pas de |aucune |keine )?(?:description|descripci[oó]n|descri[cç][aã]o|summary|resumen|resumo|r[ée]sum[ée]|objective|text|"
    r"information|informaci[oó]n|informa[cç][aã]o|title|details?)?"
    r"[ :]*(?:is |was |has been |est |est[aá] |yet |currently )*(?:not |no |non |n[aã]o )?(?:available|provided|given|entered|specified|applicable|disponible|"
    r"dispon[ií]vel|fournie?|renseign[ée]e?|especificad[oa]|to be (?:added|provided|determined|completed|confirmed)|missing|none|n/?a|tb[adc]|"
    r"a completer|por definir|pendiente|en blanco|unknown|test|lorem ipsum.{0,200})(?: (?:for this (?:project|activity)|yet|at this time|in english))?[ .!…]*|"
    r"[\W_]*|no description|sin descripci[oó]n|sem descri[cç][aã]o|pas de description|sans description|see (?:title|above|attached)|idem|same as title|x+",
    re.IGNORECASE,
)
_MISSING_IN_OTHER_WORDS = re.compile(r"aktiviteten .{0,200} saknar beskrivning.{0,80}", re.IGNORECASE | re.DOTALL)


def says_nothing(text: str) -> bool:
    """Whether a description is only a form of words for "there is none"."""
    if len(text) > 300:
        return False
    return _SAYS_NOTHING.fullmatch(text.strip()) is not None or _MISSING_IN_OTHER_WORDS.fullmatch(text.strip()) is not None


class SharedTexts:
    """Counts descriptions while a file is read, in memory that does not grow with the file.

    Two rows of small counters stand for all texts; only texts that both rows count `LEAST` times are kept by name, with a
    few digests of their titles.
    """

    def __init__(self) -> None:
        self._counts = (array("H", bytes(2 * _TABLE)), array("H", bytes(2 * _TABLE)))
        self._frequent: dict[str, set[int]] = {}

    def count(self, text: str, title: str) -> None:
        """Note that a row has this description under this title."""
        number = digest(text)
        places = (number % _TABLE, (number >> 20) % _TABLE)
        least = 1 << 16
        for counts, place in zip(self._counts, places, strict=True):
            if counts[place] < 65_535:
                counts[place] += 1
            least = min(least, counts[place])
        if least > LEAST // 2 and len(text) < 2_000:
            titles = self._frequent.setdefault(text, set())
            if len(titles) < LEAST:
                titles.add(digest(title))

    def texts(self) -> frozenset[str]:
        """The descriptions on at least `LEAST` rows, with at least half as many different titles."""
        found = set()
        for text, titles in self._frequent.items():
            number = digest(text)
            enough = min(self._counts[0][number % _TABLE], self._counts[1][(number >> 20) % _TABLE]) >= LEAST
            if enough and len(titles) >= LEAST // 2:
                found.add(text)
        return frozenset(found)
