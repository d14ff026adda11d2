"""Ideas: the entries of the glossary, and how its files write them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.errors import FileRefused
from matchmaker.matching.text import LANGUAGES

MARK = "§"
"""First letter of the name of an idea's feature; no word of a text begins with it."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One entry. `forms` are words or phrases per language; `acronyms` hold in all; `related` names other ids."""

    id: str
    kind: str
    forms: Mapping[str, tuple[str, ...]]
    acronyms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def feature(self) -> str:
        """The name under which texts that hold the idea are indexed."""
        return MARK + ("w." if self.kind == "word" else "") + self.id

    def name(self, language: str | None = None) -> str:
        """The idea's first form in `language`, else in English, else in any."""
        for wanted in (language or "en", "en", *LANGUAGES):
            if self.forms.get(wanted):
                return self.forms[wanted][0]
        return unmarked(self.acronyms[0]) if self.acronyms else self.id


def joined(first: Idea, second: Idea) -> Idea:
    """Both entries as one, under the kind of the first."""
    forms = {
        language: tuple(dict.fromkeys((*first.forms.get(language, ()), *second.forms.get(language, ()))))
        for language in LANGUAGES
    }
    acronyms = tuple(dict.fromkeys((*first.acronyms, *second.acronyms)))
    return Idea(first.id, first.kind, forms, acronyms, tuple(dict.fromkeys((*first.related, *second.related))))


def unmarked(acronym: str) -> str:
    """The acronym as it is written in a text."""
    return acronym.partition("!")[0]


def read(path: Path) -> Iterable[Idea]:
    """The entries of one file. Raises FileRefused naming the file and line when a line has no id or no form."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            cells = {key: (value or "").strip() for key, value in row.items() if key}
            forms = {language: _split(cells.get(language, "")) for language in LANGUAGES}
            acronyms = _split(cells.get("acronyms", ""))
            if not cells.get("id") or not (acronyms or any(forms.values())):
                raise FileRefused(
                    f"{path}, line {rows.line_num}: an entry needs an id and at least one form.",
                    "Write: id, kind, en, es, fr, pt, acronyms, related; forms parted by |.",
                )
            kind = "word" if cells.get("kind") == "word" else "topic"
            yield Idea(cells["id"], kind, forms, acronyms, _split(cells.get("related", "")))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
