"""Mapping: which column holds what. Names suggest it, the first rows decide, a profile overrules both."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaker.exchange import columns
from matchmaker.exchange.column_content import fit_of, is_prose, names_countries, share_of
from matchmaker.exchange.drafts import Recognised
from matchmaker.exchange.values import id_of, is_empty_word

SURE = 0.75
"""From this confidence on a column is used without asking."""
_LEAST = 0.25
_SURELY, _LIKELY = 0.5, 0.1
"""Share of rows that may say an id again over another title, by how surely the column's name says that it holds ids."""
MANY = frozenset({"text", "sector", "institution", "started", "ended", "period", "reporting", "provider"})
MANY |= {"dates", "date_types", "organisations", "roles"}
"""Fields that several columns may fill; for the rest the best column counts."""
NATIVE = frozenset(
    [
        "id",
        "title",
        "text",
        "provider",
        "types",
        "other_type",
        "outreach",
        "countries",
        "institution",
        "contact",
        "link",
        "language",
        "languages_of_work",
        "articles",
        "topics",
        "capacity",
        "conditions",
        "valid_until",
        "last_confirmed",
        "partner",
        "activities",
        "activity_kinds",
        "status",
        "started",
        "ended",
        "kind",
    ]
)
"""Fields of our own records: a column with exactly this name is that field, whatever it holds."""
_ALWAYS_NATIVE = NATIVE - {
    "id",
    "title",
    "text",
    "provider",
    "partner",
    "status",
    "started",
    "ended",
    "types",
    "link",
    "institution",
    "countries",
    "topics",
    "kind",
}
REQUIRED = {"catalogue": ("title", "text", "activities", "sector"), "requests": ("text", "title")}
EXPECTED = {
    "catalogue": "id, title, description, donor or provider, recipient country, status, dates, organisation, types, "
    "link",
    "requests": "id, text, country, language, types, received_on",
}

_LAST_NUMBER = re.compile(r"[ _.]?\d{1,2}\s*$")
_GIVES_TOO = re.compile(r"\b(?:extending|managing|lending|commissioning|cooperation|cooperacion)\b.*")
"""Names of bodies that give where no column names a donor."""
_GIVES = re.compile(r"\b(?:donors?|donante|donateur|doador|bailleur|fund\w*|financ\w*|sponsor\w*|provider)\b")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by field, best first, and values that stand for a column the file has not.

    `settings` are the reading options of a profile: encoding, delimiter, sheet, header_row, day_first, one_row_per.
    `assign` maps words of the status to "offering" or "experience"; the key "default" counts for every row.
    """

    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    recognised: tuple[Recognised, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    assign: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str | int | bool] = field(default_factory=dict)

    def first(self, name: str) -> int | None:
        """The best column of a field, or None."""
        found = self.columns.get(name)
        return found[0] if found else None


def recognise(header: Sequence[str], sample: Sequence[Sequence[str]], kind: str) -> Mapping:
    """The mapping of a table by its header and first rows."""
    candidates: list[tuple[float, str, int]] = []
    for index, name in enumerate(header):
        values = [row[index] for row in sample if index < len(row) and not is_empty_word(row[index])]
        filled = len(values) / len(sample) if sample else 1.0
        candidates += [
            (score, field_name, index) for field_name, score in _scores(name, values, filled, kind, bool(sample))
        ]
    if kind == "catalogue":
        candidates = _one_language(candidates, header)
        candidates = _unique_ids(candidates, header, sample)
    taken: dict[str, list[tuple[float, int]]] = {}
    used: set[int] = set()
    for score, field_name, index in sorted(candidates, key=lambda item: (-round(item[0], 3), _order(item[1]), item[2])):
        if index in used or score < _LEAST or (field_name in taken and field_name not in MANY):
            continue
        taken.setdefault(field_name, []).append((score, index))
        used.add(index)
    if kind == "catalogue":
        _fill_gaps(taken, used, header, sample)
        _number_partners(taken, used, header, sample)
    recognised = tuple(
        Recognised(name, header[index], round(score, 2)) for name, found in taken.items() for score, index in found
    )
    return Mapping({name: tuple(index for _, index in found) for name, found in taken.items()}, recognised)


_ORDER = ("title", "id", "text", "partner", "provider")


def _order(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _scores(name: str, values: list[str], filled: float, kind: str, sampled: bool) -> list[tuple[str, float]]:
    """How well a column fits each field its name suggests."""
    native = columns.folded_header(name).replace(" ", "_")
    if kind == "catalogue" and native in _ALWAYS_NATIVE and native == name.strip().casefold():
        return [(native, 1.0)]
    named, language = columns.names_of(name, kind)
    spoken = {"": 1.0, "en": 1.0, "es": 0.99, "fr": 0.98, "pt": 0.97}.get(language, 0.6)
    found = []
    for field_name, score in named:
        if sampled and not values and field_name not in ("id", "title", "text") and kind == "catalogue":
            continue
        fits = fit_of(field_name, values) if values and kind == "catalogue" else 1.0
        found.append((field_name, score * spoken * fits * (0.8 + 0.2 * filled)))
    return found


def _one_language(candidates: list[tuple[float, str, int]], header: Sequence[str]) -> list[tuple[float, str, int]]:
    """Of columns that differ only in the language their name ends in, the one in the language we like best."""
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for score, name, index in candidates:
        base = _base(header[index])
        if base and score > best.get((name, base), (-1.0, 0))[0]:
            best[name, base] = (score, index)
    kept = []
    for score, name, index in candidates:
        base = _base(header[index])
        if not base or best[name, base][1] == index:
            kept.append((score, name, index))
    return kept


def _base(name: str) -> str:
    """A column's name without the language it ends in; "" where it ends in none."""
    if columns.names_of(name, "catalogue")[1]:
        return columns.folded_header(name).rpartition(" ")[0]
    return ""


