"""Rejected rows: written back for whoever sent them, each with why it was not taken and the way out."""

from collections.abc import Iterable
from pathlib import Path

from matchmaker.exchange.export_writers import open_writer
from matchmaker.exchange.exporting import refuse_target
from matchmaker.files import atomic_write

REASON, WAY_OUT = "rejected_because", "way_out"
_NAMED = {".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_LIKE = {"tsv": "tsv", "xlsx": "xlsx", "xls": "xlsx", "ods": "xlsx", "json": "json", "jsonl": "jsonl"}


def write_rejected(rows: Iterable[tuple[dict[str, str], str, str]], path: Path, form: str, read_from: Path) -> int:
    """Write rows of (cells, reason, way out) and return how many; the reason and the way out are the last columns.

    The format is what the name of `path` says, else the nearest to `form`, the format they came in. Cells that a
    spreadsheet would run are made inert. Raises UsageError where `path` is a link or the file that is being read.
    """
    refuse_target(path, force=True, inputs=(read_from,))
    found = list(rows)
    columns = list(dict.fromkeys(name for cells, _, _ in found for name in cells if name not in (REASON, WAY_OUT)))
    with atomic_write(path) as stream:
        chosen = _NAMED.get(path.suffix.lower()) or _LIKE.get(form, "csv")
        writer = open_writer(chosen, [*columns, REASON, WAY_OUT], stream, title="rejected")
        for cells, reason, fix in found:
            writer.row([*(cells.get(name, "") for name in columns), reason, fix])
        writer.close()
    return len(found)
