"""Archives (XLSX, ODS, Word): how much they unpack to and how much their sheets would take once laid out.

Members are unpacked in blocks that are counted and thrown away; sizes declared in headers are never believed.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from matchmaker.errors import FileRefused
from matchmaker.exchange.limits import LAID_OUT, MEMBERS, RATIO, RATIO_FREE, UNPACKED, refused
from matchmaker.exchange.sheet_extent import Extent

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, ExpatError,
)  # fmt: skip
_BLOCK = 1 << 18
_OVERLAP = 300
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_SHARING = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_CELL = re.compile(rb"""<(?:\w+:)?c\s([^<>]{0,200})>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>")


@dataclass(slots=True)
class _Sharing:
    """Texts that cells of a workbook share: which members are involved, and a bound on what it comes to."""

    cells: int = 0
    longest: int = 0
    sheets: set[str] = field(default_factory=set)
    tables: dict[str, None] = field(default_factory=dict)


def check_zip(path: Path) -> list[str]:
    """Names of the members of a zip file, after unpacking each in blocks that are counted and thrown away.

    Raises FileRefused for damage, encryption, too many members, too much data or too high a ratio, for a document type
    declaration in any member, and for sheets that span more cells or hold more text than `limits` allow.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS:
                raise refused(path, f"the archive has {len(members):,} members; the limit is {MEMBERS:,}")
            total = 0
            sharing = _Sharing()
            for member in members:
                if member.flag_bits & 1:
                    way_out = "Save it without a password and try again."
                    raise refused(path, "the file is protected by a password", way_out)
                for size in _unpacked(path, archive, member, sharing):
                    total += size
                    if total > UNPACKED:
                        raise refused(path, f"it unpacks to more than {UNPACKED:,} bytes")
            if sharing.cells * sharing.longest > LAID_OUT:
                _check_sharing(path, archive, sharing)
            return [member.filename for member in members]
    except FileRefused:
        raise
    except _DAMAGE as error:
        raise refused(
            path, f"the file is damaged or cut off ({error})", "Get the file again; it may not be complete."
        ) from error


def _unpacked(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, sharing: _Sharing) -> Iterator[int]:
    """Sizes of the blocks a member unpacks to, while the rules for one member hold."""
    size, packed = 0, max(1, member.compress_size)
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    look = _LookAt(path, member.filename, sharing)
    kept = b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            yield len(block)
            if size > RATIO_FREE and size > packed * RATIO:
                raise refused(
                    path, f"{member.filename[:60]!r} unpacks to over {RATIO} times its size, as only a bomb does"
                )
            is_xml = is_xml or (size == len(block) and block.lstrip(_BEFORE_XML).startswith(b"<"))
            if is_xml:
                look.at(kept + block, len(block))
                kept = block[-_OVERLAP:]
    look.finish()


class _LookAt:
    """What is looked for in the XML of one member. A sheet may have any name: it is known by the cells in it."""

    def __init__(self, path: Path, name: str, sharing: _Sharing) -> None:
        self._path, self._name, self._sharing = path, name, sharing
        self._extent = Extent(path)
        self._length = 0
        # The reader of ODS never comes back from some XML that is not well-formed.
        self._ods = ParserCreate() if name == "content.xml" else None

    def at(self, window: bytes, new: int) -> None:
        """Look at a stretch whose last `new` bytes were not seen before."""
        if b"<!DOCTYPE" in window or b"<\x00!\x00D\x00O\x00C" in window:
            raise refused(self._path, "a document type declaration (DOCTYPE) is not allowed in an export")
        if self._ods is not None:
            self._ods.Parse(window[len(window) - new :], False)
            self._extent.ods(window, new)
            return
        self._extent.xlsx(window)
        if cells := len(_SHARING.findall(window, len(window) - new)):
            self._sharing.cells += cells
            self._sharing.sheets.add(self._name)
        *ended, last = map(len, _TEXT_END.split(window[len(window) - new :]))
        if ended:
            self._sharing.tables.setdefault(self._name)
            ended[0] += self._length
            self._sharing.longest = max(self._sharing.longest, *ended)
            self._length = 0
        self._length += last

    def finish(self) -> None:
        """Look at what the member came to as a whole."""
        if self._ods is not None:
            self._ods.Parse(b"", True)
        self._extent.finish()


def _check_sharing(path: Path, archive: zipfile.ZipFile, sharing: _Sharing) -> None:
    """Add up the shared texts of each sheet exactly, where the longest of them in every cell would be too much."""
    lengths = array("L")
    for name in sharing.tables:
        rest = 0
        for window, new in _windows(archive, name):
            *ended, last = map(len, _TEXT_END.split(window[len(window) - new :]))
            if ended:
                ended[0] += rest
                lengths.extend(ended)
                rest = 0
            rest += last
    for name in sharing.sheets:
        extent = Extent(path)
        for window, new in _windows(archive, name):
            for hit in _SHARED_CELL.finditer(window):
                if hit.end() > len(window) - new and _SHARING.search(hit[1]):
                    number = int(hit[2])
                    extent.text(lengths[number] if number < len(lengths) else 0)


def _windows(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, int]]:
    kept = b""
    with archive.open(name) as stream:
        while block := stream.read(_BLOCK):
            yield kept + block, len(block)
            kept = block[-_OVERLAP:]
