"""Bad inputs A to E, G and H: what each must get. The number of a test is that of the case in the catalogue."""

import codecs
import json
import zipfile
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from tests.exchange.files import (
    HEADER,
    a_row,
    an_activity,
    csv_text,
    iati,
    json_lines,
    outcomes,
    raw_xlsx,
    refusal,
    sheet_with,
    table,
    written,
    xlsx,
)


def notes(found: object) -> str:
    return " ".join(found.reading.notes)  # type: ignore[attr-defined]


# -- A. encoding and text --------------------------------------------------------------------------------------------


def test_01_a_byte_order_mark_is_stripped(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, codecs.BOM_UTF8 + csv_text([a_row()]).encode()))
    assert found.reading.columns[0] == "id"
    assert found.drafts[0].key == "P-1"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_02_utf_16_with_a_mark_is_decoded(tmp_path: Path, encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    path = written(tmp_path, mark + csv_text([a_row(title="Auditoría señal ñ")]).encode(encoding))
    found = outcomes(path)
    assert found.drafts[0].record.title == "Auditoría señal ñ"
    assert found.reading.encoding == "utf-16"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_03_utf_16_without_a_mark_is_detected(tmp_path: Path, encoding: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(title="Auditoría")]).encode(encoding)))
    assert found.drafts[0].record.title == "Auditoría"
    assert "byte order mark" in notes(found)


def test_04_windows_1252_is_read_as_such_and_noted(tmp_path: Path) -> None:
    text = csv_text([a_row(title="“Año” – contratación")])
    found = outcomes(written(tmp_path, text.encode("cp1252")))
    assert found.drafts[0].record.title == "“Año” – contratación"
    assert found.reading.encoding == "windows-1252"
    assert "windows-1252" in notes(found)


def test_05_lines_in_another_encoding_are_rejected_one_by_one(tmp_path: Path) -> None:
    good = [csv_text([a_row(n, title=f"Año {n}")]).split("\r\n")[1].encode() for n in (1, 2, 4)]
    bad = csv_text([a_row(3, title="Año 3")]).split("\r\n")[1].encode("cp1252")
    content = b"\r\n".join([",".join(HEADER).encode(), *good[:2], bad, good[2], b""])
    found = outcomes(written(tmp_path, content))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-2", "P-4"]
    assert [(problem.row, "UTF-8" in problem.reason) for problem in found.problems] == [(4, True)]


def test_06_a_character_cut_off_at_the_end_rejects_the_row_and_says_truncated(tmp_path: Path) -> None:
    text = csv_text([a_row(1, title="Año"), a_row(2, status="Año")]).rstrip("\r\n")
    content = text.encode()[: text.encode().rindex("ñ".encode()) + 1]
    found = outcomes(written(tmp_path, content))
    assert [draft.key for draft in found.drafts] == ["P-1"]
    assert len(found.problems) == 1
    assert found.reading.truncated


def test_07_a_lone_surrogate_becomes_a_visible_mark(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '{"id": "1", "title": "A \\ud800 title", "donor": "Spain", "country": "Kenya"}\n{"id": "2", "title": "x"}\n',
        "a.jsonl",
    )
    found = outcomes(path)
    assert found.drafts[0].record.title == "A \ufffd title"  # type: ignore[union-attr]
    assert "1 rows hold characters that are none" in notes(found)


def test_08_nul_inside_is_normalised_visibly(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(title="Audit\x00office")])))
    assert found.drafts[0].record.title == "Audit\ufffdoffice"
    assert "NUL" in notes(found)


def test_09_ids_that_differ_in_normalisation_are_the_same(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1, id="ni\u00f1o"), a_row(1, id="nin\u0303o")])))
    assert found.counts == {"kept": 1, "rejected": 0, "duplicate": 1}


def test_10_a_look_alike_id_stays_distinct(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1, id="PA"), a_row(2, id="P\u0410")])))
    assert len({draft.key for draft in found.drafts}) == 2
    assert "look alike" in notes(found)


