"""Configurations to compare the matcher's own with: a recipe, and whether the glossary is used."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from matchmaker.errors import UsageError
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.recipe import DEFAULT, Recipe


@dataclass(frozen=True, slots=True)
class Configuration:
    """What an evaluation ranks with. `with_glossary`: ideas and acronyms count, not only the words as they are."""

    name: str
    recipe: Recipe = DEFAULT
    with_glossary: bool = True

    def glossary(self, full: Glossary) -> Glossary:
        """`full`, or one without entries."""
        return full if self.with_glossary else Glossary()


_WORDS = replace(DEFAULT, spelling=0.0, kin=0.0, related=0.0, proven=0.0, kin_of_best=0.0, type=0.0, article=0.0)
BUILT_IN: Mapping[str, Configuration] = {
    one.name: one
    for one in (
        Configuration("words-only", _WORDS, with_glossary=False),
        Configuration("no-glossary", with_glossary=False),
        Configuration("no-spelling", replace(DEFAULT, spelling=0.0, kin=0.0)),
        Configuration("no-relatedness", replace(DEFAULT, related=0.0, kin_of_best=0.0)),
        Configuration("no-experience", replace(DEFAULT, proven=0.0)),
    )
}
"""Each leaves out one sort of evidence; `words-only` leaves out all but shared words (BM25-weighted TF-IDF)."""


def configuration(name: str, values: Mapping[str, object]) -> Configuration:
    """The configuration of a file: numbers of the recipe by name, others as they are, and `glossary = false`.

    Raises UsageError naming a value that is unknown or of the wrong kind, and what there is.
    """
    given, with_glossary = dict(values), values.get("glossary", True)
    given.pop("glossary", None)
    kinds = {one.name: type(getattr(DEFAULT, one.name)) for one in fields(Recipe)}
    if not isinstance(with_glossary, bool):
        raise UsageError(f"{name}: glossary is {with_glossary!r}.", "Write true or false.")
    changed: dict[str, int | float] = {}
    for key, value in given.items():
        if key not in kinds:
            raise UsageError(f"{name}: the recipe has no {key!r}.", f"It has: glossary, {', '.join(kinds)}.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise UsageError(
                f"{name}: {key} is {value!r}.", f"Write a number from 0 up; it is {getattr(DEFAULT, key)}."
            )
        if kinds[key] is int and value != int(value):
            raise UsageError(f"{name}: {key} is {value!r}.", "Write a whole number.")
        changed[key] = kinds[key](value)
    return Configuration(name, replace(DEFAULT, **changed), with_glossary)  # type: ignore[arg-type]
