"""Word files: content controls, boxes, tables, footnotes, what is deleted or hidden; nothing outside is touched."""

# ruff: noqa: E501 - XML is easier to read on one line

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.exchange import word_child
from matchmaker.exchange.drafts import Draft, Outcome
from matchmaker.exchange.reading import read_file
from matchmaker.exchange.word_file import lines_of
from matchmaker.offerings import Offering
from tests.exchange.making import W, docx, docx_of, escaped, paragraph, pdf

DOCUMENTS = Path(__file__).parent / "documents"


def text_of(tmp_path: Path, body: str, parts: dict[str, str] | None = None) -> list[str]:
    return [line for line in lines_of(docx(tmp_path / "a.docx", body, parts)).lines if line]


def checkbox(state: str, name: str) -> str:
    return (
        f"<w:p><w:sdt><w:sdtPr><w14:checkbox>{state}</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>X</w:t></w:r>"
        f"</w:sdtContent></w:sdt><w:r><w:t> {name}</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("state", "box"),
    [
        ('<w14:checked w14:val="1"/>', "☒"),
        ('<w14:checked w14:val="true"/>', "☒"),
        ("<w14:checked/>", "☒"),
        ('<w14:checked w14:val="0"/>', "☐"),
        ("", "☐"),
    ],
)
def test_boxes_of_content_controls(tmp_path: Path, state: str, box: str) -> None:
    assert text_of(tmp_path, checkbox(state, "Policymaking")) == [f"{box} Policymaking"]


@pytest.mark.parametrize(
    ("state", "box"),
    [
        ("<w:checked/>", "☒"),
        ('<w:checked w:val="0"/>', "☐"),
        ('<w:default w:val="1"/>', "☒"),
        ('<w:default w:val="1"/><w:checked w:val="false"/>', "☐"),
        ("", "☐"),
    ],
)
def test_boxes_of_old_forms(tmp_path: Path, state: str, box: str) -> None:
    field = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>'
    body = f"<w:p><w:r>{field}</w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:t>Policymaking</w:t></w:r></w:p>"
    assert text_of(tmp_path, body) == [f"{box} Policymaking"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings 2", "F053", "☒"),
        ("Symbol", "F0B7", "•"),
        ("Wingdings", "zz", ""),
    ],
)
def test_symbols_of_picture_fonts(tmp_path: Path, font: str, code: str, shown: str) -> None:
    body = (
        f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/><w:t xml:space="preserve"> Policymaking</w:t></w:r></w:p>'
    )
    assert text_of(tmp_path, body) == [f"{shown} Policymaking".strip()]


def test_text_in_content_controls_is_read_and_prompts_are_not(tmp_path: Path) -> None:
    control = "<w:sdt>{}<w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format("", paragraph("in a block"))
        + f"<w:p>{control.format('', '<w:r><w:t>in a line</w:t></w:r>')}</w:p>"
        + control.format("<w:sdtPr><w:showingPlcHdr/></w:sdtPr>", paragraph("Click here to enter text."))
        + f"<w:tbl><w:tr>{control.format('', '<w:tc>' + paragraph('in a cell') + '</w:tc>')}</w:tr></w:tbl>"
    )
    document = lines_of(docx(tmp_path / "a.docx", body))
    assert [line for line in document.lines if line] == ["in a block", "in a line", "in a cell"]
    assert any("not filled in" in note for note in document.notes)


