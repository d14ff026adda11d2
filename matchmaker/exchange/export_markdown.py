"""Exports in Markdown: a document to read, with a section per record, that is also read back without loss.

Each record is a heading, a list of its short fields, and its long ones as quotations. Every value is escaped, so that
nothing in it is markup, a link or a picture.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from matchmaker.exchange.exported_cells import MARK
from matchmaker.safetext import escaped_markdown, spelled_out, unescaped_markdown, visible

FIRST_LINE = "# Matchmaker export: "
_LONG = frozenset({"text", "activities", "notes", "conditions"})
_FIELD = re.compile(r"- \*\*(?P<name>[a-z_]+)\*\*: (?P<value>.*)")
_LONG_FIELD = re.compile(r"\*\*(?P<name>[a-z_]+)\*\*:")


def write(what: str, records: Iterable[Mapping[str, str]], stream: IO[bytes]) -> int:
    """Write records as cells; returns how many."""

    def put(text: str) -> None:
        stream.write(text.encode("utf-8", "replace"))

    put(f"{FIRST_LINE}{what}\n")
    rows = 0
    for cells in records:
        rows += 1
        name = cells.get("title") or cells["id"]
        put(f"\n## {escaped_markdown(visible(' '.join(name.split()), 200))}\n\n")
        for field, value in cells.items():
            if (value or field == "contact") and field not in _LONG and "\n" not in value:
                put(f"- **{field}**: {_written(value)}\n")
        for field, value in cells.items():
            if value and (field in _LONG or "\n" in value):
                put(f"\n**{field}**:\n\n" + "".join(f"> {_written(line)}\n" for line in value.split("\n")))
    return rows


def _written(text: str) -> str:
    """A line escaped; a character that could drive a terminal as `<U+001B>` (an own `<` is escaped as `\\<`)."""
    return spelled_out(escaped_markdown(text))


def _read(text: str) -> str:
    """The line that `_written` was given. A visible escape becomes its character again."""
    parts = re.split(r"(?<!\\)(<U\+[0-9A-F]{4,6}>)", text)
    return "".join(
        chr(int(part[3:-1], 16)) if number % 2 else unescaped_markdown(part) for number, part in enumerate(parts)
    )


def read(lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of an export as cells, each with the number of its first line."""
    cells: dict[str, str] = {}
    first, long = 0, ""
    quoted: list[str] = []

    def closed() -> None:
        if long and quoted:
            cells[long] = "\n".join(quoted)
        quoted.clear()

    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            closed()
            if cells:
                yield first, cells
            cells, first, long = {}, number, ""
        elif (hit := _FIELD.fullmatch(line)) is not None:
            cells[hit["name"]] = _read(hit["value"])
        elif (hit := _LONG_FIELD.fullmatch(line)) is not None:
            closed()
            long = hit["name"]
        elif line.startswith(">"):
            quoted.append(_read(line[2:]))
    closed()
    if cells.get(MARK):
        yield first, cells
