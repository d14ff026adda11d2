"""Countries and regions a request speaks of."""

import unicodedata
from collections.abc import Callable

import pytest

from matchmaker.matching.places import places_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Georgian officials came over", "GEO"),
        ("Colombia nos comentó", "COL"),
        ("la Présidence costaricienne", "CRI"),
        ("another Caribbean government", "LCA"),
        ("un pays d'Amérique latine", "CHL"),
        ("otro país de América Latina", "COL"),
    ],
)
def test_a_place_is_found_with_its_words(text: str, code: str) -> None:
    found = [place for place in places_in(text) if code in place.codes]
    assert found
    assert len(text[found[0].start : found[0].end].strip()) >= 7


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("experiencia de chile", "CHL"),
        ("CHILE Y PERÚ", "PER"),
        ("what did the uk do", "GBR"),
        ("the us government", "USA"),
        ("the government of turkey", "TUR"),
        ("turkey and chile", "TUR"),
        ("con Costa de Marfil", "CIV"),
    ],
)
@pytest.mark.parametrize("spell", [str, str.lower, str.upper, str.title])
def test_a_place_is_found_in_any_case_and_form(text: str, code: str, spell: Callable[[str], str]) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, spell(text))
        found = [place for place in places_in(written) if code in place.codes]
        assert found
        assert written[found[0].start : found[0].end].strip("ÉÚú").isprintable()


@pytest.mark.parametrize(
    "text",
    ["We need a course on seized assets.", "please help us", "polish the floor", "un pôle anticorruption",
     "raise a turkey", "de l'eau potable"],
)  # fmt: skip
def test_no_place_where_none_is_named(text: str) -> None:
    assert places_in(text) == places_in(text.upper()) == []
