"""PDF files as lines of text, read in a child process with limits (`pdf_child`). A scan has no text and says so."""

from pathlib import Path

from matchmaker.exchange import limits
from matchmaker.exchange.confined import confined
from matchmaker.exchange.pdf_child import SECONDS
from matchmaker.exchange.word_file import DocumentText


def lines_of(path: Path) -> DocumentText:
    """The text of a PDF, pages parted by a form feed. Raises FileRefused: password, no text, damage, time or memory."""
    lines: list[str] = []
    pages: list[int] = []
    notes: list[str] = []
    empty: list[int] = []
    size = 0
    for what, number, found in confined("matchmaker.exchange.pdf_child", path, seconds=SECONDS):
        if what == "more":
            notes.append(f"{number} further pages were not read; the limit is {len(set(pages))} pages.")
            continue
        if not any(line.strip() for line in found):
            empty.append(number)
        size += sum(map(len, found))
        if size > limits.DOCUMENT:
            raise limits.refused(path, f"the PDF holds more than {limits.DOCUMENT:,} characters", "Split it.")
        lines += [*found, "\f"]
        pages += [number] * (len(found) + 1)
    if not any(line.strip() for line in lines):
        raise limits.refused(
            path, "no text, OCR needed: the PDF holds pictures of pages only", "Run OCR on it, or ask for the text."
        )
    if empty:
        notes.append(f"{len(empty)} pages hold no text and may be scans: {', '.join(map(str, empty[:10]))}.")
    return DocumentText(lines, tuple(notes), tuple(pages))
