"""Writing single catalogue records, and keeping the count and checksum of each source true.

Refreshes write many records at once: see `staging.py`. Both leave the invariant that `sources` holds the number of live
records of a source, the sum of their digests' low halves, and no record younger than the source's newest run.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import hashlib
import json
from collections.abc import Iterable

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from matchmaker.store.rows import EXPERIENCE, OFFERING, activities_values, digest_of, experience_values, offering_values
from matchmaker.store.sources import SAMPLE, sources
from matchmaker.store.store import Store

LOW_HALF = 0xFFFF_FFFF
_COMMON = ("id", "source", "digest", "import_id", "first_import", "placeholder", "place")


def add_offerings(store: Store, run: int, source: str, offerings: Iterable[Offering]) -> None:
    """Insert new offerings of `source`; inside `store.write()`, followed by `settle`."""
    columns = (*_COMMON, *OFFERING)
    sql = f"INSERT INTO offerings ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for o in offerings:
        values = offering_values(o)
        place = o.source.place if o.source else ""
        store.execute(sql, (o.id, source, digest_of(o.id, values), run, run, int(o.placeholder), place, *values))


def add_experience(store: Store, run: int, source: str, records: Iterable[Experience]) -> None:
    """Insert new experience records of `source` with their activities; inside `store.write()`, followed by `settle`."""
    columns = (*_COMMON, *EXPERIENCE)
    sql = f"INSERT INTO experience ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for e in records:
        values = experience_values(e)
        digest = digest_of(e.id, (*values, activities_values(e)))
        place = e.source.place if e.source else ""
        number = store.insert(sql, (e.id, source, digest, run, run, int(e.placeholder), place, *values))
        for position, activity in enumerate(e.activities):
            store.execute("INSERT OR IGNORE INTO activities (id, text) VALUES (?, ?)", (activity.id, activity.text))
            store.execute(
                "INSERT INTO experience_activities SELECT ?, ?, seq, ? FROM activities WHERE id = ?",
                (number, position, activity.kind, activity.id),
            )


def measured(store: Store, source: str) -> tuple[int, int, int, int]:
    """Live offerings, live experience, checksum and youngest run of a source, counted in the records themselves."""
    span = (f"{source}:", f"{source};")
    live = []
    checksum = youngest = 0
    for table in ("offerings", "experience"):
        count, total, run = store.row(
            f"""SELECT count(*) FILTER (WHERE withdrawn = 0),
                coalesce(sum(digest & {LOW_HALF}) FILTER (WHERE withdrawn = 0), 0), coalesce(max(import_id), 0)
            FROM {table} WHERE id >= ? AND id < ?""",
            span,
        ) or (0, 0, 0)
        live.append(count)
        checksum += total
        youngest = max(youngest, run)
    return live[0], live[1], checksum, youngest


def settle(store: Store, source: str, run: int) -> None:
    """Bring the count and checksum of a source up to date after its records were written; inside `store.write()`."""
    offerings, experience, checksum, _ = measured(store, source)
    store.execute(
        """UPDATE sources SET offerings = ?, experience = ?, checksum = ?, generation = max(generation, ?)
        WHERE name = ?""",
        (offerings, experience, checksum, run, source),
    )


def out_of_step(store: Store) -> list[str]:
    """Names of sources whose records are not the ones their last run left: a mix of old and new."""
    wrong = []
    for state in sources(store):
        offerings, experience, checksum, youngest = measured(store, state.name)
        found = (offerings, experience, checksum)
        if found != (state.offerings, state.experience, state.checksum) or youngest > state.generation:
            wrong.append(state.name)
    return wrong


_OF_SAMPLE = f"id >= '{SAMPLE}:' AND id < '{SAMPLE};' AND +withdrawn = 0"


def withdraw_sample(store: Store, run: int) -> int:
    """Withdraw the sample catalogue; inside `store.write()`. Returns how many records that were."""
    gone = 0
    for table, kind in (("offerings", "offering"), ("experience", "experience")):
        store.execute(
            f"""INSERT INTO record_changes (import_id, record_id, kind, what)
                SELECT ?, id, '{kind}', 'withdrawn' FROM {table} WHERE {_OF_SAMPLE}""",
            (run,),
        )
        gone += store.execute(
            f"UPDATE {table} SET withdrawn = 1, version = version + 1 WHERE {_OF_SAMPLE}",
        )
    if gone:
        settle(store, SAMPLE, run)
    return gone


def put_sample_back(store: Store, run: int, undone: int) -> int:
    """Take back what run `undone` did to the sample catalogue: where nothing else is live now, what it withdrew is live
    again, else what it gave back is withdrawn; inside `store.write()`. Returns how many records are live again."""
    others = store.value("SELECT coalesce(sum(offerings + experience), 0) FROM sources WHERE name <> ?", (SAMPLE,))
    if others:
        given = store.value(
            "SELECT 1 FROM record_changes WHERE import_id = ? AND what = 'revived' AND record_id GLOB ? LIMIT 1",
            (undone, f"{SAMPLE}:*"),
        )
        if given:
            withdraw_sample(store, run)
        return 0
    back = 0
    for table, kind in (("offerings", "offering"), ("experience", "experience")):
        gone = f"""SELECT c.record_id FROM record_changes c WHERE c.import_id = {int(undone)} AND c.kind = '{kind}'
            AND c.what = 'withdrawn' AND c.record_id GLOB '{SAMPLE}:*'"""
        store.execute(
            f"""INSERT INTO record_changes (import_id, record_id, kind, what) SELECT ?, id, '{kind}', 'revived'
                FROM {table} WHERE withdrawn = 1 AND id IN ({gone})""",
            (run,),
        )
        back += store.execute(
            f"UPDATE {table} SET withdrawn = 0, version = version + 1 WHERE withdrawn = 1 AND id IN ({gone})"
        )
    if back:
        settle(store, SAMPLE, run)
    return back


def set_sample_requests_aside(store: Store) -> int:
    """Hide the sample requests; inside `store.write()`. Returns how many that were."""
    return store.execute(f"UPDATE requests SET set_aside = 1 WHERE source = '{SAMPLE}' AND set_aside = 0")


def fingerprint(store: Store) -> str:
    """A digest of the live catalogue: equal content, equal fingerprint, in whatever order it came."""
    state = [(s.name, s.offerings, s.experience, s.checksum) for s in sources(store) if s.offerings or s.experience]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]


def next_own(store: Store, table: str, letter: str) -> str:
    """The next free id of a record entered by hand: "own:O-0001"; inside `store.write()`."""
    prefix = f"own:{letter}-"
    last = store.value(
        f"SELECT max(CAST(substr(id, {len(prefix) + 1}) AS INTEGER)) FROM {table} WHERE id GLOB ?",
        (f"{prefix}[0-9]*",),
    )
    return f"{prefix}{(last or 0) + 1:04d}"


def note(store: Store, run: int, source: str, provider: str, kind: str, text: str, place: str) -> None:
    """Keep what a provider says of itself; inside `store.write()`."""
    store.execute(
        """INSERT OR REPLACE INTO provider_notes (source, provider, kind, text, place, import_id)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (source, provider, kind, text, place, run),
    )


def remember_added(store: Store, run: int, record_id: str, kind: str) -> None:
    """Say in the history that a record was entered by hand; inside `store.write()`."""
    store.execute(
        "INSERT INTO record_changes (import_id, record_id, kind, what) VALUES (?, ?, ?, 'added')",
        (run, record_id, kind),
    )