@pytest.mark.parametrize("number, odd", [(11, "P\u200b-1"), (12, "P-1\u00a0")])
def test_11_and_12_invisible_characters_do_not_make_another_id(tmp_path: Path, number: int, odd: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1), a_row(1, id=odd)])))
    assert (len(found.drafts), len(found.duplicates)) == (1, 1)
    assert found.duplicates[0].raw["id"] == odd


def test_13_text_damaged_before_is_kept_and_warned_about(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(title="ContrataciÃ³n")])))
    assert found.drafts[0].record.title == "ContrataciÃ³n"
    assert "damaged" in notes(found)


# -- B. CSV ----------------------------------------------------------------------------------------------------------


def test_14_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(written(tmp_path, b""))


def test_15_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([])))
    assert found.reading.rows == 0


def test_16_no_header_is_refused_with_the_columns_expected(tmp_path: Path) -> None:
    path = written(tmp_path, "1,2,3\r\n4,5,6\r\n")
    with pytest.raises(FileRefused) as caught:
        outcomes(path)
    assert "title" in caught.value.way_out


def test_17_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "'title'" in refusal(written(tmp_path, "id,title,title,donor,country\r\n1,a,b,Spain,Peru\r\n"))


def test_18_unknown_columns_are_kept_and_listed(tmp_path: Path) -> None:
    header = (*HEADER, "colour")
    found = outcomes(written(tmp_path, csv_text([a_row(colour="green")], header)))
    assert found.drafts[0].raw["colour"] == "green"
    assert "colour" in notes(found)


def test_19_a_file_that_lacks_what_is_needed_is_refused(tmp_path: Path) -> None:
    assert "missing" in refusal(written(tmp_path, "id,country,status\r\n1,Peru,Closed\r\n"))


def test_20_a_quote_that_never_ends_is_refused_with_its_line(tmp_path: Path) -> None:
    text = csv_text([a_row(n) for n in range(1, 9)])
    damaged = text.replace("P-3,", '"P-3,')
    assert "line 4" in refusal(written(tmp_path, damaged))


def test_21_short_and_long_rows_are_rejected(tmp_path: Path) -> None:
    text = csv_text([a_row(1)]) + "P-2,too short\r\n" + csv_text([a_row(3)]).split("\r\n")[1] + ",extra,cells\r\n"
    found = outcomes(written(tmp_path, text))
    assert [(problem.row, problem.reason) for problem in found.problems] == [
        (3, "the row has 2 cells, the header has 6"),
        (4, "the row has 8 cells, the header has 6"),
    ]


def test_22_a_long_cell_is_taken_up_to_the_limit_and_rejected_beyond(tmp_path: Path) -> None:
    rows = [a_row(1, description="word " * 40_000), a_row(2, description="x" * 1_000_001), a_row(3)]
    found = outcomes(written(tmp_path, csv_text(rows)))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-3"]
    assert "1,000,001 characters" in found.problems[0].reason


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_23_the_separator_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    said = "First, second; third, and more, much more | less"
    found = outcomes(written(tmp_path, csv_text([a_row(1, description=said), a_row(2)], delimiter=delimiter)))
    assert [draft.key for draft in found.drafts] == ["P-1", "P-2"]
    assert found.drafts[0].record.activities[0].text == said
    assert found.drafts[0].record.partner == "HND"


def test_24_lines_may_end_in_cr_alone(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1), a_row(2)], end="\r")))
    assert [draft.row for draft in found.drafts] == [2, 3]
    assert not found.reading.truncated


def test_25_a_cell_may_hold_lines_and_the_place_names_them(tmp_path: Path) -> None:
    rows = [a_row(1, description="One line of text.\nAnother line of text.\nA third line."), a_row(2)]
    found = outcomes(written(tmp_path, csv_text(rows)))
    assert [draft.place for draft in found.drafts] == ["lines 2-4", "line 5"]
    assert found.drafts[0].record.source.place == "lines 2-4"


def test_26_a_first_line_that_declares_the_separator_is_honoured(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, "sep=;\r\n" + csv_text([a_row(1)], delimiter=";")))
    assert [(draft.key, draft.place) for draft in found.drafts] == [("P-1", "line 3")]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_27_spreadsheet_errors_are_rejected(tmp_path: Path, error: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1, title=error), a_row(2)])))
    assert (found.problems[0].field, found.problems[0].value) == ("title", error)
    assert len(found.drafts) == 1


