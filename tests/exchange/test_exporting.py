"""Exports: every format, read back into the same records; nothing in them runs, leaks or lands elsewhere."""

import csv
import io
import json
import string
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.errors import UsageError
from matchmaker.exchange import contacts, exporting
from matchmaker.exchange.contacts import REMOVED, scrub
from matchmaker.exchange.drafts import Draft, Record, activity
from matchmaker.exchange.export_writers import FORMATS, XLSX_LIMIT, guarded, open_writer, unguarded
from matchmaker.exchange.exported_cells import joined, parted, restored
from matchmaker.exchange.exporting import export_bytes, export_file
from matchmaker.exchange.naming import safe_name
from matchmaker.exchange.reading import read_file
from matchmaker.files import Source
from matchmaker.matches import Answer, Decision, Kind, Match, Reason, ReasonKind, Step, Verdict
from matchmaker.offerings import Outreach
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_experience, an_offering

TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")
HOSTILE = "=cmd|' /C calc'!A0"


def read_back(path: Path, kind: str = "catalogue", source: str = "test") -> list[Record]:
    reading = read_file(path, kind=kind, source=source)
    outcomes = list(reading)
    assert all(isinstance(outcome, Draft) for outcome in outcomes), outcomes
    return [replace(outcome.record, source=None) for outcome in outcomes if isinstance(outcome, Draft)]


def a_catalogue() -> list[Record]:
    full = an_offering(
        id="test:full",
        title="Bienes: gestión y venta",
        text="Uno.\n\n- dos; tres\n  cuatro | cinco",
        types=("Policymaking", "Others"),
        other_type="a; b",
        outreach=Outreach(("Africa",), ("KEN", "PER")),
        countries=("GEO",),
        institution="Office; Court",
        contact="Ana, ana@x.example",
        link="https://x.example/a?b=1",
        language=None,
        languages_of_work=("es", "pt"),
        articles=(31, 57),
        topics=("Open data",),
        capacity=12,
        conditions="-5 days",
        valid_until=date(2027, 1, 31),
        last_confirmed=date(2026, 2, 3),
        placeholder=True,
    )
    lines = an_experience(
        id="test:mex-ken",
        partner="KEN",
        title="Courts",
        status="closed",
        started=date(2015, 1, 2),
        ended=date(2016, 3, 4),
        articles=(9,),
        types=("Others",),
        activities=(
            activity("First,\nover two lines.", "visit"),
            activity("[second]"),
            activity("Third; with a semicolon.", "workshop"),
        ),
    )
    return [an_offering(), full, an_experience(), lines, an_experience(id="test:empty", partner="PER", activities=())]


@pytest.mark.parametrize("form", FORMATS)
def test_the_catalogue_comes_back_the_same(tmp_path: Path, form: str) -> None:
    records = a_catalogue()
    done = export_file("catalogue", records, tmp_path / f"all.{form}", with_contacts=True, reason="moving house")
    assert done.rows == len(records)
    assert read_back(done.path) == records


@pytest.mark.parametrize("form", FORMATS)
def test_without_contacts_the_rest_comes_back_the_same(tmp_path: Path, form: str) -> None:
    records = a_catalogue()
    records[0] = replace(records[0], text="Write to ana@x.example. Then wait.")
    done = export_file("catalogue", records, tmp_path / f"all.{form}")
    assert b"ana@x.example" not in done.path.read_bytes()
    found = read_back(done.path)
    assert found != records
    assert [restored(one, stored) for one, stored in zip(found, records, strict=True)] == records


@pytest.mark.parametrize("form", FORMATS)
def test_requests_come_back_the_same(tmp_path: Path, form: str) -> None:
    requests = [
        a_request(),
        a_request(
            id="R-2",
            text="Dos.\nTres: «sí»",
            types=("Others",),
            articles=(5,),
            received_on=date(2026, 1, 2),
            channel="form",
            body="Corte",
            contact="x",
            languages_of_work=("es",),
            delivery="online",
            readiness=(("integrity", "yes"), ("transparency", "unknown")),
            confidential=True,
            owner="ana",
            next_action="call",
            next_action_on=date(2026, 2, 1),
            notes="n1\nn2",
            country=None,
            language=None,
            due_on=date(2026, 3, 1),
        ),
    ]
    done = export_file("requests", requests, tmp_path / f"r.{form}", with_contacts=True, reason="moving house")
    assert read_back(done.path, "requests") == requests


