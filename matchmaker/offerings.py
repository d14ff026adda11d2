"""Offerings: programmes and tools a provider can give now."""

from dataclasses import dataclass
from datetime import date

from matchmaker.countries import in_region
from matchmaker.files import Source


@dataclass(frozen=True, slots=True)
class Outreach:
    """Who an offering is open to. With no regions and no countries it is global.

    `regions` are M49 region names as in `countries.py`; `countries` are ISO 3166 alpha-3 codes.
    """

    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def is_global(self) -> bool:
        return not self.regions and not self.countries

    def reaches(self, country: str | None) -> bool | None:
        """Whether an offering is open to a country; None where the country is not known and it matters."""
        if self.is_global:
            return True
        if not country:
            return None
        return country in self.countries or any(in_region(country, region) for region in self.regions)


@dataclass(frozen=True, slots=True)
class Offering:
    """One programme on offer.

    `id` is unique in the workspace and stable across refreshes: `<source name>:<id in the source>`.
    `provider` is an alpha-3 code where the provider is a country, else the organisation's name.
    `types` are canonical names of `taxonomy.TYPES`; what followed "Others" is kept in `other_type`.
    `countries` are those the programme runs in or is piloted in (alpha-3), not a limit of its outreach.
    `placeholder` marks a text shared by many rows ("no description available"), which is kept from matching.
    """

    id: str
    title: str
    text: str
    provider: str
    types: tuple[str, ...] = ()
    other_type: str = ""
    outreach: Outreach = Outreach()
    countries: tuple[str, ...] = ()
    institution: str = ""
    contact: str = ""
    link: str = ""
    language: str | None = None
    languages_of_work: tuple[str, ...] = ()
    articles: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    capacity: int | None = None
    conditions: str = ""
    valid_until: date | None = None
    last_confirmed: date | None = None
    placeholder: bool = False
    withdrawn: bool = False
    source: Source | None = None
