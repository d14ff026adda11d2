"""The audit trail: one chained entry per thing done, in the same transaction as the thing.

Tamper-evident, not tamper-proof: an edited, deleted or reordered entry breaks the chain; cutting the end off is seen
only against a hash kept elsewhere, which is why every backup names the last hash it holds. Texts that people wrote are
not in it, only their salted digests.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from matchmaker.store.store import Store, instant

GENESIS = "0" * 64


def _hash(previous: str, seq: int, at: str, who: str, what: str, subject: str, detail: str) -> str:
    content = json.dumps([previous, seq, at, who, what, subject, detail], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()


def record(store: Store, at: datetime, who: str, what: str, subject: str, detail: dict[str, Any] | None = None) -> None:
    """Append an entry; inside `store.write()`."""
    last = store.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    text = json.dumps(detail or {}, ensure_ascii=True, sort_keys=True)
    values = (seq, instant(at), who, what, subject, text)
    store.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, previous, _hash(previous, *values)))


def digest_of(store: Store, *values: object) -> str:
    """A salted digest of values that must not stand in the trail themselves."""
    salted = json.dumps([store.meta("salt"), *map(str, values)], ensure_ascii=True)
    return hashlib.sha256(salted.encode()).hexdigest()


def head(store: Store) -> tuple[int, str]:
    """Number and hash of the last entry."""
    found = store.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    return (found[0], found[1]) if found else (0, GENESIS)


def broken_at(store: Store) -> int | None:
    """The number of the first entry that breaks the chain, or None where it holds from start to end."""
    previous, expected, step = GENESIS, 1, 5000
    while True:
        rows = store.rows(
            "SELECT seq, at, who, what, subject, detail, previous, hash FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?",
            (expected, step),
        )
        for seq, at, who, what, subject, detail, before, found in rows:
            right = _hash(previous, expected, at, who, what, subject, detail)
            if seq != expected or before != previous or found != right:
                return int(expected)
            previous, expected = found, expected + 1
        if len(rows) < step:
            return None