@pytest.mark.parametrize("form", FORMATS)
def test_the_source_in_an_id_stays_where_the_export_is_refreshed_as_another_source(tmp_path: Path, form: str) -> None:
    done = export_file("offerings", [an_offering()], tmp_path / f"o.{form}")
    assert [record.id for record in read_back(done.path, source="other")] == ["other:test:assets"]


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@\t\n'\"|`*_[]<>;,\\&#~"), max_size=60
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=_TEXT, text=_TEXT, other=_TEXT, done=st.lists(_TEXT.filter(bool), max_size=3))
@pytest.mark.parametrize("form", FORMATS)
def test_any_text_comes_back_the_same(
    tmp_path: Path, form: str, title: str, text: str, other: str, done: list[str]
) -> None:
    records: list[Record] = [
        an_offering(title=title, text=text, other_type=other, topics=tuple(filter(str.strip, [other]))),
        an_experience(activities=tuple(activity(one) for one in done), title=title),
    ]
    path = tmp_path / f"any.{form}"
    path.write_bytes(export_bytes("catalogue", records, form, with_contacts=True, reason="test"))
    assert read_back(path) == records


@pytest.mark.parametrize("form", FORMATS)
def test_what_looks_like_the_error_of_a_spreadsheet_comes_back(tmp_path: Path, form: str) -> None:
    offering = an_offering(title="#REF!", other_type=" #N/A")
    path = tmp_path / f"errors.{form}"
    path.write_bytes(export_bytes("offerings", [offering], form, with_contacts=True, reason="test"))
    assert read_back(path) == [offering]


@given(st.lists(_TEXT, max_size=4))
def test_a_list_comes_back_from_its_cell(values: list[str]) -> None:
    assert parted(joined(values)) == tuple(values)


# -- formulas ---------------------------------------------------------------------------------------------------------
@given(_TEXT)
def test_a_guarded_cell_is_inert_and_comes_back(text: str) -> None:
    assert not guarded(text).lstrip(" \u00a0").startswith(TRIGGERS)
    assert unguarded(guarded(text)) == text


def hostile_catalogue(text: str) -> list[Record]:
    changed = {f.name: text for f in fields(an_offering()) if f.type in ("str", str) and f.name != "id"}
    return [
        an_offering(**changed),
        an_experience(activities=(activity(text),), title=text, institution=text, status=text, link=text),
    ]


@pytest.mark.parametrize("trigger", [*TRIGGERS, " =", "\u00a0+", "'="])
def test_no_cell_of_a_csv_export_starts_a_formula(trigger: str) -> None:
    data = export_bytes("catalogue", hostile_catalogue(f"{trigger}SUM(1)"), "csv", with_contacts=True, reason="test")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert len(rows) == 3
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip(" \u00a0").startswith(TRIGGERS), cell


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_no_cell_of_a_workbook_is_a_formula(trigger: str) -> None:
    from openpyxl import load_workbook

    data = export_bytes("catalogue", hostile_catalogue(f"{trigger}SUM(1)"), "xlsx", with_contacts=True, reason="test")
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}


def test_numbers_stay_numbers() -> None:
    from openpyxl import load_workbook

    stream = io.BytesIO()
    writer = open_writer("xlsx", ["score"], stream)
    writer.row([-0.5])
    writer.close()
    cell = load_workbook(stream).active["A2"]
    assert (cell.data_type, cell.value) == ("n", -0.5)
    stream = io.BytesIO()
    writer = open_writer("csv", ["score"], stream)
    writer.row([-0.5])
    writer.close()
    assert stream.getvalue() == b'"score"\r\n"-0.5"\r\n'


