"""Decoding: which encoding a text file is in, found by reading all of its bytes once, in blocks.

The same pass looks for what would harm a reader: lines without end, a character cut off at the end of the file.
Nothing is ever read as Latin-1: bytes that are neither UTF-8 nor UTF-16 are windows-1252, and said to be; letters that
are all ASCII may be UTF-7.
"""

import codecs
import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from matchmaker.exchange import limits
from matchmaker.exchange.utf7 import NAME, is_utf7, may_be_utf7
from matchmaker.files import sha256_of

_BLOCK = 1 << 16
"""Larger blocks are slower: the allocator takes new memory for each."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEARCHED = 16 << 20
"""Bytes in which text that was damaged before is looked for: a file is damaged throughout."""
_DAMAGED_TWICE = re.compile(b"\xc3(?:\x83\xc2|\xa2\xe2\x82\xac|\x82\xc2)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """How to read a text file. `encoding` is Python's name; `notes` go to the report.

    `mixed` says that some lines are not in the encoding of the rest: they decode to lone surrogates (U+DC80-U+DCFF) and
    are to be rejected one by one. `longest` is the longest line in bytes, to the precision of a block, and `feeds` says
    that the file is UTF-8 throughout and no line too long even where only a line feed ends one. `cut` says the last
    character is not whole. `ends_line` tells a final line end.
    """

    encoding: str
    sha256: str
    notes: tuple[str, ...] = ()
    mixed: bool = False
    cut: bool = False
    ends_line: bool = True
    longest: int = 0
    feeds: bool = False

    @property
    def name(self) -> str:
        return {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(self.encoding, self.encoding)

    def open(self, path: Path) -> TextIO:
        """The text with its line ends as they are. Undecodable bytes become surrogates (UTF-8) or U+FFFD."""
        errors = "surrogateescape" if self.encoding.startswith("utf-8") else "replace"
        return path.open(buffering=_BLOCK, encoding=self.encoding, errors=errors, newline="")

    def lines(self, path: Path) -> Generator[bytes, None, None]:
        """The lines of the text in UTF-8, with the ends they have."""
        if not self.feeds:
            with self.open(path) as text:
                for line in text:
                    yield line.encode("utf-8", "surrogatepass")
            return
        with path.open("rb", _BLOCK) as file:
            if self.encoding == "utf-8-sig":
                file.read(len(codecs.BOM_UTF8))
            for whole in file:
                if whole.endswith(b"\n") and whole.find(b"\r", 0, -2) < 0:
                    yield whole
                else:
                    yield from whole.splitlines(keepends=True)


class _Scan:
    """One pass over the bytes."""

    def __init__(self, path: Path, longest_allowed: int) -> None:
        self.path, self.longest_allowed = path, longest_allowed
        self.decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self.bad_lines = self.good_lines = 0
        self.damaged_twice = False
        self.searched = 0
        self.longest = self.run = 0
        self.since_feed = 0
        self.feeds = True
        self.nuls = 0
        self.last = b""
        self.is_utf8 = True
        self.cut = False
        self.is_ascii = True
        self._rest = b""

    def feed(self, block: bytes) -> None:
        self.last = block[-4:] if len(block) >= 4 else (self.last + block)[-4:]
        self.nuls += block.count(0) if 0 in block else 0
        self._measure(block)
        if block.isascii() and not self._rest and self.is_utf8:
            return
        self.is_ascii = False
        if not self.damaged_twice and self.searched < _SEARCHED:
            self.searched += len(block)
            self.damaged_twice = _DAMAGED_TWICE.search(block) is not None
        self._judge(block)

    def _measure(self, block: bytes) -> None:
        """The longest stretch without a line end, to the precision of a block."""
        feed = block.find(b"\n")
        self.feeds = self.feeds and self.since_feed + (len(block) if feed < 0 else feed) <= self.longest_allowed
        self.since_feed = self.since_feed + len(block) if feed < 0 else len(block) - 1 - block.rfind(b"\n")
        first = min((at for at in (feed, block.find(b"\r")) if at >= 0), default=-1)
        if first < 0:
            self.run += len(block)
        else:
            self.longest = max(self.longest, self.run + first)
            self.run = len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r"))
        self.longest = max(self.longest, self.run)
        if self.longest > self.longest_allowed:
            raise limits.long_line(self.path, f"a line is longer than {self.longest_allowed:,} bytes")

    def _judge(self, block: bytes) -> None:
        """Count the lines that are UTF-8 and those that are not, once a block shows that it matters."""
        joined = self._rest + block
        try:
            joined.decode("utf-8")
            self._rest = b""
        except UnicodeDecodeError as error:
            if error.end >= len(joined) and error.reason == "unexpected end of data":
                self._rest = joined[error.start :]
                return
            self.is_utf8 = False
            *lines, self._rest = joined.splitlines(keepends=True)
            for line in lines:
                self._count(line)
            if len(self._rest) > self.longest_allowed:
                self._count(self._rest)
                self._rest = b""

    def _count(self, line: bytes) -> None:
        if line.isascii():
            return
        try:
            line.decode("utf-8")
            self.good_lines += 1
        except UnicodeDecodeError:
            self.bad_lines += 1

    def finish(self) -> None:
        if not self._rest:
            return
        if self.is_utf8:
            self.cut = True
        else:
            self._count(self._rest)


def decode(path: Path, given: str = "", *, long_lines: bool = False) -> Decoded:
    """Find out how `path` is encoded. `given` names the encoding instead; `long_lines` allows lines of any length.

    Raises FileRefused for a line longer than `limits.LINE`, an encoding Python does not know, and bytes that are no
    text.
    """
    scan = _Scan(path, limits.FILE if long_lines else limits.LINE)
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        wide = _wide(head)
        for_lines = wide is None and not head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE))
        block = head
        while block:
            if for_lines:
                scan.feed(block)
            else:
                scan.last = block[-4:]
            block = file.read(_BLOCK)
    sha256 = sha256_of(path)
    if given:
        try:
            codecs.lookup(given)
        except LookupError as error:
            raise limits.refused(path, f"no encoding is called {given!r}", "Try utf-8, utf-16 or cp1252.") from error
        return Decoded(given, sha256, (), ends_line=scan.last.endswith((b"\n", b"\r")))
    if wide is not None:
        return _decode_wide(path, wide, sha256, scan.last, limits.FILE if long_lines else limits.LINE)
    scan.finish()
    return _judged(path, scan, head, sha256)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or UTF-16 by NULs in every other byte."""
    for mark, name in _BOMS[1:]:
        if head.startswith(mark):
            return name
    sample = head[:4096]
    if len(sample) < 4 or len(sample.replace(b"\x00", b"")) == len(sample):
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _decode_wide(path: Path, encoding: str, sha256: str, last: bytes, longest_allowed: int) -> Decoded:
    size = path.stat().st_size
    unit = 4 if encoding == "utf-32" else 2
    notes = (
        () if encoding in ("utf-16", "utf-32") else (f"The file has no byte order mark; it was read as {encoding}.",)
    )
    longest, run = 0, 0
    try:
        with path.open(encoding=encoding, errors="surrogatepass" if unit == 2 else "strict", newline="") as text:
            while block := text.read(1 << 20):
                pieces = block.replace("\r", "\n").split("\n")
                run = run + len(block) if len(pieces) == 1 else len(pieces[-1])
                longest = max(longest, run, len(pieces[0]))
                if longest > longest_allowed:
                    raise limits.long_line(path, f"a line is longer than {longest_allowed:,} characters")
    except (UnicodeError, ValueError) as error:
        if size % unit == 0:
            raise limits.refused(path, f"the text is not {encoding.upper()} ({error})") from error
    return Decoded(encoding, sha256, notes, cut=size % unit != 0, ends_line=b"\n" in last or b"\r" in last)


