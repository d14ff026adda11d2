"""Undoing: which act an undo takes back and which a redo does again, over decisions and changes of requests alike.

Nothing is ever erased: an undo is an entry that names the one it takes back, and a redo takes an undo back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from matchmaker.matches import Decision
from matchmaker.store import decisions, requests
from matchmaker.store.acts import Done, backwards
from matchmaker.store.requests import RequestChange
from matchmaker.store.store import Store

_NAMED = re.compile(r"change (\d+)")
_MOVED_BACK = re.compile(r"(decision \d+) undone")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo took back, or a redo did again: whose request, what in words, and how many entries it was."""

    request_id: str
    what: str
    entries: int


def naming(change: RequestChange) -> str:
    """The reason of an undo, which says what it takes back."""
    return f"change {change.version}"


class Known:
    """The logs of the requests that are looked at, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decisions: dict[str, dict[int, Decision]] = {}
        self._changes: dict[str, dict[int, RequestChange]] = {}

    def decision(self, done: Done) -> Decision | None:
        """The decision that an entry is about, or None where it is about a change."""
        return None if done.decision is None else self._log(done.request_id)[done.decision]

    def change(self, done: Done) -> RequestChange:
        """The change that an entry is about."""
        return self._history(done.request_id)[done.version or 1]

    def depth(self, done: Done) -> int:
        """0 for what was done, 1 for an undo, 2 for a redo."""
        links, key = self._links(done)
        depth = 0
        while (named := links.get(key)) is not None:
            key, depth = named, depth + 1
        return depth

    def stands(self, done: Done) -> bool:
        """Whether nothing that stands takes it back."""
        return _stands(*self._links(done))

    def _links(self, done: Done) -> tuple[Mapping[int, int | None], int]:
        """What takes back what among the entries of its kind, and its own place there."""
        if done.decision is not None:
            return {seq: entry.undoes for seq, entry in self._log(done.request_id).items()}, done.decision
        history = self._history(done.request_id)
        return {version: _undoes(change) for version, change in history.items()}, done.version or 1

    def _log(self, key: str) -> dict[int, Decision]:
        if key not in self._decisions:
            self._decisions[key] = {entry.seq: entry for entry in decisions.log(self._store, key)}
        return self._decisions[key]

    def _history(self, key: str) -> dict[int, RequestChange]:
        if key not in self._changes:
            self._changes[key] = {change.version: change for change in requests.changes(self._store, key)}
        return self._changes[key]


def _undoes(change: RequestChange) -> int | None:
    named = _NAMED.fullmatch(change.reason) if change.what == "undone" else None
    return int(named[1]) if named else None


def _stands(links: Mapping[int, int | None], key: int) -> bool:
    return not any(named == key and _stands(links, by) for by, named in links.items())


def standing_moves(changes: Iterable[RequestChange]) -> list[RequestChange]:
    """The changes of a request's state that stand, oldest first: neither taken back nor moved back with a decision."""
    moves: list[RequestChange] = []
    for change in changes:
        if "state" not in change.before:
            continue
        named, back = _undoes(change), _MOVED_BACK.fullmatch(change.reason)
        if back is not None:
            moves = [move for move in moves if move.reason != back[1]]
        elif named is not None and any(move.version == named for move in moves):
            moves = [move for move in moves if move.version != named]
        else:
            moves.append(change)
    return moves


def to_undo(store: Store, known: Known, *, who: str | None, request_id: str | None) -> list[Done]:
    """The entries of the last act that stands, last first; empty where there is none."""
    for _, act in groupby(backwards(store, who=who, request_id=request_id), key=lambda done: done.act):
        found = [done for done in act if known.depth(done) == 0 and known.stands(done)]
        if found:
            return found
    return []


def to_redo(store: Store, known: Known, *, who: str | None, request_id: str | None) -> list[Done]:
    """The entries of the last undo that stands, last first; empty where something new was done since."""
    for _, act in groupby(backwards(store, who=who, request_id=request_id), key=lambda done: done.act):
        entries = list(act)
        undos = [done for done in entries if known.depth(done) == 1 and known.stands(done)]
        if undos:
            return undos
        if any(known.depth(done) == 0 and known.stands(done) for done in entries):
            break
    return []
