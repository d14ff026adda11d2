"""Requests of a workspace: list, show, add, change, move, import, and the queue."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.errors import IllegalMove, UsageError
from matchmaker.exchange.report import FileReport
from matchmaker.requests import EXITS, TRANSITIONS, Request, State
from matchmaker.safetext import clean, clean_id
from matchmaker.store import queue_rows, writing
from matchmaker.store import requests as stored
from matchmaker.store.sources import OWN, need_source, start_run
from matchmaker.store.store import in_parts
from matchmaker.triage.history import Event, SimilarRequest, request_events
from matchmaker.workspace.opened import Opened

if TYPE_CHECKING:
    from matchmaker.triage.packed import Packed
    from matchmaker.triage.queue import QueueEntry


class RequestsPart(Opened):
    """Everything about requests."""

    def requests(
        self, *, states: Collection[State] = (), text: str = "", limit: int | None = None, offset: int = 0
    ) -> list[Request]:
        """Requests in the order they were entered, newest first; `states` and `text` narrow them."""
        self._say_if_sample("requests")
        return stored.list_requests(self.store, states, text, limit, offset)

    def each_request(self, ids: Iterable[str]) -> Iterator[Request]:
        """Those of `ids` that exist, in the order given, in memory that does not grow with their number."""
        return (request for part in in_parts(ids) for request in stored.by_id(self.store, part))

    def request(self, id: str) -> Request:  # noqa: A002
        """The request with that reference. Raises NotFound."""
        return stored.request(self.store, id)

    def add_request(self, request: Request, *, keep_sample: bool = False) -> Request:
        """Store a new request and return it as stored; an empty id becomes the next "R-0001"."""
        request = _cleaned(request)
        if not request.text.strip():
            raise UsageError("A request needs a text.", "Say what is asked for.")
        at = self.clock()
        with self.store.write():
            if not request.id:
                request = replace(request, id=stored.next_reference(self.store))
            elif self.store.value("SELECT 1 FROM requests WHERE id = ?", (request.id,)):
                raise UsageError(f"There is a request {request.id} already.", "Choose another reference, or none.")
            if not keep_sample:
                writing.set_sample_requests_aside(self.store)
            need_source(self.store, OWN, "own")
            run = start_run(self.store, at, self.who, OWN, "requests", rows=1, added=1)
            made = stored.add(self.store, request, at, self.who, run, place="entered by hand")
            self._audit("request received", request.id, {"digest": self._digest(request.text)})
        return made

    def change_request(self, request: Request, *, reason: str = "") -> Request:
        """Store a changed request. Raises Conflict, saying who and when, unless `request.version` is the present one.

        The state is not changed here: see `move`.
        """
        request = _cleaned(request)
        if not request.text.strip():
            raise UsageError("A request needs a text.", "Say what is asked for.")
        with self.store.write():
            now = stored.request(self.store, request.id)
            made = stored.change(self.store, replace(request, state=now.state), self.clock(), self.who, reason=reason)
            if made.version != now.version:
                self._audit("request changed", request.id, {"version": made.version, "digest": self._digest(made.text)})
        return made

    def move(self, id: str, state: State, *, reason: str = "", version: int | None = None) -> Request:  # noqa: A002
        """Move a request to another state. Raises IllegalMove, or Conflict when `version` is given and stale."""
        with self.store.write():
            now = stored.request(self.store, id)
            if version is not None:
                stored.check_version(now, version)
            check_move(now, state, reason)
            made = stored.change(self.store, replace(now, state=state), self.clock(), self.who, "moved", reason)
            self._audit("request moved", id, {"from": now.state.value, "to": state.value, "version": made.version})
        return made

    def request_history(self, id: str) -> list[Event]:  # noqa: A002
        """What happened to a request, oldest first: received, changes, moves, decisions."""
        stored.request(self.store, id)
        return request_events(self.store, id)

    def import_requests(
        self, path: Path, *, source: str | None = None, dry_run: bool = False, keep_sample: bool = False
    ) -> FileReport:
        """Load requests from a file.

        A request that is here already from the same source is compared: what its sender said is brought up to date,
        what coordinators added stays. A reference that another source uses is rejected.
        """
        from matchmaker.exchange.importing_requests import import_requests

        return import_requests(
            self.store, path, self.clock(), self.who, source=source, dry_run=dry_run, keep_sample=keep_sample
        )

    def queue(self, *, filter: str = "", sort: str = "attention") -> "Packed[QueueEntry]":  # noqa: A002
        """Open work in the order that deserves attention, without its texts. `filter` is that of `triage.filters`."""
        from matchmaker.triage import queue

        self._say_if_sample("requests")
        return queue.queue(
            queue_rows.queue_rows(self.store, self.store.meta("model")),
            filter=filter,
            sort=sort,
            settings=self.settings,
            today=self.clock().astimezone().date(),
            whole=lambda words: stored.with_words(self.store, words),
        )

    def queue_beginning(self, limit: int = 200) -> "list[QueueEntry]":
        """The first of the queue in its usual order, quickly; empty where nothing is overdue."""
        from matchmaker.triage import queue
        from matchmaker.triage.clocks import UNANSWERED

        today = self.clock().astimezone().date()
        rows = queue_rows.oldest_rows(self.store, self.store.meta("model"), UNANSWERED, today, limit)
        return queue.beginning(rows, limit, self.settings, today)

    def summaries(self, ids: Collection[str]) -> dict[str, str]:
        """The beginnings of the texts of some requests, by reference."""
        return stored.summaries(self.store, ids)

    def similar(self, id: str, top: int = 5) -> list[SimilarRequest]:  # noqa: A002
        """Earlier requests like this one, most alike first, with what became of them."""
        from matchmaker.triage.likeness import similar

        return similar(self.store, self._texts(), stored.request(self.store, id), top)

    def _digest(self, *values: object) -> str:
        from matchmaker.store.audit import digest_of

        return digest_of(self.store, *values)


def check_move(request: Request, state: State, reason: str) -> None:
    """Raise IllegalMove unless the table of transitions allows it; leaving an exit needs a reason."""
    allowed = TRANSITIONS[request.state]
    if state not in allowed:
        names = ", ".join(sorted(move.value for move in allowed)) or "nowhere, it is final"
        raise IllegalMove(
            f"{request.id} is {request.state.value} and cannot become {state.value}.", f"It can go to: {names}."
        )
    if request.state in EXITS and not reason.strip():
        raise IllegalMove(f"{request.id} is {request.state.value}; reopening it needs a reason.", "Give a reason.")


def _cleaned(r: Request) -> Request:
    """A request as it may be stored."""
    return replace(
        r, id=clean_id(r.id), text=clean(r.text), body=clean(r.body), contact=clean(r.contact), owner=clean(r.owner),
        next_action=clean(r.next_action), notes=clean(r.notes), channel=clean(r.channel), delivery=clean(r.delivery),
    )  # fmt: skip
