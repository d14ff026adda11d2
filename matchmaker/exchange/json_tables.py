"""JSON tables: entries that are lists of values under names given elsewhere, as open data portals write them."""

from collections.abc import Sequence
from typing import Any

from matchmaker.exchange import limits
from matchmaker.exchange.tables import header_at

_HEADERS = ("columns", "fields", "headers", "header", "cols", "schema")
_NAMES = ("name", "id", "field", "label", "title", "fieldName", "key")


def named_entries(found: Any, entries: list[Any], kind: str) -> list[Any]:
    """Entries with the names of their values, where they are lists and an object around them, or the first of them,
    names the columns; else as they are."""
    if not entries or not all(isinstance(entry, list) for entry in entries[:20]):
        return entries
    names = _column_names(found) if isinstance(found, dict) else []
    if not names and (first := _texts(entries[0])) and header_at([first], kind) == 0:
        names, entries = first, entries[1:]
    if not names or len(names) > limits.COLUMNS:
        return entries
    return [dict(zip(names, entry, strict=False)) if isinstance(entry, list) else entry for entry in entries]


def _column_names(found: dict[str, Any]) -> list[str]:
    """The names of columns that an object, or what it says of itself, lists."""
    meta = found.get("meta") if isinstance(found.get("meta"), dict) else {}
    view = meta.get("view") if meta and isinstance(meta.get("view"), dict) else {}
    for holder in (found, meta or {}, view or {}):
        for key in _HEADERS:
            listed = holder.get(key)
            listed = listed.get("fields") if isinstance(listed, dict) else listed
            if isinstance(listed, list) and (names := _texts([_name(one) for one in listed])):
                return names
    return []


def _name(column: Any) -> Any:
    if isinstance(column, dict):
        return next((column[key] for key in _NAMES if isinstance(column.get(key), str)), None)
    return column


def _texts(values: Sequence[Any]) -> list[str]:
    """The values where they are texts, all different; else none."""
    texts = [value for value in values if isinstance(value, str)]
    return texts if values and len(set(texts)) == len(values) else []
