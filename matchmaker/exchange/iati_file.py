"""IATI activity files, versions 1.01 to 2.03: streamed, with every narrative, deaf to anything XML can be told to do.

A document type declaration is refused outright, in the prolog and again by the parser's own word, so that no entity is
ever declared; the parser may not load a DTD, resolve an entity or open a connection. Each activity becomes a row of a
fixed table and from there on is treated as a row of any other export.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from matchmaker.exchange import limits
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.iati_activity import HEADER, local_name, row_of
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.table import TableRows, Task
from matchmaker.exchange.table_reading import read_table
from matchmaker.exchange.tables import Row
from matchmaker.files import sha256_of

_FIELDS = (
    "id",
    "title",
    "text",
    "provider",
    "provider_ref",
    "provider_type",
    "institution",
    "reporting",
    "partner_code",
    "partner",
    "region",
    "sector",
    "status",
    "started",
    "started",
    "ended",
    "ended",
    "link",
    "language",
    "contact",
)
_PROLOG = 1 << 20
_DOCTYPE = re.compile(r"<!DOCTYPE|<!ENTITY|<!ELEMENT", re.IGNORECASE)
_ROOT = re.compile(r"<(?![?!])")
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""What a parser of XML may not do."""


def read_iati(task: Task) -> Reading:
    """An IATI file as a reading. Raises FileRefused for other XML, a DTD, and XML that is damaged or cut off."""
    path = task.path
    refuse_doctype(path)
    sha256 = sha256_of(path)
    task = replace(task, origin=replace(task.origin, sha256=sha256))
    reading = Reading(path.name, "iati", sha256)
    root = _root(path)
    name = local_name(root.tag)
    if name not in ("iati-activities", "iati-activity", "result", "iati-datastore", "response"):
        if name == "iati-organisations":
            raise limits.refused(
                path, "this is an IATI organisation file", "Give the activity file of the same publisher."
            )
        raise limits.refused(
            path, f"this is XML, but no IATI activities (its root is {name[:60]!r})", "Export as IATI, CSV or XLSX."
        )
    version = root.get("version", "")
    reading.encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    reading.format = f"iati {version}" if version else "iati"
    if not version:
        reading.note("The file does not say which version of IATI it follows.")
    elif not re.fullmatch(r"[12]\.0\d", version):
        reading.note(f"Version {version[:10]!r} of IATI is not known; it was read as the nearest one.")
    if hit := re.match(r"(\d{4})-(\d\d)-(\d\d)", root.get("generated-datetime", "")):
        reading.exported_at = _day(hit)
    fixed = Mapping(
        {field: tuple(n for n, name in enumerate(_FIELDS) if name == field) for field in dict.fromkeys(_FIELDS)},
        settings={"id_needed": "iati-identifier"},
    )
    return read_table(reading, task, lambda: _activities(path), header=HEADER, fixed=fixed)


def _day(hit: "re.Match[str]") -> date | None:
    try:
        return date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        return None


def refuse_doctype(path: Path) -> None:
    """Refuse a document type declaration by reading what stands before the root element."""
    with path.open("rb") as file:
        head = file.read(_PROLOG)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4]
    encoding = (
        ("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be")
        if wide
        else "latin-1"
    )
    text = head.decode(encoding, "replace")
    root = _ROOT.search(re.sub(r"<!--.*?-->", lambda hit: " " * len(hit[0]), text, flags=re.DOTALL))
    prolog = text[: root.start()] if root else text
    if _DOCTYPE.search(re.sub(r"<!--.*?-->", "", prolog, flags=re.DOTALL)):
        raise limits.refused(
            path, "a document type declaration (DOCTYPE) is not allowed in an export", "Export again without it."
        )


def _root(path: Path) -> Any:
    """The root element, alone, with the parser's own word that there is no DTD."""
    from lxml import etree

    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(file, events=("start",), **SAFE):
                info = element.getroottree().docinfo
                if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
                    raise limits.refused(path, "a document type declaration (DOCTYPE) is not allowed in an export")
                return element
    except etree.XMLSyntaxError as error:
        raise damaged(path, error) from error
    raise limits.refused(path, "the XML has no root element")


def damaged(path: Path, error: Exception) -> Exception:
    """The error that refuses XML that is not whole."""
    return limits.refused(
        path,
        f"the XML is damaged or cut off ({' '.join(str(error).split())[:160]})",
        "Get the file again; it may not be complete.",
    )


def _activities(path: Path) -> TableRows:
    """One row per activity; each is forgotten before the next is read."""
    from lxml import etree

    number = 0
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(file, events=("end",), tag=("iati-activity", "{*}iati-activity"), **SAFE):
                number += 1
                if number > limits.ROWS:
                    raise limits.refused(
                        path, f"more than {limits.ROWS:,} activities", "Split the export and refresh each part."
                    )
                yield Row(number, f"activity {number}, line {element.sourceline}", row_of(element))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise damaged(path, error) from error
