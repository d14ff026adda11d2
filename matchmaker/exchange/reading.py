"""Reading: from a file of any known format to its outcomes: sniff by content, limits, decode, parse."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from matchmaker.errors import UsageError
from matchmaker.exchange import limits, sniffing
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.profiles import load_profile
from matchmaker.exchange.rows import Origin
from matchmaker.exchange.sniffing import format_of
from matchmaker.exchange.table_reading import NoTable, Task


def read_file(
    path: Path,
    *,
    mapping: Path | None = None,
    kind: str = "catalogue",
    source: str = "",
    default_country: str | None = None,
    at: datetime | None = None,
) -> Reading:
    """Open `path` for reading. Nothing is stored.

    `kind` is "catalogue" (offerings and experience) or "requests". `mapping` is a profile (TOML) that names columns.
    `source` becomes the prefix of record ids and the name in each record's `Source`; `at` its time.
    `default_country` is the requester (requests) or the partner (catalogue) where the file names none.
    Raises FileRefused, naming the file, the reason and the way out.
    """
    if kind not in ("catalogue", "requests"):
        raise UsageError(f"unknown kind {kind!r}", "Kinds are catalogue and requests.")
    limits.check_size(path)
    profile = load_profile(mapping)
    today = at.date() if at is not None else date.today()
    found = format_of(path)
    origin = Origin("" if kind == "requests" else source, path.name, "", at, today)
    return _reader(found)(Task(path, kind, origin, profile, default_country))


def _reader(found: str) -> Callable[[Task], Reading]:
    """The reader of a format, loaded when first needed."""
    if found in (sniffing.XLSX, sniffing.XLS, sniffing.ODS):
        from matchmaker.exchange.workbook_file import read_workbook

        return partial(read_workbook, form=found)
    if found == sniffing.JSON:
        from matchmaker.exchange.json_file import read_json

        return read_json
    if found == sniffing.JSONL:
        from matchmaker.exchange.json_file import read_json_lines

        return read_json_lines
    if found == sniffing.XML:
        from matchmaker.exchange.iati_file import read_iati

        return read_iati
    if found in (sniffing.DOCX, sniffing.PDF):
        return partial(_document, form=found)
    return _text


def _text(task: Task) -> Reading:
    """A table if its first rows hold a header, else the G20 questionnaire if it is one."""
    from matchmaker.exchange.csv_file import read_csv

    try:
        return read_csv(task)
    except NoTable:
        found = _questionnaire(task) if task.kind == "catalogue" else None
        if found is None:
            raise
        return found


def _questionnaire(task: Task) -> Reading | None:
    """The text as an answer to the G20 questionnaire; None where it is none."""
    from matchmaker.exchange import g20_document
    from matchmaker.exchange.decoding import decode

    decoded = decode(task.path, task.profile.text("encoding"))
    with decoded.open(task.path) as text:
        lines = text.read(limits.DOCUMENT).splitlines()
    if not g20_document.recognised(lines):
        return None
    reading = g20_document.read(
        lines,
        task.path.name,
        sha256=decoded.sha256,
        source=task.origin.source,
        at=task.origin.at,
        provider=task.default_country,
        notes=decoded.notes,
    )
    reading.encoding = decoded.name
    if decoded.cut:
        reading.cut_off("its last character is not whole")
    return reading


def _document(task: Task, form: str) -> Reading:
    """A Word file or a PDF, in the form of the questionnaire."""
    if form == sniffing.DOCX:
        from matchmaker.exchange import word as document
    else:
        from matchmaker.exchange import pdf as document  # type: ignore[no-redef]
    return document.read(
        task.path, source=task.origin.source, at=task.origin.at, provider=task.default_country
    )
