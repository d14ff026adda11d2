"""Mutated files: whatever happens to its bytes, an export is read or refused, and every row is accounted for.

100 files per format; 2,000 with `MATCHMAKER_TORTURE=1` in the environment, as `make torture` sets it.
"""

import json
import os
import random
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from matchmaker.errors import MatchmakerError
from matchmaker.exchange.exporting import export_bytes
from tests.exchange.files import (
    a_row,
    an_activity,
    csv_text,
    iati,
    json_lines,
    ods_around,
    ods_content,
    outcomes,
    page,
    table,
    workbook_xml,
    written,
    xlsx,
)
from tests.exchange.making import docx_of, pdf
from tests.exchange.old_workbooks import cells_of, compound, stream

SHORT = 100
TRIALS = 2_000 if os.environ.get("MATCHMAKER_TORTURE") else SHORT
HANG = 10.0
ROWS = 12
_INTERESTING = (
    b"\x00",
    b"\xff",
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"<",
    b">",
    b"&",
    b"{",
    b"[",
    b"\\",
    b"\xc3",
    b"\xed\xa0\x80",
    b"NaN",
    b"#REF!",
)


def csv_bytes(folder: Path) -> bytes:
    return csv_text(a_row(n, title=f'Año "{n}"', description="One, two;\r\nthree") for n in range(ROWS)).encode()


def utf16_bytes(folder: Path) -> bytes:
    return csv_text(a_row(n) for n in range(ROWS)).encode("utf-16")


def utf7_bytes(folder: Path) -> bytes:
    return csv_text(a_row(n, title=f"Año {n}") for n in range(ROWS)).encode("utf-7")


def arrays_bytes(folder: Path) -> bytes:
    """Rows as lists under columns named beside them."""
    header, *rows = table(a_row(n) for n in range(ROWS))
    return json.dumps({"meta": {"view": {"columns": [{"name": name} for name in header]}}, "data": rows}).encode()


def workbook_xml_bytes(folder: Path) -> bytes:
    return workbook_xml({"S": table(a_row(n) for n in range(ROWS)), "T": [["x"]]}).encode()


def lying_bytes(folder: Path) -> bytes:
    """A workbook in which each record is a column."""
    rows = [list(row) for row in zip(*table(a_row(n) for n in range(ROWS)), strict=True)]
    return xlsx(folder, {"S": rows}, "whole.xlsx").read_bytes()


def lying_sheet_bytes(folder: Path) -> bytes:
    lying_bytes(folder)
    with zipfile.ZipFile(folder / "whole.xlsx") as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def json_bytes(folder: Path) -> bytes:
    return json.dumps({"count": ROWS, "results": [a_row(n) for n in range(ROWS)]}, ensure_ascii=False).encode()


def lines_bytes(folder: Path) -> bytes:
    return json_lines(dict(a_row(n)) for n in range(ROWS)).encode()


def iati_bytes(folder: Path) -> bytes:
    return iati("\n".join(an_activity(n) for n in range(ROWS))).encode()


def page_bytes(folder: Path) -> bytes:
    return page(table(a_row(n) for n in range(ROWS)), "<h1>Report</h1><table><tr><td>menu</td></tr></table>").encode()


def xlsx_bytes(folder: Path) -> bytes:
    return xlsx(folder, {"S": table(a_row(n) for n in range(ROWS)), "T": [["x"]]}, "whole.xlsx").read_bytes()


def sheet_bytes(folder: Path) -> bytes:
    """The XML of a sheet, to be mutated inside its workbook: an archive notices changes to itself by its checksums."""
    with zipfile.ZipFile(xlsx(folder, {"S": table(a_row(n) for n in range(ROWS))}, "whole.xlsx")) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def place(folder: Path, name: str, content: bytes) -> Path:
    """A file with this content, or for the inside of a workbook the workbook around it."""
    path = folder / name
    if name == "inside.xls":
        path.write_bytes(compound(content))
    elif name == "inside.ods":
        ods_around(path, content)
    elif name.endswith(("inside.xlsx", "inside.docx")):
        whole_name = f"whole{path.suffix}"
        with zipfile.ZipFile(folder / whole_name) as whole, zipfile.ZipFile(path, "w") as archive:
            for member in whole.namelist():
                inside = member.endswith(("sheet1.xml", "word/document.xml"))
                archive.writestr(member, content if inside else whole.read(member))
    else:
        path.write_bytes(content)
    return path


def xls_bytes(folder: Path) -> bytes:
    return compound(old_stream(folder))


def old_stream(folder: Path) -> bytes:
    """The records of an old workbook, to be mutated within a container that stays whole."""
    return stream(cells_of(table(a_row(n) for n in range(ROWS))))  # type: ignore[arg-type]


