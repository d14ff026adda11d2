"""Sniffing: what a file is, by its first bytes and the names of its members; never by its own name alone.

A name that promises a format the bytes are not (a CSV called .xlsx) is refused with both named, because the sender's
program may have meant something else.
"""

import json
import re
import zipfile
from pathlib import Path

from matchmaker.exchange.limits import refused

XLSX, XLS, ODS, DOCX, PDF, JSON, JSONL, XML, TEXT = "xlsx", "xls", "ods", "docx", "pdf", "json", "jsonl", "xml", "text"
HTML = "html"
XML_SHEET = "xml spreadsheet"
_HEAD = 8_192
_ZIPPED = {
    ".xlsx": "an XLSX workbook",
    ".xlsm": "an XLSX workbook",
    ".ods": "an ODS workbook",
    ".docx": "a Word document",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_WINDOW = 4_000_000
_OTHERS = (
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3", "a SQLite database", "Export the table as CSV."),
    (b"PAR1", "a Parquet file", "Export the table as CSV."),
    (b"\x89PNG", "a picture", "Give the document or table itself."),
    (b"\xff\xd8\xff", "a picture", "Give the document or table itself."),
    (b"GIF8", "a picture", "Give the document or table itself."),
    (b"{\\rtf", "an RTF document", "Save it as DOCX or plain text."),
)
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|script|table|div|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(path: Path) -> str:
    """One of the formats above. Raises FileRefused for anything else, naming what it looks like and the way out."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = path.suffix.lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path)
    if suffix in _ZIPPED:
        what = "a password-protected or old (.xls) workbook" if head.startswith(_OLE) else "no such file"
        way_out = (
            "Save it as .xlsx without a password."
            if head.startswith(_OLE)
            else "Give it the name of what it is, such as .csv."
        )
        raise refused(path, f"the name says {_ZIPPED[suffix]}, but the content is {what}", way_out)
    if head.startswith(_OLE):
        return _old_office(path)
    if head.startswith(b"%PDF") or b"%PDF-" in head[:1024]:
        return PDF
    for magic, what, way_out in _OTHERS:
        if head.startswith(magic):
            raise refused(path, f"this is {what}", way_out)
    return _textual(path, head)


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:5_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refused(
            path, f"the file is damaged or cut off ({error})", "Get the file again; it may not be complete."
        ) from error
    if any(name.startswith("xl/workbook") for name in names):
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    if "content.xml" in names:
        return ODS
    raise refused(path, "this is a zip archive, not a workbook or document", "Unpack it and give the file inside.")


def _old_office(path: Path) -> str:
    """A compound file of Office before 2007: a workbook, unless it is encrypted or something else."""
    with path.open("rb") as file:
        window = file.read(_OLE_WINDOW)
        size = path.stat().st_size
        if size > _OLE_WINDOW:
            file.seek(max(_OLE_WINDOW, size - _OLE_WINDOW))
            window += file.read()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in window

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise refused(path, "the file is protected by a password", "Save it without a password and try again.")
    if holds("Workbook") or holds("Book"):
        return XLS
    if holds("WordDocument"):
        raise refused(path, "this is a Word document in the old .doc form", "Save it as .docx.")
    raise refused(path, "this is an old Office file, but no workbook", "Save it as .xlsx or .csv.")


def _textual(path: Path, head: bytes) -> str:
    text = head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace").encode("utf-8", "replace")
    elif head[:2] in (b"<\x00", b"{\x00", b"[\x00"):
        text = head.decode("utf-16-le", "replace").encode("utf-8", "replace")
    elif head[:2] in (b"\x00<", b"\x00{", b"\x00["):
        text = head.decode("utf-16-be", "replace").encode("utf-8", "replace")
    text = text.removeprefix(b"\xef\xbb\xbf")
    start = text.lstrip()
    if _HTML.match(text):
        return HTML
    if start.startswith(b"<"):
        return XML_SHEET if b"urn:schemas-microsoft-com:office:spreadsheet" in start else XML
    if start.startswith((b"{", b"[")) and path.suffix.lower() != ".csv":
        return _json(path, start)
    return TEXT


def _json(path: Path, start: bytes) -> str:
    """JSON, or JSON Lines: a first line that is an object by itself, with more after it."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return JSONL
    lines = start.replace(b"\r", b"\n").split(b"\n")
    first = lines[0].strip()
    if not first.startswith(b"{"):
        return JSON
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        second = next((line.strip() for line in lines[1:] if line.strip()), b"")
        return JSONL if second.startswith(b"{") and first.endswith(b"}") else JSON
    more = any(line.strip() for line in lines[1:])
    return JSONL if more else JSON
