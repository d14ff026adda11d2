"""Describing: title and text of a row, from whatever columns say what it is about."""

from collections import Counter

from matchmaker.exchange import placeholders
from matchmaker.exchange.cells import Cells, without_code
from matchmaker.exchange.rows import Unusable
from matchmaker.exchange.values import first_sentence, is_empty_word, line_of, text_of

_SHORT_REMARK = 40
"""A second text shorter than this is a remark ("Results profile"), not part of a description."""


class Describing:
    """Finds what rows say. `counts` tells how often something had to be made up; `shared` counts descriptions."""

    def __init__(self, found: Cells, counts: Counter[str]) -> None:
        self._found, self.counts = found, counts
        self.shared = placeholders.SharedTexts()

    def texts(self, cells: list[str]) -> tuple[str, str]:
        """Title and text. Where nothing describes the row, the text is the title with sector and organisation."""
        title = line_of(self._found.first(cells, "title"))
        parts: list[str] = self.activities(cells)
        for _, cell in self._found.every(cells, "text"):
            part = text_of(cell)
            if not part or (parts and len(part) < _SHORT_REMARK) or placeholders.says_nothing(part):
                continue
            if not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
        if len(parts) == 1 and line_of(parts[0]).casefold() == title.casefold():
            parts = []
        if parts:
            text = "\n\n".join(parts)
            if not title:
                title = first_sentence(text)
                self.counts["titles taken from the first sentence of the description"] += 1
            self.shared.count(text, title)
            return title[:500], text
        facts = self._facts(cells)
        if not title:
            title = first_sentence(" - ".join(fact for told in facts.values() for fact in told), 180)
            self.counts["titles composed from sector and organisation"] += bool(title)
        if not title:
            raise Unusable(
                "title", "", "no title and no description", "Fill in the title, or name its column in a profile."
            )
        self.counts["rows have no description; their text is the title with sector and organisation"] += 1
        return title[:500], "\n".join(
            [title, *(f"{label}: {'; '.join(told)}" for label, told in facts.items() if told)]
        )

    def activities(self, cells: list[str]) -> list[str]:
        """What was done, one thing for each line of a column of activities (or between semicolons, on one line)."""
        cell = text_of(self._found.first(cells, "activities"))
        parts = (part.strip(" -•*\t") for part in cell.split("\n" if "\n" in cell else ";"))
        return list(dict.fromkeys(part for part in parts if part))

    def _facts(self, cells: list[str]) -> dict[str, list[str]]:
        """What the sector and organisation of a project say of it where nothing describes it."""
        facts: dict[str, list[str]] = {}
        seen = set()
        for field, label in (("sector", "Sector"), ("institution", "Organisation")):
            told = facts.setdefault(label, [])
            for _, cell in self._found.every(cells, field)[:4]:
                plain = without_code(cell)
                if plain and plain.casefold() not in seen and not is_empty_word(plain):
                    seen.add(plain.casefold())
                    told.append(plain)
        return facts
