"""Layouts and headings of other offices: who gives stands above the rows, records stand in columns, headers are in
other scripts, values are in lists."""

import csv
import io
import json
from pathlib import Path

import pytest

from matchmaker.exchange.columns import names_of
from matchmaker.exchange.titles import giver_named
from matchmaker.experience import Experience
from matchmaker.workspace import Workspace
from tests.exchange.files import Outcomes, a_row, csv_text, outcomes, refusal, table, workbook_xml, written, xlsx

NO_DONOR = ("id", "title", "description", "country", "status")
PLACES = ("Kenya", "Peru", "Nepal")
CODES = ["KEN", "PER", "NPL"]


def rows_of(*cells: str) -> list[list[object]]:
    """Three rows; `#` in a cell is the number, PLACE the country of the row."""
    return [[cell.replace("#", str(n)).replace("PLACE", place) for cell in cells] for n, place in enumerate(PLACES, 1)]


def provided(found: Outcomes) -> list[tuple[str, str]]:
    """Provider and partner of each record."""
    return [
        (draft.record.provider, draft.record.partner if isinstance(draft.record, Experience) else "")  # type: ignore[union-attr]
        for draft in found.drafts
    ]


# -- who gives, told by words above the rows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "bare", "giver"),
    [
        ("Donor: Norway", False, "Norway"),
        ("Bailleur : Open Society", False, "Open Society"),
        ("Projects funded by Sweden in Kenya", False, "SWE"),
        ("Norwegian aid to Nepal", False, "NOR"),
        ("World Bank Projects & Operations", False, "World Bank"),
        ("Singapore Cooperation Programme - Training courses 2025", False, "SGP"),
        ("Becas de México", False, "MEX"),
        ("Norway", True, "NOR"),
        ("Projects of Norway", True, "NOR"),
        ("Norway", False, ""),
        ("Cooperación recibida por Colombia", False, ""),
        ("Projects in Norway", True, ""),
        ("Cooperation with Kenya and Peru", True, ""),
        ("Amounts in US dollars", True, ""),
        ("Report of 2023", True, ""),
    ],
)
def test_a_title_names_who_gives(title: str, bare: bool, giver: str) -> None:
    assert giver_named([[title, ""]], bare=bare) == giver


def test_the_name_of_a_sheet_is_who_gives_where_the_rows_name_who_receives(tmp_path: Path) -> None:
    header: list[object] = ["Code", "Project name", "Summary", "Beneficiary country", "Counterpart"]
    rows = rows_of("#", "Audit training #", "Workshops for the auditors of province #.", "PLACE", "Audit office")
    sheets = {donor: [[f"Report {n}"], header, *rows] for n, donor in enumerate(("Norway", "Sweden"))}
    sheets["Sweden"] = [[f"S{cells[0]}", *cells[1:]] if len(cells) > 1 else cells for cells in sheets["Sweden"]]
    sheets["Sweden"][1] = header
    found = outcomes(xlsx(tmp_path, sheets))
    assert provided(found) == [(donor, place) for donor in ("NOR", "SWE") for place in CODES]
    assert any("3 rows name no donor; NOR stands in" in note for note in found.reading.notes)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_headings_name_who_gives_the_rows_below_and_totals_end_blocks(tmp_path: Path, form: str) -> None:
    rows: list[list[object]] = [["Title", "Description", "Country", "Agency", "Amount"]]
    for n, donor in enumerate(("Donor: Norway", "Donor: Sweden")):
        rows.append([donor, "", "", "", ""])
        rows += rows_of(f"Audit {n} #", f"Workshops {n} for the auditors of province #.", "PLACE", "Office", "1,000")
        rows.append(["Subtotal", "", "", "", "3,000"])
    if form == "xlsx":
        found = outcomes(xlsx(tmp_path, {"S": rows}))
    else:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        found = outcomes(written(tmp_path, text.getvalue()))
    assert provided(found) == [(donor, place) for donor in ("NOR", "SWE") for place in CODES]
    assert found.problems == []
    assert any("2 rows are headings" in note for note in found.reading.notes)
    assert any("2 rows are totals of a block" in note for note in found.reading.notes)


def test_a_column_of_donors_is_believed_and_not_the_title(tmp_path: Path) -> None:
    found = outcomes(xlsx(tmp_path, {"Sweden": [["Donor: Norway"], *table([a_row(1)])]}))
    assert provided(found) == [("ESP", "HND")]


