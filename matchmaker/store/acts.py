"""What people did about requests, read back from the audit trail: its numbers are the one order of everything done."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import json
from collections.abc import Iterator
from dataclasses import dataclass

from matchmaker.store.store import Store

PAGE = 200


@dataclass(frozen=True, slots=True)
class Done:
    """One entry about a request: a decision by its number, or a change of the request by its version.

    Entries with the same `act` were one thing to the person who did them.
    """

    act: int
    request_id: str
    decision: int | None = None
    version: int | None = None


def next_act(store: Store) -> int:
    """The number of the trail's next entry, which names the act that begins with it; inside `store.write()`."""
    return int(store.value("SELECT coalesce(max(seq), 0) + 1 FROM audit"))


def backwards(store: Store, *, who: str | None = None, request_id: str | None = None) -> Iterator[Done]:
    """What one person, or anybody, did about one request, or about any: the last first."""
    parts, values = ["seq < ?", "(what GLOB 'decision *' OR what GLOB 'request *')"], list[str]()
    for column, value in (("who", who), ("subject", request_id)):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    sql = f"SELECT seq, subject, detail FROM audit WHERE {' AND '.join(parts)} ORDER BY seq DESC LIMIT {PAGE}"
    before = 1 << 62
    while rows := store.rows(sql, [before, *values]):
        for seq, subject, text in rows:
            detail = json.loads(text)
            decision = detail.get("seq")
            yield Done(detail.get("act", seq), subject, decision, None if decision else detail.get("version", 1))
        before = rows[-1][0]