def test_rows_of_tables(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    body = f"<w:tbl>{row(paragraph('Kenya'), paragraph('A course.'))}{row(paragraph('Peru'), paragraph('One.') + paragraph('Two.'))}</w:tbl>"
    assert text_of(tmp_path, body) == ["Kenya | A course.", "Peru", "One.", "Two."]


def test_numbers_and_bullets_of_lists(tmp_path: Path) -> None:
    def item(text: str, level: int, number: str) -> str:
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"

    def shape(name: str, form: str, low: str) -> str:
        levels = (
            f'<w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="{low}"/></w:lvl>'
        )
        return f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'

    numbering = (
        f"<w:numbering {W}>{shape('7', 'decimal', 'lowerLetter')}{shape('8', 'bullet', 'bullet')}"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
    )
    body = (
        item("one", 0, "1") + item("under", 1, "1") + item("two", 0, "1") + item("anew", 1, "1") + item("dot", 0, "2")
    )
    found = text_of(tmp_path, body, {"word/numbering.xml": numbering})
    assert found == ["1. one", "a) under", "2. two", "a) anew", "- dot"]


def test_footnotes_follow_with_their_marks(tmp_path: Path) -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="5">{paragraph("The note.")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>Tools</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    assert text_of(tmp_path, body, {"word/footnotes.xml": notes}) == ["Tools¹", "¹ The note."]


def test_deleted_and_hidden_text_is_left_out_and_said(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r></w:p>'
    )
    document = lines_of(docx(tmp_path / "a.docx", body))
    assert document.lines[0] == "Kept added shown"
    said = " ".join(document.notes)
    assert "1 tracked deletions" in said
    assert "struck out" in said
    assert "hidden" in said
    assert "secret" in said
    assert "insertions" in said


def test_only_one_branch_of_an_alternative_and_the_text_of_boxes(tmp_path: Path) -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph('in a box')}</w:txbxContent></w:drawing>"
    old = f"<w:pict><w:txbxContent>{paragraph('in a box')}</w:txbxContent></w:pict>"
    body = f"<w:p><w:r><w:t>Before</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert text_of(tmp_path, body) == ["Before", "in a box"]


def test_links_outside_and_attachments_are_named_and_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def no_network(*_: object) -> None:
        raise AssertionError("a socket was made")

    monkeypatch.setattr(socket, "socket", no_network)
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://evil.example/t.dotm"/></Relationships>'
    )
    path = docx(
        tmp_path / "a.docx",
        paragraph("Text"),
        {"word/_rels/settings.xml.rels": links, "word/embeddings/o.bin": "x", "../../evil": "x"},
    )
    before = sorted(tmp_path.rglob("*"))
    said: list[object] = []
    monkeypatch.setattr(word_child, "send", said.append)
    monkeypatch.setattr(word_child, "limit_self", lambda *_: None)
    word_child.main([str(path)])
    assert said[0] == ("lines", ["Text"])
    assert any("evil.example" in str(frame) and "not followed" in str(frame) for frame in said)
    assert any("attachments" in str(frame) for frame in said)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("entity", ["file:///etc/passwd", "http://evil.example/x"])
def test_a_document_type_is_refused(tmp_path: Path, entity: str) -> None:
    path = docx(tmp_path / "a.docx", paragraph("Text"))
    bad = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "{entity}">]><w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bad)
    with pytest.raises(FileRefused, match="DOCTYPE"):
        lines_of(path)


def test_bombs_and_damage_are_refused(tmp_path: Path) -> None:
    bomb = docx(tmp_path / "bomb.docx", paragraph(" " * 40_000_000))
    with pytest.raises(FileRefused):
        lines_of(bomb)
    deep = docx(tmp_path / "deep.docx", "<w:ins>" * 5_000 + "</w:ins>" * 5_000)
    with pytest.raises(FileRefused):
        lines_of(deep)
    whole = docx(tmp_path / "whole.docx", paragraph("Text")).read_bytes()
    for size in range(20, len(whole), 97):
        cut = tmp_path / "cut.docx"
        cut.write_bytes(whole[:size])
        with pytest.raises(FileRefused):
            lines_of(cut)
    with pytest.raises(FileRefused, match="no text"):
        lines_of(docx(tmp_path / "empty.docx", "<w:p/>"))
    nothing = tmp_path / "nothing.docx"
    with zipfile.ZipFile(nothing, "w") as archive:
        archive.writestr("word/other.xml", "<x/>")
    with pytest.raises(FileRefused):
        lines_of(nothing)


# -- the questionnaire through every carrier --------------------------------------------------------------------------
def outcomes_of(path: Path) -> list[Outcome]:
    """What a file holds, without where it stands."""
    found: list[Outcome] = []
    for outcome in read_file(path, source="g20"):
        if isinstance(outcome, Draft):
            outcome = replace(outcome, record=replace(outcome.record, source=None))
        found.append(replace(outcome, place="", **({"earlier": ""} if hasattr(outcome, "earlier") else {})))
    return found


