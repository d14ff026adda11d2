"""The child process that reads a Word file: see `confined` and `word_file`.

An lxml walk over the document part, since readers of paragraphs alone miss what stands in content controls. Nothing
outside the file is opened: no template, picture or link is fetched, and entities are never resolved. Frames: ("note",
text), ("lines", [...]), then None.
"""

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matchmaker.exchange.confined import limit_self, send, send_refusal
from matchmaker.exchange.word_signs import FALSE, W14, W, form_box, off, symbol

_FORM_CELLS = 2
"""A form has a label and a value beside it; a table with more cells in a row is a list."""
MEMORY = 512 * 1024 * 1024
SECONDS = 20
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Document:
    """The parts of a Word file, and what is noticed on the way through them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.inserted = self.objects = self.prompts = 0
        self.notes_order: list[tuple[str, str]] = []
        self.numbering = self._numbering()
        self.counters: dict[tuple[str, int], int] = {}

    def part(self, name: str) -> Any:
        """The root of an XML part; None when the file has none of that name."""
        from lxml import etree

        if name not in self.names:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
        )
        tree = etree.fromstring(self.archive.read(name), parser)
        if tree.getroottree().docinfo.doctype:
            raise ValueError("a document type declaration is not allowed")
        return tree

    def _numbering(self) -> dict[tuple[str, int], str]:
        """Number format by list and level."""
        root = self.part("word/numbering.xml")
        if root is None:
            return {}
        shapes = {
            (abstract.get(W + "abstractNumId"), int(level.get(W + "ilvl") or 0)): (
                form.get(W + "val") if form is not None else "bullet"
            )
            for abstract in root.iter(W + "abstractNum")
            for level in abstract.iter(W + "lvl")
            for form in [level.find(W + "numFmt")]
        }
        lists = {
            number.get(W + "numId"): link.get(W + "val")
            for number in root.iter(W + "num")
            if (link := number.find(W + "abstractNumId")) is not None
        }
        return {
            (key, level): form
            for key, abstract in lists.items()
            for (owner, level), form in shapes.items()
            if owner == abstract
        }

    # -- blocks ------------------------------------------------------------------------------------------------------
    def lines(self, parent: Any) -> Iterator[str]:
        """Paragraphs and tables of a body, cell or content control, as lines."""
        for child in parent:
            if child.tag == W + "p":
                yield from self.paragraph(child)
            elif child.tag == W + "tbl":
                for row in child.iter(W + "tr"):
                    yield from self.row(row)
                yield ""
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not self._is_prompt(child):
                    yield from self.lines(content)
            elif child.tag in (W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
                yield from self.lines(child)
            elif child.tag == _MC + "AlternateContent":
                yield from self.lines(self._choice(child))

    def row(self, row: Any) -> Iterator[str]:
        """A table row: on one line where each cell is one line or there are many cells, else cell by cell."""
        cells = [[line for line in self.lines(cell) if line.strip()] for cell in self._cells(row)]
        filled = [cell for cell in cells if cell]
        if all(len(cell) == 1 for cell in filled) or len(cells) > _FORM_CELLS:
            if filled:
                yield " | ".join("; ".join(cell) for cell in cells).strip()
            return
        for cell in filled:
            yield from cell
            yield ""

    def _cells(self, row: Any) -> Iterator[Any]:
        for child in row:
            if child.tag == W + "tc":
                yield child
            elif child.tag == W + "sdt" and (content := child.find(W + "sdtContent")) is not None:
                yield from self._cells(content)

    def _choice(self, alternative: Any) -> Any:
        return alternative[0] if len(alternative) else alternative

    def _is_prompt(self, control: Any) -> bool:
        """A control that nobody filled in shows a prompt, which is no answer."""
        properties = control.find(W + "sdtPr")
        flag = properties.find(W + "showingPlcHdr") if properties is not None else None
        prompt = flag is not None and not off(flag)
        self.prompts += prompt
        return prompt

    def paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[Any] = []
        text = "".join(self.inline(paragraph, boxes))
        mark = self._mark(paragraph) if text.strip() else ""
        for number, line in enumerate(text.split("\n")):
            yield re.sub(r"[ \t]+", " ", (mark if number == 0 else "") + line).strip()
        for box in boxes:
            yield from self.lines(box)

    def _mark(self, paragraph: Any) -> str:
        """The bullet or number that Word would put before a paragraph of a list."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        if found is None or found.find(W + "numId") is None:
            return ""
        key = found.find(W + "numId").get(W + "val") or "0"
        level_element = found.find(W + "ilvl")
        level = int(level_element.get(W + "val") or 0) if level_element is not None else 0
        form = self.numbering.get((key, level), "bullet")
        if key == "0" or form == "none":
            return ""
        if form == "bullet":
            return "- "
        count = self.counters[(key, level)] = self.counters.get((key, level), 0) + 1
        for other in list(self.counters):
            if other[0] == key and other[1] > level:
                del self.counters[other]
        if form.endswith("Letter"):
            return f"{chr(96 + count) if count <= 26 else count}) "
        if form.endswith("Roman") and count <= 12:
            return f"{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII')[count - 1]}. "
        return f"{count}. "

    # -- runs --------------------------------------------------------------------------------------------------------
    def inline(self, parent: Any, boxes: list[Any]) -> Iterator[str]:
        """The text of a paragraph's children. Text boxes are put into `boxes`, to follow the paragraph."""
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                yield from self.run(child, boxes)
            elif tag in (W + "del", W + "moveFrom"):
                self.deleted.append("".join(node.text or "" for node in child.iter(W + "delText", W + "t")))
            elif tag == W + "sdt":
                yield from self._control(child, boxes)
            elif tag == _MC + "AlternateContent":
                yield from self.inline(self._choice(child), boxes)
            elif tag in (W + "ins", W + "moveTo"):
                self.inserted += 1
                yield from self.inline(child, boxes)
            elif isinstance(tag, str) and tag not in (W + "pPr", W + "rPr", W + "sdtPr"):
                yield from self.inline(child, boxes)

    def _control(self, control: Any, boxes: list[Any]) -> Iterator[str]:
        box = control.find(f"{W}sdtPr/{W14}checkbox")
        if box is not None:
            checked = box.find(W14 + "checked")
            ticked = checked is not None and (checked.get(W14 + "val") or "1").lower() not in FALSE
            yield "☒ " if ticked else "☐ "
            return
        content = control.find(W + "sdtContent")
        if content is not None and not self._is_prompt(control):
            yield from self.inline(content, boxes)

    def run(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        vanish = run.find(f"{W}rPr/{W}vanish")
        if vanish is not None and not off(vanish):
            self.hidden.append("".join(node.text or "" for node in run.iter(W + "t")))
            return
        for child in run:
            tag = child.tag
            if tag == W + "t":
                yield child.text or ""
            elif tag in (W + "tab", W + "ptab"):
                yield " "
            elif tag in (W + "br", W + "cr"):
                yield "\f\n" if child.get(W + "type") == "page" else "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "sym":
                yield symbol(child)
            elif tag == W + "fldChar":
                yield form_box(child)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnotes" if tag.endswith("footnoteReference") else "endnotes"
                self.notes_order.append((kind, child.get(W + "id") or ""))
                yield str(len(self.notes_order)).translate(_RAISED)
            elif tag == W + "object":
                self.objects += 1
            elif tag in (W + "drawing", W + "pict", _MC + "AlternateContent"):
                place = self._choice(child) if tag.startswith(_MC) else child
                boxes.extend(place.iter(W + "txbxContent"))

    def footnotes(self) -> Iterator[str]:
        """Footnotes and endnotes in the order of their marks."""
        roots = {kind: self.part(f"word/{kind}.xml") for kind in ("footnotes", "endnotes")}
        for number, (kind, key) in enumerate(list(self.notes_order), 1):
            root = roots[kind]
            for note in root if root is not None else ():
                if note.get(W + "id") == key:
                    text = " ".join(line for line in self.lines(note) if line.strip())
                    yield f"{str(number).translate(_RAISED)} {text}".replace("  ", " ")

    def findings(self) -> Iterator[str]:
        """What the reader of the report should know of the file."""
        for what, passages in (
            ("tracked deletions were left out", self.deleted),
            ("passages of hidden text were left out", self.hidden),
        ):
            told = [" ".join(passage.split()) for passage in passages if passage.strip()]
            if told:
                yield f"{len(told)} {what}: {'; '.join(repr(passage[:80]) for passage in told[:5])}"
        if self.inserted:
            yield f"{self.inserted} tracked insertions were read as part of the text."
        if self.prompts:
            yield f"{self.prompts} fields of the form were not filled in."
        embedded = self.objects + sum(name.startswith("word/embeddings/") for name in self.names)
        if embedded:
            yield "Embedded objects and attachments were left aside."
        if "word/comments.xml" in self.names:
            yield "Comments in the margin were left aside."
        external = self._external()
        if external:
            yield f"Links to files outside were not followed: {', '.join(external[:3])}"

    def _external(self) -> list[str]:
        found = []
        for name in ("word/_rels/settings.xml.rels", "word/_rels/document.xml.rels"):
            root = self.part(name)
            for link in root if root is not None else ():
                if link.get("TargetMode") == "External" and not (link.get("Type") or "").endswith("/hyperlink"):
                    found.append((link.get("Target") or "")[:100])
        return found


def main(arguments: list[str]) -> None:
    """Send the lines of the Word file named by the first argument."""
    limit_self(MEMORY, SECONDS)
    try:
        with zipfile.ZipFile(Path(arguments[0])) as archive:
            document = _Document(archive)
            root = document.part("word/document.xml")
            body = root.find(W + "body") if root is not None else None
            if body is None:
                send_refusal("the Word file has no document in it", "Save it anew in Word and try again.")
            else:
                lines = list(document.lines(body))
                notes = list(document.footnotes())
                send(("lines", [*lines, *([""] if notes else []), *notes]))
                for text in document.findings():
                    send(("note", text))
    except MemoryError:
        send_refusal("the Word file needs more memory than is allowed", "Split it, or save it as plain text.")
    except Exception as error:  # noqa: BLE001 - a damaged part fails in ways of its own
        shown = " ".join(str(error).split())[:120]
        send_refusal(
            f"the Word file cannot be read ({shown})", "Open it in Word and save it anew, or save it as plain text."
        )
    send(None)


if __name__ == "__main__":
    main(sys.argv[1:])
