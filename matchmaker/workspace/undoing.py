"""Undo and redo of anything that was done about requests: decisions, notes, owners, next actions, moves, new ones."""

from matchmaker.errors import Conflict, UsageError
from matchmaker.requests import State
from matchmaker.store import requests
from matchmaker.store.acts import Done
from matchmaker.triage import undoing
from matchmaker.triage.history import changed, item_name
from matchmaker.triage.undoing import Known, TakenBack
from matchmaker.workspace.deciding import DecidingPart


class UndoingPart(DecidingPart):
    """One history of what each person did. Nothing is erased: an undo is an entry of its own."""

    def take_back(self, request_id: str | None = None) -> TakenBack:
        """Take back the last act of this person, or the last act of anybody about one request, all of it at once.

        Raises UsageError where there is none, and Conflict where somebody changed the same things since.
        """
        with self.store.write():
            known = Known(self.store)
            return self._turned(known, undoing.to_undo(self.store, known, **self._whose(request_id)), _NOTHING_DONE)

    def do_again(self, request_id: str | None = None) -> TakenBack:
        """Do again what the last `take_back` took back. Raises UsageError where something new was done since."""
        with self.store.write():
            known = Known(self.store)
            return self._turned(known, undoing.to_redo(self.store, known, **self._whose(request_id)), _NOTHING_UNDONE)

    def _whose(self, request_id: str | None) -> dict[str, str | None]:
        if request_id is None:
            return {"who": self.who, "request_id": None}
        requests.request(self.store, request_id)
        return {"who": None, "request_id": request_id}

    def _turned(self, known: Known, entries: list[Done], otherwise: tuple[str, str]) -> TakenBack:
        if not entries:
            raise UsageError(*otherwise)
        told = []
        with self.as_one():
            for done in entries:
                decision = known.decision(done)
                if decision is None:
                    told.append(self._take_back_change(known, done))
                else:
                    self._take_back(decision)
                    step = next((d.step for d in self.decisions(done.request_id) if d.seq == decision.undoes), None)
                    told.append(f"{(step or decision.step).value} {item_name(self.store, decision.item_id)}")
        return TakenBack(entries[-1].request_id, "; ".join(dict.fromkeys(reversed(told))), len(entries))

    def _take_back_change(self, known: Known, done: Done) -> str:
        change, now = known.change(done), requests.request(self.store, done.request_id)
        before, after = change.before, change.after
        if change.what == "received":
            before, after = {"state": State.WITHDRAWN.value}, {"state": State.RECEIVED.value}
        if requests.values_of(now, after) != after:
            raise Conflict(
                f"{now.id} was changed by {now.changed_by} since, in the same place.",
                "Its history says what happened; nothing was overwritten.",
            )
        earlier = requests.with_values(now, before)
        made = requests.change(self.store, earlier, self.clock(), self.who, "undone", undoing.naming(change))
        self._audit("request change undone", now.id, {"undone": change.version, "version": made.version})
        return f"{now.id} entered" if change.what == "received" else changed(before, after)


_NOTHING_DONE = (
    "There is nothing of yours to take back.",
    "The history of a request says what others did; `matchmaker requests undo ID` takes it back.",
)
_NOTHING_UNDONE = ("There is nothing to do again.", "Undo first; what was done since an undo stays as it is.")
