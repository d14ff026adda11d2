"""Reading: from a file of any known format to its outcomes: sniff by content, limits, decode, parse."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from matchmaker.errors import UsageError
from matchmaker.exchange import limits, sniffing
from matchmaker.exchange.assigning import ALL
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.profiles import Profile, as_toml, load_profile
from matchmaker.exchange.rows import Origin
from matchmaker.exchange.sniffing import format_of
from matchmaker.exchange.table import Task
from matchmaker.exchange.table_reading import NoTable

_HEAD = 200_000
"""Characters in which a questionnaire shows itself."""


def read_file(
    path: Path,
    *,
    mapping: Path | None = None,
    profile: Profile | None = None,
    kind: str = "catalogue",
    source: str = "",
    default_country: str | None = None,
    at: datetime | None = None,
) -> Reading:
    """Open `path` for reading. Nothing is stored.

    `kind` is "catalogue" (offerings and experience) or "requests". `mapping` is the file of a profile that names
    columns, `profile` one that is read already.
    `source` becomes the prefix of record ids and the name in each record's `Source`; `at` its time.
    `default_country` is the requester (requests) or the partner (catalogue) where the file names none.
    Raises FileRefused, naming the file, the reason and the way out.
    """
    if kind not in ("catalogue", "requests"):
        raise UsageError(f"unknown kind {kind!r}", "Kinds are catalogue and requests.")
    limits.check_size(path)
    profile = profile or load_profile(mapping)
    today = at.date() if at is not None else date.today()
    found = format_of(path)
    own = _own_form(path) if found in (sniffing.TEXT, sniffing.JSON, sniffing.JSONL) else None
    if found not in (sniffing.TEXT, sniffing.JSONL, sniffing.XML):
        limits.check_size(path, limits.FILE)
    origin = Origin("" if kind == "requests" else source, path.name, "", at, today)
    task = Task(path, kind, origin, profile, default_country)
    if own is not None:
        from matchmaker.exchange.own_exports import read_own

        return _knows_kinds(read_own(task, own), profile)
    return _knows_kinds(_reader(found)(task), profile)


def _knows_kinds(reading: Reading, profile: Profile) -> Reading:
    """The reading, with a note where the form itself says what is on offer and what was done: nothing overrides that.

    Such a form has no columns that were mapped.
    """
    if ALL in profile.assign and reading.profile in ("", as_toml(Profile())):
        reading.note("The file itself says what is on offer and what is experience; --as changes nothing here.")
    return reading


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
    if found == sniffing.XML_SHEET:
        from matchmaker.exchange.spreadsheet_xml import read_spreadsheet_xml

        return read_spreadsheet_xml
    if found == sniffing.HTML:
        from matchmaker.exchange.html_file import read_html

        return read_html
    if found in (sniffing.DOCX, sniffing.PDF):
        from matchmaker.exchange.document_reading import read_document

        return partial(read_document, form=found)
    return _text


def _own_form(path: Path) -> str | None:
    """json, jsonl or md where a file starts as our own exports do; nothing is loaded to find out that it does not."""
    with path.open("rb") as file:
        head = file.read(400)
    if b"matchmaker" not in head:
        return None
    from matchmaker.exchange.own_exports import form_of

    return form_of(path)


def _text(task: Task) -> Reading:
    """The G20 questionnaire if its first lines say so, a table if it has a header, or for requests a letter, whose
    lines may be of any length."""
    from matchmaker.exchange.csv_file import read_csv

    is_table = task.path.suffix.lower() in (".csv", ".tsv", ".tab", ".psv")
    if task.kind == "catalogue" and not is_table and _is_questionnaire(task):
        from matchmaker.exchange.document_reading import read_text

        return read_text(task)
    try:
        return read_csv(task)
    except (NoTable, limits.LongLine):
        from matchmaker.exchange.document_reading import read_text

        if task.kind == "catalogue" and not (is_table and _is_questionnaire(task)):
            raise
        return read_text(task)


def _is_questionnaire(task: Task) -> bool:
    """Whether the first lines are those of the questionnaire, in whatever encoding; a guess of it is enough here."""
    from matchmaker.exchange import g20_document

    with task.path.open("rb") as file:
        head = file.read(_HEAD)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\x00"
    return g20_document.recognised(head.decode("utf-16" if wide else "utf-8", "replace").splitlines())
