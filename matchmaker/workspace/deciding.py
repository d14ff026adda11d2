"""Decisions in a workspace."""

from dataclasses import replace

from matchmaker.errors import NotFound, UsageError
from matchmaker.matches import Decision, Kind, Step
from matchmaker.requests import Request, State, road
from matchmaker.safetext import clean
from matchmaker.store import decisions as stored
from matchmaker.store import rankings, requests
from matchmaker.store.audit import digest_of
from matchmaker.triage import decisions as log
from matchmaker.triage.undoing import standing_moves
from matchmaker.workspace.opened import Opened


class DecidingPart(Opened):
    """Records what people said about matches; the log is append-only and an undo is an entry of its own."""

    def decide(
        self,
        request_id: str,
        item_id: str,
        step: Step,
        *,
        need: int | None = None,
        reason_code: str = "",
        note: str = "",
        version: int | None = None,
        score: float | None = None,
    ) -> Decision:
        """Record a decision, and bring the request's state along. Returns only when both are on disk.

        `item_id` is an offering, an experience record, or a "provider|partner" pair. `need` counts from 0. `score` and
        the present model are kept with it, so that one can see later what the person saw. Raises NotFound, UsageError
        (also for a need that the request does not have), or Conflict on a stale `version`.
        """
        log.check(step, reason_code, note)
        with self.store.write():
            request = requests.request(self.store, request_id)
            if version is not None:
                requests.check_version(request, version)
            if need is not None:
                _check_need(request, need)
            kind, record_id = self._item(item_id)
            made = stored.append(
                self.store, request_id, record_id, kind, step, self.clock(), self.who,
                reason_code=reason_code, note=clean(note), need=need, model=self.store.meta("model"), score=score,
            )  # fmt: skip
            self._decided(made)
            self._bring_along(made)
        return made

    def undo(self, request_id: str | None = None) -> Decision:
        """Take back the last decision (of one request, or of this person anywhere). UsageError if there is none."""
        with self.store.write():
            last = log.undoable(self._log(request_id))
            if last is None:
                raise UsageError(
                    "There is no decision to take back.", "`matchmaker decide list` shows what was decided."
                )
            return self._take_back(last)

    def redo(self, request_id: str | None = None) -> Decision:
        """Take back the last undo. Raises UsageError if there is none, or something new was decided since."""
        with self.store.write():
            last = log.redoable(self._log(request_id))
            if last is None:
                raise UsageError(
                    "There is no undo to take back.", "Undo first; what was decided since an undo stays as it is."
                )
            return self._take_back(last)

    def decisions(self, request_id: str | None = None) -> list[Decision]:
        """The whole log, oldest first, undone entries and undos included."""
        return stored.log(self.store, request_id)

    def standing(self, request_id: str) -> dict[str, Decision]:
        """What holds now: for each item of a request, the last decision that was not undone."""
        return log.standing(stored.log(self.store, request_id))

    def _log(self, request_id: str | None) -> list[Decision]:
        if request_id is not None:
            requests.request(self.store, request_id)
            return stored.log(self.store, request_id)
        return stored.log(self.store, who=self.who)

    def _take_back(self, entry: Decision) -> Decision:
        made = stored.append(
            self.store, entry.request_id, entry.item_id, entry.kind, Step.UNDONE, self.clock(), self.who,
            need=entry.need, undoes=entry.seq,
        )  # fmt: skip
        self._decided(made)
        if entry.undoes is None:
            self._bring_back(entry)
        else:
            again = next((d for d in stored.log(self.store, entry.request_id) if d.seq == entry.undoes), None)
            if again is not None and again.undoes is None:
                self._bring_along(again)
        return made

    def _bring_along(self, entry: Decision) -> None:
        """Move the request forward to where the decision belongs; each step in its history names the decision."""
        goal = log.BRINGS_TO.get(entry.step)
        request = requests.request(self.store, entry.request_id)
        for state in road(request.state, goal) if goal is not None else ():
            moved = replace(request, state=state)
            request = requests.change(self.store, moved, self.clock(), self.who, "moved", f"decision {entry.seq}")

    def _bring_back(self, entry: Decision) -> None:
        """Move the request back to where it was, unless somebody has moved it since the decision did."""
        moves = standing_moves(requests.changes(self.store, entry.request_id))
        first = len(moves)
        while first and moves[first - 1].reason == f"decision {entry.seq}":
            first -= 1
        if first < len(moves):
            now = requests.request(self.store, entry.request_id)
            earlier = replace(now, state=State(moves[first].before["state"]))
            requests.change(self.store, earlier, self.clock(), self.who, "moved", f"decision {entry.seq} undone")

    def _decided(self, made: Decision) -> None:
        rankings.forget(self.store, made.request_id)
        said = digest_of(self.store, made.reason_code, made.note, made.need, made.undoes)
        self._audit(
            f"decision {made.step.value}", made.request_id, {"seq": made.seq, "item": made.item_id, "said": said}
        )

    def _item(self, item_id: str) -> tuple[Kind, str]:
        """The kind and record id of an item. A pair stands for its first live record."""
        if self.store.value("SELECT 1 FROM offerings WHERE id = ?", (item_id,)):
            return Kind.OFFERING, item_id
        if self.store.value("SELECT 1 FROM experience WHERE id = ?", (item_id,)):
            return Kind.EXPERIENCE, item_id
        provider, mark, partner = item_id.partition("|")
        if mark:
            found = self.store.value(
                "SELECT id FROM experience WHERE provider = ? AND partner = ? ORDER BY withdrawn, id LIMIT 1",
                (provider, partner),
            )
            if found is not None:
                return Kind.EXPERIENCE, found
        raise NotFound(f"There is no offering or experience {item_id}.", "`matchmaker match` shows the ids.")


def _check_need(request: Request, need: int) -> None:
    """Raise UsageError, naming the needs there are, unless the request has that one."""
    from matchmaker.matching import needs

    parts = needs.part(needs.without_courtesies(request.text))
    if not 0 <= need < len(parts):
        told = "; ".join(f"{n}: {_brief(request.text[part.start : part.end])}" for n, part in enumerate(parts, start=1))
        count = "1 need" if len(parts) == 1 else f"{len(parts)} needs"
        raise UsageError(f"{request.id} has {count}; there is no need {need + 1}.", f"Name one of these: {told}.")


def _brief(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
