"""Refreshing: a plan that says what a file would change, then one transaction that changes it.

read -> limits -> decode -> parse -> validate -> compare -> guard -> apply. Everything up to the guard is the plan, and
changes nothing; applying checks that the catalogue is still what the plan was compared with.
"""

import json
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from pathlib import Path

from matchmaker import __version__
from matchmaker.errors import FileRefused
from matchmaker.exchange.drafts import Draft, Duplicate, Known, Outcome, Problem, ProviderNotes, Reading
from matchmaker.exchange.guarding import check_layout, check_name, older, reasons_to_hold, source_name
from matchmaker.exchange.own_exports import put_back
from matchmaker.exchange.reading import read_file
from matchmaker.exchange.report import FieldChange, FileReport, RecordChange, Rejection
from matchmaker.experience import Experience
from matchmaker.files import atomic_write, sha256_of
from matchmaker.offerings import Offering
from matchmaker.store import audit, catalogue, plans, staging
from matchmaker.store.applying import apply_staged, base_of
from matchmaker.store.plans import RunCounts
from matchmaker.store.sources import COUNTED, SourceState, need_source, start_run
from matchmaker.store.sources import source as source_state
from matchmaker.store.staging import Incoming, Staging
from matchmaker.store.store import Store
from matchmaker.store.writing import withdraw_sample

Progress = Callable[[str, int, int], None]
CHUNK = 1000
CHANGES_SHOWN = 1000
REJECTIONS_SHOWN = 1000
OUTCOMES = ("added", "changed", "unchanged", "revived", "duplicate", "rejected")


@dataclass(frozen=True)
class RefreshPlan:
    """What applying a file would do. Nothing in the catalogue has changed yet.

    `report` counts as if it were applied now, with `dry_run` set. `changes` lists added, changed, revived, withdrawn
    and held records, at most `CHANGES_SHOWN` of each. `guard` says in words why withdrawals wait; empty: they do not.
    `confirm` is the number that `--confirm-withdrawals` must name to let them happen.
    `nothing_to_do` is true for the same file again. `refused` says why the plan cannot be applied at all.
    """

    path: Path
    report: FileReport
    changes: Sequence[RecordChange] = ()
    guard: tuple[str, ...] = ()
    confirm: int = 0
    nothing_to_do: bool = False
    refused: str = ""
    staging: Path | None = None
    base: str = ""
    mapping: Path | None = None
    counts: RunCounts | None = None
    undoes: int | None = None
    cleaner: "Callable[[], object] | None" = field(default=None, compare=False, repr=False)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        return self.report.rejections

    def write_rejected(self, path: Path) -> int:
        """Write the rejected rows back with a reason column, as CSV or, for a file of JSON, as JSON Lines; how many."""
        if self.staging is None or not self.staging.exists():
            return 0
        return _write_rejected(staging.rejected_rows(self.staging), path, self.report.format)

    def close(self) -> None:
        """Remove what the plan keeps on disk. Happens by itself when the plan is no longer used."""
        if self.cleaner is not None:
            self.cleaner()


def plan(
    store: Store, path: Path, at: datetime, *, source: str | None = None, mapping: Path | None = None,
    progress: Progress | None = None,
) -> RefreshPlan:  # fmt: skip
    """Read a file and compare it with what the workspace holds of its source. Changes nothing.

    Raises FileRefused when the file as a whole cannot be read or is not one of this source.
    """
    name = check_name(source) if source else source_name(path)
    if not path.is_file():
        raise FileRefused(f"{path} is not a file that can be read.", "Check the name.")
    again = _same_file(store, path, name, mapping)
    if again is not None:
        return again
    base = base_of(store, name)
    state = source_state(store, name) or SourceState(name, "agency")
    reading = read_file(path, mapping=mapping, kind="catalogue", source=name, at=at)
    put_back(reading, lambda ids: [*catalogue.offerings_by_id(store, ids), *catalogue.experiences(store, ids)])
    check_layout(store, state, reading, path)
    last = plans.last_run(store, name)
    if last is not None and last.program == __version__ and state.profile == reading.profile != "":
        reading.known = plans.known_rows(store, name, at.date())
    while True:
        stage = Staging(store, store.path.parent)
        try:
            made = _read_into(stage, reading, state, progress)
            if made is not None:
                return _finished(stage, made, reading, state, path, base, mapping)
        except BaseException:
            stage.remove()
            raise
        stage.remove()
        reading.known = frozenset()


class Outdated(Exception):  # noqa: N818 - the plan must be made again; the user never sees it
    """The catalogue changed after the plan was made."""


