"""A country that stands only in a title above the table, or in a sheet's name, is that of the rows below."""

from pathlib import Path

import pytest

from matchmaker.exchange.titles import titled
from matchmaker.experience import Experience
from matchmaker.workspace import Workspace
from tests.exchange.files import HEADER, Outcomes, a_row, csv_text, ods, outcomes, table, written, xlsx

NO_COUNTRY = tuple(name for name in HEADER if name != "country")
ROWS = [a_row(n) for n in range(1, 4)]


def partners(found: Outcomes) -> list[str]:
    return [draft.record.partner if isinstance(draft.record, Experience) else "" for draft in found.drafts]


@pytest.mark.parametrize(
    ("title", "place", "sure"),
    [
        ("Technical assistance to Honduras, 2023", "HND", True),
        ("ASISTENCIA TÉCNICA A HONDURAS", "HND", True),
        ("Coopération technique en Côte d'Ivoire 2019-2023", "CIV", True),
        ("Cooperação técnica com Moçambique", "MOZ", True),
        ("Projects in the Democratic Republic of the Congo", "COD", True),
        ("Republic of Kenya - Aid Management Platform", "KEN", False),
        ("Honduras_2023", "HND", False),
        ("Support to Central America", "Central America", True),
        ("Honduras (Central America), in US dollars", "HND", False),
        ("País: Perú", "PER", True),
        ("Cooperación recibida por Colombia 2022", "COL", True),
        ("Aide reçue par le Sénégal", "SEN", True),
    ],
)
def test_a_title_names_a_place(title: str, place: str, sure: bool) -> None:
    found = titled([[title, "", ""], ["Amounts in thousands of US$"], []])
    assert found is not None and (found.place, found.sure) == (place, sure)


@pytest.mark.parametrize(
    "title",
    [
        "Projects in Honduras and Nicaragua",
        "Norwegian development cooperation 2009",
        "Courses offered by Singapore",
        "Oferta de cooperación de México",
        "Donor: Norway",
        "Amounts in US dollars",
        "Global programme",
        "IN",
        "List of projects",
    ],
)
def test_a_title_names_none_or_several_or_who_gives(title: str) -> None:
    assert titled([[title]]) is None


def test_a_label_says_which_of_several_countries_it_is() -> None:
    assert (found := titled([["Donor", "Norway"], ["Exported by", "Sweden"], ["Recipient country:", "", "Peru"]]))
    assert (found.place, found.sure) == ("PER", True)


@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_title_of_a_sheet_is_the_country_of_its_rows(tmp_path: Path, write: object) -> None:
    title: list[list[object]] = [["Technical assistance to Nepal, 2023"], ["Amounts in US dollars"], []]
    found = outcomes(write(tmp_path, {"Data": [*title, *table(ROWS, NO_COUNTRY)]}))  # type: ignore[operator]
    assert partners(found) == ["NPL"] * 3
    told = "3 rows name no country; NPL stands in (from the title 'Technical assistance to Nepal, 2023')."
    assert told in found.reading.notes


def test_a_line_above_the_header_is_a_title_too(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, "Assistance technique au Sénégal\r\n\r\n" + csv_text(ROWS, NO_COUNTRY)))
    assert partners(found) == ["SEN"] * 3
    assert any("SEN stands in (from the title" in note for note in found.reading.notes)


def test_each_sheet_has_its_own_title_and_else_its_name(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "One": [["Projects in Nepal"], [], *table(ROWS[:1], NO_COUNTRY)],
        "Two": [["Country:", "Peru"], *table(ROWS[1:2], NO_COUNTRY)],
        "Kenya 2023": table(ROWS[2:], NO_COUNTRY),
        "Four": table([a_row(4)], NO_COUNTRY),
    }
    found = outcomes(xlsx(tmp_path, sheets))
    assert partners(found) == ["NPL", "PER", "KEN"]
    assert [problem.place for problem in found.problems] == ["sheet Four, row 2"]


def test_titles_over_blocks_of_one_sheet_hold_for_their_block(tmp_path: Path) -> None:
    blocks = [
        [[f"Technical assistance to {country}"], *table([a_row(n)], NO_COUNTRY)]
        for n, country in enumerate(("Nepal", "Kenya"), 1)
    ]
    found = outcomes(xlsx(tmp_path, {"S": [row for block in blocks for row in block]}))
    assert partners(found) == ["NPL", "KEN"]


def test_a_column_of_countries_is_believed_and_not_the_title(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, "Technical assistance to Nepal\r\n" + csv_text(ROWS)))
    assert partners(found) == ["HND"] * 3
    assert not any("NPL" in note for note in found.reading.notes)


def test_the_country_that_gives_in_every_row_is_not_whom_the_title_means(tmp_path: Path) -> None:
    rows = [a_row(n, donor="Norway", status="Ongoing") for n in range(1, 4)]
    text = csv_text(rows, NO_COUNTRY)
    assert partners(outcomes(written(tmp_path, "Development programmes of Norway\r\n" + text))) == [""] * 3
    assert partners(outcomes(written(tmp_path, "Development programmes in Norway\r\n" + text))) == ["NOR"] * 3


def test_the_receiver_in_a_title_is_not_taken_for_the_donor_by_the_name_of_the_file(tmp_path: Path) -> None:
    header = ("id", "title", "description")
    text = "Technical assistance to Honduras\r\n" + csv_text(ROWS, header)
    found = outcomes(written(tmp_path, text, "Honduras_2023.csv"), source="agency")
    assert partners(found) == ["HND"] * 3
    assert {draft.record.provider for draft in found.drafts} == {"agency"}  # type: ignore[union-attr]


def test_requests_under_a_title_come_from_its_country(tmp_path: Path) -> None:
    text = "Requests from the field - Nepal\r\n" + csv_text(
        [{"id": "1", "text": "Train our auditors in asset recovery."}], ("id", "text")
    )
    (draft,) = outcomes(written(tmp_path, text), kind="requests").drafts
    assert draft.record.country == "NPL"  # type: ignore[union-attr]


def test_the_same_rows_under_another_title_are_changed(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "ws") as workspace:
        for country, changed in (("Nepal", 0), ("Kenya", 3), ("Kenya (again)", 0)):
            text = f"Technical assistance to {country}\r\n" + csv_text(ROWS, NO_COUNTRY)
            plan = workspace.plan_refresh(written(tmp_path, text), source="s")
            workspace.apply_refresh(plan)
            assert plan.report.changed == changed
