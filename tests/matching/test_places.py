"""Countries and regions a request speaks of."""

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


def test_no_place_where_none_is_named() -> None:
    assert places_in("We need a course on seized assets.") == []