def apply(
    store: Store, made: RefreshPlan, at: datetime, who: str, *, withdraw: bool, keep_sample: bool = False
) -> FileReport:
    """Write a plan in one transaction and return what it did. Raises Outdated, with nothing written, when the source
    is no longer what the plan was compared with."""
    report = replace(made.report, dry_run=False)
    if made.nothing_to_do or made.staging is None:
        with store.write():
            audit.record(store, at, who, "refresh, same file", report.source, {"sha256": report.sha256})
        return report
    leaving = report.withdrawn + report.held
    gone = leaving if withdraw else 0
    report = replace(report, withdrawn=gone, held=leaving - gone)
    with store.attached(made.staging, "stage"), store.write():
        if base_of(store, report.source) != made.base:
            raise Outdated
        need_source(store, report.source)
        counts = made.counts or RunCounts()
        run = start_run(
            store, at, who, report.source, "catalogue", file=report.file, sha256=report.sha256, format=report.format,
            fingerprint=counts.fingerprint, exported_on=counts.exported_on and counts.exported_on.isoformat(),
            notes=report.notes, undoes=made.undoes, read_whole=int(counts.whole),
            **{name: getattr(report, name) for name in COUNTED},
        )  # fmt: skip
        apply_staged(store, run, report.source, withdraw=withdraw)
        if made.undoes is None:
            plans.remember_layout(store, report.source, counts)
        if not keep_sample:
            withdraw_sample(store, run)
        audit.record(store, at, who, "refresh", report.source, {
            "run": run, "sha256": report.sha256, "undoes": made.undoes,
            **{name: getattr(report, name) for name in COUNTED},
        })  # fmt: skip
    state = source_state(store, report.source) or SourceState(report.source, "agency")
    return replace(report, run=run, offerings=state.offerings, experience=state.experience)


@dataclass
class _Tally:
    """What has been counted while reading."""

    rows: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    retracted: list[Problem] = field(default_factory=list)
    placeholders: int = 0
    same: set[int] = field(default_factory=set)
    records: int = 0


def _read_into(stage: Staging, reading: Reading, state: SourceState, progress: Progress | None) -> _Tally | None:
    """Stage everything a file holds, a chunk at a time. None when rows read before and other rows give one record, so
    that the whole file must be read."""
    tally = _Tally()
    waiting: list[tuple[Draft, int]] = []
    line = 0
    for outcome in _outcomes(reading):
        if isinstance(outcome, ProviderNotes):
            stage.note(outcome.provider, outcome.kind, outcome.text, outcome.place)
            continue
        line += 1
        if isinstance(outcome, Known):
            if outcome.digest in tally.same:
                return None
            tally.same.add(outcome.digest)
        elif isinstance(outcome, Draft):
            waiting.append((outcome, line))
            if len(waiting) >= CHUNK:
                _compare(stage, waiting, tally)
                waiting.clear()
        elif isinstance(outcome, Duplicate):
            tally.rows["duplicate"] += 1
        else:
            _reject(stage, outcome, tally)
        if progress is not None and line % CHUNK == 0:
            progress("reading rows", line, reading.declared_count or 0)
    _compare(stage, waiting, tally)
    if tally.same:
        stage.same(tally.same)
        tally.rows["unchanged"] += len(tally.same)
        tally.records += len(tally.same)
        if not stage.meet_same(state.name):
            return None
    _retract(stage, state.name, tally)
    shared = getattr(reading, "shared_texts", ()) or ()
    tally.placeholders = stage.mark_placeholders(shared)
    return tally


def _outcomes(reading: Reading) -> Iterator[Outcome]:
    return iter(reading)


def _compare(stage: Staging, waiting: Sequence[tuple[Draft, int]], tally: _Tally) -> None:
    """Stage a chunk of drafts; a row with several records is what its records are together."""
    incoming = [
        Incoming(record, line, draft.place, _left_over(draft.raw, record), draft.digest)
        for draft, line in waiting
        for record in draft.records
        if isinstance(record, Offering | Experience)
    ]
    outcomes = iter(stage.compare(incoming))
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


def _reject(stage: Staging, problem: Problem, tally: _Tally) -> None:
    tally.rows["rejected"] += 1
    if problem.retracts:
        tally.retracted.append(problem)
    given = Rejection(problem.row, problem.field, problem.value, problem.reason, problem.fix, problem.place)
    if len(tally.rejections) < REJECTIONS_SHOWN:
        tally.rejections.append(given)
    cells = json.dumps(dict(problem.raw), ensure_ascii=False)
    stage.reject([(problem.row, problem.place, problem.field, problem.value, problem.reason, problem.fix, cells)])


def _retract(stage: Staging, name: str, tally: _Tally) -> None:
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


