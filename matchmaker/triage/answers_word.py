"""Letters in Markdown as Word documents: headings, paragraphs, lists and bold. Nothing is fetched."""

import io
import re
from typing import Any

from matchmaker.safetext import unescaped_markdown, visible

_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_ITEM = re.compile(r"^(?P<mark>[-*]|\d{1,2}\.)\s+(?P<text>.*)$")


def docx_of(markdown: str) -> bytes:
    """The bytes of a Word document with the text of `markdown`."""
    from docx import Document

    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for block in re.split(r"\n\s*\n", markdown):
        lines = [line for line in block.split("\n") if line.strip()]
        running: list[str] = []
        for line in lines:
            item = _ITEM.match(line)
            if line.startswith("#"):
                level = len(line) - len(line.lstrip("#"))
                document.add_heading(_plain(line.lstrip("# ")), min(level, 3))
            elif item is not None:
                style = "List Bullet" if item["mark"] in "-*" else "List Number"
                _write(document.add_paragraph(style=style), item["text"])
            else:
                running.append(line)
        if running:
            _write(document.add_paragraph(), " ".join(running))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _plain(text: str) -> str:
    return visible(unescaped_markdown(text)).strip()


def _write(paragraph: Any, text: str) -> None:
    for number, piece in enumerate(_BOLD.split(text)):
        if piece:
            paragraph.add_run(visible(unescaped_markdown(piece))).bold = number % 2 == 1 or None
