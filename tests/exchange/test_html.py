"""Pages with a table that are saved as a workbook."""

from pathlib import Path

import pytest

from tests.exchange.files import a_row, outcomes, page, refusal, table, written

ROWS = [a_row(n) for n in range(1, 4)]


@pytest.mark.parametrize("name", ["report.xls", "report.html", "report"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_the_file_is_called(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [*ROWS, a_row(4, title="Auditoría – “año”")]
    found = outcomes(written(tmp_path, page(table(rows)).encode(encoding), name))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-2", "P-3", "P-4"]
    assert found.drafts[3].record.title == "Auditoría – “año”"  # type: ignore[union-attr]
    assert (found.reading.format, found.drafts[0].place) == ("html", "table 1, row 2")


def test_layout_tables_titles_and_mark_up_are_minded(tmp_path: Path) -> None:
    before = "<!-- made by a program --><table><tr><td>Home</td><td>Search</td></tr></table>"
    title = "<th colspan=6>Projects <b>2023</b></th>"
    odd = "<td>P-9</td><td>Audit &amp; <i>control</i></td><td>First line<br>second &lt;line&gt;</td>"
    odd += "<td>Spain<td>Peru<td>Closed"
    rows = [[title], *table(ROWS), [odd]]
    found = outcomes(written(tmp_path, page(rows, before), "report.xls"))
    record = found.drafts[-1].record
    assert (found.drafts[-1].key, record.title, record.partner) == ("P-9", "Audit & control", "PER")  # type: ignore[union-attr]
    assert record.activities[0].text == "First line\nsecond <line>"  # type: ignore[union-attr]
    assert found.drafts[0].place == "table 2, row 3"


def test_cells_that_span_rows_stand_in_each(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Donor", "Title", "Country"], ["<td rowspan=2>Norway</td>", "Audit of roads", "Peru"]]
    rows += [["Audit of schools", "Kenya"], ["Sweden", "Audit of courts", "Nepal"]]
    found = outcomes(written(tmp_path, page(rows), "report.xls"))
    told = [(draft.record.provider, draft.record.title, draft.record.partner) for draft in found.drafts]  # type: ignore[union-attr]
    assert told == [
        ("NOR", "Audit of roads", "PER"),
        ("NOR", "Audit of schools", "KEN"),
        ("SWE", "Audit of courts", "NPL"),
    ]


def test_tables_under_one_header_are_read_together_each_with_its_title(tmp_path: Path) -> None:
    header = ["ID", "Title", "Donor"]
    tables = [
        f"<table><tr><td>Technical assistance to {country}</td></tr>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in (header, row))
        + "</table>"
        for country, row in (("Nepal", ["1", "Audit of roads", "Norway"]), ("Kenya", ["2", "Audit of ports", "Spain"]))
    ]
    found = outcomes(written(tmp_path, "<html>" + "".join(tables) + "</html>", "report.xls"))
    assert [draft.record.partner for draft in found.drafts] == ["NPL", "KEN"]  # type: ignore[union-attr]


def test_a_page_without_a_table_we_know_is_refused_as_one(tmp_path: Path) -> None:
    for content in ("<html><body>Please log in</body></html>", page([["Home", "Search"], ["a", "b"]]), "<html><td>x"):
        assert "web page" in refusal(written(tmp_path, content, "report.xls"))


def test_a_page_names_nothing_outside_itself_that_is_fetched(tmp_path: Path) -> None:
    declared = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    (tmp_path / "secret").write_text("the secret")
    rows = table([a_row(1, title="Audit of roads")])
    text = declared + page(rows, '<img src="http://x.example/a.png">').replace("Audit of roads", "Audit &x; of roads")
    (draft,) = outcomes(written(tmp_path, text, "report.xls")).drafts
    assert "secret" not in draft.record.title  # type: ignore[union-attr]


def test_a_page_that_ends_in_its_table_is_refused(tmp_path: Path) -> None:
    whole = page(table(ROWS))
    for cut in (whole[: whole.index("P-3")], whole[: whole.index("</table")]):
        assert "cut off" in refusal(written(tmp_path, cut, "report.xls"))
