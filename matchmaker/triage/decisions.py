"""Decisions: what the append-only log of what people said amounts to.

Nothing in the log is ever changed. An undo is an entry that names the entry it takes back; a redo undoes an undo.
"""

from collections.abc import Iterable, Sequence

from matchmaker.errors import UsageError
from matchmaker.matches import REASON_CODES, Decision, Step
from matchmaker.requests import State

OPEN_STEPS = frozenset({Step.SHORTLISTED, Step.PROPOSED, Step.ACCEPTED, Step.PINNED})
"""Steps after which somebody counts on the item: what a withdrawal flags."""


BRINGS_TO = {Step.SHORTLISTED: State.MATCHING, Step.PROPOSED: State.PROPOSED, Step.ACCEPTED: State.AGREED}
"""How far a decision brings its request: who proposes has screened it, found it eligible and matched it."""


def standing_entries(log: Iterable[Decision]) -> list[Decision]:
    """The entries that stand: not undone, or undone and redone; undos themselves are left out."""
    entries = list(log)
    undone: dict[int, bool] = {}
    # An undo names an earlier entry, so going backwards every entry's fate is known when it is met.
    for entry in reversed(entries):
        if entry.undoes is not None and not undone.get(entry.seq, False):
            undone[entry.undoes] = True
    return [entry for entry in entries if entry.undoes is None and not undone.get(entry.seq, False)]


def standing(log: Iterable[Decision]) -> dict[str, Decision]:
    """What holds for each item: the last entry about it that stands."""
    return {entry.item_id: entry for entry in standing_entries(log)}


def undoable(log: Iterable[Decision]) -> Decision | None:
    """The entry that an undo takes back: the last one that stands."""
    entries = standing_entries(log)
    return entries[-1] if entries else None


def redoable(log: Sequence[Decision]) -> Decision | None:
    """The undo that a redo takes back: the last one that stands, unless something new was decided since."""
    back: list[Decision] = []
    for entry in log:
        if entry.undoes is None:
            back.clear()
        elif back and entry.undoes == back[-1].seq:
            back.pop()
        else:
            back.append(entry)
    return back[-1] if back else None


def check(step: Step, reason_code: str, note: str) -> None:
    """Raise UsageError when a decision does not make sense as given."""
    if step is Step.UNDONE:
        raise UsageError("An undo is not a decision.", "Use undo.")
    if reason_code and reason_code not in REASON_CODES:
        raise UsageError(f"Unknown reason {reason_code!r}.", f"Known: {', '.join(REASON_CODES)}.")
    if len(note) > 20_000:
        raise UsageError("The note is longer than 20,000 characters.", "Shorten it.")


def pinned_and_excluded(log: Iterable[Decision]) -> tuple[frozenset[str], frozenset[str], dict[str, Step]]:
    """What the rankings of a request must obey: pinned items, excluded ones, and the step that stands for the others.

    A pin or an exclusion holds until the other of the two follows it or it is undone; other steps leave it in place.
    """
    place: dict[str, Step] = {}
    decided: dict[str, Step] = {}
    for entry in standing_entries(log):
        if entry.step in (Step.PINNED, Step.EXCLUDED):
            place[entry.item_id] = entry.step
        else:
            decided[entry.item_id] = entry.step
    pinned = frozenset(item for item, step in place.items() if step is Step.PINNED)
    excluded = frozenset(item for item, step in place.items() if step is Step.EXCLUDED)
    return pinned, excluded, decided
