"""Importing requests: the rows of a file become requests, compared with those that are here already."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from matchmaker.errors import NotFound
from matchmaker.exchange.drafts import Draft, Duplicate, Problem, Reading
from matchmaker.exchange.guarding import check_name, source_name
from matchmaker.exchange.own_exports import put_back
from matchmaker.exchange.reading import read_file
from matchmaker.exchange.report import FileReport, Rejection
from matchmaker.requests import Request
from matchmaker.safetext import clean, clean_id
from matchmaker.store import audit
from matchmaker.store import requests as stored
from matchmaker.store.rows import RECEIVED, REQUEST, received_digest, request_values
from matchmaker.store.sources import COUNTED, need_source, start_run
from matchmaker.store.store import Store
from matchmaker.store.writing import set_sample_requests_aside

REJECTIONS_SHOWN = 1000


@dataclass
class _Sorted:
    """Drafts by what becomes of them."""

    added: list[tuple[Request, str]] = field(default_factory=list)
    changed: list[tuple[Request, str]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)


def import_requests(
    store: Store, path: Path, at: datetime, who: str, *, source: str | None = None, dry_run: bool = False,
    keep_sample: bool = False,
) -> FileReport:  # fmt: skip
    """Load requests from a file, in one transaction; see `Workspace.import_requests`. Raises FileRefused."""
    name = check_name(source) if source else source_name(path)
    reading = read_file(path, kind="requests", source=name, at=at)
    put_back(reading, partial(_here, store))
    drafts, problems, duplicates = _read(reading)
    if dry_run:
        return _report(path, reading, name, _compare(store, name, drafts, problems, duplicates), dry_run=True, run=0)
    with store.write():
        found = _compare(store, name, drafts, problems, duplicates)
        report = _report(path, reading, name, found, dry_run=False, run=0)
        if not (found.added or found.changed):
            return report
        need_source(store, name)
        if found.added and not keep_sample:
            set_sample_requests_aside(store)
        run = start_run(
            store, at, who, name, "requests", file=path.name, sha256=reading.sha256, format=reading.format,
            fingerprint=reading.fingerprint, notes=report.notes, **{count: getattr(report, count) for count in COUNTED},
        )  # fmt: skip
        stored.add_all(store, [(request, place) for request, place in found.added if request.id], at, who, run)
        for request, place in found.added:
            if not request.id:
                reference = stored.next_reference(store)
                stored.add_all(store, [(replace(request, id=reference), place)], at, who, run)
        for request, place in found.changed:
            _bring_up_to_date(store, request, at, who, f"{path.name}, {place}")
        audit.record(store, at, who, "requests imported", name, {
            "run": run, "sha256": reading.sha256, "added": report.added, "changed": report.changed,
        })  # fmt: skip
    return replace(report, run=run)


def _here(store: Store, ids: list[str]) -> list[Request]:
    """Those of `ids` that exist."""
    found = []
    for reference in ids:
        with suppress(NotFound):
            found.append(stored.request(store, reference))
    return found


def _read(reading: Reading) -> tuple[list[Draft], list[Problem], int]:
    """All outcomes of a file; nothing is stored before it has been read to its end."""
    drafts: dict[str, Draft] = {}
    problems: list[Problem] = []
    duplicates = 0
    for outcome in reading:
        if isinstance(outcome, Draft):
            drafts[outcome.key] = outcome
        elif isinstance(outcome, Duplicate):
            duplicates += 1
        elif isinstance(outcome, Problem):
            problems.append(outcome)
            earlier = drafts.pop(outcome.retracts, None)
            if earlier is not None:
                reason = f"the same id stands at {outcome.place} with different content; neither is taken"
                problems.append(
                    replace(outcome, place=earlier.place, row=earlier.row, raw=earlier.raw, retracts="", reason=reason)
                )
    return list(drafts.values()), problems, duplicates


def _compare(store: Store, name: str, drafts: list[Draft], problems: list[Problem], duplicates: int) -> _Sorted:
    """What each draft would do to the requests that are here."""
    here = {row[0]: row[1:] for row in store.rows("SELECT id, digest, source FROM requests WHERE set_aside = 0")}
    aside: dict[str, str] = dict(store.rows("SELECT id, source FROM requests WHERE set_aside = 1"))
    texts = {digest for digest, source in here.values() if source == name}
    found = _Sorted()
    found.rows["duplicate"] = duplicates
    for problem in problems:
        _reject(found, problem)
    for draft in drafts:
        record = draft.record
        if not isinstance(record, Request):
            raise TypeError("a reading of requests gave something else")
        request = replace(
            record, id=clean_id(record.id), text=clean(record.text), notes=clean(record.notes), source=None, version=0
        )
        digest = received_digest(request)
        known = here.get(request.id)
        if not request.id:
            found.rows["unchanged" if digest in texts else "added"] += 1
            if digest not in texts:
                found.added.append((request, draft.place))
        elif known is None:
            taken = aside.get(request.id)
            if taken is not None:
                _reject(found, _taken(draft, request.id, f"a sample request that was set aside ({taken})"))
                continue
            found.rows["added"] += 1
            found.added.append((request, draft.place))
        elif known[1] != name:
            _reject(found, _taken(draft, request.id, f"source {known[1]}"))
        elif known[0] == digest:
            found.rows["unchanged"] += 1
        else:
            found.rows["changed"] += 1
            found.changed.append((request, draft.place))
    return found


def _taken(draft: Draft, reference: str, by: str) -> Problem:
    return Problem(
        draft.place, draft.row, "id", reference, f"the reference is used by a request of {by}",
        "Give it another reference.", draft.raw,
    )  # fmt: skip


def _reject(found: _Sorted, problem: Problem) -> None:
    found.rows["rejected"] += 1
    if len(found.rejections) < REJECTIONS_SHOWN:
        found.rejections.append(
            Rejection(problem.row, problem.field, problem.value, problem.reason, problem.fix, problem.place)
        )


def _bring_up_to_date(store: Store, request: Request, at: datetime, who: str, place: str) -> None:
    """Replace what the sender said of a request; what coordinators added (state, owner, notes) stays."""
    now = stored.request(store, request.id)
    said = dict(zip(REQUEST, request_values(request), strict=True))
    stored.change(
        store,
        stored.with_values(now, {column: said[column] for column in RECEIVED}),
        at,
        who,
        reason=f"import of {place}",
    )


def _report(path: Path, reading: Reading, name: str, found: _Sorted, *, dry_run: bool, run: int) -> FileReport:
    rows = found.rows
    return FileReport(
        file=path.name, sha256=reading.sha256, format=reading.format, source=name,
        rows=rows.total(), added=rows["added"], changed=rows["changed"], unchanged=rows["unchanged"],
        duplicate=rows["duplicate"], rejected=rows["rejected"],
        rejections=tuple(found.rejections), notes=tuple(reading.notes), dry_run=dry_run, run=run,
    )  # fmt: skip