def _shown(change: plans.Change) -> RecordChange:
    """A change of the plan, field by field, as text."""
    before, after = dict(change.before), dict(change.after)
    fields = tuple(FieldChange(name, _text(before[name]), _text(after[name])) for name in before)
    return RecordChange(change.outcome, change.kind, change.id, change.title, change.place, fields)


def _text(value: object) -> str:
    if value is None or value == "[]":
        return ""
    if isinstance(value, str) and value.startswith("["):
        try:
            return "; ".join(map(str, json.loads(value)))
        except ValueError:
            return value
    return str(value)


def _finished(
    stage: Staging, tally: _Tally, reading: Reading, state: SourceState, path: Path, base: str, mapping: Path | None
) -> RefreshPlan:
    """The plan of a file that has been read and staged."""
    leaving = stage.find_leaving(state.name)
    guard = (
        reasons_to_hold(
            reading, state, leaving, rejected=tally.rows["rejected"], added=tally.rows["added"], records=tally.records
        )
        if leaving
        else ()
    )
    notes = list(reading.notes)
    if tally.placeholders:
        notes.append(
            f"{tally.placeholders:,} rows have a description that many others share; they are kept from matching."
        )
    notes += [f"{leaving:,} withdrawals wait: {reason}" for reason in guard]
    offerings, experience = plans.live_after(stage, state, leaving > 0 and not guard)
    report = FileReport(
        file=path.name, sha256=reading.sha256 or sha256_of(path), format=reading.format, source=state.name,
        rows=sum(tally.rows[name] for name in OUTCOMES), added=tally.rows["added"], changed=tally.rows["changed"],
        unchanged=tally.rows["unchanged"], revived=tally.rows["revived"], duplicate=tally.rows["duplicate"],
        rejected=tally.rows["rejected"],
        withdrawn=0 if guard else leaving, held=leaving if guard else 0, offerings=offerings, experience=experience,
        rejections=tuple(tally.rejections), notes=tuple(notes), dry_run=True,
    )  # fmt: skip
    if reading.rows != report.rows:
        raise FileRefused(f"{path.name}: {reading.rows} rows were read but {report.rows} are accounted for.")
    changes = [_shown(change) for change in plans.changes(stage, "held" if guard else "withdrawn", CHANGES_SHOWN)]
    stage.close()
    counts = RunCounts(reading.fingerprint, reading.exported_at, reading.profile, not tally.same)
    return _cleaned_up(RefreshPlan(
        path, report, changes, guard, leaving if guard else 0, refused=older(reading, state), staging=stage.path,
        base=base, mapping=mapping, counts=counts,
    ))  # fmt: skip


def _cleaned_up(made: RefreshPlan) -> RefreshPlan:
    """The plan, whose staging file goes when the plan does."""
    if made.staging is None:
        return made
    with_cleaner = replace(made)
    object.__setattr__(with_cleaner, "cleaner", weakref.finalize(with_cleaner, staging.remove, made.staging))
    return with_cleaner


def _same_file(store: Store, path: Path, name: str, mapping: Path | None) -> RefreshPlan | None:
    """A plan that does nothing, if this very file is what the source was last refreshed from, with the same program."""
    if mapping is not None:
        return None
    last = plans.last_run(store, name)
    state = source_state(store, name)
    if last is None or state is None or last.held or last.program != __version__ or last.sha256 != sha256_of(path):
        return None
    report = FileReport(
        file=path.name, sha256=last.sha256, format=last.format, source=name, rows=last.rows,
        unchanged=last.rows - last.duplicate - last.rejected, duplicate=last.duplicate, rejected=last.rejected,
        offerings=state.offerings, experience=state.experience,
        rejections=plans.rejections_of(store, last.run, Rejection),
        notes=(f"The same file was loaded on {last.at:%Y-%m-%d %H:%M} UTC; nothing to do.",), dry_run=True,
    )  # fmt: skip
    return RefreshPlan(path, report, nothing_to_do=True, base=base_of(store, name))


def _write_rejected(rows: Iterator[tuple[dict[str, str], str, str]], path: Path, form: str) -> int:
    """Rows that were rejected, with why and the way out in two last columns."""
    import csv
    import io

    found = list(rows)
    with atomic_write(path) as file:
        if form in ("json", "jsonl"):
            for cells, reason, fix in found:
                line = json.dumps({**cells, "rejected_because": reason, "way_out": fix}, ensure_ascii=False)
                file.write(line.encode() + b"\n")
            return len(found)
        columns = list(dict.fromkeys(name for cells, _, _ in found for name in cells))
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, delimiter="\t" if form == "tsv" else ",")
        writer.writerow([*columns, "rejected_because", "way_out"])
        writer.writerows([*(cells.get(name, "") for name in columns), reason, fix] for cells, reason, fix in found)
        text.detach()
    return len(found)
