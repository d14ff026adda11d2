"""Layouts: the columns of a file, its first rows, and what a person should be asked, before all of it is read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from matchmaker.exchange.drafts import Doubt
from matchmaker.exchange.reading import read_file
from matchmaker.exchange.refreshing import name_of, same_file
from matchmaker.exchange.source_profiles import told
from matchmaker.exchange.table_reading import Unmapped
from matchmaker.store.store import Store

_NEEDED = ("title", "text", "partner", "provider")


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns in the order of the file, a few rows under them, and the fields to ask about.

    Where `must` is true the file cannot be read before a column is named.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    must: bool = False

    def examples(self, column: str) -> tuple[str, ...]:
        """What stands in a column, in the rows that are shown."""
        at = self.columns.index(column)
        return tuple(row[at] for row in self.rows if at < len(row) and row[at].strip())


def layout_of(
    store: Store, path: Path, at: datetime, *, source: str | None = None, mapping: Path | None = None
) -> Layout:
    """The layout of a file as it would be read now; nothing to ask where this very file is loaded already.

    Raises FileRefused when the file cannot be read whatever its columns are called.
    """
    name = name_of(path, source)
    said = told(store, name, mapping=mapping)
    if not said.fresh and same_file(store, path, name) is not None:
        return Layout()
    try:
        reading = read_file(path, profile=said.profile, source=name, at=at)
    except Unmapped as unmapped:
        if not unmapped.columns:
            raise
        asked = tuple(Doubt(field, "", 0.0) for field in _NEEDED)
        return Layout(unmapped.columns, unmapped.sample, asked, must=True)
    return Layout(reading.columns, reading.sample, reading.doubts)
