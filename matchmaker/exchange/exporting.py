"""Exporting: requests, matches, decisions and the catalogue as CSV, XLSX, JSON, JSON Lines or Markdown.

Contacts are left out and texts are freed of addresses and telephone numbers, unless contacts are asked for with a
reason; names in running text cannot be found and stay. A file is written whole or not at all, never over another one
or through a link unless told, and what we export of the catalogue and of requests `own_exports` reads back unchanged.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matchmaker.errors import UsageError
from matchmaker.exchange import export_markdown
from matchmaker.exchange.contacts import scrub
from matchmaker.exchange.drafts import Record
from matchmaker.exchange.export_writers import FORMATS, Cell, json_text, open_writer
from matchmaker.exchange.exported_cells import MARK, cells_of, columns_for, structured
from matchmaker.exchange.naming import safe_name
from matchmaker.experience import Experience
from matchmaker.files import atomic_write
from matchmaker.matches import Answer, Decision, Match
from matchmaker.offerings import Offering
from matchmaker.requests import Request

WHAT = ("requests", "offerings", "experience", "catalogue", "providers", "partners", "matches", "decisions")
_KINDS: dict[str, tuple[type[Record], ...]] = {
    "requests": (Request,),
    "offerings": (Offering,),
    "experience": (Experience,),
    "catalogue": (Offering, Experience),
}
MATCH_COLUMNS = (
    "request", "request_country", "request_verdict", "kind", "rank", "id", "title", "provider", "partner", "types",
    "score", "type_offered", "overruled", "reasons", "activities", "notes",
)  # fmt: skip
DECISION_COLUMNS = (
    "seq", "request", "item", "kind", "step", "reason_code", "note", "need", "undoes", "model", "score", "who", "at",
)  # fmt: skip
PROVIDER_COLUMNS = ("provider", "offerings", "experience", "partners")
PARTNER_COLUMNS = ("partner", "experience", "open_requests", "providers")
_TABLES = {
    "matches": MATCH_COLUMNS,
    "decisions": DECISION_COLUMNS,
    "providers": PROVIDER_COLUMNS,
    "partners": PARTNER_COLUMNS,
}
Items = Iterable[Record] | Iterable[Answer] | Iterable[Decision] | Iterable[list[Cell]]
"""Records, answers, decisions, or rows of a table as they are to be written."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: where, how many rows, and how many cells a workbook was too small for."""

    path: Path
    rows: int
    cut: int = 0


def export_file(
    what: str,
    items: Items,
    target: Path,
    form: str = "",
    *,
    with_contacts: bool = False,
    reason: str = "",
    force: bool = False,
    inputs: Sequence[Path] = (),
) -> Exported:
    """Write an export to `target`, a file or a folder. The format is taken from the file's name where none is given.

    With contacts a reason must be given, and the name of the file says that it holds contacts. Raises UsageError where
    the target exists (unless `force`), is a link or a folder that cannot be written to, or is one of `inputs`.
    """
    form = form_of(form, target)
    check(what, form, with_contacts, reason)
    path = target / f"{safe_name(what)}.{form}" if target.is_dir() else target
    if with_contacts and "with-contacts" not in path.name:
        path = path.with_name(f"{path.stem}-with-contacts{path.suffix}")
    refuse_target(path, force=force, inputs=inputs)
    with atomic_write(path) as stream:
        rows, cut = export(what, items, form, stream, with_contacts=with_contacts)
    return Exported(path, rows, cut)


def export_bytes(what: str, items: Items, form: str, *, with_contacts: bool = False, reason: str = "") -> bytes:
    """An export as bytes, for standard output."""
    check(what, form, with_contacts, reason)
    stream = io.BytesIO()
    export(what, items, form, stream, with_contacts=with_contacts)
    return stream.getvalue()


def check(what: str, form: str, with_contacts: bool, reason: str) -> None:
    """Raise UsageError for an export that cannot be asked for like this."""
    if what not in WHAT:
        raise UsageError(f"{what!r} cannot be exported.", f"Export one of: {', '.join(WHAT)}.")
    if form not in FORMATS:
        raise UsageError(f"{form!r} is not a format of exports.", f"Formats are: {', '.join(FORMATS)}.")
    if with_contacts and not reason.strip():
        raise UsageError("An export with contacts needs a reason.", "Say what it is for, as in --reason 'invitations'.")


def form_of(form: str, target: Path) -> str:
    """The format as given, else by the name of the file."""
    named = (form or target.suffix.removeprefix(".")).lower()
    return {"markdown": "md", "ndjson": "jsonl", "": "csv"}.get(named, named)


