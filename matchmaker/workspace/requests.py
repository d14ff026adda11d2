"""Requests of a workspace: list, show, add, change, move, import, and the queue."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.exchange.report import FileReport
from matchmaker.requests import Request, State
from matchmaker.triage.history import Event, SimilarRequest
from matchmaker.workspace.opened import Opened

if TYPE_CHECKING:
    from matchmaker.triage.queue import QueueEntry


class RequestsPart(Opened):
    """Everything about requests."""

    def requests(
        self, *, states: Collection[State] = (), text: str = "", limit: int | None = None, offset: int = 0
    ) -> list[Request]:
        """Requests in the order they were entered, newest first; `states` and `text` narrow them."""
        raise NotImplementedError

    def request(self, id: str) -> Request:
        """The request with that reference. Raises NotFound."""
        raise NotImplementedError

    def add_request(self, request: Request, *, keep_sample: bool = False) -> Request:
        """Store a new request and return it as stored; an empty id becomes the next "R-0001"."""
        raise NotImplementedError

    def change_request(self, request: Request, *, reason: str = "") -> Request:
        """Store a changed request. Raises Conflict, saying who and when, unless `request.version` is the present one."""
        raise NotImplementedError

    def move(self, id: str, state: State, *, reason: str = "", version: int | None = None) -> Request:
        """Move a request to another state. Raises IllegalMove, or Conflict when `version` is given and stale."""
        raise NotImplementedError

    def undo_change(self, id: str, *, version: int | None = None) -> Request:
        """Take back the last change or move of a request, as a change of its own. Raises UsageError if there is none."""
        raise NotImplementedError

    def request_history(self, id: str) -> list[Event]:
        """What happened to a request, oldest first: received, changes, moves, decisions."""
        raise NotImplementedError

    def import_requests(
        self, path: Path, *, source: str | None = None, dry_run: bool = False, keep_sample: bool = False
    ) -> FileReport:
        """Load requests from a file. Requests already here under the same reference are compared, never overwritten blindly."""
        raise NotImplementedError

    def queue(self, *, filter: str = "", sort: str = "attention") -> "list[QueueEntry]":
        """Open work in the order that deserves attention. `filter` is the language of `triage.filters`."""
        raise NotImplementedError

    def similar(self, id: str, top: int = 5) -> list[SimilarRequest]:
        """Earlier requests like this one, most alike first, with what became of them."""
        raise NotImplementedError
