"""Columns recognised by name in four languages and by content; a profile overrules both and can be given again."""

from datetime import date
from pathlib import Path

import pytest

from matchmaker.errors import UsageError
from matchmaker.exchange.columns import folded_header, names_of
from matchmaker.exchange.mapping import recognise
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from tests.exchange.files import a_row, csv_text, ods, outcomes, table, written, xlsx


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("title", ["Project Title", "Título del proyecto", "Intitulé du projet", "Designação do projecto"]),
        ("text", ["Objetivo General", "Description du projet", "LongDescription", "Descrição", "Brief Description"]),
        ("provider", ["Donor(s)", "Bailleurs de fonds", "Fuente de financiamiento", "Doador", "Donor/Funding Agency"]),
        ("partner", ["Recipient country", "País receptor", "Pays bénéficiaire", "País beneficiário", "Country/ies"]),
        ("institution", ["Implementing agency", "Entidad ejecutora", "Agence d'exécution", "Maître d'œuvre"]),
        ("status", ["Project status", "Situación", "Statut", "Situação"]),
        ("started", ["Start date", "Fecha de inicio", "Date de début", "Data de início", "Date of Agreement"]),
        ("ended", ["Completion date", "Fecha de término", "Date de clôture", "Data fim"]),
        ("sector", ["Primary Sector", "Área temática", "Sous-secteur", "Setor"]),
    ],
)
def test_names_are_known_in_four_languages(field: str, names: list[str]) -> None:
    for name in names:
        assert names_of(name, "catalogue")[0][0][0] == field, name


def test_a_name_that_only_holds_a_known_word_is_not_known() -> None:
    assert names_of("Title deed registered in country", "catalogue") == ((), "")
    assert names_of("Date of birth", "catalogue")[0] == ()


def test_headers_are_folded() -> None:
    assert folded_header(" projectTitle_EN *") == "project title en"


def test_content_decides_between_columns() -> None:
    header = ("Country", "Region", "Project", "Type")
    sample = [["Baghlan", "Kenya", f"Audit {n}", "Grant"] for n in range(10)]
    found = recognise(header, sample, "catalogue")
    assert found.columns["title"] == (2,)
    assert found.columns.get("partner") != (0,)
    assert "types" not in found.columns


def test_the_language_we_know_is_preferred_among_columns_of_several() -> None:
    header = ("Title_lt", "Title_en", "Long Description_lt", "Long Description_en")
    sample = [[f"Pavadinimas {n}", f"A title {n}", "Aprašymas " * 5, "Description " * 5] for n in range(5)]
    found = recognise(header, sample, "catalogue")
    assert (found.columns["title"], found.columns["text"]) == ((1,), (3,))


def test_numbers_of_rows_are_no_ids(tmp_path: Path) -> None:
    header = ("No.", "title", "donor", "country")
    rows = [{"No.": str(n), "title": f"Audit {n}", "donor": "Spain", "country": "Peru"} for n in range(1, 8)]
    first = outcomes(written(tmp_path, csv_text(rows, header)))
    later = outcomes(written(tmp_path, csv_text([{**row, "No.": str(7 - n)} for n, row in enumerate(rows)], header)))
    assert {draft.key for draft in first.drafts} == {draft.key for draft in later.drafts}
    assert any("no id" in note for note in first.reading.notes)


def test_a_profile_overrules_and_comes_back_from_what_was_recognised(tmp_path: Path) -> None:
    header = ("code", "Nom", "Que", "Wer", "Wo")
    rows = [{"code": f"X{n}", "Nom": "ignored", "Que": f"Audit {n}", "Wer": "Spain", "Wo": "Peru"} for n in range(3)]
    path = written(tmp_path, csv_text(rows, header))
    profile = written(
        tmp_path,
        '[columns]\nid = "code"\ntitle = "Que"\npartner = "Wo"\n'
        '[constants]\nprovider = "MEX"\n[assign]\ndefault = "offering"\n',
        "p.toml",
    )
    found = outcomes(path, mapping=profile)
    record = found.drafts[0].record
    assert isinstance(record, Offering)
    assert (record.title, record.provider, record.outreach.countries) == ("Audit 0", "MEX", ("PER",))
    again = outcomes(path, mapping=written(tmp_path, found.reading.profile, "saved.toml"))
    assert [draft.record for draft in again.drafts] == [draft.record for draft in found.drafts]