def test_the_same_rows_under_another_donor_are_changed(tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(1, 4)]
    with Workspace.open(tmp_path / "ws") as workspace:
        for donor, changed in (("Norway", 0), ("Sweden", 3), ("Sweden", 0)):
            text = f"Donor: {donor}\r\n{csv_text(rows, NO_DONOR)}# {donor}, {changed}\r\n"
            plan = workspace.plan_refresh(written(tmp_path, text), source="s")
            workspace.apply_refresh(plan)
            assert plan.report.changed == changed


# -- headings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Название проекта", "title"), ("Описание", "text"), ("Страна-донор", "provider"), ("Страна", "partner"),
        ("Исполнительное агентство", "institution"), ("Дата начала", "started"), ("Дата окончания", "ended"),
        ("عنوان المشروع", "title"), ("الجهة المانحة", "provider"), ("البلد", "partner"), ("الوصف", "text"),
        ("الجهة المنفذة", "institution"), ("تاريخ البدء", "started"),
        ("项目名称", "title"), ("援助方", "provider"), ("受援国", "partner"), ("项目内容", "text"),
        ("实施单位", "institution"), ("Delivery partner", "institution"),
        ("项目名称\nProject Name", "title"), ("Donor / Донор", "provider"),
        ("opername_en", "title"), ("countryname", "partner"), ("apprvl_dt", "started"), ("sectorname", "sector"),
        ("Source org.", "provider"), ("Destination Country", "partner"), ("Destination org.", "institution"),
        ("Agreement Title", "title"), ("Description of Agreement", "text"), ("ContributingOrganization", "provider"),
        ("Contexte et justification", "text"), ("Training institute", "institution"), ("FTS ID", "id"),
        ("погода", ""), ("天气", ""), ("windowname", ""),
    ],
)  # fmt: skip
def test_a_heading_names_its_field(heading: str, field: str) -> None:
    found, _ = names_of(heading, "catalogue")
    assert (found[0][0] if found else "") == field


@pytest.mark.parametrize(
    "header",
    [
        ("№", "Название проекта", "Описание", "Донор", "Страна", "Исполнитель", "Дата начала", "Статус"),
        ("الرقم", "عنوان المشروع", "الوصف", "الجهة المانحة", "البلد", "الجهة المنفذة", "تاريخ البدء", "الحالة"),
        ("编号", "项目名称", "项目内容", "援助方", "受援国", "实施单位", "开始日期", "状态"),
    ],
)
def test_a_table_with_headings_in_another_script_is_read(tmp_path: Path, header: tuple[str, ...]) -> None:
    rows = rows_of(
        "A#",
        "Audit #",
        "Workshops for the auditors of province #.",
        "Norway",
        "PLACE",
        "Office",
        "2021年3月15日",
        "完成",
    )
    found = outcomes(xlsx(tmp_path, {"1": [list(header), *rows]}))
    assert provided(found) == [("NOR", place) for place in CODES]
    first = found.drafts[0].record
    assert isinstance(first, Experience)
    assert (first.title, first.institution, str(first.started)) == ("Audit 1", "Office", "2021-03-15")


def test_where_no_column_is_called_donor_the_agency_that_extends_gives(tmp_path: Path) -> None:
    header = [
        "Agreement Title",
        "Extending Agency",
        "Agreement Partner",
        "Recipient Country",
        "Implementing Institution",
    ]
    rows = rows_of("Audit of province #", "Norad", "An institute", "PLACE", "Audit office")
    found = outcomes(xlsx(tmp_path, {"S": [header, *rows]}))
    assert provided(found) == [("NOR", place) for place in CODES]
    assert {draft.record.institution for draft in found.drafts} == {"Audit office"}  # type: ignore[union-attr]


def test_columns_of_amounts_called_after_donors_tell_who_gave(tmp_path: Path) -> None:
    header: list[object] = ["Proyecto", "Descripción", "País", "Norway", "Sweden", "UNDP", "Total"]
    about = "Talleres para los auditores de la provincia #."
    amounts = [[500, "", "", 500], ["", 300, 200, 500], [0, "", 7, 7]]
    rows = [[*row, *paid] for row, paid in zip(rows_of("Auditoría #", about, "PLACE"), amounts, strict=True)]
    found = outcomes(xlsx(tmp_path, {"Matriz": [header, *rows]}))
    assert provided(found) == [("NOR", "KEN"), ("SWE", "PER"), ("UNDP", "NPL")]
    assert found.drafts[1].record.institution == "Sweden; UNDP"  # type: ignore[union-attr]