def test_control_characters_and_long_texts_do_not_stop_a_workbook(tmp_path: Path) -> None:
    records = [an_offering(text="a\x00b\x0bc\x1bd_x0041_e"), an_offering(id="test:2", text="x" * (XLSX_LIMIT + 5))]
    done = export_file("offerings", records, tmp_path / "o.xlsx")
    assert done.cut == 1
    first, second = read_back(done.path)
    assert first.text == "a\ufffdb\ufffdc\ufffdd_x0041_e"  # type: ignore[union-attr]
    assert len(second.text) == XLSX_LIMIT  # type: ignore[union-attr]
    assert "[cut" in second.text  # type: ignore[union-attr]


# -- markdown, JSON ---------------------------------------------------------------------------------------------------
MARKUP = "![x](http://evil.example/p.png) | <script>alert(1)</script> `code` \x1b[2J [/] \u202e"


@pytest.mark.parametrize("what", ["catalogue", "matches"])
def test_markdown_shows_markup_as_text(what: str) -> None:
    items: Sequence[Record] | Sequence[Answer] = (
        hostile_catalogue(MARKUP) if what == "catalogue" else [an_answer(title=MARKUP)]
    )
    text = export_bytes(what, items, "md", with_contacts=True, reason="test").decode()
    bare = text.replace("\\\\", "").replace("\\!\\[", "").replace("\\<", "").replace("\\|", "").replace("\\`", "")
    assert "![" not in bare
    assert "<script" not in bare
    assert "`" not in bare
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_is_valid_and_plain_ascii() -> None:
    for form in ("json", "jsonl"):
        data = export_bytes("catalogue", hostile_catalogue(MARKUP), form)
        assert data.isascii()
        assert all(sign in string.printable for sign in data.decode())
        for line in data.decode().splitlines() if form == "jsonl" else [data.decode()]:
            json.loads(line)
    with pytest.raises(ValueError, match="Out of range"):
        export_bytes("matches", [an_answer(score=float("nan"))], "json")


def test_lists_are_arrays_in_json() -> None:
    found = json.loads(export_bytes("catalogue", a_catalogue(), "json"))
    assert found["contacts"] is False
    assert found["records"][1]["types"] == ["Policymaking", "Others"]
    assert found["records"][1]["articles"] == [31, 57]
    assert found["records"][3]["activities"][1] == "[second]"


# -- contacts ---------------------------------------------------------------------------------------------------------
CANARIES = ("juana.perez@mail.example", "+52 55 5555 0199")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", ["catalogue", "requests", "matches", "decisions"])
def test_contacts_stay_in(what: str, form: str, tmp_path: Path) -> None:
    text = f"Write to {CANARIES[0]} or call {CANARIES[1]} today"
    items: dict[str, Sequence[object]] = {
        "catalogue": hostile_catalogue(text),
        "requests": [a_request(text=text, contact=text, notes=text, body=text, next_action=text, owner=text)],
        "matches": [an_answer(title=text, activities=(text,), notes=(text,))],
        "decisions": [Decision(1, "R-1", "x", Kind.OFFERING, Step.DECLINED, note=text, who=CANARIES[0])],
    }
    if what == "catalogue":
        items["catalogue"] = [
            replace(record, link="", provider="MEX") if hasattr(record, "text") else replace(record, link="")
            for record in hostile_catalogue(text)
        ]
    done = export_file(what, items[what], tmp_path / f"x.{form}")  # type: ignore[arg-type]
    said = done.path.read_bytes()
    if form == "xlsx":
        import zipfile

        with zipfile.ZipFile(done.path) as archive:
            said = b"".join(archive.read(name) for name in archive.namelist())
    for canary in CANARIES:
        assert canary.encode() not in said
    assert b"juana" not in said


def test_contacts_need_a_reason_and_show_in_the_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="reason"):
        export_file("offerings", [an_offering()], tmp_path / "o.csv", with_contacts=True)
    assert list(tmp_path.iterdir()) == []
    done = export_file(
        "offerings", [an_offering(contact="Ana")], tmp_path / "o.csv", with_contacts=True, reason="invitations"
    )
    assert done.path.name == "o-with-contacts.csv"
    assert b"Ana" in done.path.read_bytes()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ask a.b+c@d-e.example.org now", f"ask {REMOVED} now"),
        ("tel. +41 22 555 01 99, ext", f"{REMOVED}, ext"),
        ("Tel: (55) 5555-0199", REMOVED),
        ("article 57, 248 contracts of 127,296,137,841 MXN in 2015-2018", None),
        ("resolution 70/1 of 2015-09-25, 100% of 1,000,000", None),
        ("@", None),
    ],
)
def test_scrubbing_takes_contacts_and_leaves_numbers(text: str, left: str | None) -> None:
    assert scrub(text) == (left if left is not None else text)


