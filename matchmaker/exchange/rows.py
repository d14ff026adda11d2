"""Rows: each row of a mapped table becomes one outcome. What is checked here holds for any kind of record."""

import sys
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Protocol

from matchmaker.exchange import limits
from matchmaker.exchange.drafts import Draft, Duplicate, Known, Outcome, Problem, Record
from matchmaker.exchange.seen import CONFLICT, Seen, digest
from matchmaker.exchange.tables import Broken, Row, is_total
from matchmaker.exchange.values import ERROR_MARK, SPREADSHEET_ERRORS, UNSAVED_FORMULA
from matchmaker.files import Source


@dataclass(frozen=True, slots=True)
class Origin:
    """What is the same for every record of a file: source, file, digest and time; `today` decides what is over."""

    source: str = ""
    file: str = ""
    sha256: str = ""
    at: datetime | None = None
    today: date = date(1970, 1, 1)

    def id_of(self, key: str) -> str:
        """The id of a record in the workspace."""
        return f"{self.source}:{key}" if self.source else key

    def at_place(self, place: str) -> Source:
        """Where a record came from."""
        return Source(self.source, self.file, self.sha256, place, self.at)


class Unusable(Exception):  # noqa: N818 - a row is unusable; that is no error of the program
    """A row cannot become a record: the field, its value, why, and the way out."""

    def __init__(self, field: str, value: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason, self.fix = field, value, reason, fix


class Maker(Protocol):
    """Makes the records of one row. Raises Unusable."""

    counts: Counter[str]

    def make(self, row: Row) -> list[tuple[str, Record]]:
        """The records, each with its key; the first is the row's own."""

    def content(self, record: Record) -> str:
        """What makes two records with one key the same."""

    def given(self, row: Row) -> bool:
        """Whether the key stood in the row; a key we made may be made unlike another."""

    def partner(self, record: Record) -> str:
        """The partner country; one id may stand on several rows, each for another partner."""

    def rekeyed(self, record: Record, key: str) -> Record:
        """The record under another key."""


class Rows:
    """Turns rows into outcomes and keeps count of ids, so that neither of two different rows with one id wins.

    `used` are the columns that records are made of; None means all. With `typed`, cells are what somebody wrote: none
    is the error of a spreadsheet, whatever it looks like, but those marked as one.
    `around` are words outside the rows on which their records depend.
    """

    def __init__(
        self,
        header: Sequence[str],
        maker: Maker,
        known: Container[int] = frozenset(),
        used: Container[int] | None = None,
        *,
        typed: bool = False,
        around: str = "",
    ) -> None:
        self.header, self.maker, self.known, self.used = tuple(header), maker, known, used
        self._typed, self._around = typed, around
        self._seen = Seen()

    def outcomes(self, rows: Iterable[Row | Broken | Known]) -> Iterator[Outcome]:
        """One outcome per row, in order."""
        for row in rows:
            if isinstance(row, Known):
                yield row
                continue
            if isinstance(row, Broken):
                raw = {"row": row.text[:2_000]}
                yield Problem(row.place, row.number, row.field, row.text[:200], row.reason, row.fix, raw)
                continue
            cells = digest_of_row(row, self._around)
            if cells in self.known:
                yield Known(row.place, row.number, (cells,))
                continue
            outcome = self.outcome(row, dict(zip(self.header, row.cells, strict=False)))
            yield replace(outcome, digest=cells) if isinstance(outcome, Draft) else outcome

    def outcome(self, row: Row, raw: Mapping[str, str]) -> Outcome:
        """What becomes of one row."""
        try:
            _check(row, self.header, typed=self._typed)
            if UNSAVED_FORMULA in row.cells:
                self._check_formulas(row)
            found = self.maker.make(row)
        except Unusable as error:
            raw = {name: cell.removeprefix(ERROR_MARK) for name, cell in raw.items()}
            return Problem(row.place, row.number, error.field, error.value[:200], error.reason, error.fix, raw)
        return self._once(row, found, raw)

    def _check_formulas(self, row: Row) -> None:
        """A formula without a value makes a row unusable, unless its column is not used; then it is read as empty."""
        for index, cell in enumerate(row.cells):
            if cell != UNSAVED_FORMULA:
                continue
            if self.used is None or index in self.used:
                reason = "the cell holds a formula whose value was never saved"
                raise Unusable(
                    _name(self.header, index), "", reason, "Open the file in a spreadsheet program, save it, try again."
                )
            row.cells[index] = ""
            column = _name(self.header, index)
            self.maker.counts[f"formulas in column {column!r} have no saved value; the column is not used"] += 1

    def _once(self, row: Row, found: list[tuple[str, Record]], raw: Mapping[str, str]) -> Outcome:
        """A draft, unless the id came before: then a duplicate or, with different content, a problem for both."""
        key, record = found[0]
        content, partner = digest(self.maker.content(record)), self.maker.partner(record)
        mark = digest(partner) & 0xFFFF
        before = self._seen.add(digest(key), content, row.number, mark)
        if before is not None and before[0] == content and before[2] != mark:
            key = f"{key}|{partner}"
            before = self._seen.add(digest(key), content, row.number, mark)
        number = 1
        while before is not None and before[0] != content and not self.maker.given(row):
            number += 1
            key = f"{found[0][0]}-{number}"
            before = self._seen.add(digest(key), content, row.number, mark)
        if before is None:
            if key != found[0][0]:
                return Draft(self.maker.rekeyed(record, key), row.place, key, raw, row.number)
            return Draft(record, row.place, key, raw, row.number, tuple(found[1:]))
        word = row.place.split()[0].rstrip("s,")
        earlier = f"{word if word in ('line', 'entry') else 'row'} {before[1]}"
        if before[0] == content:
            return Duplicate(row.place, row.number, key, earlier, raw)
        retracts = key if before[0] != CONFLICT else ""
        self._seen.mark_conflict(digest(key))
        return Problem(
            row.place,
            row.number,
            "id",
            key[:200],
            f"the same id stands at {earlier} with different content; neither is taken",
            "Keep the right one, or give each its own id.",
            raw,
            retracts,
            earlier,
        )


def digest_of_row(row: Row, around: str = "") -> int:
    """64 bits with a sign that stand for a row as it is written, or for its cells, with what tells more of it: the
    heading it stands under, and words `around` the table."""
    around = row.section + row.giver + around
    if row.digest is None:
        return digest_of_text("\x1f".join(row.cells) + around)
    return row.digest ^ digest_of_text(around) if around else row.digest


def digest_of_text(text: str) -> int:
    """64 bits with a sign that stand for a text."""
    return digest_of_bytes(text.encode("utf-8", "surrogatepass"))


def digest_of_bytes(text: bytes) -> int:
    """`digest_of_text` of a text in UTF-8."""
    return int.from_bytes(sha256(text).digest()[:8], "little", signed=True)


def digests_of(texts: Sequence[bytes]) -> "array[int]":
    """`digest_of_bytes` of each."""
    digests = array("q")
    digests.frombytes(b"".join([sha256(text).digest()[:8] for text in texts]))
    if sys.byteorder == "big":
        digests.byteswap()
    return digests


def _check(row: Row, header: Sequence[str], *, typed: bool) -> None:
    """What makes any row unusable, whatever its columns mean."""
    joined = "\x1f".join(row.cells)
    if len(joined) > limits.CELL:
        longest = max(row.cells, key=len)
        if len(longest) > limits.CELL:
            reason = f"a cell holds {len(longest):,} characters; the limit is {limits.CELL:,}"
            raise Unusable(_name(header, row.cells.index(longest)), longest[:80], reason, "Shorten the cell.")
    if not joined.isascii() and _is_undecoded(joined):
        reason = "the row holds bytes that are not UTF-8, as the rest of the file is"
        raise Unusable("", joined.replace("\x1f", " ")[:80], reason, "Export the file again as UTF-8.")
    if "#" in joined and (not typed or ERROR_MARK in joined):
        for index, cell in enumerate(row.cells):
            said = cell.strip().removeprefix(ERROR_MARK)
            if cell.startswith(ERROR_MARK) if typed else said in SPREADSHEET_ERRORS:
                reason = f"the cell holds a spreadsheet error ({said})"
                raise Unusable(
                    _name(header, index), said, reason, "Mend the formula in the spreadsheet and export again."
                )
    if is_total(row.cells):
        shown = " ".join(joined.split("\x1f"))[:80].strip()
        raise Unusable(
            "", shown, "a row of totals, not a record", "Nothing is lost; delete the row to have no rejection."
        )


def _is_undecoded(text: str) -> bool:
    """Whether a text holds bytes that could not be decoded, which stand in it as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _name(header: Sequence[str], index: int) -> str:
    return header[index] if index < len(header) else f"column {index + 1}"