def refuse_target(path: Path, *, force: bool = False, inputs: Sequence[Path] = ()) -> None:
    """Raise UsageError where writing `path` would overwrite, follow a link, or write over what is being read."""
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist.", "Make the folder first, or name another.")
    if path.is_symlink():
        raise UsageError(
            f"{path} is a link; nothing is written through links.", "Name the file itself, or another one."
        )
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", "Name a file in it.")
    for given in inputs:
        if path.exists() and given.exists() and path.samefile(given):
            raise UsageError(f"{path} is read by this command and would be written over.", "Name another file.")
    if path.exists() and not force:
        raise UsageError(f"{path} exists already.", "Name another file, or add --force to write over it.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is not a regular file.", "Name another file.")


def export(what: str, items: Items, form: str, stream: IO[bytes], *, with_contacts: bool = False) -> tuple[int, int]:
    """Write an export to a stream, row by row. Returns the number of rows, and of cells cut (workbooks only)."""
    if what in _KINDS:
        records = _records(items)
        if form == "json":
            return _json_records(what, records, stream, with_contacts), 0
        if form == "md":
            return export_markdown.write(what, (cells_of(r, with_contacts=with_contacts) for r in records), stream), 0
        return _table_records(what, records, form, stream, with_contacts)
    writer = open_writer(form, _TABLES[what], stream, title=what)
    rows = 0
    for item in items:
        for cells in _rows_of(item):
            writer.row(cells)
            rows += 1
    writer.close()
    return rows, getattr(writer, "cut", 0)


def _rows_of(item: Record | Answer | Decision | list[Cell]) -> Iterable[list[Cell]]:
    if isinstance(item, Answer):
        return match_rows(item)
    if isinstance(item, Decision):
        return [decision_row(item)]
    return [item] if isinstance(item, list) else []


def _records(items: Items) -> Iterator[Record]:
    for item in items:
        if isinstance(item, Offering | Experience | Request):
            yield item


def _table_records(
    what: str, records: Iterable[Record], form: str, stream: IO[bytes], with_contacts: bool
) -> tuple[int, int]:
    columns = columns_for(_KINDS[what], with_contacts=with_contacts)
    header = (f"{MARK} csv", *columns[1:]) if form == "csv" else columns
    writer = open_writer(form, header, stream, title=what)
    rows = 0
    for record in records:
        cells = cells_of(record, with_contacts=with_contacts)
        if form == "jsonl":
            stream.write(json_text(structured(cells)).encode() + b"\n")
        else:
            writer.row([cells.get(name, "") for name in columns])
        rows += 1
    writer.close()
    return rows, getattr(writer, "cut", 0)


def _json_records(what: str, records: Iterable[Record], stream: IO[bytes], with_contacts: bool) -> int:
    head = json_text({MARK: what, "schema_version": 1, "contacts": with_contacts}).removesuffix("}")
    stream.write(head.encode() + b', "records": [')
    rows = 0
    for record in records:
        entry = json_text(structured(cells_of(record, with_contacts=with_contacts)))
        stream.write((b",\n" if rows else b"\n") + entry.encode())
        rows += 1
    stream.write(b"\n]}\n")
    return rows


# -- matches and decisions --------------------------------------------------------------------------------------------
def match_rows(answer: Answer) -> Iterator[list[Cell]]:
    """The lines of an answer as rows of `MATCH_COLUMNS`; a row with the verdict alone where nothing was found."""
    lines = [*answer.offerings, *answer.experience]
    for match in lines:
        yield _match_row(answer, match)
    if not lines:
        row: list[Cell] = [""] * len(MATCH_COLUMNS)
        row[0], row[1], row[2] = answer.request_id or "", answer.country or "", answer.verdict.value
        row[-1] = "; ".join(answer.clarify or answer.missing)
        yield row


def _match_row(answer: Answer, match: Match) -> list[Cell]:
    reasons = "; ".join(
        f"{reason.request} ~ {reason.item} ({reason.kind.value} {reason.share:.3f})" for reason in match.reasons
    )
    return [
        answer.request_id or "",
        answer.country or "",
        answer.verdict.value,
        match.kind.value,
        match.rank,
        match.id,
        scrub(match.title),
        match.provider,
        match.partner,
        "; ".join(match.types),
        match.score,
        "" if match.type_offered is None else "yes" if match.type_offered else "no",
        match.overruled,
        scrub(reasons),
        scrub("\n".join(match.activities)),
        scrub("; ".join(match.notes)),
    ]


def decision_row(decision: Decision) -> list[Cell]:
    """A decision as a row of `DECISION_COLUMNS`."""
    return [
        decision.seq,
        decision.request_id,
        decision.item_id,
        decision.kind.value,
        decision.step.value,
        decision.reason_code,
        scrub(decision.note),
        decision.need,
        decision.undoes,
        decision.model,
        decision.score,
        scrub(decision.who),
        decision.at.isoformat() if decision.at is not None else "",
    ]