@pytest.mark.parametrize("damaged", ["1.2E+19", "1,23457E+15", "9E+20"])
def test_28_ids_a_spreadsheet_rounded_are_rejected(tmp_path: Path, damaged: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1, id=damaged), a_row(2)])))
    assert found.problems[0].reason.startswith("the id was damaged by a spreadsheet")


def test_29_too_many_rows_stop_with_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.exchange.limits.ROWS", 3)
    assert "more than 3 rows" in refusal(written(tmp_path, csv_text([a_row(n) for n in range(1, 6)])))


@pytest.mark.parametrize("word", ["Total", "TOTAL", "Grand total", "Totaux", "Total general:", "Sub-total"])
def test_30_totals_are_no_record(tmp_path: Path, word: str) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1), {"id": word, "title": "", "donor": "12,000"}])))
    assert "totals" in found.problems[0].reason
    assert len(found.drafts) == 1


def test_27_errors_of_a_workbook_are_rejected_too(tmp_path: Path) -> None:
    found = outcomes(xlsx(tmp_path, {"S": table([a_row(1, title="#REF!"), a_row(2, country="#N/A"), a_row(3)])}))
    assert [problem.value for problem in found.problems] == ["#REF!", "#N/A"]


# -- C. workbooks ----------------------------------------------------------------------------------------------------


def test_31_a_password_is_said_to_be_the_reason(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "protected by a password" in refusal(written(tmp_path, content, "export.xls"))
    with pytest.raises(FileRefused, match=r"password-protected") as caught:
        outcomes(written(tmp_path, content, "export.xlsx"))
    assert "without a password" in caught.value.way_out


def test_32_an_old_workbook_with_a_new_name_is_refused(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")
    assert ".xls" in refusal(written(tmp_path, content, "export.xlsx"))


@pytest.mark.parametrize("name", ["export.xls", "export.dat", "export"])
def test_32_a_new_workbook_with_another_name_is_read(tmp_path: Path, name: str) -> None:
    whole = xlsx(tmp_path, {"S": table([a_row(1), a_row(2, country='="a"&B2')])})
    found = outcomes(whole.rename(tmp_path / name))
    assert ([draft.key for draft in found.drafts], [problem.field for problem in found.problems]) == (
        ["P-1"],
        ["country"],
    )


def test_33_csv_with_the_name_of_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="the name says an XLSX workbook, but the content is no such file") as caught:
        outcomes(written(tmp_path, csv_text([a_row()]), "export.xlsx"))
    assert ".csv" in caught.value.way_out


def test_37_a_false_dimension_is_ignored(tmp_path: Path) -> None:
    path = xlsx(tmp_path, {"S": table([a_row(1), a_row(2)])})
    false = tmp_path / "false.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(false, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b'ref="A1:F3"', b'ref="A1:XFD1048576"')
                assert b"XFD1048576" in content
            new.writestr(name, content)
    assert len(outcomes(false).drafts) == 2


def test_40_and_41_members_with_odd_names_and_nested_archives_are_never_unpacked(tmp_path: Path) -> None:
    path = xlsx(tmp_path, {"S": table([a_row(1)])})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.txt", "x")
        archive.writestr("inner.zip", b"PK\x03\x04")
    before = {entry for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent) for entry in folder.iterdir()}
    assert len(outcomes(path).drafts) == 1
    assert before == {
        entry for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent) for entry in folder.iterdir()
    }


def test_42_a_formula_without_a_saved_value_is_never_evaluated(tmp_path: Path) -> None:
    rows = [list(HEADER), ["P-1", '=CONCATENATE("a","b")', "", "Spain", "Peru", "Closed"], [*a_row(2).values()]]
    found = outcomes(xlsx(tmp_path, {"S": rows}))
    assert [draft.key for draft in found.drafts] == ["P-2"]
    assert "never saved" in found.problems[0].reason


