"""Stored verdicts of requests, for the queue and for seeing what a refresh changed. Each carries its model's id."""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from matchmaker.matches import Verdict
from matchmaker.requests import State
from matchmaker.store.store import Store, in_parts

OPEN = frozenset(State) - {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.DUPLICATE, State.DELIVERED}
"""States whose rankings are kept up to date; `unmatched` among them: it is tried again whenever something arrives."""


CHUNK = 5000
NEED_TEXT = 300
"""Characters kept of a need's text: enough to see its topic."""


@dataclass(frozen=True, slots=True)
class RankedNeed:
    """One need of a request and what was said of it."""

    verdict: Verdict
    text: str


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
    asked: tuple[RankedNeed, ...] = ()


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
    store.execute_many("DELETE FROM ranked_needs WHERE request_id = ?", [(r.request_id,) for r in rankings])
    store.execute_many(
        "INSERT INTO ranked_needs SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM rankings WHERE request_id = ?1)",
        [
            (r.request_id, number, need.verdict.value, need.text[:NEED_TEXT])
            for r in rankings
            for number, need in enumerate(r.asked, start=1)
        ],
    )


def asked(store: Store) -> Iterator[tuple[str, RankedNeed]]:
    """Every ranked need of the requests in the workspace, with the request's reference, in pages."""
    after = 0
    page = "SELECT max(seq) FROM (SELECT seq FROM requests WHERE seq > ? ORDER BY seq LIMIT ?)"
    while last := store.value(page, (after, CHUNK)):
        for key, verdict, text in store.rows(
            """SELECT n.request_id, n.verdict, n.text FROM requests r JOIN ranked_needs n ON n.request_id = r.id
            WHERE +r.set_aside = 0 AND r.seq > ? AND r.seq <= ? ORDER BY r.seq, n.need""",
            (after, last),
        ):
            yield key, RankedNeed(Verdict(verdict), text)
        after = last


def get(store: Store, ids: Collection[str]) -> dict[str, Ranking]:
    """The stored rankings of some requests, of whatever model."""
    found: dict[str, Ranking] = {}
    for part in in_parts(ids):
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


def best_for(store: Store, item_id: str, limit: int) -> list[str]:
    """Ids of requests whose best offering is this one, by the rankings stored last."""
    rows = store.rows(
        "SELECT request_id FROM rankings WHERE best_id = ? ORDER BY best_score DESC, request_id LIMIT ?",
        (item_id, limit),
    )
    return [row[0] for row in rows]


def forget(store: Store, request_id: str) -> None:
    """Drop the ranking of a request whose decisions changed; inside `store.write()`."""
    store.execute("DELETE FROM rankings WHERE request_id = ?", (request_id,))
