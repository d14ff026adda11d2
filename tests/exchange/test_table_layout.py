"""Rows that are no records: repeated and explained headers, remarks, totals; and cells that those above speak for."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker.experience import Experience
from tests.exchange.files import Outcomes, csv_text, ods, outcomes, written, xlsx

HEADER = ["ID", "Title", "Donor", "Country", "Amount"]
PLACES = ("Kenya", "Peru", "Senegal", "Nepal")
Rows = list[list[object]]
Write = Callable[[Path, Rows], Path]


def row(number: int) -> list[object]:
    return [f"A-{number}", f"Support to audit office {number}", "Norway", PLACES[number % 4], 10]


def as_csv(folder: Path, rows: Rows) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return written(folder, text.getvalue())


def as_sheet(folder: Path, rows: Rows) -> Path:
    return xlsx(folder, {"S": rows})


def as_ods(folder: Path, rows: Rows) -> Path:
    return ods(folder, {"S": rows})


both = pytest.mark.parametrize("write", [as_csv, as_sheet, as_ods])


def whole(found: Outcomes, count: int = 8) -> None:
    """All rows are there, each with its own title and country, and nothing else is."""
    told = [(draft.key, draft.record.title, draft.record.partner) for draft in found.drafts]  # type: ignore[union-attr]
    countries = ("KEN", "PER", "SEN", "NPL")
    assert told == [(f"A-{n}", f"Support to audit office {n}", countries[n % 4]) for n in range(1, count + 1)]
    assert not found.problems


@both
def test_columns_that_change_places_midway_are_followed(tmp_path: Path, write: Write) -> None:
    order = [3, 0, 4, 2, 1]
    turned = [[cells[at] for at in order] for cells in (list(HEADER), *map(row, (4, 5, 6)))]
    found = outcomes(write(tmp_path, [HEADER, *map(row, (1, 2, 3)), *turned, HEADER, row(7), row(8)]))
    whole(found)
    assert "2 rows repeat the header." in found.reading.notes


@both
@pytest.mark.parametrize(
    "explained",
    [
        ["(text)", "(text)", "(name)", "(ISO)", "(USD)", ""],
        ["#activity+id", "#activity+name", "#org", "#country", "#value", ""],
        [1, 2, 3, 4, 5, 6],
        ["", "", "", "", "thousands of USD", "yes or no"],
    ],
)
def test_a_row_that_explains_the_header_is_no_record(tmp_path: Path, write: Write, explained: list[object]) -> None:
    rows = [[*row(n), "yes"] for n in range(1, 9)]
    found = outcomes(write(tmp_path, [[*HEADER, "Note"], explained, *rows]))
    whole(found)
    assert "1 rows below the header explain it." in found.reading.notes


@both
def test_a_first_record_of_few_words_is_no_explanation(tmp_path: Path, write: Write) -> None:
    found = outcomes(write(tmp_path, [HEADER, ["A", "Audit", "Norway", "Kenya", ""], row(2)]))
    assert [draft.key for draft in found.drafts] == ["A", "A-2"]


@both
def test_remarks_below_a_table_are_told_and_not_rejected(tmp_path: Path, write: Write) -> None:
    remarks = [
        ["Source: Ministry of Finance"],
        ["* amounts in thousands", "", "", "", ""],
        ["Page 1 of 2", "", "", "", ""],
    ]
    found = outcomes(write(tmp_path, [HEADER, *map(row, range(1, 9)), *remarks]))
    whole(found)
    assert "3 rows hold a single cell (a title or remark) and are no records." in found.reading.notes


def test_a_row_of_text_that_was_cut_off_is_rejected_as_before(tmp_path: Path) -> None:
    found = outcomes(as_csv(tmp_path, [HEADER, row(1), ["A-2"], row(3)]))
    assert [problem.reason for problem in found.problems] == ["the row has 1 cells, the header has 5"]
    lone = outcomes(as_csv(tmp_path, [HEADER[1:], ["Support to audit offices", "", "", ""], row(2)[1:]]))
    assert [problem.field for problem in lone.problems] == ["provider"]
    asked = outcomes(
        as_csv(tmp_path, [["text", "country", "language"], ["Train our auditors"], ["Help our courts", "Peru", "en"]]),
        kind="requests",
    )
    assert (len(asked.drafts), [problem.row for problem in asked.problems]) == (1, [2])


@both
def test_totals_by_any_name_are_rejected_as_such(tmp_path: Path, write: Write) -> None:
    totals: Rows = [
        ["Norway Total", "", "", "", 30],
        ["Total Kenya", "", "", "", "1,234.5"],
        ["TOTAUX", "", "", "", "9"],
    ]
    found = outcomes(write(tmp_path, [HEADER, *map(row, range(1, 9)), *totals]))
    assert len(found.drafts) == 8
    assert [problem.reason for problem in found.problems] == ["a row of totals, not a record"] * 3
    named = outcomes(write(tmp_path, [["Title", "Donor", "Country"], ["Total quality in audits", "Norway", "Kenya"]]))
    assert len(named.drafts) == 1


@both
def test_a_name_that_stands_once_above_its_rows_holds_for_them(tmp_path: Path, write: Write) -> None:
    for column, place in ((3, "partner"), (2, "provider")):
        names = ("Norway", "Kenya") if place == "provider" else ("Kenya", "Peru")
        rows: Rows = []
        for n in range(1, 9):
            cells = row(n)
            cells[column] = names[0] if n == 1 else names[1] if n == 5 else ""
            rows.append(cells)
        rows.insert(4, ["Subtotal", "", "", "", 40])
        found = outcomes(write(tmp_path, [HEADER, *rows]))
        codes = {"Norway": "NOR", "Kenya": "KEN", "Peru": "PER"}
        assert [getattr(draft.record, place) for draft in found.drafts] == [codes[names[0]]] * 4 + [codes[names[1]]] * 4
        assert [problem.reason for problem in found.problems] == ["a row of totals, not a record"]
        assert any("6 rows leave column" in note for note in found.reading.notes)


@both
def test_empty_cells_among_filled_ones_stay_empty(tmp_path: Path, write: Write) -> None:
    rows = [row(n) for n in range(1, 9)]
    rows[3][3] = rows[6][3] = ""
    found = outcomes(write(tmp_path, [[*HEADER, "Status"], *[[*cells, "Completed"] for cells in rows]]))
    assert [problem.row for problem in found.problems] == [5, 8]


def test_headings_of_countries_in_a_text_file(tmp_path: Path) -> None:
    header = ["ID", "Title", "Donor", "Amount"]
    rows: Rows = [header]
    for country in ("Kenya", "Côte d'Ivoire"):
        rows += [[country, "", "", ""], *([f"{country[0]}{n}", f"Audit of works {n}", "Norway", 5] for n in (1, 2))]
    found = outcomes(as_csv(tmp_path, rows))
    partners = [draft.record.partner for draft in found.drafts if isinstance(draft.record, Experience)]
    assert partners == ["KEN", "KEN", "CIV", "CIV"]
    assert not found.problems


def test_sheets_with_columns_in_other_places_are_read_together(tmp_path: Path) -> None:
    second = [
        ["Note", "Country", "Title", "ID", "Donor"],
        *[[f"n{n}", *[row(n)[at] for at in (3, 1, 0, 2)]] for n in (3, 4)],
    ]
    other = [["Title", "Contact", "Sector", "Start date"], ["Audit of roads", "Ana", "Roads", "2019"]]
    third = [["Total by year"], ["ID", "Title", "Donor", "Country"], *[row(n)[:4] for n in (5, 6)]]
    sheets = {"2019": [HEADER, row(1), row(2)], "2020": second, "Other": other, "2021": third}
    found = outcomes(xlsx(tmp_path, sheets))
    whole(found, 6)
    assert any("2019, 2020, 2021" in note for note in found.reading.notes)
    assert any("Sheets not read: Other" in note for note in found.reading.notes)


def test_a_name_written_otherwise_in_a_repeated_header_keeps_its_place(tmp_path: Path) -> None:
    header = ["ID", "Title", "Donor", "Country", "Start date"]
    rows = [[*row(n)[:4], "2019-01-02"] for n in (1, 2)]
    found = outcomes(xlsx(tmp_path, {"S": [header, rows[0], [*header[:4], "begun"], rows[1]]}))
    whole(found, 2)
    assert [str(draft.record.started) for draft in found.drafts] == ["2019-01-02"] * 2  # type: ignore[union-attr]


def test_our_own_tables_have_no_layout(tmp_path: Path) -> None:
    from matchmaker.exchange.exporting import export_bytes
    from tests.exchange.files import a_row

    read = [draft.record for draft in outcomes(written(tmp_path, csv_text(a_row(n) for n in range(3)))).drafts]
    again = outcomes(written(tmp_path, export_bytes("catalogue", read, "csv"), "own.csv"))
    assert (len(again.drafts), again.problems) == (3, [])