def test_43_hidden_and_other_sheets_are_named_and_merged_cells_filled(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = xlsx(
        tmp_path,
        {"Data": table([a_row(1), a_row(2, donor="")]), "Notes": [["About"], ["us"]], "Old": table([a_row(9)])},
    )
    book = load_workbook(path)
    book["Data"].merge_cells("D2:D3")
    book["Old"].sheet_state = "hidden"
    book.save(path)
    found = outcomes(path)
    assert [draft.record.provider for draft in found.drafts] == ["ESP", "ESP"]
    assert "Old (hidden)" in notes(found) and "Notes" in notes(found)


def test_44_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    header = (*HEADER, "start date")
    book.active.append(list(header))
    book.active.append([*a_row(1).values(), date(2020, 5, 17)])
    book.save(tmp_path / "mac.xlsx")
    assert outcomes(tmp_path / "mac.xlsx").drafts[0].record.started == date(2020, 5, 17)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.95])
def test_45_a_workbook_that_is_cut_off_is_refused(tmp_path: Path, part: float) -> None:
    data = xlsx(tmp_path, {"S": table([a_row(n) for n in range(50)])}).read_bytes()
    assert "cut off" in refusal(written(tmp_path, data[: int(len(data) * part)], "cut.xlsx"))


def test_46_macros_and_links_are_named_and_left_alone(tmp_path: Path) -> None:
    path = xlsx(tmp_path, {"S": table([a_row(1)])}, "export.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    found = outcomes(path)
    assert "macros" in notes(found) and "nothing was fetched" in notes(found)
    assert len(found.drafts) == 1


def test_47_entities_in_a_sheet_are_refused(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1" t="str"><v>&lol;</v></c></row>'
    path = raw_xlsx(tmp_path / "laughs.xlsx", sheet_with(cells, '<!DOCTYPE x [<!ENTITY lol "lol">]>'))
    assert "DOCTYPE" in refusal(path)


# -- D. XML ----------------------------------------------------------------------------------------------------------


def test_52_a_web_page_is_called_that(tmp_path: Path) -> None:
    assert "web page" in refusal(
        written(tmp_path, "<!doctype html><html><body>Please sign in</body></html>", "export.xml")
    )


def test_53_xml_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    text = iati("\n".join(an_activity(n) for n in range(40)))
    assert "cut off" in refusal(written(tmp_path, text[: len(text) // 2], "export.xml"))


@pytest.mark.parametrize("version", ["1.01", "1.04", "1.05", "2.01", "2.03"])
def test_54_the_version_is_named_and_mapped(tmp_path: Path, version: str) -> None:
    old = (
        '<iati-activity xml:lang="fr"><iati-identifier>XX-1</iati-identifier>'
        "<title>Appui au contrôle des comptes</title>"
        "<description>Formation des contrôleurs de la Cour des comptes.</description>"
        '<participating-org role="Funding">France</participating-org>'
        '<activity-status code="2">Implementation</activity-status>'
        '<recipient-country code="SN">Senegal</recipient-country>'
        '<activity-date type="start-actual" iso-date="2011-02-03"/></iati-activity>'
    )
    found = outcomes(written(tmp_path, iati(old if version[0] == "1" else an_activity(), version), "export.xml"))
    record = found.drafts[0].record
    assert found.reading.format == f"iati {version}"
    assert isinstance(record, Experience)
    assert (record.provider, record.partner) == (("FRA", "SEN") if version[0] == "1" else ("GBR", "KEN"))


def test_55_an_activity_without_an_identifier_is_rejected(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, iati(an_activity(1, "") + an_activity(2)), "export.xml"))
    assert [draft.key for draft in found.drafts] == ["XX-2"]
    assert "iati-identifier" in found.problems[0].reason


def test_56_an_identifier_twice_rejects_both_unless_they_are_identical(tmp_path: Path) -> None:
    activities = an_activity(1) + an_activity(1) + an_activity(2) + an_activity(3, "XX-2")
    found = outcomes(written(tmp_path, iati(activities), "export.xml"))
    assert [draft.key for draft in found.kept] == ["XX-1"]
    assert found.counts == {"kept": 1, "rejected": 2, "duplicate": 1}


def test_57_a_code_nobody_knows_is_kept_as_it_is(tmp_path: Path) -> None:
    text = iati(an_activity(1).replace('<activity-status code="3"/>', '<activity-status code="77"/>'))
    found = outcomes(written(tmp_path, text, "export.xml"))
    assert found.drafts[0].record.status == "77"
    assert "status that is not known" in notes(found)


def test_58_one_language_is_picked_by_rule_and_all_are_kept(tmp_path: Path) -> None:
    title = (
        '<title><narrative xml:lang="cs">Otevřené zakázky</narrative>'
        '<narrative xml:lang="fr">Marchés ouverts</narrative>'
        '<narrative xml:lang="en">Open contracting</narrative></title>'
    )
    activity = an_activity(1).replace("<title><narrative>Help with open contracting 1</narrative></title>", title)
    record = (
        outcomes(written(tmp_path, iati(activity.replace('xml:lang="en"', 'xml:lang="cs"', 1)), "export.xml"))
        .drafts[0]
        .record
    )
    assert (record.title, record.language) == ("Open contracting", "en")
    assert "Marchés ouverts" in record.activities[0].text and "Otevřené zakázky" in record.activities[0].text


# -- E. JSON ---------------------------------------------------------------------------------------------------------


def entry(number: int = 1, **given: object) -> dict[str, object]:
    return {**a_row(number), **given}


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_60_numbers_that_are_none_are_rejected(tmp_path: Path, word: str) -> None:
    text = json.dumps([entry(1), entry(2)]).replace('"Completed"', word, 1)
    found = outcomes(written(tmp_path, text, "export.json"))
    assert [draft.key for draft in found.drafts] == ["P-2"]
    assert found.problems[0].field == "status"


def test_61_a_key_said_twice_is_refused(tmp_path: Path) -> None:
    assert "twice" in refusal(written(tmp_path, '[{"id": "1", "title": "a", "title": "b"}]', "export.json"))


@pytest.mark.parametrize("depth", [150, 100_000])
def test_62_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    text = '[{"id": "1", "title": "a", "deep": ' + "[" * depth + "]" * depth + "}]"
    assert "nested deeper" in refusal(written(tmp_path, text, "export.json"))


@pytest.mark.parametrize("number", ["9" * 5_000, str(2**63), str(-(2**63) - 1)])
def test_63_numbers_that_do_not_fit_are_rejected(tmp_path: Path, number: str) -> None:
    text = json.dumps([entry(1, id=0), entry(2)]).replace('"id": 0', f'"id": {number}')
    found = outcomes(written(tmp_path, text, "export.json"))
    assert [draft.key for draft in found.drafts] == ["P-2"]
    assert "digits" in found.problems[0].reason


def test_64_other_shapes_are_understood_or_refused(tmp_path: Path) -> None:
    assert len(outcomes(written(tmp_path, json.dumps({"results": [entry(1), entry(2)]}), "a.json")).drafts) == 2
    assert len(outcomes(written(tmp_path, json_lines([entry(1), entry(2)]), "b.json")).drafts) == 2
    assert "error message" in refusal(written(tmp_path, '{"error": "token expired"}', "c.json"))
    assert "no list of entries" in refusal(written(tmp_path, '{"status": "ok", "took": 3}', "d.json"))


def test_65_one_page_of_several_is_partial(tmp_path: Path) -> None:
    page = written(tmp_path, json.dumps({"next": "https://example.org/?page=2", "results": [entry(1)]}), "a.json")
    counted = written(tmp_path, json.dumps({"count": 500, "results": [entry(n) for n in range(100)]}), "b.json")
    whole = written(tmp_path, json.dumps({"count": 1, "results": [entry(1)]}), "c.json")
    assert [outcomes(path).reading.truncated for path in (page, counted, whole)] == [True, True, False]


def test_66_seven_is_seven_in_either_type(tmp_path: Path) -> None:
    rows = [entry(1, id=7), entry(1, id="7")]
    assert outcomes(written(tmp_path, json.dumps(rows), "export.json")).counts == {
        "kept": 1,
        "rejected": 0,
        "duplicate": 1,
    }


# -- G and H: identity, dates, numbers -------------------------------------------------------------------------------


def test_75_the_same_row_again_is_a_duplicate(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, csv_text([a_row(1), a_row(2), a_row(1)])))
    assert [(duplicate.key, duplicate.earlier) for duplicate in found.duplicates] == [("P-1", "line 2")]


def test_76_one_id_on_different_rows_rejects_all_of_them(tmp_path: Path) -> None:
    rows = [a_row(1), a_row(2, id="P-1"), a_row(3), a_row(4, id="P-1")]
    found = outcomes(written(tmp_path, csv_text(rows)))
    assert [draft.key for draft in found.kept] == ["P-3"]
    assert found.counts == {"kept": 1, "rejected": 3, "duplicate": 0}
    assert [problem.retracts for problem in found.problems] == ["P-1", ""]


def test_85_a_profile_of_another_source_is_refused(tmp_path: Path) -> None:
    profile = written(tmp_path, '[columns]\ntitle = "Nombre del proyecto"\n', "other.toml")
    assert "profile" in refusal(written(tmp_path, csv_text([a_row()])), mapping=profile)


def test_86_a_date_is_read_in_the_order_the_file_shows_or_not_at_all(tmp_path: Path) -> None:
    from datetime import date

    header = (*HEADER, "start date")
    told = [a_row(1, **{"start date": "03/04/2026"}), a_row(2, **{"start date": "25/04/2026"})]
    found = outcomes(written(tmp_path, csv_text(told, header)))
    assert found.drafts[0].record.started == date(2026, 4, 3)
    found = outcomes(written(tmp_path, csv_text(told[:1], header)))
    assert "cannot be told apart" in found.problems[0].reason
    profile = written(tmp_path, "[reading]\nday_first = false\n", "us.toml")
    found = outcomes(written(tmp_path, csv_text(told[:1], header)), mapping=profile)
    assert found.drafts[0].record.started == date(2026, 3, 4)


@pytest.mark.parametrize("odd", ["0000-00-00", "1900-01-01", "2099-01-01", "2021-02-30"])
def test_87_impossible_dates_are_left_out_and_noted(tmp_path: Path, odd: str) -> None:
    header = (*HEADER, "start date")
    rows = [a_row(n, **{"start date": "2020-01-01"}) for n in (1, 2, 3)] + [a_row(4, **{"start date": odd})]
    found = outcomes(written(tmp_path, csv_text(rows, header)))
    assert found.drafts[3].record.started is None
    assert "cannot be read and were left out" in notes(found)


@pytest.mark.parametrize("number", ["-5", "inf", "1.234,5", "NaN!"])
def test_91_and_92_a_capacity_that_is_no_whole_number_is_rejected(tmp_path: Path, number: str) -> None:
    header = (*HEADER, "capacity", "kind")
    found = outcomes(written(tmp_path, csv_text([a_row(1, kind="offering", capacity=number)], header)))
    assert found.problems[0].field == "capacity"


def test_93_a_serial_number_is_no_date_in_a_text_file(tmp_path: Path) -> None:
    header = (*HEADER, "start date")
    rows = [a_row(1, **{"start date": "2020-01-01"}), a_row(2, **{"start date": "45000"})]
    assert outcomes(written(tmp_path, csv_text(rows, header))).drafts[1].record.started is None


def test_an_offering_keeps_what_its_columns_say(tmp_path: Path) -> None:
    header = (
        "id",
        "title",
        "text",
        "provider",
        "types",
        "outreach",
        "contact",
        "languages_of_work",
        "capacity",
        "valid_until",
        "conditions",
    )
    row = {
        "id": "7", "title": "Diploma in transparency", "text": "A diploma course.", "provider": "Mexico",
        "types": "Capacity-building; Policymaking", "outreach": "Africa; Peru", "contact": "unit@example.org",
        "languages_of_work": "Spanish; en", "capacity": "12", "valid_until": "2027-12-31",
        "conditions": "A law on access.",
    }  # fmt: skip
    record = outcomes(written(tmp_path, csv_text([row], header))).drafts[0].record
    assert isinstance(record, Offering)
    assert (record.provider, record.types) == ("MEX", ("Capacity-building", "Policymaking"))
    assert (record.outreach.regions, record.outreach.countries) == (("Africa",), ("PER",))
    assert (record.capacity, record.languages_of_work, record.conditions) == (12, ("es", "en"), "A law on access.")