@given(
    st.text(alphabet="aAtT@.()[]+-/ 0057tel\u0660", max_size=60)
    | st.lists(st.sampled_from(["ana(AT)sec.gob", "tél.: (01) 23-45-67", "+44 (0)20 7946 0958", "00 33.1.2345", " "]))
    .map("".join)
)  # fmt: skip
def test_scrubbing_looks_wherever_there_is_a_contact(text: str) -> None:
    assert scrub(text) == contacts.PHONE.sub(REMOVED, contacts.EMAIL.sub(REMOVED, text))


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a@" * 20_000, "(" * 20_000, "1" * 50_000, "+1 " * 15_000, "a." * 20_000 + "@"]
)
def test_scrubbing_long_texts_ends(text: str) -> None:
    assert len(scrub(text)) >= 0


# -- targets ----------------------------------------------------------------------------------------------------------
def test_an_existing_file_is_kept_unless_told(tmp_path: Path) -> None:
    target = tmp_path / "o.csv"
    target.write_text("precious")
    with pytest.raises(UsageError, match="exists already"):
        export_file("offerings", [an_offering()], target)
    assert target.read_text() == "precious"
    export_file("offerings", [an_offering()], target, force=True)
    assert "precious" not in target.read_text()


@pytest.mark.parametrize("force", [False, True])
def test_links_are_not_followed(tmp_path: Path, force: bool) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("precious")
    link.symlink_to(real)
    with pytest.raises(UsageError, match="link"):
        export_file("offerings", [an_offering()], link, force=force)
    assert real.read_text() == "precious"
    link.unlink()
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="link"):
        export_file("offerings", [an_offering()], link, force=force)
    assert not (tmp_path / "nowhere").exists()


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    source = tmp_path / "requests.csv"
    source.write_text("id,text\n")
    with pytest.raises(UsageError, match="read by this command"):
        export_file("offerings", [an_offering()], source, force=True, inputs=[source])
    assert source.read_text() == "id,text\n"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "o.csv"
    target.write_text("precious")

    def broken() -> object:
        yield an_offering()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        export_file("offerings", broken(), target, force=True)  # type: ignore[arg-type]
    assert target.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["o.csv"]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/x",
        "/etc/passwd",
        "CON",
        "nul",
        "-rf",
        "a" * 300,
        "..",
        "",
        "é" * 200,
        "a\x00b",
        "x\ny",
        "COM1",
        "~/.ssh",
        "漢字",
    ],
)
def test_names_of_files_are_harmless(name: str, tmp_path: Path) -> None:
    made = safe_name(name)
    assert (tmp_path / f"{made}.csv").resolve().parent == tmp_path.resolve()
    assert 0 < len(made) <= 90
    assert made.isascii()
    assert not made.startswith(("-", "."))
    assert made not in ("con", "nul", "com1")


def test_a_folder_gets_a_file_named_by_what_it_holds(tmp_path: Path) -> None:
    done = export_file("offerings", [an_offering()], tmp_path, "xlsx")
    assert done.path == tmp_path / "offerings.xlsx"
    assert done.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("what", "form"), [("secrets", "csv"), ("offerings", "exe")])
def test_unknown_exports_are_refused(tmp_path: Path, what: str, form: str) -> None:
    with pytest.raises(UsageError) as caught:
        export_file(what, [], tmp_path / "x", form)
    assert caught.value.way_out
    with pytest.raises(UsageError, match="does not exist"):
        export_file("offerings", [], tmp_path / "no" / "x.csv")