def _unique_ids(
    candidates: list[tuple[float, str, int]], header: Sequence[str], sample: Sequence[Sequence[str]]
) -> list[tuple[float, str, int]]:
    """Without the columns that cannot be identifiers: the same value on rows that speak of different things."""
    title = max(((score, index) for score, name, index in candidates if name == "title"), default=(0.0, -1))[1]
    return [
        (score, name, index)
        for score, name, index in candidates
        if name != "id"
        or _identifies(index, title if title != index else -1, sample, _SURELY if score > 0.75 else _LIKELY)
    ]


def _identifies(index: int, title: int, sample: Sequence[Sequence[str]], tolerance: float) -> bool:
    """Whether a column's values are an identifier of their rows: one value stands over different titles hardly ever.

    A column that is called an id is believed even when some of its values stand twice: those rows are to be rejected.
    """
    if tolerance == _LIKELY and _counts_rows([row[index] for row in sample if index < len(row) and row[index].strip()]):
        return False
    titles: dict[str, set[str]] = {}
    rows = 0
    for row in sample:
        if index < len(row) and row[index].strip():
            rows += 1
            about = row[title] if 0 <= title < len(row) else ""
            titles.setdefault(id_of(row[index]), set()).add(about.strip().casefold())
    if not rows:
        return not sample
    clashes = sum(len(different) - 1 for different in titles.values())
    if title < 0:
        return len(titles) >= (1 - tolerance) * rows
    return clashes <= tolerance * rows or (rows <= 5 and tolerance == _SURELY)


def _counts_rows(values: list[str]) -> bool:
    """Whether a column only numbers the rows, from 0 or 1 without a gap. Such numbers change with every export."""
    numbers = [int(number) for value in values if (number := id_of(value)).isdigit() and len(number) < 8]
    if len(numbers) < len(values) or len(numbers) < 3:
        return False
    first = min(numbers)
    return first in (0, 1) and sorted(numbers) == list(range(first, first + len(numbers)))


def _fill_gaps(
    taken: dict[str, list[tuple[float, int]]], used: set[int], header: Sequence[str], sample: Sequence[Sequence[str]]
) -> None:
    """Find by content alone a column of countries, of long text and of titles where no name told, and one of those
    who give where none is called donor."""
    if not {"provider", "provider_code", "reporting"} & taken.keys():
        lead = [one for one in taken.get("institution", ()) if _GIVES_TOO.match(columns.folded_header(header[one[1]]))]
        if lead:
            taken["provider"] = lead[:1]
            taken["institution"] = [one for one in taken["institution"] if one != lead[0]]
            if not taken["institution"]:
                del taken["institution"]
    for index in range(len(header)):
        values = [row[index] for row in sample if index < len(row) and not is_empty_word(row[index])]
        if index in used or len(values) < 0.3 * len(sample) or not values:
            continue
        gives = _GIVES.search(columns.folded_header(header[index])) is not None
        if not gives and not {"partner", "partner_code"} & taken.keys() and share_of(values, names_countries) > 0.8:
            taken["partner"] = [(0.6, index)]
            used.add(index)
        elif "text" not in taken and is_prose(values) and sum(map(len, values)) / len(values) > 120:
            taken["text"] = [(0.5, index)]
            used.add(index)
    if "title" not in taken and "text" not in taken:
        varied = [
            (len(set(values)), -index)
            for index in range(len(header))
            if index not in used
            and (values := [row[index] for row in sample if index < len(row) and row[index].strip()])
            and is_prose(values)
            and 15 < sum(map(len, values)) / len(values) < 400
            and Counter(values).most_common(1)[0][1] <= 0.5 * len(values)
        ]
        if varied:
            index = -max(varied)[1]
            taken["title"] = [(0.4, index)]
            used.add(index)


def _number_partners(
    taken: dict[str, list[tuple[float, int]]], used: set[int], header: Sequence[str], sample: Sequence[Sequence[str]]
) -> None:
    """Beside a column of countries that is numbered ("Country 1") take those with the next numbers."""
    score, first = taken.get("partner", [(0.0, 0)])[0]
    name = _LAST_NUMBER.sub("", header[first])
    if not score or name == header[first]:
        return
    for index in range(len(header)):
        if index not in used and _LAST_NUMBER.sub("", header[index]) == name != header[index]:
            values = [row[index] for row in sample if index < len(row) and not is_empty_word(row[index])]
            if not values or share_of(values, names_countries) > 0.5:
                taken["partner"].append((score, index))
                used.add(index)


def usable(mapping: Mapping, kind: str) -> bool:
    """Whether a mapping finds what a record cannot be made without."""
    found = mapping.columns.keys() | mapping.constants.keys()
    if not any(name in found for name in REQUIRED[kind]):
        return False
    if kind == "requests":
        return True
    if not {"title", "text", "activities"} & found:
        return bool({"provider", "institution", "reporting"} & found)
    return len(found) >= 2
