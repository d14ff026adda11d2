"""The parts a converted document is read in: lines, paragraphs, and the signs before them (bullets and boxes)."""

import re
from dataclasses import dataclass

TICKED = "☒☑√✓✔✗✘🗹🗷■●\uf0fe\uf0fd\uf0fc\uf0fb\uf078\uf052\uf053"
EMPTY = "☐□◻❏❑\uf0a8\uf06f\uf0a3\uf071\uf072"
_BOX = rf"(?:[{TICKED}{EMPTY}○]|\[\s*[xX✓✔vV]?\s*\]|\(\s*[xX✓✔]?\s*\))"
LEADING_BOX = re.compile(rf"^\s*(?:[-*•]\s*)?(?P<box>{_BOX}|[xX](?=\s+[A-ZÀ-Þ]))\s*")
ANY_BOX = re.compile(_BOX)
BULLET = re.compile(r"^\s*(?:[-–—*•·▪▫◦‣➢➤→►»\uf0b7\uf0a7\uf0d8]|o(?=\s+[A-ZÀ-Þ]))+(?:\s+|(?=[^\s\d-])|$)")
TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the numbers of its first and last line. `raw` keeps bullets; `gap`: a blank line before."""

    text: str
    first: int
    last: int
    raw: str = ""
    bullet: bool = False
    gap: bool = True

    @property
    def place(self) -> str:
        return place(self.first, self.last)

    @property
    def ends(self) -> bool:
        """Does it end as a sentence does?"""
        return TERMINAL.search(self.text) is not None


def place(first: int, last: int) -> str:
    """ "line 7" or "lines 27-31"."""
    return f"line {first}" if first == last else f"lines {first}-{last}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number and whether a blank one stands before it."""

    number: int
    text: str
    gap: bool
