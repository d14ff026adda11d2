"""Countries by code, name, alias and mention; regions."""

import pytest

from matchmaker import countries
from matchmaker.countries import by_code, find, find_region, in_region, mentions, resolve
from matchmaker.errors import AmbiguousName


def found(text: str) -> str | None:
    country = find(text)
    return country.iso3 if country else None


def mentioned(text: str) -> list[str]:
    return [country.iso3 for country, _, _, _ in mentions(text)]


def test_every_country_is_found_by_code_and_by_its_names() -> None:
    assert len(countries.countries()) == 250
    for country in countries.countries():
        assert by_code(country.iso2) == by_code(country.iso3) == country
        for name in country.names.values():
            assert found(name) == country.iso3, name
            assert found(name.upper()) == country.iso3, name


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("U.S", "USA"),
        ("U.S.", "USA"),
        ("us", "USA"),
        ("USA", "USA"),
        ("EE. UU.", "USA"),
        ("Etats-Unis", "USA"),
        ("EUA", "USA"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("Gran Bretaña", "GBR"),
        ("Royaume Uni", "GBR"),
        ("México", "MEX"),
        ("MEXICO", "MEX"),
        ("Mexique", "MEX"),
        ("United Mexican States", "MEX"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Costa do Marfim", "CIV"),
        ("DRC", "COD"),
        ("RDC", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Congo, Rep.", "COG"),
        ("South Korea", "KOR"),
        ("República de Corea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Republic of Korea", "KOR"),
        ("DPRK", "PRK"),
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Turquía", "TUR"),
        ("Kosovo", "XKX"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Gambia, The", "GMB"),
        ("the Gambia", "GMB"),
        ("The Bahamas", "BHS"),
        ("Lao PDR", "LAO"),
        ("St. Lucia", "LCA"),
        ("Sainte-Lucie", "LCA"),
        ("Cabo Verde", "CPV"),
        ("Cape Verde", "CPV"),
        ("Swaziland", "SWZ"),
        ("Burma", "MMR"),
        ("Georgia", "GEO"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Papua New Guinea", "PNG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Republic of Kenya", "KEN"),
        ("Gobierno de Chile", "CHL"),
        ("République du Sénégal", "SEN"),
        ("  moldova ", "MDA"),
        ("Trinidad & Tobago", "TTO"),
        ("mex", "MEX"),
        ("484", "MEX"),
        ("Timor Leste", "TLS"),
        ("Sao Tome & Principe", "STP"),
        ("Chequia", "CZE"),
        ("Irão", "IRN"),
        ("Vietname", "VNM"),
        ("Quénia", "KEN"),
    ],
)
def test_ways_to_write_a_country(written: str, iso3: str) -> None:
    assert found(written) == iso3


@pytest.mark.parametrize(
    "text",
    ["", "Congo", "Korea", "Republic", "República", "Narnia", "no", "NA", "in", "Mexicco", "Africa", "St.", "America"],
)
def test_unknown_and_ambiguous_names_are_asked_about(text: str) -> None:
    assert find(text) is None
    with pytest.raises(AmbiguousName) as caught:
        resolve(text)
    assert caught.value.way_out


def test_resolve_suggests() -> None:
    with pytest.raises(AmbiguousName, match="several") as caught:
        resolve("Congo")
    assert "(COD)" in caught.value.way_out
    assert "(COG)" in caught.value.way_out
    with pytest.raises(AmbiguousName, match="not a country") as caught:
        resolve("Guatemla")
    assert "Guatemala (GTM)" in caught.value.way_out
    assert resolve("France").name("pt") == "França"


def test_by_code_takes_what_find_is_careful_with() -> None:
    namibia = by_code("na")
    assert namibia is not None
    assert namibia.iso3 == "NAM"
    assert by_code("ZZZ") is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Saint Lucia and Costa Rica were helped", ["LCA", "CRI"]),
        ("auprès de la Présidence costaricienne", ["CRI"]),
        ("a equipa britânica de dados", ["GBR"]),
        ("smth like the mexican tablero", ["MEX"]),
        ("con la experiencia mexicana y la colombiana", ["MEX", "COL"]),
        ("the U.S. and the UK", ["USA", "GBR"]),
        ("help us to find it, if we may", []),
        ("PLEASE HELP US SELL THESE GOODS", []),
        ("a US agency", ["USA"]),
        ("Ambassade des États-Unis du Mexique", ["MEX"]),
        ("Embassy of the United Mexican States", ["MEX"]),
        ("turkey, polish and chile peppers", []),
        ("la réunion de mardi", []),
        ("Réunion du comité", []),
        ("Documents in Spanish; English is required; en français", []),
        ("French officials came", ["FRA"]),
        ("Papua New Guinea, not Guinea", ["PNG", "GIN"]),
        ("latino-américain", []),
        ("Latin American governments", []),
        ("Congo and Korea", []),
        ("Nigerian and Nigerien teams", ["NGA", "NER"]),
        ("l'Équateur, la Côte d’Ivoire", ["ECU", "CIV"]),
        ("Gulf of Guinea", []),
        ("as autoridades moçambicanas", ["MOZ"]),
        ("Georgian officials", ["GEO"]),
    ],
)
def test_mentions_in_text(text: str, codes: list[str]) -> None:
    assert mentioned(text) == codes


def test_mentions_give_offsets_and_kind() -> None:
    text = "Visita à Costa Rica e ao governo chileno"
    first, second = mentions(text)
    assert text[first[1] : first[2]] == "Costa Rica"
    assert first[3] is False
    assert text[second[1] : second[2]] == "chileno"
    assert second[3] is True


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Latin America and the Caribbean", "Latin America and the Caribbean"),
        ("LAC", "Latin America and the Caribbean"),
        ("América Latina y el Caribe", "Latin America and the Caribbean"),
        ("Afrique subsaharienne", "Sub-Saharan Africa"),
        ("Asie", "Asia"),
        ("Global", "Global"),
        ("mondiale", "Global"),
        ("South Asia", "Southern Asia"),
        ("MENA", "Middle East and North Africa"),
        ("Afrique de l’Ouest", "Western Africa"),
        ("Europa", "Europe"),
        ("The Pacific", "Oceania"),
        ("Centroamérica", "Central America"),
        ("União Europeia", "European Union"),
        ("Caribbean", "Caribbean"),
    ],
)
def test_regions_by_name(written: str, name: str) -> None:
    region = find_region(written)
    assert region is not None
    assert region.name == name


def test_countries_in_regions() -> None:
    assert find_region("Kenya") is None
    assert in_region("LCA", "Caribbean")
    assert in_region("LCA", "Latin America and the Caribbean")
    assert in_region("LCA", "Americas")
    assert in_region("LCA", "Global")
    assert not in_region("LCA", "South America")
    assert in_region("ROU", "Unión Europea")
    assert not in_region("GBR", "European Union")
    assert not in_region("GBR", "Atlantis")
    names = {region.name for region in countries.regions()}
    for country in countries.countries():
        assert {country.region, country.subregion, country.area} <= names
    for region in countries.regions():
        assert all(by_code(code) for code in region.members)
