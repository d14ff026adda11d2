"""What spreadsheet programs do to a table: formulas without values, ids rounded, made into dates or freed of zeros."""

import struct
from pathlib import Path

import pytest

from matchmaker.workspace import Workspace
from tests.exchange.files import HEADER, a_row, csv_text, ods, ods_around, ods_content, outcomes, table, written, xlsx
from tests.exchange.old_workbooks import cells_of, compound, record, stream


def a_workbook(folder: Path, column: str, *, wide: bool = False) -> Path:
    """A workbook in which every other cell of a column is a formula that nobody calculated."""
    header = (*HEADER, "budget") if wide else HEADER
    rows = [a_row(n, budget="7") for n in range(1, 5)]
    for number, row in enumerate(rows):
        if number % 2:
            row[column] = '="a"&B2'
    return xlsx(folder, {"S": table(rows, header)})


def test_a_formula_without_a_value_rejects_its_row_and_names_the_column(tmp_path: Path) -> None:
    found = outcomes(a_workbook(tmp_path, "title"))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-3"]
    assert [(problem.row, problem.field) for problem in found.problems] == [(3, "title"), (5, "title")]
    assert all("never saved" in problem.reason and "save it" in problem.fix for problem in found.problems)


def test_a_formula_in_a_column_nobody_reads_is_only_told(tmp_path: Path) -> None:
    found = outcomes(a_workbook(tmp_path, "budget", wide=True))
    assert len(found.drafts) == 4
    assert any("2 formulas in column 'budget'" in note for note in found.reading.notes)


def test_a_formula_with_a_value_is_its_value(tmp_path: Path) -> None:
    from tests.exchange.files import raw_xlsx, sheet_with

    def cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    head = "".join(cell(f"{letter}1", name) for letter, name in zip("ABCDEF", HEADER, strict=True))
    row = "".join(cell(f"{letter}2", name) for letter, name in zip("ABCDEF", a_row().values(), strict=True))
    title = '<c r="B3" t="str"><f>A2&amp;"x"</f><v>Saved title</v></c>'
    other = '<c r="A3" t="inlineStr"><is><t>P-9</t></is></c>' + title + cell("C3", "Text") + cell("D3", "Spain")
    empty = '<c r="F3" t="str"><f>IF(1,"","x")</f><v></v></c>'
    rows = f'<row r="1">{head}</row><row r="2">{row}</row><row r="3">{other}{cell("E3", "Peru")}{empty}</row>'
    found = outcomes(raw_xlsx(tmp_path / "a.xlsx", sheet_with(rows.encode())))
    assert [draft.record.title for draft in found.drafts][1] == "Saved title"  # type: ignore[union-attr]
    assert not found.problems


def an_open_document(folder: Path, column: str, cell: str) -> Path:
    """An open document in which every other cell of a column is this one."""
    rows = [a_row(n, budget="7") for n in range(1, 5)]
    for row in rows[1::2]:
        row[column] = cell
    return ods(folder, {"Notes": [["=1"]], "S": table(rows, (*HEADER, "budget"))})


def test_a_formula_without_a_value_is_noticed_in_an_open_document(tmp_path: Path) -> None:
    found = outcomes(an_open_document(tmp_path, "title", '="a"&B2'))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-3"]
    assert [(problem.row, problem.field) for problem in found.problems] == [(3, "title"), (5, "title")]
    assert all("never saved" in problem.reason for problem in found.problems)
    unread = outcomes(an_open_document(tmp_path, "budget", "=1"))
    assert len(unread.drafts) == 4
    assert any("2 formulas in column 'budget'" in note for note in unread.reading.notes)


@pytest.mark.parametrize(
    ("given", "text", "wrong"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#REF!", "#REF!"),
        ('office:value-type="float" office:value="0" calcext:value-type="error"', "Err:502", "#VALUE!"),
        ('office:value-type="string"', "Saved title", ""),
        ("", "Shown title", ""),
    ],
)
def test_what_a_formula_of_an_open_document_came_to(tmp_path: Path, given: str, text: str, wrong: str) -> None:
    cell = f'<table:table-cell table:formula="of:=A1" {given}><text:p>{text}</text:p></table:table-cell>'
    found = outcomes(an_open_document(tmp_path, "title", cell))
    assert [problem.value for problem in found.problems] == ([wrong] * 2 if wrong else [])
    titles = {draft.key: draft.record.title for draft in found.drafts}  # type: ignore[union-attr]
    assert (titles.get("P-2"), titles.get("P-4")) == ((None, None) if wrong else (text, text))


