"""UTF-7: text of old mail programs, all ASCII, in which every other letter is written as "+AOk-"."""

import codecs
import re
import unicodedata

_RUN = re.compile(rb"\+([A-Za-z0-9+/]{2,200})-?")
_SURE = 3
NAME = "utf-7"


def letters_in(head: bytes) -> tuple[int, int]:
    """How many runs of ASCII text decode to letters or punctuation of UTF-7, and how many that look like one do not."""
    good = bad = 0
    for hit in _RUN.finditer(head):
        if _is_text(hit[1]):
            good += 1
        else:
            bad += 1
    return good, bad


def is_utf7(head: bytes) -> bool:
    """Whether an ASCII text is UTF-7: several runs decode to text, and hardly one that looks like it does not."""
    good, bad = letters_in(head)
    return good >= _SURE and 10 * bad <= good


def may_be_utf7(head: bytes) -> bool:
    """Whether a run decodes to letters with accents, so that the text may be UTF-7 after all."""
    return letters_in(head)[0] > 0


def _is_text(run: bytes) -> bool:
    """Whether what stands between "+" and "-" is other letters or punctuation, and nothing that ASCII could say."""
    try:
        text = codecs.decode(b"+" + run + b"-", NAME)
    except UnicodeDecodeError:
        return False
    return all(
        ("\u00a0" <= letter < "\u2e80" and unicodedata.category(letter)[0] in "LPSZM") or letter.isspace()
        for letter in text
    ) and any(letter > "\u00a0" for letter in text)
