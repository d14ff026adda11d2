"""Workbook errors: cells of a workbook that python-calamine gives as empty and that are not: those that hold an error
such as #REF!, and formulas whose value was never saved."""

import html
import re
import zipfile
from pathlib import Path

from matchmaker.exchange.ods_errors import ods_errors
from matchmaker.exchange.values import UNSAVED_FORMULA
from matchmaker.exchange.xls_errors import xls_errors

_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]{0,600})>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,200})>(?:\s*<(?:\w+:)?f\b[^<>]{0,200}>[^<>]{0,2000}</(?:\w+:)?f>)?\s*<(?:\w+:)?v>(#[^<>]{1,12})<"
)
_PLACE = re.compile(rb'\br="([A-Za-z]{1,3})(\d{1,7})"')
_IS_ERROR = re.compile(rb'\bt="e"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]{0,200})>\s*<(?:\w+:)?f\b(?:[^<>]{0,200}/>|[^<>]{0,200}>[^<>]{0,8200}</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_IS_TEXT = re.compile(rb'\bt="(?:str|s|inlineStr)"')
_BLOCK, _OVERLAP, _MOST = 1 << 20, 10_000, 100_000

Errors = dict[tuple[int, int], str]
"""Text of the error by row and column, counted from 0."""


def errors_of(path: Path) -> dict[str, Errors]:
    """Cells that hold an error, by name of the sheet. Anything odd about the file means that none are known."""
    try:
        if not zipfile.is_zipfile(path):
            return xls_errors(path)
        with zipfile.ZipFile(path) as archive:
            if "content.xml" in archive.namelist():
                return ods_errors(archive)
            return {name: found for name, member in _members(archive).items() if (found := _errors_in(archive, member))}
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, RuntimeError, NotImplementedError):
        return {}


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in _RELATION.findall(relations):
        given = dict(_ATTRIBUTE.findall(tag))
        target = given.get("Target", "")
        targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    members = {}
    for tag in _SHEET.findall(book):
        given = dict(_ATTRIBUTE.findall(tag))
        identity = next((value for name, value in given.items() if name.endswith(":id")), "")
        if identity in targets:
            members[html.unescape(given.get("name", ""))] = targets[identity]
    return members


def _errors_in(archive: zipfile.ZipFile, member: str) -> Errors:
    errors: Errors = {}
    kept = b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            window = kept + block
            if b't="e"' in window:
                for tag, text in _CELL.findall(window):
                    if _IS_ERROR.search(tag):
                        _note(errors, tag, text.decode("ascii", "replace"))
            if b"<f" in window or b":f" in window:
                for tag in _FORMULA.findall(window):
                    # A formula may give an empty text, and is then saved as text without a value.
                    if not _IS_TEXT.search(tag):
                        _note(errors, tag, UNSAVED_FORMULA)
            kept = window[-_OVERLAP:]
    return errors


def _note(errors: Errors, tag: bytes, said: str) -> None:
    place = _PLACE.search(tag)
    if place and len(errors) < _MOST:
        errors[int(place[2]) - 1, _column(place[1])] = said


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