# -- matches and decisions --------------------------------------------------------------------------------------------
def an_answer(**changes: object) -> Answer:
    match = Match(
        1,
        Kind.OFFERING,
        "test:assets",
        0.5,
        (Reason(ReasonKind.TERM, "assets", "assets", 0.5),),
        "Course",
        "MEX",
        types=("Others",),
    )
    return Answer("m1", "R-1", "text", "en", "KEN", Verdict.MATCH, offerings=(replace(match, **changes),))  # type: ignore[arg-type]


def test_matches_and_decisions_are_tables() -> None:
    nothing = Answer("m1", "R-2", "text", "en", None, Verdict.CLARIFY, clarify=("What?",))
    rows = list(csv.DictReader(io.StringIO(export_bytes("matches", [an_answer(), nothing], "csv").decode())))
    assert [(row["request"], row["request_verdict"], row["id"], row["score"]) for row in rows] == [
        ("R-1", "match", "test:assets", "0.5"),
        ("R-2", "clarify", "", ""),
    ]
    assert rows[1]["notes"] == "What?"
    decision = Decision(7, "R-1", "test:assets", Kind.OFFERING, Step.ACCEPTED, at=datetime(2026, 1, 2, tzinfo=UTC))
    found = json.loads(export_bytes("decisions", [decision], "json"))
    assert (found[0]["seq"], found[0]["step"], found[0]["at"]) == (7, "accepted", "2026-01-02T00:00:00+00:00")


def test_the_source_of_a_record_is_named() -> None:
    record = an_offering(source=Source("g20-mex", "a.txt"))
    rows = list(csv.DictReader(io.StringIO(export_bytes("offerings", [record], "csv").decode())))
    assert rows[0]["source"] == "g20-mex"
    assert exporting.WHAT[0] == "requests"


# -- through a workspace -----------------------------------------------------------------------------------------------
DOCUMENTS = Path(__file__).parent / "documents"


@pytest.mark.parametrize("contacts", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_a_refresh_from_our_own_export_changes_nothing(tmp_path: Path, form: str, contacts: bool) -> None:
    with Workspace.open(tmp_path / "ws", who="tester") as workspace:
        workspace.apply_refresh(workspace.plan_refresh(DOCUMENTS / "answer_argentina.txt", source="arg"))
        before = {record.id: record.contact for record in workspace.offerings()}
        assert any("@" in contact for contact in before.values())
        made = workspace.export("catalogue", tmp_path / f"c.{form}", with_contacts=contacts, reason="moving house")
        assert isinstance(made, Path)
        report = workspace.apply_refresh(workspace.plan_refresh(made, source="arg"))
        assert (report.rows, report.unchanged, report.withdrawn, report.held) == (9, 9, 0, 0)
        assert {record.id: record.contact for record in workspace.offerings()} == before


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_without_contacts_starts_another_workspace_without_them(tmp_path: Path, form: str) -> None:
    with Workspace.open(tmp_path / "one", who="tester") as workspace:
        workspace.apply_refresh(workspace.plan_refresh(DOCUMENTS / "answer_argentina.txt", source="arg"))
        made = workspace.export("catalogue", tmp_path / f"c.{form}")
        assert isinstance(made, Path)
    with Workspace.open(tmp_path / "two", who="tester") as workspace:
        assert workspace.apply_refresh(workspace.plan_refresh(made, source="arg")).added == 9
        assert {record.contact for record in workspace.offerings()} == {""}


@pytest.mark.parametrize("form", FORMATS)
def test_requests_imported_from_our_own_export_are_unchanged(tmp_path: Path, form: str) -> None:
    letters = tmp_path / "requests.csv"
    letters.write_text("id,text,country,contact\nK-1,Train auditors.,KEN,Ana (ana@x.example)\nK-2,=1+1 please,PER,\n")
    with Workspace.open(tmp_path / "ws", who="tester") as workspace:
        workspace.import_requests(letters, source="desk")
        made = workspace.export("requests", tmp_path / f"r.{form}")
        assert isinstance(made, Path)
        report = workspace.import_requests(made, source="desk")
        assert (report.rows, report.unchanged) == (2, 2)
        assert workspace.request("K-1").contact == "Ana (ana@x.example)"
