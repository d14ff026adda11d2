"""Jobs for the processes that work for the desk: they make lists, files and answers, and load nothing of the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matchmaker import countries
from matchmaker.matches import Answer
from matchmaker.requests import Request
from matchmaker.triage.packed import Packed
from matchmaker.triage.queue import QueueEntry
from matchmaker.tui.glance import Glance, glance_of
from matchmaker.tui.shelf import Shelf
from matchmaker.workspace.catalogue import CatalogueLine

if TYPE_CHECKING:
    from matchmaker.exchange.layouts import Layout
    from matchmaker.exchange.refreshing import RefreshPlan
    from matchmaker.exchange.report import FileReport
    from matchmaker.triage.availability import Availability
    from matchmaker.triage.history import PartnerSummary, ProviderSummary
    from matchmaker.workspace import Workspace

Progress = Callable[[str, int, int], None]
View = Callable[["Workspace"], Sequence[str]]
"""Names the records of a view, in its order."""
_FIRST = date.min


def answered(workspace: "Workspace", request: Request) -> "tuple[Answer, Mapping[str, Availability]]":
    """What matches a request, and how each offering among it can be had."""
    answer = workspace.match(request, top=10)
    lists = (answer.offerings, *(need.offerings for need in answer.needs))
    return answer, workspace.availability(request, sorted({match.id for offered in lists for match in offered}))


# -- the queue ---------------------------------------------------------------------------------------------------------
def queue(workspace: "Workspace", words: str, sort: str) -> tuple[Packed[QueueEntry], int]:
    """The requests that pass a filter, in order, and how many requests there are."""
    return workspace.queue(filter=words, sort=sort), workspace.counts().requests


def queue_beginning(workspace: "Workspace", longer_than: int) -> tuple[Packed[QueueEntry], int]:
    """The first of a queue that is longer than so many requests, quickly; and how many requests there are."""
    total = workspace.counts().requests
    return Packed(QueueEntry, workspace.queue_beginning() if total > longer_than else (), texts=("id",)), total


def queue_ids(workspace: "Workspace", words: str, sort: str) -> Sequence[str]:
    """The references of the requests that pass a filter, in order."""
    return workspace.queue(filter=words, sort=sort).column("id")


# -- the shelves of the catalogue --------------------------------------------------------------------------------------
SORTS: dict[str, Callable[[Any], Any]] = {
    "title": lambda line: line.title.casefold(),
    "who": lambda line: line.provider,
    "partner": lambda line: line.partner,
    "state": lambda line: line.confirmed or _FIRST,
}


def shelf_lines(workspace: "Workspace", shelf: Shelf) -> Packed[CatalogueLine]:
    """The offerings or the experience on a shelf, as searched and sorted."""
    read = workspace.offering_lines if shelf.name == "offerings" else workspace.experience_lines
    lines = Packed(CatalogueLine, read(text=shelf.text, withdrawn=shelf.withdrawn), texts=("id", "title"))
    if not shelf.sort:
        return lines
    keys = list(map(SORTS[shelf.column], lines))
    return lines.chosen(sorted(range(len(lines)), key=keys.__getitem__, reverse=shelf.backwards))


def shelf_summaries(workspace: "Workspace", shelf: Shelf) -> "Sequence[ProviderSummary] | Sequence[PartnerSummary]":
    """The providers or the partners, as searched and sorted."""
    found: list[Any] = list(workspace.providers() if shelf.name == "providers" else workspace.partners())
    words = shelf.text.casefold().split()
    found = [one for one in found if all(word in _named(one.name) for word in words)]
    counts = {"providers": lambda p: -(p.offerings + p.experience), "partners": lambda p: -p.experience}
    if shelf.sort:
        key = attrgetter("name") if shelf.column == "who" else counts[shelf.name]
        found.sort(key=key, reverse=shelf.backwards)
    return found


def _named(code: str) -> str:
    known = countries.by_code(code)
    return f"{code} {known.name('en') if known is not None else ''}".casefold()


def shelf_ids(workspace: "Workspace", shelf: Shelf) -> Sequence[str]:
    """What tells the records of a shelf apart, in order."""
    if shelf.name in ("providers", "partners"):
        return [one.name for one in shelf_summaries(workspace, shelf)]
    return shelf_lines(workspace, shelf).column("id")


# -- files -------------------------------------------------------------------------------------------------------------
def named(_: "Workspace", ids: Sequence[str]) -> Sequence[str]:
    """A view of records that are known by name."""
    return ids


def exported(
    workspace: "Workspace", what: str, path: Path, form: str, view: View, reason: str = ""
) -> tuple[int, Path]:
    """Write the records of a view to a file; with contacts where a reason is given. How many, and where they are."""
    only = view(workspace)
    made = workspace.export(what, path, form, with_contacts=bool(reason), reason=reason, only=only)
    return len(only), made or path


# -- the whole ---------------------------------------------------------------------------------------------------------
def glance(workspace: "Workspace") -> Glance:
    """The overview as it is shown. Ranks nothing: what waits for that is counted."""
    return glance_of(workspace.report(rank=False), workspace.rankings_due())


def overview_written(workspace: "Workspace", path: Path, form: str, part: str) -> None:
    """Write the overview, or a part of it, to a file."""
    from matchmaker.files import atomic_write
    from matchmaker.triage.overview_tables import as_file

    made = workspace.report(rank=False)
    with atomic_write(path) as file:
        file.write(as_file(made, form, part))


# -- refreshes ---------------------------------------------------------------------------------------------------------
_PLANS: "dict[Path, RefreshPlan]" = {}
"""The plan that was made last of each workspace: it stays where its rows are, and the desk sees what it says."""


def looked_at(workspace: "Workspace", path: Path, source: str) -> "Layout":
    """The columns of a file, and what should be asked about them."""
    return workspace.look_at(path, source=source)


def planned(
    workspace: "Workspace", path: Path, source: str, columns: Mapping[str, str] | None, kind: str, progress: Progress
) -> "RefreshPlan":
    """Plan a refresh and keep the plan for `applied`; what it says, without what it keeps on disk."""
    plan = workspace.plan_refresh(path, source=source, columns=columns, kind=kind, progress=progress)
    _PLANS[workspace.root] = plan
    return replace(plan, cleaner=None)


def applied(workspace: "Workspace", confirm: int | None, accept_older: bool, progress: Progress) -> "FileReport":
    """Carry out the plan that `planned` made last."""
    plan = _PLANS[workspace.root]
    report = workspace.apply_refresh(plan, confirm_withdrawals=confirm, accept_older=accept_older, progress=progress)
    _PLANS.pop(workspace.root).close()
    return report


def undone(workspace: "Workspace", source: str) -> "FileReport":
    """Take back the last refresh of a source."""
    return workspace.undo_refresh(source)
