"""Filling: every row of a file into the staging, a chunk at a time, each counted once by what becomes of it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring as quoted

from matchmaker.exchange.drafts import Draft, Duplicate, Known, Outcome, Problem, ProviderNotes, Reading
from matchmaker.exchange.report import Rejection
from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.store.comparing import Incoming, compare
from matchmaker.store.plans import LiveRows
from matchmaker.store.staging import Staging

Progress = Callable[[str, int, int], None]
CHUNK = 1000
REJECTIONS_SHOWN = 1000


@dataclass
class Tally:
    """What has been counted while reading."""

    rows: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    retracted: list[Problem] = field(default_factory=list)
    placeholders: int = 0
    same: set[int] = field(default_factory=set)
    records: int = 0


def read_into(
    stage: Staging, reading: Reading, source: str, progress: Progress | None, live: LiveRows | None = None
) -> Tally | None:
    """Stage everything a file holds, a chunk at a time; `live` are the rows its records came from, as far as they need
    not be read again. None when rows read before and other rows give one record, so that the whole file must be."""
    tally = Tally()
    waiting: list[tuple[Draft, int]] = []
    line = 0
    for outcome in _outcomes(reading):
        if isinstance(outcome, ProviderNotes):
            stage.note(outcome.provider, outcome.kind, outcome.text, outcome.place)
            continue
        done = line
        line += len(outcome.digests) if isinstance(outcome, Known) else 1
        if isinstance(outcome, Known):
            before = len(tally.same)
            tally.same.update(outcome.digests)
            if len(tally.same) < before + len(outcome.digests):
                return None
        elif isinstance(outcome, Draft):
            waiting.append((outcome, line))
            if len(waiting) >= CHUNK:
                _compare(stage, waiting, tally)
                waiting.clear()
        elif isinstance(outcome, Duplicate):
            tally.rows["duplicate"] += 1
        else:
            _reject(stage, outcome, tally)
        if progress is not None and line // CHUNK > done // CHUNK:
            progress("reading rows", line, reading.declared_count or 0)
    _compare(stage, waiting, tally)
    if not _expect(stage, source, tally, live):
        return None
    _retract(stage, source, tally)
    tally.placeholders = stage.mark_placeholders(reading.shared_texts)
    return tally


def _expect(stage: Staging, source: str, tally: Tally, live: LiveRows | None) -> bool:
    """Note the live records that no row read before gave. False when another row of the file gives one that such a row
    gave too, which only a reading of the whole file can sort out."""
    if live is None or not tally.same:
        stage.expect(source)
        return True
    if not stage.expect(source, live.digests - tally.same):
        return False
    tally.rows["unchanged"] += len(tally.same)
    tally.records += len(tally.same)
    stage.keep_placeholders(source)
    return True


def _outcomes(reading: Reading) -> Iterator[Outcome]:
    return iter(reading)


def _compare(stage: Staging, waiting: Sequence[tuple[Draft, int]], tally: Tally) -> None:
    """Stage a chunk of drafts; a row with several records is what its records are together."""
    incoming = [
        Incoming(record, line, draft.place, _left_over(draft.raw, record), draft.digest)
        for draft, line in waiting
        for record in draft.records
        if isinstance(record, Offering | Experience)
    ]
    outcomes = iter(compare(stage, incoming))
    for draft, _ in waiting:
        tally.rows[_together({next(outcomes) for _ in draft.records})] += 1
    tally.records += len(incoming)


def _together(outcomes: set[str]) -> str:
    """The outcome of a row from those of its records."""
    if len(outcomes) == 1:
        return next(iter(outcomes))
    return "changed"


_name = lru_cache(maxsize=1024)(quoted)


def _left_over(raw: Mapping[str, str], record: Offering | Experience) -> str:
    """Cells that the record does not hold word for word, as JSON: what was read and not used, or was rewritten."""
    if not raw:
        return ""
    if isinstance(record, Offering):
        held = {record.title, record.text, record.institution, record.provider, record.link}
    else:
        held = {record.title, record.institution, record.provider, record.partner, record.link}
        held.update(activity.text for activity in record.activities)
    left = {name: cell for name, cell in raw.items() if cell and cell not in held}
    return "{" + ", ".join([f"{_name(name)}: {quoted(cell)}" for name, cell in left.items()]) + "}" if left else ""


def _reject(stage: Staging, problem: Problem, tally: Tally) -> None:
    tally.rows["rejected"] += 1
    if problem.retracts:
        tally.retracted.append(problem)
    given = Rejection(problem.row, problem.field, problem.value, problem.reason, problem.fix, problem.place)
    if len(tally.rejections) < REJECTIONS_SHOWN:
        tally.rejections.append(given)
    cells = json.dumps(dict(problem.raw), ensure_ascii=False)
    stage.reject([(problem.row, problem.place, problem.field, problem.value, problem.reason, problem.fix, cells)])


def _retract(stage: Staging, name: str, tally: Tally) -> None:
    """Reject, with the later row, the earlier one of the same id: nobody can tell which is right."""
    by_id = {f"{name}:{problem.retracts}": problem for problem in tally.retracted}
    for _, outcomes in stage.retract(list(by_id)):
        tally.rows[_together(outcomes)] -= 1
        tally.rows["rejected"] += 1
    for problem in by_id.values():
        reason = f"the same id stands at {problem.place} with different content; neither is taken"
        if len(tally.rejections) < REJECTIONS_SHOWN:
            tally.rejections.append(
                Rejection(
                    _row_in(problem.earlier), problem.field, problem.retracts, reason, problem.fix, problem.earlier
                )
            )


def _row_in(place: str) -> int | None:
    digits = "".join(c if c.isdigit() else " " for c in place).split()
    return int(digits[0]) if digits else None
