"""PDF files: lines and paragraphs, scans, passwords, damage and endless work; all in a child process."""

import zlib
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.exchange import pdf_file
from matchmaker.exchange.drafts import Draft
from matchmaker.exchange.pdf_file import lines_of
from matchmaker.exchange.reading import read_file
from matchmaker.requests import Request
from tests.exchange.making import assembled, docx_of, pdf

LONG = "A sentence that is long enough to be wrapped onto a second line by whoever wrote this small PDF for the test."


def test_wide_gaps_part_paragraphs(tmp_path: Path) -> None:
    document = lines_of(pdf(tmp_path / "a.pdf", ["Title", "", LONG, "", "Second (two) paragraph."], width=60))
    assert document.lines[0] == "Title"
    assert document.lines[1] == ""
    second = document.lines.index("", 2)
    assert " ".join(document.lines[2:second]) == LONG
    assert "Second (two) paragraph." in document.lines


def test_pages_are_parted_and_known(tmp_path: Path) -> None:
    document = lines_of(pdf(tmp_path / "a.pdf", [f"Line {n}" for n in range(10)], pages_of=4))
    assert document.lines.count("\f") == 3
    assert document.pages[document.lines.index("Line 5")] == 2
    assert len(document.pages) == len(document.lines)


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no text, OCR needed"):
        lines_of(pdf(tmp_path / "scan.pdf", []))


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F1 << /Type "
        "/Font "
        "/Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        "<< /Length 45 >>\nstream\nBT /F1 12 Tf 20 200 Td (Only this page) Tj ET\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>",
    ]
    path = tmp_path / "half.pdf"
    path.write_bytes(assembled(objects))
    document = lines_of(path)
    assert "Only this page" in document.lines
    assert any("pages hold no text" in note and "2" in note for note in document.notes)


def test_a_password_is_refused(tmp_path: Path) -> None:
    secret = "<" + "11" * 32 + ">"
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -4 >> /ID [<00> <00>]"
    with pytest.raises(FileRefused, match="password") as caught:
        lines_of(pdf(tmp_path / "locked.pdf", ["Secret"], extra=encrypt))
    assert caught.value.way_out


def test_damage_never_breaks_the_reader(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "whole.pdf", ["Title", "", LONG] * 5).read_bytes()
    path = tmp_path / "cut.pdf"
    for size in range(10, len(whole), max(1, len(whole) // 12)):
        path.write_bytes(whole[:size])
        try:
            assert lines_of(path).lines
        except FileRefused as error:
            assert error.message.startswith("cut.pdf")
    for at in range(9, len(whole), max(1, len(whole) // 8)):
        path.write_bytes(whole[:at] + b"\xff\x00<<" + whole[at + 4 :])
        try:
            assert lines_of(path).lines
        except FileRefused as error:
            assert error.way_out


@pytest.mark.parametrize(
    "pages",
    ["<< /Type /Pages /Kids [2 0 R] /Count 1 >>", "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", "2 0 R"],
)
def test_circles_and_lies_are_survived(tmp_path: Path, pages: str) -> None:
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", pages, "<< /Type /Page /Parent 3 0 R /Contents 3 0 R >>"]
    path = tmp_path / "circle.pdf"
    path.write_bytes(assembled(objects))
    with pytest.raises(FileRefused):
        lines_of(path)


def test_a_stream_bomb_is_stopped(tmp_path: Path) -> None:
    bomb = zlib.compress(zlib.compress(b"q " * 150_000_000, 9), 9)
    head = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count "
        b"1 >>\nendobj\n"
    )
    page = b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"
    stream = (
        b"4 0 obj\n<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(bomb)
        + bomb
        + b"\nendstream\nendobj\n"
    )
    path = tmp_path / "bomb.pdf"
    path.write_bytes(head + page + stream + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    with pytest.raises(FileRefused):
        lines_of(path)


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "SECONDS", 0.001)
    with pytest.raises(FileRefused, match="longer than"):
        lines_of(pdf(tmp_path / "a.pdf", [LONG] * 500))


# -- letters ----------------------------------------------------------------------------------------------------------
LETTER = """Republic of Kenya
Office of the Attorney-General
Ref: KEN/AG/2026/014
Nairobi, 12 March 2026
Contact: Jane Wanjiru, jane@ag.example, +254 20 555 0199

Dear coordinator,

The Government of Kenya asks for training of twenty officers in the management of seized property, as Mexico gave to
other countries.

Yours sincerely,
"""


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_a_letter_is_one_request(tmp_path: Path, form: str) -> None:
    lines = LETTER.split("\n")
    path = tmp_path / f"letter.{form}"
    if form == "txt":
        path.write_text(LETTER)
    else:
        (docx_of if form == "docx" else pdf)(path, lines)
    reading = read_file(path, kind="requests")
    (outcome,) = list(reading)
    assert isinstance(outcome, Draft)
    request = outcome.record
    assert isinstance(request, Request)
    assert (request.id, request.country, request.language) == ("KEN/AG/2026/014", "KEN", "en")
    assert request.received_on is not None
    assert request.received_on.isoformat() == "2026-03-12"
    assert "training of twenty officers in the management of seized property" in " ".join(request.text.split())
    assert "jane@" not in request.text
    assert "jane@ag.example" in request.contact
    assert reading.rows == 1


def test_a_contact_in_the_middle_of_a_letter_takes_nothing_with_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(
        "Embassy of the Republic of Ghana\n\nWe ask for a course on tracing assets\n"
        "for fifteen officers. Contact: k@x.example\n"
        "and, if you wish to write to the office in the capital first, to m@x.example before the course.\n"
    )
    (outcome,) = list(read_file(path, kind="requests"))
    assert isinstance(outcome, Draft)
    request = outcome.record
    assert isinstance(request, Request)
    assert "for fifteen officers." in request.text
    assert "the office in the capital first" in request.text
    assert "@" not in request.text
    assert "k@x.example" in request.contact
    assert "m@x.example" in request.contact
    assert request.country == "GHA"


def test_a_letter_without_a_sender_says_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear coordinator,\n\nwe want to learn how to publish contracts as Peru and Chile do.\n")
    reading = read_file(path, kind="requests")
    (outcome,) = list(reading)
    assert isinstance(outcome, Draft)
    assert isinstance(outcome.record, Request)
    assert outcome.record.country is None
    assert any("no country" in note for note in reading.notes)
    told = read_file(path, kind="requests", default_country="MAR")
    (outcome,) = list(told)
    assert isinstance(outcome, Draft)
    assert isinstance(outcome.record, Request)
    assert outcome.record.country == "MAR"
