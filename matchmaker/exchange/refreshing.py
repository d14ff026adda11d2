"""Refreshing: a plan that says what a file would change, then one transaction that changes it.

read -> limits -> decode -> parse -> validate -> compare -> guard -> apply. Everything up to the guard is the plan, and
changes nothing; applying checks that the catalogue is still what the plan was compared with.
"""

import json
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from matchmaker import __version__
from matchmaker.errors import FileRefused
from matchmaker.exchange import asking
from matchmaker.exchange.damaged_ids import refuse_shortened
from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.filling import Progress, Tally, read_into
from matchmaker.exchange.guarding import (
    ACCEPT_OLDER,
    check_layout,
    check_name,
    day_in_name,
    older,
    reasons_to_hold,
    source_name,
)
from matchmaker.exchange.own_exports import put_back
from matchmaker.exchange.reading import read_file
from matchmaker.exchange.report import FieldChange, FileReport, RecordChange, Rejection
from matchmaker.exchange.source_profiles import Told, keep
from matchmaker.files import sha256_of
from matchmaker.store import audit, catalogue, plans, staging
from matchmaker.store.applying import apply_staged, base_of
from matchmaker.store.plans import RunCounts
from matchmaker.store.sources import COUNTED, SourceState, need_source, start_run
from matchmaker.store.sources import source as source_state
from matchmaker.store.staging import Staging
from matchmaker.store.store import Store
from matchmaker.store.writing import put_sample_back, withdraw_sample

CHANGES_SHOWN = 1000
OUTCOMES = ("added", "changed", "unchanged", "revived", "duplicate", "rejected")


@dataclass(frozen=True)
class RefreshPlan:
    """What applying a file would do. Nothing in the catalogue has changed yet.

    `report` counts as if it were applied now, with `dry_run` set. `changes` lists added, changed, revived, withdrawn
    and held records, at most `CHANGES_SHOWN` of each. `guard` says in words why withdrawals wait; empty: they do not.
    `confirm` is the number that `--confirm-withdrawals` must name to let them happen.
    `nothing_to_do` is true for the same file again. `refused` says why the plan is not applied: the export is older
    than the one loaded last, which a person may accept. `told` is how the file was to be read.
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
    told: Told = field(default_factory=Told)
    counts: RunCounts | None = None
    undoes: int | None = None
    cleaner: "Callable[[], object] | None" = field(default=None, compare=False, repr=False)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        return self.report.rejections

    def write_rejected(self, path: Path) -> int:
        """Write the rejected rows back in their own format or that of the name, with a reason column; how many."""
        from matchmaker.exchange.rejected_rows import write_rejected

        if self.staging is None or not self.staging.exists():
            return 0
        return write_rejected(staging.rejected_rows(self.staging), path, self.report.format, self.path)

    def close(self) -> None:
        """Remove what the plan keeps on disk. Happens by itself when the plan is no longer used."""
        if self.cleaner is not None:
            self.cleaner()


def name_of(path: Path, source: str | None) -> str:
    """The source a file is loaded as: as given, else by the file's name. Raises FileRefused where there is no file."""
    name = check_name(source) if source else source_name(path)
    if not path.is_file():
        raise FileRefused(f"{path} is not a file that can be read.", "Check the name.")
    return name


def plan(
    store: Store, path: Path, at: datetime, *, source: str | None = None, told: Told | None = None,
    progress: Progress | None = None,
) -> RefreshPlan:  # fmt: skip
    """Read a file and compare it with what the workspace holds of its source. Changes nothing.

    Raises FileRefused when the file as a whole cannot be read or is not one of this source.
    """
    name = name_of(path, source)
    told = told or Told()
    again = None if told.fresh else same_file(store, path, name)
    if again is not None:
        return again
    base = base_of(store, name)
    state = source_state(store, name) or SourceState(name, "agency")
    reading = read_file(path, profile=told.profile, kind="catalogue", source=name, at=at)
    if told.profile.kept_for and not told.fresh:
        reading.note(f"Read as was said of source {name} before; --map auto forgets that.")
    reading.exported_at = reading.exported_at or day_in_name(path.name, at.date())
    if reading.doubts:
        reading.note(asking.in_words(reading.doubts))
    put_back(reading, lambda ids: [*catalogue.offerings_by_id(store, ids), *catalogue.experiences(store, ids)])
    if not told.profile.settings.get("new_ids"):
        refuse_shortened(reading, name, plans.padded_ids(store, name))
    check_layout(store, state, reading, path)
    last = plans.last_run(store, name)
    live = None
    if last is not None and last.program == __version__ and state.profile == reading.profile != "":
        live = plans.known_rows(store, name, at.date())
    while True:
        reading.known = live.known if live else frozenset()
        stage = Staging(store, store.path.parent)
        try:
            made = read_into(stage, reading, name, progress, live)
            if made is not None:
                return _finished(stage, made, reading, state, path, base, told)
        except BaseException:
            stage.remove()
            raise
        stage.remove()
        live = None


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
        if made.undoes is not None:
            plans.put_layout_back(store, report.source, made.undoes)
            if back := put_sample_back(store, run, made.undoes):
                report = replace(report, notes=(*report.notes, f"The sample catalogue is back: {back} records."))
        else:
            plans.remember_layout(store, report.source, counts)
            keep(store, report.source, made.told)
            if not keep_sample:
                withdraw_sample(store, run)
        audit.record(store, at, who, "refresh", report.source, {
            "run": run, "sha256": report.sha256, "undoes": made.undoes,
            **{name: getattr(report, name) for name in COUNTED},
        })  # fmt: skip
    state = source_state(store, report.source) or SourceState(report.source, "agency")
    return replace(report, run=run, offerings=state.offerings, experience=state.experience)


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
    stage: Staging, tally: Tally, reading: Reading, state: SourceState, path: Path, base: str, told: Told
) -> RefreshPlan:
    """The plan of a file that has been read and staged."""
    leaving = stage.find_leaving()
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
    refused = older(reading, state)
    if refused:
        notes.append(f"{refused} {ACCEPT_OLDER}.")
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
        path, report, changes, guard, leaving if guard else 0, refused=refused, staging=stage.path,
        base=base, told=told, counts=counts,
    ))  # fmt: skip


def _cleaned_up(made: RefreshPlan) -> RefreshPlan:
    """The plan, whose staging file goes when the plan does."""
    if made.staging is None:
        return made
    with_cleaner = replace(made)
    object.__setattr__(with_cleaner, "cleaner", weakref.finalize(with_cleaner, staging.remove, made.staging))
    return with_cleaner


def same_file(store: Store, path: Path, name: str) -> RefreshPlan | None:
    """A plan that does nothing, if this very file is what the source was last refreshed from, with the same program."""
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
