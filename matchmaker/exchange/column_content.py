"""Column content: how well the values of a column fit what its name says it holds."""

from collections.abc import Callable, Container

from matchmaker.exchange.places import coded_country, is_country, places_of
from matchmaker.exchange.typed_lists import DATE_TYPES, ROLES, types_of, untyped
from matchmaker.exchange.values import AmbiguousDate, DateOrder, date_of, years_of
from matchmaker.taxonomy import types_in


def _anything(values: list[str]) -> float:
    return 1.0


def share_of(values: list[str], test: Callable[[str], object]) -> float:
    some = values[:100]
    return sum(1 for value in some if test(value)) / len(some)


def _is_number(value: str) -> bool:
    return value.strip().replace(".", "", 1).replace(",", "").replace("-", "", 1).isdigit()


def _words(values: list[str]) -> float:
    return 0.0 if share_of(values, _is_number) > 0.6 else 1.0


def _title(values: list[str]) -> float:
    length = sum(map(len, values)) / len(values)
    one_for_all = len(values) >= 4 and len(set(values)) <= max(1, 0.03 * len(values))
    return _words(values) * (0.5 if length < 4 or length > 600 else 1.0) * (0.6 if one_for_all else 1.0)


def _text(values: list[str]) -> float:
    length = sum(map(len, values)) / len(values)
    return _words(values) * (0.4 if length < 12 else 1.0)


def _dates(values: list[str]) -> float:
    def is_date(value: str) -> bool:
        try:
            return date_of(value, DateOrder()) is not None or value.count(";") > 0
        except AmbiguousDate:
            return True

    return 1.0 if share_of(values, is_date) >= 0.3 else 0.0


def _listed_dates(values: list[str]) -> float:
    return _dates([part for value in values for part in untyped([value])[:1]] or [""])


def _types_of_list(known: Container[str]) -> Callable[[list[str]], float]:
    """How well values fit a column of lists of these types."""

    def fit(values: list[str]) -> float:
        return float(share_of(values, lambda value: any(kind in known for kind in types_of(value))) > 0.5)

    return fit


def _places(values: list[str]) -> float:
    share = share_of(values, lambda value: places_of(value)[0])
    return 1.0 if share >= 0.5 else share


def names_countries(value: str) -> bool:
    """Whether a value is the name of a country. A number that is also the code of one is no name."""
    return not _is_number(value) and any(is_country(place) for place in places_of(value)[0])


def _types(values: list[str]) -> float:
    return 1.0 if share_of(values, lambda value: types_in(value)[0]) >= 0.3 else 0.0


_CONTENT: dict[str, Callable[[list[str]], float]] = {
    "id": lambda values: 1.0 if share_of(values, lambda value: len(value) <= 120) > 0.9 else 0.0,
    "title": _title,
    "text": _text,
    "provider": _words,
    "institution": _words,
    "reporting": _words,
    "sector": _words,
    "partner": _places,
    "region": lambda values: 1.0 if _places(values) >= 0.7 else 0.0,
    "partner_code": lambda values: 1.0 if share_of(values, lambda value: coded_country(value)) >= 0.5 else 0.0,
    "provider_code": lambda values: 1.0,
    "started": _dates,
    "ended": _dates,
    "dates": _listed_dates,
    "date_types": _types_of_list(DATE_TYPES),
    "roles": _types_of_list(ROLES),
    "organisations": _words,
    "period": lambda values: float(share_of(values, years_of) > 0.5),
    "types": _types,
    "kind": lambda values: float(
        share_of(values, lambda value: value.strip().casefold() in ("offering", "experience")) > 0.5
    ),
    "link": lambda values: float(share_of(values, lambda value: "http" in value or "www." in value) > 0.2),
    "language": lambda values: float(share_of(values, lambda value: len(value.strip()) <= 20) > 0.9),
    "outreach": lambda values: 1.0 if _places(values) >= 0.3 else 0.3,
}


def fit_of(field: str, values: list[str]) -> float:
    """How well filled values fit a field, from 0 (cannot be) to 1."""
    return _CONTENT.get(field, _anything)(values)


def is_prose(values: list[str]) -> bool:
    """Whether values are words rather than numbers."""
    return _words(values) > 0
