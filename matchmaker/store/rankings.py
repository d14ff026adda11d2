"""Stored verdicts of requests, for the queue and for seeing what a refresh changed. Each carries its model's id."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.matches import Verdict
from matchmaker.requests import State
from matchmaker.store.store import Store

OPEN = frozenset(State) - {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.DUPLICATE, State.DELIVERED}
"""States whose rankings are kept up to date; `unmatched` among them: it is tried again whenever something arrives."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a model said of a request."""

    request_id: str
    model: str
    request_version: int
    verdict: Verdict
    needs: int
    covered: int
    best_id: str = ""
    best_score: float | None = None


def put(store: Store, rankings: Collection[Ranking]) -> None:
    """Store rankings over older ones; inside `store.write()`. Skips requests that changed meanwhile."""
    store.execute_many(
        """INSERT INTO rankings (request_id, model, request_version, verdict, needs, covered, best_id, best_score)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM requests WHERE id = ?1)
        ON CONFLICT (request_id) DO UPDATE SET model = excluded.model, request_version = excluded.request_version,
            verdict = excluded.verdict, needs = excluded.needs, covered = excluded.covered,
            best_id = excluded.best_id, best_score = excluded.best_score""",
        [
            (r.request_id, r.model, r.request_version, r.verdict.value, r.needs, r.covered, r.best_id, r.best_score)
            for r in rankings
        ],
    )


def get(store: Store, ids: Collection[str]) -> dict[str, Ranking]:
    """The stored rankings of some requests, of whatever model."""
    found: dict[str, Ranking] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for row in store.rows(
            "SELECT request_id, model, request_version, verdict, needs, covered, best_id, best_score "
            f"FROM rankings WHERE request_id IN ({', '.join('?' * len(part))})",
            part,
        ):
            found[row[0]] = Ranking(row[0], row[1], row[2], Verdict(row[3]), *row[4:])
    return found


_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN))
_DUE = f"""FROM requests r LEFT JOIN rankings k ON k.request_id = r.id
    WHERE r.set_aside = 0 AND r.state IN ({_OPEN})
    AND (k.model IS NULL OR k.model <> ? OR k.request_version <> r.version)"""


def due(store: Store, model: str, limit: int | None = None) -> list[str]:
    """Ids of open requests without a verdict of `model`, newest first."""
    rows = store.rows(f"SELECT r.id {_DUE} ORDER BY r.seq DESC LIMIT ?", (model, -1 if limit is None else limit))
    return [row[0] for row in rows]


def how_many_due(store: Store, model: str) -> int:
    return int(store.value(f"SELECT count(*) {_DUE}", (model,)))


def forget(store: Store, request_id: str) -> None:
    """Drop the ranking of a request whose decisions changed; inside `store.write()`."""
    store.execute("DELETE FROM rankings WHERE request_id = ?", (request_id,))
