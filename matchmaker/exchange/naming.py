"""Naming: keys of records and names of files, made of any text."""

import re
import unicodedata

_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def slug(text: str, limit: int = 80) -> str:
    """Lower-case ASCII words with hyphens between: a key that a change of casing or accents does not change."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    whole = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    return whole if len(whole) <= limit else whole[: limit + 1].rpartition("-")[0][:limit] or whole[:limit]


def safe_name(text: str, limit: int = 80) -> str:
    """A file's name made of any text: letters, digits and hyphens, never a path, an option or a reserved name.

    >>> safe_name("../../etc/x")
    'etc-x'
    """
    name = slug(text, limit)
    return f"{name}-file" if name in _RESERVED else name or "export"
