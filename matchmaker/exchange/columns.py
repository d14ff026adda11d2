"""Columns: which fields the name of a column may speak for, in English, Spanish, French and Portuguese.

A header is folded first (see `folded_header`): lower case, no accents, words apart. Each rule (`catalogue_columns`,
`request_columns`) gives a field, how sure the name alone makes us (0 to 1), and the expression the whole folded header
must match. The first rule that matches counts for its field; a header may speak for several fields: content decides.
"""

import re
import unicodedata
from functools import cache

from matchmaker.exchange import header_words, other_scripts
from matchmaker.exchange.catalogue_columns import CATALOGUE_RULES
from matchmaker.exchange.request_columns import REQUEST_RULES

LANGUAGE_SUFFIXES = {
    **dict.fromkeys(("en", "eng", "english", "ingles", "anglais"), "en"),
    **dict.fromkeys(("es", "esp", "spa", "spanish", "espanol", "espagnol", "espanhol"), "es"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "frances", "francais"), "fr"),
    **dict.fromkeys(("pt", "por", "portuguese", "portugues", "portugais"), "pt"),
    **dict.fromkeys(
        [
            "lt",
            "lv",
            "de",
            "it",
            "nl",
            "cs",
            "cz",
            "pl",
            "sk",
            "ro",
            "ru",
            "sv",
            "fi",
            "da",
            "no",
            "et",
            "hu",
            "sl",
            "hr",
            "el",
            "bg",
            "ar",
            "zh",
            "ja",
            "ko",
            "tr",
            "uk",
            "ka",
        ],
        "other",
    ),
}

_NESTED = re.compile(r"\w+[./](\w+(?:[./]\w+)*)")
"""A name of nested data ("attributes.donor.name"), whose last parts may say more than all of it."""
_BEFORE_PURPOSE = re.compile(r"(\w+(?: \w+){1,5}?) (?:for|as|used|according|pour|selon|utilise|para|segun|conforme) \w")
"""A name of several words before what it is for, or by whose reckoning ("project name for the board")."""


@cache
def folded_header(header: str) -> str:
    """A column's name for comparison: no accents, camelCase apart, lower case, one space between words.

    >>> folded_header("projectTitle_EN ")
    'project title en'
    """
    text = header.strip().strip("*#:;.\"'")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[:200])
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe")) if not unicodedata.combining(c)
    )
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _compiled(kind: str) -> tuple[tuple[str, float, "re.Pattern[str]"], ...]:
    rules = REQUEST_RULES if kind == "requests" else CATALOGUE_RULES
    return tuple((field, score, re.compile(pattern)) for field, score, pattern in rules)


@cache
def names_of(header: str, kind: str) -> tuple[tuple[tuple[str, float], ...], str]:
    """The fields a header may name with how sure the name makes us, and the language it says its column is in.

    A suffix such as "_en" or "(Spanish)" is the language; "" when there is none.
    """
    name = folded_header(header)
    found = _matches(name, kind)
    if found:
        return found, ""
    head, _, last = name.rpartition(" ")
    if head and last in LANGUAGE_SUFFIXES and (found := _matches(head, kind) or _by_words(head, kind)):
        return found, LANGUAGE_SUFFIXES[last]
    without_remark = folded_header(re.sub(r"[(\[].{0,120}?[)\]]", " ", header[:200]))
    if without_remark and without_remark != name and (found := _matches(without_remark, kind)):
        return tuple((field, score * 0.9) for field, score in found), ""
    if (purpose := _BEFORE_PURPOSE.match(name)) and (found := _matches(purpose[1], kind)):
        return tuple((field, score * 0.8) for field, score in found), ""
    if (nested := _NESTED.fullmatch(header[:200])) and (inner := names_of(nested[1], kind))[0]:
        return tuple((field, score * 0.95) for field, score in inner[0]), inner[1]
    said_twice = header[:200].split(" / ")
    if len(said_twice) > 1 and (found := _in_either_language(said_twice, kind)):
        return found, ""
    if (latin := other_scripts.latin_part(header[:200])) and (inner := names_of(latin, kind))[0]:
        return inner
    return _by_words(name, kind) or _by_words(without_remark, kind) or _in_other_script(name, kind), ""


def _in_other_script(name: str, kind: str) -> tuple[tuple[str, float], ...]:
    field = other_scripts.field_of(name) if kind != "requests" else ""
    return ((field, other_scripts.SURE),) if field else ()


def _in_either_language(names: list[str], kind: str) -> tuple[tuple[str, float], ...]:
    """The fields of a name that is said in two languages ("Title / Titre"), by the first that is known; of two fields
    ("Axis / Project") the one that a record needs."""
    found = [one for name in map(folded_header, names) if (one := _matches(name, kind) or _by_words(name, kind))]
    return next((one for one in found if {"title", "text"} & dict(one).keys()), found[0] if found else ())


def _matches(name: str, kind: str) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for field, score, pattern in _compiled(kind):
        if field not in found and pattern.fullmatch(name):
            found[field] = score
    return tuple(found.items())


def _by_words(name: str, kind: str) -> tuple[tuple[str, float], ...]:
    field = header_words.field_of(name) if kind != "requests" else ""
    return ((field, header_words.SURE),) if field else ()
