"""Files for tests of readers: small exports in each format, bombs, and what became of their rows."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from matchmaker.errors import FileRefused
from matchmaker.exchange.drafts import Draft, Duplicate, Outcome, Problem, Reading
from matchmaker.exchange.reading import read_file

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEADER = ("id", "title", "description", "donor", "country", "status")


def a_row(number: int = 1, **given: str) -> dict[str, str]:
    """Cells of a project, each row with its own words, unless told otherwise."""
    row = {
        "id": f"P-{number}",
        "title": f"Support to audit office {number}",
        "description": f"Training of the auditors of province {number} in the audit of public works.",
        "donor": "Spain",
        "country": "Honduras",
        "status": "Completed",
    }
    return {**row, **given}


def csv_text(
    rows: Iterable[dict[str, str]], header: Sequence[str] = HEADER, delimiter: str = ",", end: str = "\r\n"
) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=delimiter, lineterminator=end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def written(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def xlsx(folder: Path, sheets: dict[str, list[list[object]]], name: str = "export.xlsx") -> Path:
    """A workbook with these sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


_OPEN = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPEN}"/></manifest:manifest>'
)


def ods_content(sheets: dict[str, list[list[object]]]) -> str:
    """The XML of these sheets as open documents have them; a cell that starts with "=" is a formula nobody calculated,
    and one that starts with "<" is a cell as it is to be."""
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    tables = "".join(
        f'<table:table table:name="{title}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for title, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f"<office:document-content{names}>{body}</office:document-content>"


def _ods_cell(value: object) -> str:
    text = str(value)
    if text.startswith("<"):
        return text
    if text.startswith("="):
        return f'<table:table-cell table:formula="of:{escape(text, {chr(34): "&quot;"})}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_around(path: Path, content: str | bytes) -> Path:
    """An open document of sheets around its XML."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _OPEN)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


def ods(folder: Path, sheets: dict[str, list[list[object]]], name: str = "export.ods") -> Path:
    """An open document with these sheets; see `ods_content`."""
    return ods_around(folder / name, ods_content(sheets))


def table(rows: Iterable[dict[str, str]], header: Sequence[str] = HEADER) -> list[list[object]]:
    """Rows as a sheet, the header first."""
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


def workbook_xml(sheets: dict[str, list[list[object]]], prolog: str = "") -> str:
    """A workbook with these sheets as Excel 2003 writes it in XML; a cell that starts with "<" is a cell as it is."""
    uri = "urn:schemas-microsoft-com:office:spreadsheet"

    def cell(value: object) -> str:
        text = str(value)
        return text if text[:1] == "<" else f'<Cell><Data ss:Type="String">{escape(text)}</Data></Cell>'

    tables = "".join(
        f'<Worksheet ss:Name="{name}"><Table>'
        + "".join(f"<Row>{''.join(map(cell, row))}</Row>\n" for row in rows)
        + "</Table></Worksheet>"
        for name, rows in sheets.items()
    )
    return (
        f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n{prolog}'
        f'<Workbook xmlns="{uri}" xmlns:ss="{uri}">{tables}</Workbook>'
    )


def page(rows: list[list[object]], before: str = "") -> str:
    """Rows as a table in a web page; a cell that starts with "<" is a cell as it is to be."""
    cells = ("".join(c if str(c)[:1] == "<" else f"<td>{escape(str(c))}</td>" for c in row) for row in rows)  # type: ignore[misc]
    table = "\n".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html><head><title>Report</title></head><body>{before}<table border=1>\n{table}\n</table></body></html>\n"


def iati(activities: str, version: str = "2.03", prolog: str = "") -> str:
    """An IATI file around these activities."""
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n{prolog}<iati-activities version="{version}">'
    return f"{start}\n{activities}\n</iati-activities>\n"


def an_activity(number: int = 1, identifier: str | None = None, more: str = "") -> str:
    """An activity of version 2 with the least it needs."""
    name = f"XX-{number}" if identifier is None else identifier
    return f"""<iati-activity xml:lang="en"><iati-identifier>{name}</iati-identifier>
<reporting-org ref="XX" type="10"><narrative>Agency of {number}</narrative></reporting-org>
<title><narrative>Help with open contracting {number}</narrative></title>
<description><narrative>Publication of the contracts of ministry {number} as open data.</narrative></description>
<participating-org role="1" type="10" ref="GB-1"><narrative>Department for International Development</narrative>
</participating-org>
<activity-status code="3"/><recipient-country code="KE"/>{more}</iati-activity>"""


@dataclass
class Outcomes:
    """Everything a reading gave, by what it was."""

    reading: Reading
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    @property
    def kept(self) -> list[Draft]:
        """Drafts that nothing retracts."""
        gone = {problem.retracts for problem in self.problems}
        return [draft for draft in self.drafts if draft.key not in gone]

    @property
    def counts(self) -> Counter[str]:
        retracted = sum(1 for problem in self.problems if problem.retracts)
        return Counter(
            kept=len(self.drafts) - retracted, rejected=len(self.problems) + retracted, duplicate=len(self.duplicates)
        )


def outcomes(path: Path, **given: object) -> Outcomes:
    """Read a file to its end. The sum of the outcomes is the number of rows, always."""
    reading = read_file(path, at=AT, source=given.pop("source", "s"), **given)  # type: ignore[arg-type]
    found = Outcomes(reading)
    for outcome in reading:
        _sort(found, outcome)
    assert reading.rows == len(found.drafts) + len(found.problems) + len(found.duplicates)
    return found


def _sort(found: Outcomes, outcome: Outcome) -> None:
    if isinstance(outcome, Draft):
        found.drafts.append(outcome)
    elif isinstance(outcome, Problem):
        assert outcome.reason and outcome.fix
        found.problems.append(outcome)
    elif isinstance(outcome, Duplicate):
        found.duplicates.append(outcome)


def refusal(path: Path, **given: object) -> str:
    """The message with which a file is refused."""
    try:
        found = outcomes(path, **given)
    except FileRefused as error:
        assert path.name in error.message or str(path) in error.message
        return error.message
    raise AssertionError(f"{path.name} was read: {found.counts}")


# -- bombs -----------------------------------------------------------------------------------------------------------
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
SHEET = '<?xml version="1.0"?>{doctype}<worksheet xmlns="' + MAIN + '"><sheetData>'


def raw_xlsx(path: Path, sheet: Iterable[bytes], more: dict[str, bytes] | None = None) -> Path:
    """A workbook around the bytes of one sheet, written in blocks so that a bomb costs no memory to make."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for block in sheet:
                member.write(block)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path


def sheet_with(cells: bytes, doctype: str = "") -> list[bytes]:
    """The bytes of a sheet with these rows."""
    return [SHEET.format(doctype=doctype).encode(), cells, b"</sheetData></worksheet>"]


def lying(path: Path, declared: int) -> Path:
    """Change the sizes the directory of a zip declares for its largest member."""
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = declared.to_bytes(4, "little")
    path.write_bytes(data)
    return path


def json_lines(rows: Iterable[dict[str, object]]) -> str:
    """Rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
