"""Blocks: the programmes of sections 1 and 2, each a title with a text and labelled fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaker.exchange.contacts import has_contact
from matchmaker.exchange.g20_paragraph import ANY_BOX, Paragraph
from matchmaker.exchange.g20_words import SUBHEADINGS, Label, label_of, type_of
from matchmaker.matching.text import words
from matchmaker.taxonomy import OTHERS, types_in

_NUMBERED = re.compile(
    r"^\s*(?:(?:program(?:me)?|tool|initiative|project|programa|herramienta|outil|proyecto|"
    r"projet|projeto|ferramenta|iniciativa)\s+(?:n[o°º]\.?\s*)?"
    r"(?:\d{1,2}|[ivx]{1,4}|[a-h])\s*[:.)–—-]\s*|\(?(?:\d{1,2}(?:\.\d{1,2}){1,2}\.?|"
    r"\d{1,2}[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+)(?=\S)",
    re.IGNORECASE,
)
_CLOSING = frozenset({"outreach", "contact", "institution", "link", "languages", "conditions"})
_NOTHING = re.compile(
    r"(?:n a|none|nil|nothing(?: to report)?|not applicable|no (?:programmes?|programs?|"
    r"answer|information)(?: .{1,40})?|ningun[oa]?|no aplica|sin informacion|"
    r"nada|neant|aucun[e]?(?: .{1,40})?|sans objet|nenhum[a]?|nao se aplica)"
)
_URL = re.compile(r"\s*<?(?:https?://|www\.)\S+>?\s*")


@dataclass(slots=True)
class Block:
    """One programme as it stands: its title, and the paragraphs under each label ("body" before any label)."""

    title: str
    first: int
    last: int
    fields: dict[str, list[Paragraph]] = field(default_factory=dict)

    def add(self, name: str, paragraph: Paragraph) -> None:
        self.fields.setdefault(name, []).append(paragraph)
        self.last = max(self.last, paragraph.last)

    def of(self, name: str) -> list[Paragraph]:
        """The paragraphs under a label."""
        return self.fields.get(name, [])


def is_title(paragraph: Paragraph) -> bool:
    """Could the paragraph be a title? Short, no full stop, neither address nor type of assistance."""
    text = paragraph.text
    if not 3 <= len(text) <= 240 or len(text.split()) > 32 or text[-1] in ".;,!?":
        return False
    if _URL.fullmatch(text) or has_contact(text) or type_of(text) or ANY_BOX.search(paragraph.raw):
        return False
    return not text.endswith(":") or len(text.split()) <= 12


def names_types(paragraph: Paragraph) -> bool:
    """Is the paragraph an entry of the list of types, or several in a row?"""
    types, unknown = types_in(paragraph.text)
    return (
        bool(types and not unknown) or type_of(paragraph.text) is not None or ANY_BOX.search(paragraph.raw) is not None
    )


def is_sentence(paragraph: Paragraph) -> bool:
    """Is the paragraph running text rather than a heading or an entry of a list?"""
    return not paragraph.bullet and (
        len(paragraph.text) > 110 or len(paragraph.text.split()) > 16 or paragraph.text[-1:] in ".;!?"
    )


def strip_number(title: str) -> str:
    """A title without "1.2", "a)" or "Programme 3:" before it, and without the colon after it."""
    return _NUMBERED.sub("", title).strip().rstrip(":").strip('"“”«» ')


class _Cutter:
    """Walks the paragraphs of a section once and cuts them into blocks."""

    def __init__(self, found: Sequence[Paragraph]) -> None:
        self.found = [paragraph for paragraph in found if paragraph.text]
        self.blocks: list[Block] = []
        self.aside: list[Paragraph] = []
        self.field = "body"
        self.labels: list[Label | None] = [label_of(paragraph.text) for paragraph in self.found]
        self.titled = sum(label is not None and label.name == "title" for label in self.labels) > 0

    def cut(self) -> tuple[list[Block], list[Paragraph]]:
        for at, paragraph in enumerate(self.found):
            label = self.labels[at]
            if label is not None:
                self._label(paragraph, label)
            elif not self.blocks and self._introduces(at, paragraph):
                self.aside.append(paragraph)
            elif self._starts(at, paragraph):
                self._open(strip_number(paragraph.text), paragraph)
            else:
                self._add(paragraph)
        return self.blocks, self.aside

    def _introduces(self, at: int, paragraph: Paragraph) -> bool:
        """Is this running text before the first title? A section may also say that there is nothing."""
        if _NOTHING.fullmatch(" ".join(words(paragraph.text))):
            return True
        after, label = self._after(at)
        if not is_sentence(paragraph) and not (paragraph.text.endswith(":") and not is_title(paragraph)):
            return False
        return after is not None and (
            (label is None and is_title(after)) or (label is not None and label.name == "title")
        )

    def _open(self, title: str, paragraph: Paragraph) -> None:
        self.blocks.append(Block(title, paragraph.first, paragraph.last))
        self.field = "body"

    def _label(self, paragraph: Paragraph, label: Label) -> None:
        if label.name == "title":
            self._open(strip_number(label.value), paragraph)
            self.field = "body" if label.value else "title"
            return
        if not self.blocks:
            self._open("", paragraph)
        block = self.blocks[-1]
        block.last = max(block.last, paragraph.last)
        name = "body" if label.name == "description" else label.name
        block.fields.setdefault(name, [])
        if label.value:
            block.add(name, Paragraph(label.value, paragraph.first, paragraph.last, label.value))
        self.field = name
        if label.value and name in ("pilots", "languages"):
            self.field = "body"

    def _add(self, paragraph: Paragraph) -> None:
        block = self.blocks[-1]
        if self.field == "title":
            block.title, self.field = strip_number(paragraph.text), "body"
            block.last = paragraph.last
            return
        if SUBHEADINGS.fullmatch(" ".join(words(strip_number(paragraph.text)))):
            self.field = "body"
        if self.field == "types" and is_sentence(paragraph) and not self._specifies() and not names_types(paragraph):
            self.field = "body"
        block.add(self.field, paragraph)
        if self.field == "link" and block.of("link"):
            self.field = "body"

    def _specifies(self) -> bool:
        """Is the list of types waiting for what "Others: please specify" means?"""
        listed = self.blocks[-1].of("types") if self.blocks else []
        known = type_of(listed[-1].text) if listed else None
        return known is not None and known == (OTHERS, "")

    def _after(self, at: int) -> tuple[Paragraph | None, Label | None]:
        for later in range(at + 1, len(self.found)):
            if self.found[later].text:
                return self.found[later], self.labels[later]
        return None, None

    def _starts(self, at: int, paragraph: Paragraph) -> bool:
        """Does this paragraph open a block? The more a block already has, the less it takes."""
        if not self.blocks:
            return True
        if self.titled or not is_title(paragraph):
            return False
        block, (after, label) = self.blocks[-1], self._after(at)
        again = label is not None and (label.name in ("title", "description") or label.name in block.fields)
        runs_on = after is not None and label is None and is_sentence(after)
        numbered = _NUMBERED.match(paragraph.text) is not None
        if SUBHEADINGS.fullmatch(" ".join(words(strip_number(paragraph.text)))):
            return False
        if self.field == "types":
            return self._starts_after_types(paragraph, after, label)
        if self.field in _CLOSING:
            return bool(block.of(self.field)) and (
                again or (runs_on and (not paragraph.bullet or numbered)) or (label is not None and numbered)
            )
        if not block.of("body"):
            return False
        closed = bool(block.fields.keys() & (_CLOSING | {"types"}))
        before = block.of("body")[-1]
        whole = before.ends or _URL.fullmatch(before.text) is not None or closed or len(before.text) > 60
        capital = not paragraph.text[:1].islower()
        if paragraph.bullet and not numbered:
            return False
        return capital and whole and not before.text.endswith(":") and (runs_on or (again and closed))

    def _starts_after_types(self, paragraph: Paragraph, after: Paragraph | None, label: Label | None) -> bool:
        if not self.blocks[-1].of("types"):
            return False
        if self._specifies() and not (paragraph.gap and after is not None and is_sentence(after)):
            return False
        if after is not None and type_of(after.text) is not None:
            return False
        if paragraph.bullet:
            return (
                after is not None
                and (label is not None or is_sentence(after))
                and not (label is not None and label.name in _CLOSING)
            )
        return not paragraph.text[:1].islower() or paragraph.gap


def cut(found: Sequence[Paragraph]) -> tuple[list[Block], list[Paragraph]]:
    """The blocks of a section, and the paragraphs before the first title, which belong to none."""
    return _Cutter(found).cut()