def ods_bytes(folder: Path) -> bytes:
    """The XML of an ODS sheet, to be mutated inside its archive."""
    return ods_content({"S": table(a_row(n, status="=A1" if n % 3 else "Closed") for n in range(ROWS))}).encode()


def form_bytes(folder: Path) -> bytes:
    """A questionnaire as text."""
    return (Path(__file__).parent / "documents" / "answer_argentina.txt").read_bytes()


def docx_bytes(folder: Path) -> bytes:
    return docx_of(folder / "whole.docx", form_bytes(folder).decode().splitlines()).read_bytes()


def document_bytes(folder: Path) -> bytes:
    """The XML of a Word file, to be mutated inside its archive."""
    docx_bytes(folder)
    with zipfile.ZipFile(folder / "whole.docx") as archive:
        return archive.read("word/document.xml")


def pdf_bytes(folder: Path) -> bytes:
    return pdf(folder / "whole.pdf", form_bytes(folder).decode().splitlines()).read_bytes()


def own_bytes(folder: Path, form: str) -> bytes:
    """A catalogue as we export it ourselves."""
    found = outcomes(written(folder, csv_bytes(folder), "whole.csv"))
    return export_bytes("catalogue", [draft.record for draft in found.drafts], form)


def ocds_bytes(folder: Path) -> bytes:
    releases = [
        {
            "ocid": f"ocds-1-{n}",
            "date": "2020-01-01",
            "tender": {"title": f"Works {n}"},
            "buyer": {"name": "City", "address": {"countryName": "Peru"}},
        }
        for n in range(ROWS)
    ]
    return json.dumps({"uri": "https://example.org", "version": "1.1", "releases": releases}).encode()


FORMATS: dict[str, Callable[[Path], bytes]] = {
    "mutated.csv": csv_bytes,
    "wide.csv": utf16_bytes,
    "utf7.csv": utf7_bytes,
    "mutated.json": json_bytes,
    "arrays.json": arrays_bytes,
    "workbook.xls": workbook_xml_bytes,
    "mutated.jsonl": lines_bytes,
    "mutated.xml": iati_bytes,
    "mutated.html": page_bytes,
    "mutated.xlsx": xlsx_bytes,
    "inside.xlsx": sheet_bytes,
    "lying inside.xlsx": lying_sheet_bytes,
    "inside.ods": ods_bytes,
    "mutated.xls": xls_bytes,
    "inside.xls": old_stream,
    "ocds.json": ocds_bytes,
    "form.txt": form_bytes,
    "mutated.docx": docx_bytes,
    "inside.docx": document_bytes,
    "mutated.pdf": pdf_bytes,
    **{f"own.{form}": partial(own_bytes, form=form) for form in ("csv", "json", "jsonl", "md")},
}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Content with one to four changes: bits flipped, bytes inserted, removed, repeated or moved, the end cut off."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if not data:
            break
        at, size = chance.randrange(len(data)), chance.choice((1, 2, 8, 60, 400))
        kind = chance.randrange(7)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at] = chance.choice(_INTERESTING) * chance.choice((1, 1, 3, 50))
        elif kind == 2:
            del data[at : at + size]
        elif kind == 3:
            data[at:at] = data[at : at + size]
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            data[at : at + size] = bytes(chance.randrange(256) for _ in range(min(size, len(data) - at)))
        else:
            block = data[at : at + size]
            del data[at : at + size]
            to = chance.randrange(len(data) + 1)
            data[to:to] = block
    return bytes(data)


@pytest.mark.parametrize("kind", ["catalogue", "requests"])
@pytest.mark.parametrize("name", FORMATS)
def test_mutated_files_break_nothing(tmp_path: Path, name: str, kind: str) -> None:
    content = FORMATS[name](tmp_path)
    chance = random.Random(f"{name} {kind}")
    read = refused = 0
    trials = TRIALS if kind == "catalogue" else TRIALS // 4
    if name.endswith((".docx", ".pdf")) and TRIALS == SHORT:
        trials //= 5  # each is read by a process of its own, which takes a while to start
    for trial in range(trials):
        path = place(tmp_path, name, mutated(content, chance))
        begun = time.monotonic()
        try:
            outcomes(path, kind=kind)
            read += 1
        except MatchmakerError as error:
            assert error.message
            refused += 1
        except BaseException:
            (tmp_path / f"broken-{trial}-{name}").write_bytes(path.read_bytes())
            raise
        assert time.monotonic() - begun < HANG
    assert read + refused == trials
    print(f"{name} as {kind}: {trials} mutated, {read} read, {refused} refused, all accounted for")
