"""Types of assistance, UNCAC articles and topics as people write them."""

import json

import pytest

from matchmaker import taxonomy
from matchmaker.taxonomy import TYPES, articles_in, assistance_type, types_in


@pytest.mark.parametrize("name", TYPES)
def test_canonical_names_are_themselves(name: str) -> None:
    assert assistance_type(name) == (name, "")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Capacity building", "Capacity-building"),
        ("  -  CAPACITY BUILDING ²", "Capacity-building"),
        ("☑ Policy-making", "Policymaking"),
        ("[x] Institution building", "Institution-building"),
        ("Research/data-gathering and analysis", "Research, data-gathering and analysis"),
        ("Facilitation of international cooperation with other countries", "Facilitation of international cooperation"),
        ("Asistencia legislativa", "Legislative assistance"),
        ("Creación de capacidad", "Capacity-building"),
        ("Fortalecimiento de capacidades", "Capacity-building"),
        ("Formulación de políticas", "Policymaking"),
        ("Investigación, recopilación de datos y análisis", "Research, data-gathering and analysis"),
        ("Facilitación de la cooperación internacional con otros países", "Facilitation of international cooperation"),
        ("Renforcement des capacités", "Capacity-building"),
        ("Élaboration de politiques", "Policymaking"),
        ("Recherche, collecte de données et analyse", "Research, data-gathering and analysis"),
        ("Renforcement des institutions", "Institution-building"),
        ("Facilitation de la coopération internationale", "Facilitation of international cooperation"),
        ("Reforço das capacidades", "Capacity-building"),
        ("Fortalecimento institucional", "Institution-building"),
        ("Pesquisa, recolha de dados e análise", "Research, data-gathering and analysis"),
        ("Assistência legislativa", "Legislative assistance"),
    ],
)
def test_variants_and_languages(written: str, name: str) -> None:
    assert assistance_type(written) == (name, "")


def test_others_keeps_what_was_specified() -> None:
    assert assistance_type("Others: please specify:\nA dashboard, with code.") == ("Others", "A dashboard, with code.")
    assert assistance_type("Otros (sírvase especificar): tablero") == ("Others", "tablero")
    assert assistance_type("Autres, à préciser : un tableau de bord") == ("Others", "un tableau de bord")
    assert assistance_type("Others: please specify:") == ("Others", "")


@pytest.mark.parametrize("text", ["", "   ", "Other countries asked for training", "Money", "Capacity-building of all"])
def test_unknown_is_not_guessed(text: str) -> None:
    assert assistance_type(text) is None


def test_lists_mind_the_comma_of_a_name() -> None:
    assert types_in("Research, data-gathering and analysis, Capacity building; Magic") == (
        ("Research, data-gathering and analysis", "Capacity-building"),
        ("Magic",),
    )
    assert types_in("Policymaking, Research, data-gathering and analysis")[0] == (TYPES[2], TYPES[4])
    assert types_in("Others, Capacity building") == (("Others", "Capacity-building"), ())
    assert types_in("Policymaking | Policy making\nLegislative assistance")[0] == (TYPES[2], TYPES[0])
    assert types_in(json.dumps(list(TYPES))) == (TYPES, ())
    assert types_in("") == ((), ())


def test_detail_of_others_in_a_list() -> None:
    cell = "Capacity building; Others: please specify: a dashboard, on loan"
    assert types_in(cell) == (("Capacity-building", "Others"), ())
    assert taxonomy.other_type_in(cell) == "a dashboard, on loan"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("return of assets (art. 57)", (57,)),
        ("in line with UNCAC arts. 12, 14 and 52 and FATF Rec. 24", (12, 14, 52)),
        ("artículo 20 de la Convención", (20,)),
        ("UNCAC art. 8.5 and 52.5", (8, 52)),
        ("articles 5 à 8 de la CNUCC", (5, 6, 7, 8)),
        ("os artigos 9 e 10", (9, 10)),
        ("articles 32-34", (32, 33, 34)),
        ("article 14 of the Constitution", ()),
        ("artículo 20 del Código Penal", ()),
        ("article 2 and article 99", ()),
        ("article 9 of UNCAC and our procurement act", (9,)),
        ("we sent 57 smart articles 2019", ()),
        ("the arts 57 festival", (57,)),
    ],
)
def test_articles_in_text(text: str, numbers: tuple[int, ...]) -> None:
    assert articles_in(text) == numbers


def test_articles_in_a_cell_of_numbers() -> None:
    assert taxonomy.articles_in_cell("12; 14; 52.5") == (12, 14, 52)
    assert taxonomy.articles_in_cell("[9, 10]") == (9, 10)
    assert taxonomy.articles_in_cell("none") == ()


def test_every_article_has_a_title_in_four_languages() -> None:
    table = taxonomy.articles()
    assert sorted(table) == list(range(5, 63))
    assert table[57].chapter == "V"
    assert all(title for article in table.values() for _, title in article.titles)
    assert table[46].title("fr") == "Entraide judiciaire"
    assert table[46].title("xx") == "Mutual legal assistance"