def _judged(path: Path, scan: _Scan, head: bytes, sha256: str) -> Decoded:
    notes: list[str] = []
    if scan.nuls:
        notes.append(f"{scan.nuls:,} NUL characters were replaced by U+FFFD.")
        if scan.nuls > 0.2 * min(len(head), _BLOCK) and head.count(0) > 0.2 * len(head):
            raise limits.refused(path, "this is no text: too many NUL bytes", "Export as CSV, JSON, XML or XLSX.")
    if scan.damaged_twice:
        notes.append('Some text was damaged before it reached us ("Ã©" for "é"); it is kept as it is.')
    ends_line = scan.last.endswith(b"\n") or (scan.last.endswith(b"\r") and b"\n" not in head)
    bom = head.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if bom else "utf-8"
    if scan.is_utf8 and b"+" in head and scan.is_ascii:
        if is_utf7(head):
            notes.append("The file is UTF-7; it was read as such.")
            return Decoded(NAME, sha256, tuple(notes), ends_line=ends_line, longest=scan.longest)
        if may_be_utf7(head):
            notes.append('The file may be UTF-7; if letters are missing, say encoding = "utf-7" in a profile (--map).')
    if scan.is_utf8:
        feeds = scan.feeds and not scan.cut
        return Decoded(encoding, sha256, tuple(notes), False, scan.cut, ends_line, scan.longest, feeds)
    if bom or scan.good_lines > scan.bad_lines:
        notes.append(f"{scan.bad_lines:,} lines are not UTF-8 as the rest of the file is.")
        return Decoded(encoding, sha256, tuple(notes), mixed=True, ends_line=ends_line, longest=scan.longest)
    notes.append("The file is not UTF-8; it was read as windows-1252.")
    return Decoded("cp1252", sha256, tuple(notes), ends_line=ends_line, longest=scan.longest)
