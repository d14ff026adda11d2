"""Seen: which ids of a file came before, with what content, in a few bytes each.

Four flat arrays as a hash table with linear probing, far smaller than a dictionary of strings, so that a file of a
million rows can be checked for duplicates in some 50 MB.
"""

from array import array
from hashlib import blake2b

_START = 1 << 12
_FULL = 2 / 3
CONFLICT = 1
"""Content digest of an id that stood there twice with different content; nothing matches it."""


def digest(text: str) -> int:
    """64 bits that stand for a text, the same in every process; never 0 or 1."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
    return number if number > CONFLICT else number + 2


class Seen:
    """Ids by digest, each with the digest of its content and the row where it stood first."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_START)

    def _make(self, size: int) -> None:
        self._mask = size - 1
        self._ids = array("Q", bytes(8 * size))
        self._contents = array("Q", bytes(8 * size))
        self._rows = array("L", bytes(array("L").itemsize * size))
        self._marks = array("H", bytes(2 * size))

    def __len__(self) -> int:
        return self._count

    def add(self, identity: int, content: int, row: int, mark: int = 0) -> tuple[int, int, int] | None:
        """Note an id; when it came before, its first content, row and mark, and nothing is noted.

        `mark` is a number below 65,536 of the caller's choice.
        """
        at = self._place(identity)
        if self._ids[at]:
            return self._contents[at], self._rows[at], self._marks[at]
        self._ids[at], self._contents[at], self._rows[at], self._marks[at] = identity, content, row, mark
        self._count += 1
        if self._count > _FULL * (self._mask + 1):
            self._grow()
        return None

    def mark_conflict(self, identity: int) -> None:
        """Say that no content of this id counts."""
        self._contents[self._place(identity)] = CONFLICT

    def _place(self, identity: int) -> int:
        at = identity & self._mask
        while self._ids[at] and self._ids[at] != identity:
            at = (at + 1) & self._mask
        return at

    def _grow(self) -> None:
        ids, contents, rows, marks = self._ids, self._contents, self._rows, self._marks
        self._make(2 * (self._mask + 1))
        for identity, content, row, mark in zip(ids, contents, rows, marks, strict=True):
            if identity:
                at = self._place(identity)
                self._ids[at], self._contents[at], self._rows[at], self._marks[at] = identity, content, row, mark