@pytest.mark.parametrize(
    "text",
    [
        "[columns",
        "[colours]\na = 1\n",
        '[columns]\nnothing = "x"\n',
        "[reading]\nday_first = 7\n",
        '[assign]\na = "b"\n',
        "columns = 1\n",
    ],
)
def test_a_profile_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    profile = written(tmp_path, text, "p.toml")
    with pytest.raises(UsageError, match=r"p\.toml"):
        outcomes(written(tmp_path, csv_text([a_row()])), mapping=profile)


def test_titles_and_texts_are_made_where_a_file_has_none(tmp_path: Path) -> None:
    header = ("id", "description", "donor", "country", "sector", "implementing agency")
    rows = [
        {"id": "1", "description": "Trains the auditors of the state. And more.", "donor": "Spain", "country": "Peru"},
        {"id": "2", "donor": "Spain", "country": "Peru", "sector": "081 - Justice", "implementing agency": "The court"},
        {"id": "3", "description": "No description available", "donor": "Spain", "country": "Peru"},
    ]
    found = outcomes(written(tmp_path, csv_text(rows, header)))
    first, second = (draft.record for draft in found.drafts)
    assert isinstance(first, Experience) and isinstance(second, Experience)
    assert first.title == "Trains the auditors of the state"
    assert second.activities[0].text == "Justice - The court\nSector: Justice\nOrganisation: The court"
    assert [problem.field for problem in found.problems] == ["title"]


def test_a_country_in_the_name_of_the_file_stands_in_with_a_note(tmp_path: Path) -> None:
    header = ("id", "title", "donor")
    rows = [{"id": str(n), "title": f"Audit {n}", "donor": "Spain"} for n in range(3)]
    found = outcomes(written(tmp_path, csv_text(rows, header), "NepalAIMS_export.csv"))
    assert {draft.record.partner for draft in found.drafts if isinstance(draft.record, Experience)} == {"NPL"}
    assert any("NPL stands in" in note for note in found.reading.notes)


def test_several_donors_give_one_provider_and_all_their_names(tmp_path: Path) -> None:
    donors = "Swedish International Development Cooperation Agency|World Bank; UNDP"
    found = outcomes(written(tmp_path, csv_text([a_row(donor=donors)])))
    record = found.drafts[0].record
    assert record.provider == "SWE"
    assert record.institution == "Swedish International Development Cooperation Agency; World Bank; UNDP"


@pytest.mark.parametrize(
    "cell", ["- Workshop on budgets\n- Visit to the archive", "Workshop on budgets; Visit to the archive"]
)
def test_activities_are_kept_one_by_one(tmp_path: Path, cell: str) -> None:
    header = ("id", "provider", "partner", "activities")
    row = {"id": "1", "provider": "Mexico", "partner": "Kenya", "activities": cell}
    record = outcomes(written(tmp_path, csv_text([row], header))).drafts[0].record
    assert isinstance(record, Experience)
    assert [done.text for done in record.activities] == ["Workshop on budgets", "Visit to the archive"]
    assert record.title == "Workshop on budgets"


def test_an_activity_for_several_countries_is_experience_with_each(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(country="Kenya; Uganda; Bosnia and Herzegovina")])))
    records = [record for record in found.drafts[0].records if isinstance(record, Experience)]
    assert [record.id for record in records] == ["s:P-1", "s:P-1|UGA", "s:P-1|BIH"]
    assert [record.partner for record in records] == ["KEN", "UGA", "BIH"]


def test_one_project_on_a_row_for_each_country_is_experience_with_each(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1), a_row(1, country="Peru"), a_row(1, country="Peru")])))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-1|PER"]
    assert len(found.duplicates) == 1


def test_one_project_on_a_row_for_each_year_is_one_project(tmp_path: Path) -> None:
    header = ("id", "title", "donor", "country", "year")
    rows = [
        {"id": f"P{n}", "title": f"Audit {n}", "donor": "Spain", "country": "Peru", "year": str(year)}
        for n in range(5)
        for year in (2019, 2020, 2021)
    ]
    assert outcomes(written(tmp_path, csv_text(rows, header))).counts == {"kept": 5, "rejected": 0, "duplicate": 10}


