"""Cells: the cells of a row by field, and what several of them say together of who gave, to whom, and of what."""

import re
from collections import Counter
from functools import lru_cache

from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.organisations import GENERIC, provider_of, several
from matchmaker.exchange.places import coded_country
from matchmaker.exchange.typed_lists import ROLES, typed
from matchmaker.exchange.values import EMPTY_WORDS, is_empty_word, line_of

_LONGEST_EMPTY = max(map(len, EMPTY_WORDS)) + 4
_CODE_PREFIX = re.compile(r"^(?:--? )*\d{1,6}(?:\.\d+)*\s*[-–.:]+\s*")
_SEVERAL_CODES = re.compile(r"[|;,\s]+")


class Cells:
    """Finds the cells of a field. A constant of the profile stands where no cell is filled."""

    def __init__(self, mapping: Mapping) -> None:
        self._columns = mapping.columns
        self._constants = mapping.constants

    def has(self, field: str) -> bool:
        """Whether the field has a column, or a constant."""
        return field in self._columns or field in self._constants

    def first(self, cells: list[str], field: str) -> str:
        """The first filled cell among the columns of a field, else its constant, else ""."""
        for index in self._columns.get(field, ()):
            cell = cells[index]
            if cell and (not is_empty_word(cell) if len(cell) <= _LONGEST_EMPTY else not cell.isspace()):
                return cell
        return self._constants.get(field, "")

    def listed(self, cells: list[str], field: str) -> list[str]:
        """The cells of a field in the order of the file, empty ones too."""
        return [cells[index] for index in sorted(self._columns.get(field, ()))]

    def every(self, cells: list[str], field: str) -> list[tuple[int, str]]:
        """All filled cells of a field with their columns, best first."""
        columns = self._columns.get(field)
        if not columns:
            return []
        return [
            (index, cell)
            for index in columns
            if (cell := cells[index])
            and (not is_empty_word(cell) if len(cell) <= _LONGEST_EMPTY else not cell.isspace())
        ]


def organisations_listed(found: Cells, cells: list[str], counts: Counter[str]) -> tuple[str, tuple[str, ...]]:
    """Who gives and who does the work (with who is accountable where nobody else is named), by lists of organisations
    and of their roles."""
    pairs = typed(found.listed(cells, "organisations"), found.listed(cells, "roles"), ROLES)
    if pairs is None:
        counts["rows list organisations and their roles, but not as many of each; those were left out"] += 1
        return "", ()
    by_role: dict[str, list[str]] = {}
    for role, name in pairs:
        by_role.setdefault(role, []).append(name.replace(";", ","))
    doing = by_role.get("implementing") or by_role.get("extending") or by_role.get("accountable") or []
    return "; ".join(by_role.get("funding", [])), tuple(doing[:3])


@lru_cache(maxsize=4_096)
def providers_of(
    donor: str, code: str, kind: str, ref: str, doing: tuple[str, ...], reporting: str, partners: tuple[str, ...]
) -> tuple[str, str]:
    """Who gives ("" when no cell says so), and the organisations behind it as the file names them.

    Of several donors the first is the provider and all are named. A donor's country code that is the partner's own
    marks home money, not a government that gives abroad.
    """
    donors = several(donor)
    codes = [part for part in _SEVERAL_CODES.split(code) if part]
    fitting = codes[0] if codes and len(codes) in (1, len(donors)) and coded_country(codes[0]) not in partners else ""
    first = donors[0] if donors else ""
    provider = provider_of(first, fitting, kind, ref) if first or fitting else ""
    told = [name for cell in doing for name in several(cell)]
    doers = [name for name in told if not GENERIC.fullmatch(name)] or told
    reporter = line_of(reporting)
    named = [*doers, *([reporter] if reporter and not doers else [])]
    if len(donors) > 1 or not named:
        named += donors
    return provider[:300], "; ".join(dict.fromkeys(named))[:1_000]


def without_code(cell: str) -> str:
    """The words of a sector that is written with its code ("081 - Health")."""
    return _CODE_PREFIX.sub("", line_of(cell))
