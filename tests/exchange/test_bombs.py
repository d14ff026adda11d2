"""Bombs: files that are small to send and large to read; each is refused quickly and in little memory, as measured."""

import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.files import (
    MAIN,
    a_row,
    csv_text,
    iati,
    json_lines,
    lying,
    raw_xlsx,
    sheet_with,
    table,
    written,
    xlsx,
)
from tests.exchange.old_workbooks import compound, label, record, shared, shared_texts, stream

_MEASURE = """
import resource, sys, time
from pathlib import Path
from matchmaker.errors import FileRefused
from matchmaker.exchange import {modules}
from matchmaker.exchange.reading import read_file
def size():
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
before, start = size(), time.process_time()
try:
    rows = sum(1 for _ in read_file(Path(sys.argv[1]), kind=sys.argv[2]))
    said = f"read {{rows}}"
except FileRefused as error:
    said = "refused " + error.message
print(size() - before, time.process_time() - start, said, sep="\\n")
"""
_READERS = "csv_file, json_file, iati_file, workbook_file"


def measured(path: Path, kind: str = "catalogue") -> tuple[int, float, str]:
    """Memory grown in MiB, processor seconds, and what was said, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(modules=_READERS), str(path), kind],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    grown, seconds, said = run.stdout.split("\n", 2)
    return int(grown), float(seconds), said.strip()


def zeros(size: int) -> Iterator[bytes]:
    """This many spaces, in blocks."""
    for _ in range(size // 1_000_000):
        yield b" " * 1_000_000


def ratio_bomb(path: Path) -> Path:
    head, _, tail = sheet_with(b"")
    return raw_xlsx(path, [head, *zeros(400_000_000), tail])


def giant_cell(path: Path) -> Path:
    head, _, tail = sheet_with(b"")
    start = b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    return raw_xlsx(path, [head, start, *(b"x" * 1_000_000 for _ in range(300)), b"</t></is></c></row>", tail])


def far_cell(path: Path) -> Path:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_xlsx(path, sheet_with(cells))


def many_members(path: Path) -> Path:
    return raw_xlsx(path, sheet_with(b""), {f"xl/media/{n}.bin": b"" for n in range(10_000)})


def many_rows(path: Path) -> Path:
    rows = (b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_048_577, 524_288))
    head, _, tail = sheet_with(b"")
    wide = b"".join(b'<c r="%s1"><v>1</v></c>' % name for name in (b"A", b"XFD"))
    return raw_xlsx(path, [head, b'<row r="1">' + wide + b"</row>", *rows, tail])


def lying_sizes(path: Path) -> Path:
    return lying(ratio_bomb(path), 1_000)


def repeated_cells(path: Path) -> Path:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t">'
        '<table:table-row table:number-rows-repeated="2000000000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def far_apart(path: Path) -> Path:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="400000"><c r="CV400000"><v>1</v></c></row>'
    return raw_xlsx(path, sheet_with(cells))


def repeated_values(path: Path) -> Path:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t">'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="1000"><p>x</p></table:table-cell></table:table-row>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def shared_text(path: Path) -> Path:
    """One long text that sixty thousand cells share."""
    rows = (
        b'<row r="%d">' % r + b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + c, r) for c in range(20)) + b"</row>"
        for r in range(1, 3_000)
    )
    head, _, tail = sheet_with(b"")
    texts = f'<?xml version="1.0"?><sst xmlns="{MAIN}"><si><t>{"abcdefghij" * 20_000}</t></si></sst>'
    return raw_xlsx(path, [head, *rows, tail], {"xl/sharedStrings.xml": texts.encode()})


def renamed_sheet(path: Path) -> Path:
    """Two cells far apart, in a sheet that is not where sheets are."""
    far_apart(path)
    with zipfile.ZipFile(path) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    members["xl/notes.dat"] = members.pop("xl/worksheets/sheet1.xml").replace(
        b"<sheetData>", b"<!--</si>--><sheetData>"
    )
    relations = "xl/_rels/workbook.xml.rels"
    members[relations] = members[relations].replace(b"worksheets/sheet1.xml", b"notes.dat")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def repeated_text(path: Path) -> Path:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t"><table:table-row table:number-rows-repeated="1000">'
        f'<table:table-cell table:number-columns-repeated="10"><p>{"abcdefghij" * 30_000}</p></table:table-cell>'
        "</table:table-row></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def old_and_far(path: Path) -> Path:
    path.write_bytes(compound(stream(label(0, 0, "id") + label(65_535, 255, "x"))))
    return path


def old_and_shared(path: Path) -> Path:
    cells = b"".join(shared(row, column, 0) for row in range(6_000) for column in range(20))
    path.write_bytes(compound(stream(cells, globals_=shared_texts(["x" * 8_000]))))
    return path


def old_and_hidden(path: Path) -> Path:
    """Cells far apart within the body of another record, to which the sheet's place points."""
    inner = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    inner += label(0, 0, "id") + label(65_535, 255, "x") + record(0x000A)
    whole = stream(record(0x00EC, inner))
    begins = whole.index(record(0x00EC, inner))
    bound = whole.index(struct.pack("<H", 0x0085)) + 4
    path.write_bytes(compound(whole[:bound] + struct.pack("<I", begins + 4) + whole[bound + 4 :]))
    return path


