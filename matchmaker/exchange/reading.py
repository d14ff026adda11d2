"""Reading: from a file of any known format to its outcomes: sniff by content, limits, decode, parse."""

from datetime import datetime
from pathlib import Path

from matchmaker.exchange.drafts import Reading


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
    raise NotImplementedError
