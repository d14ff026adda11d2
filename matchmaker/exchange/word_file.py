"""Word files (DOCX) as lines of text: content controls and ticked boxes, tables, footnotes.

The walk happens in a child process with limits (`word_child`). Tracked deletions and hidden text are left out and said.
"""

from dataclasses import dataclass
from pathlib import Path

from matchmaker.exchange import limits
from matchmaker.exchange.archives import check_zip
from matchmaker.exchange.confined import confined
from matchmaker.exchange.word_child import SECONDS


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The lines of a document, what to say about it, and the page each line stands on (empty when unknown)."""

    lines: list[str]
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def lines_of(path: Path) -> DocumentText:
    """The text of a Word file. Raises FileRefused for archives beyond the limits and for what cannot be read."""
    check_zip(path)
    lines: list[str] = []
    notes: list[str] = []
    for what, value in confined("matchmaker.exchange.word_child", path, seconds=SECONDS):
        if what == "lines":
            lines = value
        else:
            notes.append(value)
    if not any(line.strip() for line in lines):
        raise limits.refused(
            path, "the Word file holds no text (only pictures?)", "Ask for the text, or run OCR on it."
        )
    return DocumentText(lines, tuple(notes))