@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_formula_is_found_in_a_table_that_begins_further_right(tmp_path: Path, column: int) -> None:
    rows = [[None] * column + row for row in table([a_row(1), a_row(2, country='="a"&B2')])]
    found = outcomes(xlsx(tmp_path, {"S": [[], *rows]}))
    assert [(problem.row, problem.field) for problem in found.problems] == [(4, "country")]


def test_cells_said_to_repeat_are_counted_on_their_way_to_a_formula(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="3"/>'
    head: list[object] = ["<table:table-cell/>", "id", "title", "x", "x", "x", "donor", "country"]
    rows: list[list[object]] = [["P-1", "Audit of works 1"], ["P-2", "Audit of works 2"]]
    donors = ["Spain", "=A1"]
    laid = [["<table:table-cell/>", *row, blank, donor, "Peru"] for row, donor in zip(rows, donors, strict=True)]
    content = ods_content({"S": [head, *laid]})
    gap = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    path = ods_around(tmp_path / "a.ods", content.replace("<table:table-row>", f"{gap}<table:table-row>", 1))
    found = outcomes(path)
    assert [(problem.row, problem.field) for problem in found.problems] == [(7, "donor")]
    assert [draft.place for draft in found.drafts] == ["sheet S, row 6"]


@pytest.mark.parametrize("damaged", ["1.23E+15", "1,2E+19", "12-Mar", "Mar-12", "2026-12-03", "2026-12-03 00:00:00"])
def test_an_id_that_was_rounded_or_made_a_date_is_rejected(tmp_path: Path, damaged: str) -> None:
    rows = [a_row(1), a_row(2), a_row(3, id=damaged)]
    found = outcomes(written(tmp_path, csv_text(rows)))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-2"]
    assert [(problem.field, problem.value) for problem in found.problems] == [("id", damaged)]
    assert "as text" in found.problems[0].fix


def test_dates_may_be_ids_where_most_are(tmp_path: Path) -> None:
    rows = [a_row(n, id=f"2026-0{n}-01") for n in range(1, 5)]
    assert len(outcomes(written(tmp_path, csv_text(rows))).drafts) == 4


def test_ids_that_lost_their_zeros_are_not_taken_for_new_ones(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "ws") as workspace:
        whole = csv_text(a_row(n, id=f"{n:04}") for n in range(1, 12))
        workspace.apply_refresh(workspace.plan_refresh(written(tmp_path, whole), source="s"))
        cut = written(tmp_path, csv_text(a_row(n, id=str(n)) for n in range(1, 13)))
        plan = workspace.plan_refresh(cut, source="s")
        assert (plan.report.rejected, plan.report.added, plan.report.withdrawn) == (11, 1, 0)
        assert "s had 0001 before" in plan.rejections[0].reason
        profile = written(tmp_path, "[reading]\nnew_ids = true\n", "p.toml")
        assert workspace.plan_refresh(cut, source="s", mapping=profile).report.added == 12
        again = workspace.plan_refresh(
            written(tmp_path, whole + "0012,Another,Text,Spain,Peru,Completed\r\n"), source="s"
        )
        assert (again.report.added, again.report.rejected) == (1, 0)


def test_an_error_in_an_old_workbook_is_no_empty_cell(tmp_path: Path) -> None:
    rows = table([a_row(1), a_row(2, country=""), a_row(3, country=""), a_row(4)])
    error = record(0x0205, struct.pack("<HHHBB", 2, 4, 15, 0x17, 1))
    value = struct.pack("<BBBBHH", 2, 0, 0x2A, 0, 0, 0xFFFF)
    formula = record(0x0006, struct.pack("<HHH", 3, 4, 15) + value + struct.pack("<HIH", 0, 0, 0))
    truth = record(0x0205, struct.pack("<HHHBB", 4, 7, 15, 1, 0))
    found = outcomes(written(tmp_path, compound(stream(cells_of(rows) + error + formula + truth)), "old.xls"))  # type: ignore[arg-type]
    assert [draft.key for draft in found.drafts] == ["P-1", "P-4"]
    assert [(p.row, p.field, p.value) for p in found.problems] == [(3, "country", "#REF!"), (4, "country", "#N/A")]