@pytest.mark.parametrize("name", ["answer_argentina.txt", "answer_australia.txt"])
def test_text_word_and_pdf_give_the_same_records(tmp_path: Path, name: str) -> None:
    text = (DOCUMENTS / name).read_text()
    text = text.replace("☒", "[x]").replace("☑", "[x]").replace("☐", "[ ]")
    plain = tmp_path / name
    plain.write_text(text)
    expected = outcomes_of(plain)
    assert len(expected) > 8
    assert outcomes_of(docx_of(tmp_path / f"{plain.stem}.docx", text.split("\n"))) == expected
    assert outcomes_of(pdf(tmp_path / f"{plain.stem}.pdf", text.split("\n"))) == expected


def test_a_form_with_controls_and_a_table_is_read(tmp_path: Path) -> None:
    types = "".join(
        checkbox(f'<w14:checked w14:val="{state}"/>', escaped(name))
        for name, state in (("Legislative assistance", 0), ("Policymaking", 1), ("Capacity-building", 1), ("Others", 0))
    )
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(country)}</w:tc><w:tc>{paragraph(done)}</w:tc></w:tr>"
        for country, done in (("Country", "Assistance"), ("Kenya", "A course."), ("Peru", "A visit."))
    )
    body = (
        paragraph("INFORMATION PROVIDED BY CHILE")
        + paragraph("1. National anti-corruption programmes/tools that could be shared with other countries")
        + paragraph("Lobby register")
        + paragraph("Meetings of officials with lobbyists are published.")
        + paragraph("TYPE OF ASSISTANCE")
        + types
        + paragraph("3. Recent technical assistance provided")
        + f"<w:tbl>{rows}</w:tbl>"
        + paragraph("5. Current anti-corruption priorities")
    )
    found = outcomes_of(docx(tmp_path / "chile.docx", body))
    records = [outcome.record for outcome in found if isinstance(outcome, Draft)]
    assert [(record.id, record.types) for record in records] == [
        ("g20:lobby-register", ("Policymaking", "Capacity-building")),
        ("g20:chl-ken", ()),
        ("g20:chl-per", ()),
    ]


def test_a_form_in_a_table_of_labels_and_values_is_read(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    form = row(paragraph("Title"), paragraph("Lobby register"))
    form += row(paragraph("Description"), paragraph("Meetings are published.") + paragraph("Every month."))
    ticks = checkbox('<w14:checked w14:val="1"/>', "Policymaking") + checkbox("", "Capacity-building")
    form += row(paragraph("Type of assistance"), ticks)
    form += row(paragraph("Potential outreach"), paragraph("Africa"))
    columns = row(*map(paragraph, ("Programme", "Description", "Type of assistance")))
    columns += row(
        paragraph("Open courts"),
        paragraph("Rulings are online."),
        paragraph("Policymaking") + paragraph("Capacity-building"),
    )
    body = (
        paragraph("INFORMATION PROVIDED BY CHILE")
        + paragraph("1. National anti-corruption programmes/tools that could be shared with other countries")
        + f"<w:tbl>{form}</w:tbl><w:tbl>{columns}</w:tbl>"
        + paragraph("5. Current anti-corruption priorities")
    )
    records = [
        outcome.record for outcome in outcomes_of(docx(tmp_path / "chile.docx", body)) if isinstance(outcome, Draft)
    ]
    first, second = records
    assert isinstance(first, Offering)
    assert isinstance(second, Offering)
    assert (first.title, first.text, first.types) == (
        "Lobby register",
        "Meetings are published.\nEvery month.",
        ("Policymaking",),
    )
    assert first.outreach.regions == ("Africa",)
    assert (second.title, second.text, second.types) == (
        "Open courts",
        "Rulings are online.",
        ("Policymaking", "Capacity-building"),
    )


def test_places_are_those_of_the_document(tmp_path: Path) -> None:
    lines = (DOCUMENTS / "answer_argentina.txt").read_text().split("\n")
    reading = read_file(docx_of(tmp_path / "argentina.docx", lines), source="arg")
    places = [outcome.place for outcome in reading]
    assert places[0].startswith("paragraphs ")
    assert reading.format == "g20-docx"
    first = next(iter(reading))
    assert isinstance(first, Draft)
    assert first.record.source is not None
    assert first.record.source.place == first.place
    assert first.record.source.sha256


def test_python_docx_files_are_read(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Title", 1)
    document.add_paragraph("Text with “quotes”", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    path = tmp_path / "made.docx"
    path.write_bytes(stream.getvalue())
    assert next(line for line in lines_of(path).lines if line) == "Title"