def old_in_circles(path: Path) -> Path:
    """Chains of sectors that never end."""
    data = bytearray(compound(stream(label(0, 0, "id") + label(1, 0, "x"))))
    table = len(data) - 512 * struct.unpack_from("<I", data, 44)[0]
    data[table : table + 4] = struct.pack("<I", 0)
    path.write_bytes(bytes(data))
    return path


def quadratic(path: Path) -> Path:
    path.write_text(iati("&a;" * 50_000, prolog=f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'))
    return path


def laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(iati("&l9;", prolog=f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'))
    return path


def deep_xml(path: Path) -> Path:
    path.write_text(iati("<a>" * 200_000 + "</a>" * 200_000))
    return path


def deep_json(path: Path) -> Path:
    path.write_text("[" * 100_000 + "]" * 100_000)
    return path


def spanning_cells(path: Path) -> Path:
    row = "<tr>" + "<td rowspan=512>x" * 512 + "\n" + "<tr>\n" * 511
    path.write_text("<html><table><tr><th>Title<th>Donor<th>Country\n" + row * 40)
    return path


def many_tags(path: Path) -> Path:
    path.write_text("<html><table><tr><th>Title<th>Donor<th>Country\n" + "<tr><td>\n" * 400_000)
    return path


def long_line(path: Path) -> Path:
    with path.open("w") as file:
        file.write("id,title,donor,country\r\n1,")
        for _ in range(60):
            file.write("x" * 1_000_000)
    return path


def open_quote(path: Path) -> Path:
    text = csv_text(a_row(n) for n in range(1, 60_000)).replace("P-2,", '"P-2,', 1)
    path.write_text(text)
    return path


BOMBS = {
    "34 ratio.xlsx": ratio_bomb,
    "35 cell.xlsx": giant_cell,
    "36 far.xlsx": far_cell,
    "36 wide and long.xlsx": many_rows,
    "38 members.xlsx": many_members,
    "39 lying.xlsx": lying_sizes,
    "36 far apart.xlsx": far_apart,
    "36 repeated.ods": repeated_cells,
    "36 repeated values.ods": repeated_values,
    "35 shared.xlsx": shared_text,
    "36 renamed.xlsx": renamed_sheet,
    "35 repeated text.ods": repeated_text,
    "36 far.xls": old_and_far,
    "35 shared.xls": old_and_shared,
    "36 hidden.xls": old_and_hidden,
    "36 circles.xls": old_in_circles,
    "50 quadratic.xml": quadratic,
    "47 laughs.xml": laughs,
    "51 deep.xml": deep_xml,
    "62 deep.json": deep_json,
    "36 spans.html": spanning_cells,
    "38 tags.html": many_tags,
    "22 line.csv": long_line,
    "20 quote.csv": open_quote,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    grown, seconds, said = measured(BOMBS[name](tmp_path / name))
    assert said.startswith("refused"), said
    assert grown <= 64
    assert seconds <= 2


def test_a_parser_that_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matchmaker.errors import FileRefused
    from matchmaker.exchange.confined import confined

    child = tmp_path / "dying_child.py"
    child.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(FileRefused, match="broke the parser"):
        list(confined("dying_child", tmp_path / "x.xlsx"))


def test_a_parser_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matchmaker.errors import FileRefused
    from matchmaker.exchange.confined import confined

    (tmp_path / "endless_child.py").write_text("while True: pass\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(FileRefused, match="took longer"):
        list(confined("endless_child", tmp_path / "x.xlsx", seconds=0.5))


@pytest.mark.parametrize("form", ["csv", "jsonl", "xml"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, form: str) -> None:
    def make(rows: int) -> Path:
        if form == "csv":
            return written(tmp_path, csv_text(a_row(n) for n in range(rows)), f"{rows}.csv")
        if form == "jsonl":
            return written(tmp_path, json_lines(dict(a_row(n)) for n in range(rows)), f"{rows}.jsonl")
        from tests.exchange.files import an_activity

        return written(tmp_path, iati("\n".join(an_activity(n) for n in range(rows))), f"{rows}.xml")

    small, large = measured(make(500)), measured(make(20_000))
    assert large[2] == "read 20000"
    assert large[0] - small[0] <= 12


def test_a_large_honest_workbook_is_read(tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(3_000)]
    _, _, said = measured(xlsx(tmp_path, {"S": table(rows)}))
    assert said == "read 3000"
