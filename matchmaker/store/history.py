"""What happened to catalogue records, and summaries of who gives and who receives."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matchmaker.store.store import Store


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """One change of a record: by which run, what, and the columns as they were before it."""

    at: datetime
    who: str
    what: str
    run: int
    file: str
    before: dict[str, Any]


def record_history(store: Store, record_id: str) -> list[CatalogueChange]:
    """Every change of a record, oldest first, beginning with how it was added."""
    table = table_of(store, record_id)
    if table is None:
        return []
    added = store.rows(
        f"""SELECT i.at, i.who, 'added', i.id, i.file, '' FROM {table} r JOIN imports i ON i.id = r.first_import
        WHERE r.id = ?""",
        (record_id,),
    )
    later = store.rows(
        """SELECT i.at, i.who, c.what, i.id, i.file, c.before FROM record_changes c JOIN imports i ON i.id = c.import_id
        WHERE c.record_id = ? AND c.what <> 'added' ORDER BY c.seq""",
        (record_id,),
    )
    return [
        CatalogueChange(datetime.fromisoformat(at), who, what, run, file, _content(before))
        for at, who, what, run, file, before in (*added, *later)
    ]


def _content(before: str) -> dict[str, Any]:
    """What a record was before, without what only the program needs to know of it."""
    kept = json.loads(before) if before else {}
    return {name: value for name, value in kept.items() if name not in ("digest", "place", "import_id")}


def table_of(store: Store, record_id: str) -> str | None:
    """The table a record stands in, or None."""
    for table in ("offerings", "experience"):
        if store.value(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)):
            return table
    return None


def current_values(store: Store, record_id: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """The named columns of a record as they are now."""
    table = table_of(store, record_id)
    found = (
        None
        if table is None
        else store.row(
            f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?",
            (record_id,),
        )
    )
    return {} if found is None else dict(zip(columns, found, strict=True))


def provider_counts(store: Store) -> dict[str, tuple[int, int]]:
    """Live offerings and live experience records of every provider."""
    offers: dict[str, int] = dict(
        store.rows("SELECT provider, count(*) FROM offerings WHERE withdrawn = 0 GROUP BY provider")
    )
    helped: dict[str, int] = dict(
        store.rows("SELECT provider, count(*) FROM experience WHERE withdrawn = 0 GROUP BY provider")
    )
    return {name: (offers.get(name, 0), helped.get(name, 0)) for name in sorted(offers.keys() | helped.keys())}


def pair_counts(store: Store) -> list[tuple[str, str, int]]:
    """Every provider-partner pair with its number of live experience records."""
    return store.rows(
        "SELECT provider, partner, count(*) FROM experience WHERE withdrawn = 0 GROUP BY provider, partner"
    )


def provider_notes(store: Store) -> list[tuple[str, str, str]]:
    """Provider, kind and text of every note, of sources that still have live records."""
    return store.rows(
        """SELECT n.provider, n.kind, n.text FROM provider_notes n JOIN sources s ON s.name = n.source
        WHERE s.offerings + s.experience > 0 ORDER BY n.import_id, n.place"""
    )


def totals(store: Store) -> tuple[int, int, int, int, int, int, int]:
    """Requests, offerings, experience, providers, partners, withdrawn records and sources with live records."""
    requests = store.value("SELECT count(*) FROM requests WHERE set_aside = 0")
    offerings, experience, named = store.row(
        "SELECT coalesce(sum(offerings), 0), coalesce(sum(experience), 0), "
        "count(*) FILTER (WHERE offerings + experience > 0) FROM sources"
    ) or (0, 0, 0)
    providers = store.value(
        """SELECT count(*) FROM (SELECT provider FROM offerings WHERE withdrawn = 0
        UNION SELECT provider FROM experience WHERE withdrawn = 0)"""
    )
    partners = store.value("SELECT count(DISTINCT partner) FROM experience WHERE withdrawn = 0")
    withdrawn = sum(
        store.value(f"SELECT count(*) FROM {table} WHERE withdrawn = 1 AND source <> 'sample'")
        for table in ("offerings", "experience")
    )
    return requests, offerings, experience, providers, partners, withdrawn, named


def requests_by_country(store: Store) -> dict[str, int]:
    """How many requests each country has."""
    return dict(
        store.rows(
            "SELECT country, count(*) FROM requests WHERE set_aside = 0 AND country IS NOT NULL GROUP BY country"
        )
    )


def withdrawn_by(store: Store, record_id: str, run: int) -> bool:
    """Whether that refresh withdrew that record."""
    return bool(
        store.value(
            "SELECT 1 FROM record_changes WHERE record_id = ? AND import_id = ? AND what = 'withdrawn'",
            (record_id, run),
        )
    )