def test_headings_repeated_headers_and_totals_of_blocks_are_layout(tmp_path: Path) -> None:
    header = ["Código", "Título", "Situação", "Ano"]
    one, two, three = (
        ["A1", "Um", "Concluído", 2009],
        ["A2", "Dois", "Concluído", 2010],
        ["A3", "Três", "Concluído", 2010],
    )
    rows: list[list[object]] = [["Projetos 2010"], [], ["Angola"], header, one, ["TOTAL", None, None, 1]]
    rows += [[], ["Moçambique"], header, two, three]
    found = outcomes(xlsx(tmp_path, {"S": rows}, "Brazil_projects.xlsx"))
    assert [(draft.key, draft.row) for draft in found.drafts] == [("A1", 5), ("A2", 10), ("A3", 11)]
    assert [draft.record.partner for draft in found.drafts] == ["AGO", "MOZ", "MOZ"]
    assert not found.problems


def test_a_table_may_start_anywhere_in_a_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for down, row in enumerate(table([a_row(1), a_row(2)]), 5):
        for right, value in enumerate(row, 3):
            book.active.cell(down, right, value)
    book.save(tmp_path / "offset.xlsx")
    assert [draft.row for draft in outcomes(tmp_path / "offset.xlsx").drafts] == [6, 7]


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    found = outcomes(ods(tmp_path, {"S": table([a_row(1), a_row(2)])}))
    assert (found.reading.format, [draft.key for draft in found.drafts]) == ("ods", ["P-1", "P-2"])


def test_the_latest_change_of_a_row_dates_the_export(tmp_path: Path) -> None:
    header = ("id", "title", "donor", "country", "last updated")
    rows = [
        {"id": str(n), "title": f"Audit {n}", "donor": "Spain", "country": "Peru", "last updated": f"2024-0{n}-15"}
        for n in (3, 7, 5)
    ]
    assert outcomes(written(tmp_path, csv_text(rows, header))).reading.exported_at == date(2024, 7, 15)


def test_sheets_with_the_same_header_are_read_together(tmp_path: Path) -> None:
    key: list[list[object]] = [["Abbreviation", "Meaning"], ["x", "y"]]
    path = xlsx(tmp_path, {"2019": table([a_row(1)]), "2020": table([a_row(2)]), "Key": key})
    found = outcomes(path)
    assert [draft.place for draft in found.drafts] == ["sheet 2019, row 2", "sheet 2020, row 2"]
    chosen = written(tmp_path, '[reading]\nsheet = "2020"\n', "p.toml")
    assert [draft.key for draft in outcomes(path, mapping=chosen).drafts] == ["P-2"]


def test_the_language_of_headings_tells_the_day_from_the_month(tmp_path: Path) -> None:
    def of(heading: str) -> list[date | None]:
        header = ("id", "title", "donor", "country", heading)
        rows = [{**a_row(n), heading: f"0{n}/04/2019"} for n in (1, 2)]
        found = outcomes(written(tmp_path, csv_text(rows, header)))
        assert any("day first" in note for note in found.reading.notes) == bool(found.drafts)
        return [draft.record.started for draft in found.drafts if isinstance(draft.record, Experience)]

    assert of("Fecha de inicio") == of("Date de début") == [date(2019, 4, 1), date(2019, 4, 2)]
    assert of("Start date") == []


def test_numbers_for_countries_stand_behind_names(tmp_path: Path) -> None:
    header = ("id", "title", "donor", "country", "country code")
    rows = [{**a_row(1), "country code": "248"}, {**a_row(2), "country": "", "country code": "604"}]
    found = outcomes(written(tmp_path, csv_text(rows, header)))
    assert [draft.record.partner for draft in found.drafts] == ["HND", "PER"]  # type: ignore[union-attr]


def test_a_title_that_all_rows_share_is_none_where_another_column_may_be_it() -> None:
    sample = [["Governance programme", f"Training of auditors {n}", "Kenya", "Norway"] for n in range(30)]
    found = recognise(("Programme name", "Name", "Country", "Donor"), sample, "catalogue")
    assert found.columns["title"] == (1,)


def test_donors_are_never_partners_by_their_content_alone(tmp_path: Path) -> None:
    header = ("id", "title", "main sponsor of it all")
    rows = [{**a_row(n, status="Planned"), "main sponsor of it all": "Norway"} for n in range(4)]
    found = outcomes(written(tmp_path, csv_text(rows, header)))
    assert "partner" not in {recognised.field for recognised in found.reading.recognised}