def test_countries_may_stand_in_numbered_columns(tmp_path: Path) -> None:
    rows = rows_of("#", "Audit #", "Workshops for the auditors of province #.", "Norway", "PLACE", "Ghana", "")
    header: list[object] = ["Ref", "Title", "Summary", "Donor", "Country 1", "Country 2", "Country 3"]
    found = outcomes(xlsx(tmp_path, {"S": [header, *rows]}))
    assert provided(found) == [("NOR", place) for place in CODES]
    assert [more.partner for draft in found.drafts for _, more in draft.others] == ["GHA"] * 3  # type: ignore[union-attr]


def test_codes_beside_names_under_one_heading_are_told_apart_by_its_letters(tmp_path: Path) -> None:
    header = ["DONOR", "Donor", "RECIPIENT", "Recipient", "Title", "Long description"]
    rows = rows_of("NOR", "Norway", "X#", "PLACE", "Audit #", "Workshops for the auditors of province #.")
    assert provided(outcomes(xlsx(tmp_path, {"S": [header, *rows]}))) == [("NOR", place) for place in CODES]
    rows = rows_of("A", "Norway", "B", "PLACE", "Audit #", "Workshops")
    assert "two columns are called 'title'" in refusal(xlsx(tmp_path, {"S": [[*header[:4], "Title", "title"], *rows]}))


def test_a_row_that_shows_how_dates_are_written_is_no_record(tmp_path: Path) -> None:
    header: list[object] = ["Title", "Description", "Country", "Donor", "Start", "Amount"]
    rows = rows_of("Audit #", "Workshops for the auditors of province #.", "PLACE", "Norway", "01-mar-2#", "5")
    found = outcomes(xlsx(tmp_path, {"S": [header, ["", "", "", "", "dd-mmm-yy", "M EUR"], *rows]}))
    assert found.problems == []
    assert [str(draft.record.started) for draft in found.drafts] == ["2021-03-01", "2022-03-01", "2023-03-01"]  # type: ignore[union-attr]


# -- records that stand in columns ------------------------------------------------------------------------------------


def test_records_may_stand_in_columns(tmp_path: Path) -> None:
    upright = [["Título", "Descripción", "País", "Donante", "Organismo ejecutor"]]
    upright += rows_of("Auditoría #", "Talleres para los auditores de la provincia #.", "PLACE", "Noruega", "Oficina")  # type: ignore[arg-type]
    found = outcomes(xlsx(tmp_path, {"Fichas": [list(row) for row in zip(*upright, strict=True)]}))
    assert provided(found) == [("NOR", place) for place in CODES]
    assert [draft.place for draft in found.drafts] == [f"sheet Fichas, column {n}" for n in (2, 3, 4)]
    assert any("stands in a column" in note for note in found.reading.notes)


def test_each_sheet_may_be_the_form_of_one_record(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        f"P{n}": [["PROJECT SHEET"], ["Project title", f"Audit {n}"], ["Country", place], ["Donor", "Norway"],
                  ["Description", f"Workshops for the auditors of province {n}."]]
        for n, place in enumerate(PLACES)
    }  # fmt: skip
    assert provided(outcomes(xlsx(tmp_path, sheets))) == [("NOR", place) for place in CODES]


