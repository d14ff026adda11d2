"""Asking: which columns of a file a person should look at before it is believed."""

from collections.abc import Sequence

from matchmaker.exchange.drafts import Doubt, Recognised
from matchmaker.exchange.mapping import SURE
from matchmaker.exchange.profiles import Profile, as_toml

ASKED = {
    "title": "the title",
    "text": "the description",
    "id": "the id",
    "partner": "the country that was helped",
    "provider": "the donor or provider",
}
"""Fields that decide what a record is, with their names for people. Only these are asked about."""


def doubts(recognised: Sequence[Recognised]) -> tuple[Doubt, ...]:
    """The fields of `ASKED` whose best column is not sure. Of the columns of a field the best stands first."""
    best: dict[str, Recognised] = {}
    for found in recognised:
        best.setdefault(found.field, found)
    return tuple(
        Doubt(name, best[name].column, best[name].confidence)
        for name in ASKED
        if name in best and best[name].confidence < SURE
    )


def in_words(found: Sequence[Doubt]) -> str:
    """What is not sure, and the way out, for a report."""
    taken = ", ".join(f"{doubt.column!r} as {doubt.field} ({doubt.confidence:.2f})" for doubt in found)
    example = as_toml(Profile({doubt.field: (doubt.column,) for doubt in found})).strip().replace("\n", "; ")
    return f"Not sure of the columns {taken}. A profile settles it for this and later files: --map FILE with {example}"
