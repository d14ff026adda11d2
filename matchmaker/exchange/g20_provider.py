"""Whose answer it is: the country a G20 answer names as its provider, else as told, else as its file is named."""

from collections.abc import Sequence

from matchmaker import countries
from matchmaker.errors import FileRefused
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.g20_paragraph import Paragraph
from matchmaker.exchange.g20_words import provider_name
from matchmaker.matching.text import words


def provider_of(opening: Sequence[Paragraph], file: str, fallback: str | None, reading: Reading) -> str:
    """Alpha-3 code of the country whose answer this is: as the document says, as told, or as the file is named."""
    for paragraph in opening:
        name = provider_name(paragraph.text)
        country = countries.find(name) if name else None
        if country is None and name:
            named = [c for c, _, _, _ in countries.mentions(name.title() if name.isupper() else name)]
            country = named[0] if len({c.iso3 for c in named}) == 1 else None
        if country is not None:
            return country.iso3
        region = countries.find_region(name) if name else None
        if region is not None and region.kind == "group":
            return region.name
    if fallback is not None:
        reading.note(f"The document does not name its provider; {fallback} was given.")
        return fallback
    parts = words(file.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))
    sizes = [(at, size) for size in (4, 3, 2, 1) for at in range(len(parts) - size + 1)]
    for at, size in sizes:
        name = " ".join(parts[at : at + size])
        country = countries.find(name) if len(name) > 3 else None
        if country is not None:
            reading.note(f"The document does not name its provider; {country.name()} was read from the file's name.")
            return country.iso3
    raise FileRefused(
        f"{file}: the provider could not be told: no line like 'INFORMATION PROVIDED BY ...' names a country we know.",
        "Put the country's name into the file's name, as in answer-mexico.txt, and refresh again.",
    )