# -- JSON tables and workbooks in XML ---------------------------------------------------------------------------------
HEADER, *CELLS = table([a_row(n) for n in range(1, 4)])
COLUMNS = [{"name": name, "dataTypeName": "text"} for name in HEADER]
TABLES: dict[str, object] = {
    "open data portal": {"meta": {"view": {"columns": COLUMNS}}, "data": CELLS},
    "columns beside": {"columns": [{"data": n, "title": name} for n, name in enumerate(HEADER)], "data": CELLS},
    "fields beside": {"fields": HEADER, "rows": CELLS},
    "first row": [HEADER, *CELLS],
    "first row within": {"range": "A1:F4", "values": [HEADER, *CELLS]},
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_entries_may_be_lists_under_names_given_once(tmp_path: Path, name: str) -> None:
    found = outcomes(written(tmp_path, json.dumps(TABLES[name]), "rows.json"))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-2", "P-3"]
    assert provided(found) == [("ESP", "HND")] * 3


def test_lists_without_names_are_refused(tmp_path: Path) -> None:
    assert "no entry is a JSON object" in refusal(written(tmp_path, json.dumps(CELLS), "rows.json"))


def test_a_workbook_in_xml_is_read_with_gaps_errors_and_sheets(tmp_path: Path) -> None:
    rows = table([a_row(n) for n in range(1, 4)])
    rows[2][1] = '<Cell><Data ss:Type="Error">#REF!</Data></Cell>'
    rows[3] = ["P-3", "#REF!", '<Cell ss:Index="4"><Data ss:Type="String">Spain</Data></Cell>', "Honduras", "Completed"]
    text = workbook_xml({"Notes": [["About"], ["us"]], "Data": rows, "More": table([a_row(9)])})
    found = outcomes(written(tmp_path, text, "export.xls"))
    assert found.reading.format == "xml spreadsheet"
    assert [(draft.key, draft.place) for draft in found.drafts] == [
        ("P-1", "sheet Data, row 2"), ("P-3", "sheet Data, row 4"), ("P-9", "sheet More, row 2"),
    ]  # fmt: skip
    assert found.drafts[1].record.title == "#REF!"  # type: ignore[union-attr]
    assert [(problem.value, problem.raw["title"]) for problem in found.problems] == [("#REF!", "#REF!")]


def test_a_workbook_in_xml_may_declare_nothing(tmp_path: Path) -> None:
    text = workbook_xml({"S": table([a_row(1)])}, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    assert "DOCTYPE" in refusal(written(tmp_path, text, "export.xls"))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_27_a_text_that_reads_like_an_error_is_a_text_where_the_format_tells(tmp_path: Path, form: str) -> None:
    rows = [a_row(1, title="#REF!"), a_row(2, description="#N/D"), a_row(3)]
    if form == "csv":
        found = outcomes(written(tmp_path, csv_text(rows)))
        assert [problem.value for problem in found.problems] == ["#REF!", "#N/D"]
        return
    from openpyxl import load_workbook

    path = xlsx(tmp_path, {"S": table(rows)})
    book = load_workbook(path)
    for at in ("B2", "C3"):
        book["S"][at].data_type = "s"
    book["S"]["B4"] = "#REF!"
    book.save(path)
    found = outcomes(path)
    assert [(draft.key, draft.record.title) for draft in found.drafts] == [  # type: ignore[union-attr]
        ("P-1", "#REF!"), ("P-2", "Support to audit office 2"),
    ]  # fmt: skip
    assert [(problem.row, problem.value, problem.raw["title"]) for problem in found.problems] == [(4, "#REF!", "#REF!")]


# -- UTF-7 ------------------------------------------------------------------------------------------------------------


def test_utf_7_is_recognised_by_what_it_decodes_to(tmp_path: Path) -> None:
    rows = [a_row(n, title=f"Auditoría señal – año {n}") for n in range(1, 4)]
    found = outcomes(written(tmp_path, csv_text(rows).encode("utf-7")))
    assert found.drafts[0].record.title == "Auditoría señal – año 1"  # type: ignore[union-attr]
    assert found.reading.encoding == "utf-7"
    assert "The file is UTF-7; it was read as such." in found.reading.notes


def test_text_that_may_be_utf_7_is_left_alone_and_told(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([a_row(title="Año")]).encode("utf-7"))
    found = outcomes(path)
    assert found.drafts[0].record.title == "A+APE-o"  # type: ignore[union-attr]
    assert any('encoding = "utf-7"' in note for note in found.reading.notes)
    profile = written(tmp_path, '[reading]\nencoding = "utf-7"\n', "old.toml")
    assert outcomes(path, mapping=profile).drafts[0].record.title == "Año"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["+254-20 555 0199", "A+B-1 C+AB- x+y+z", "C++ and +1-800-CALL", "2+2=4, a+b=c"])
def test_plus_signs_are_no_utf_7(tmp_path: Path, text: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(n, title=f"{text} {n}") for n in range(1, 30)])))
    assert found.drafts[0].record.title == f"{text} 1"  # type: ignore[union-attr]
    assert not any("UTF-7" in note for note in found.reading.notes)
