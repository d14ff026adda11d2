"""The schema, as numbered steps. A step that has shipped is never changed; a change is a new step at the end.

sqlite-utils keeps the record of which steps a file has had; all steps that are due run in one transaction, so a kill
leaves the old schema or the new one. It is imported here, when a file is made or brought up to date, and not by a
plain start, which saves 0.2 s.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into statements, never values

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x4D_54_43_48
"""Stands in the header of every database of ours: "MTCH"."""

_DATE = "{0} TEXT CHECK ({0} IS date({0}, '+0 days'))"
_INSTANT = "{0} TEXT NOT NULL CHECK ({0} GLOB '????-??-??T??:??:??*+00:00')"
_FLAG = "{0} INTEGER NOT NULL DEFAULT 0 CHECK ({0} IN (0, 1))"
_LIST = "{0} TEXT NOT NULL DEFAULT '[]'"


def _one_of(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


# Copies, not the enumerations themselves: a step that has shipped must not change when they do. A test compares them.
_STATES_1 = (
    "received", "screening", "needs_info", "eligible", "matching", "proposed", "agreed", "in_delivery", "delivered",
    "closed", "unmatched", "declined", "withdrawn", "duplicate", "on_hold",
)  # fmt: skip
_STEPS_1 = (
    "suggested", "shortlisted", "proposed", "accepted", "declined", "superseded", "pinned", "excluded", "undone",
)  # fmt: skip
_VERDICTS_1 = ("match", "partial", "clarify", "none")
_REASON_CODES_1 = (
    "",
    "wrong topic",
    "wrong type",
    "duplicate",
    "no capacity",
    "language",
    "precondition",
    "provider declined",
    "requester declined",
    "other",
)

_WORKSPACE_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"""CREATE TABLE imports (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('catalogue', 'requests')),
        file TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT '', format TEXT NOT NULL DEFAULT '',
        fingerprint TEXT NOT NULL DEFAULT '', {_DATE.format("exported_on")}, program TEXT NOT NULL DEFAULT '',
        rows INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0, revived INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0,
        {_LIST.format("notes")}, read_whole INTEGER NOT NULL DEFAULT 1 CHECK (read_whole IN (0, 1)),
        undoes INTEGER REFERENCES imports(id) ON DELETE RESTRICT,
        who TEXT NOT NULL, {_INSTANT.format("at")},
        CHECK (rows = added + changed + unchanged + revived + duplicate + rejected)) STRICT""",
    "CREATE INDEX imports_source ON imports (source, id)",
    f"""CREATE TABLE sources (
        name TEXT PRIMARY KEY CHECK (name <> '' AND instr(name, ':') = 0),
        kind TEXT NOT NULL CHECK (kind IN ('agency', 'own', 'sample')),
        generation INTEGER NOT NULL DEFAULT 0, offerings INTEGER NOT NULL DEFAULT 0 CHECK (offerings >= 0),
        experience INTEGER NOT NULL DEFAULT 0 CHECK (experience >= 0), checksum INTEGER NOT NULL DEFAULT 0,
        fingerprint TEXT NOT NULL DEFAULT '', {_DATE.format("exported_on")}, profile TEXT NOT NULL DEFAULT ''
        ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE rejections (
        import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT, row INTEGER, place TEXT NOT NULL,
        field TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, fix TEXT NOT NULL) STRICT""",
    "CREATE INDEX rejections_import ON rejections (import_id)",
    f"""CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, {_INSTANT.format("at")}, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
        detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT""",
)

_RECORD_1 = """seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest INTEGER NOT NULL,
        source TEXT NOT NULL REFERENCES sources(name) ON DELETE RESTRICT,
        import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT,
        first_import INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT,
        version INTEGER NOT NULL DEFAULT 1, withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
        placeholder INTEGER NOT NULL DEFAULT 0 CHECK (placeholder IN (0, 1)), row_digest INTEGER, place TEXT NOT NULL,
        raw TEXT NOT NULL DEFAULT ''"""
_ID_1 = "CHECK (substr(id, 1, length(source) + 1) = source || ':')"

_CATALOGUE_1 = (
    f"""CREATE TABLE offerings (
        {_RECORD_1},
        provider TEXT NOT NULL, title TEXT NOT NULL, {_LIST.format("types")}, other_type TEXT NOT NULL DEFAULT '',
        {_LIST.format("outreach_regions")}, {_LIST.format("outreach_countries")}, {_LIST.format("countries")},
        institution TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '',
        language TEXT, {_LIST.format("languages_of_work")}, {_LIST.format("articles")}, {_LIST.format("topics")},
        capacity INTEGER CHECK (capacity >= 0), conditions TEXT NOT NULL DEFAULT '', {_DATE.format("valid_until")},
        {_DATE.format("last_confirmed")}, text TEXT NOT NULL, {_ID_1}) STRICT""",
    "CREATE INDEX offerings_provider ON offerings (withdrawn, provider)",
    f"""CREATE TABLE experience (
        {_RECORD_1},
        provider TEXT NOT NULL, partner TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',
        institution TEXT NOT NULL DEFAULT '', {_LIST.format("types")}, {_LIST.format("articles")},
        {_LIST.format("topics")}, status TEXT NOT NULL DEFAULT '', {_DATE.format("started")}, {_DATE.format("ended")},
        link TEXT NOT NULL DEFAULT '', language TEXT, {_ID_1}) STRICT""",
    "CREATE INDEX experience_pair ON experience (withdrawn, provider, partner)",
    "CREATE INDEX experience_partner ON experience (withdrawn, partner)",
    "CREATE TABLE activities (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT",
    """CREATE TABLE experience_activities (
        experience_seq INTEGER NOT NULL REFERENCES experience(seq) ON DELETE RESTRICT, position INTEGER NOT NULL,
        activity_seq INTEGER NOT NULL REFERENCES activities(seq) ON DELETE RESTRICT, kind TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (experience_seq, position)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX experience_activities_activity ON experience_activities (activity_seq)",
    """CREATE TABLE record_changes (
        seq INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT,
        record_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('offering', 'experience')),
        what TEXT NOT NULL CHECK (what IN ('added', 'changed', 'revived', 'withdrawn')),
        before TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX record_changes_record ON record_changes (record_id)",
    "CREATE INDEX record_changes_import ON record_changes (import_id)",
    """CREATE TABLE provider_notes (
        source TEXT NOT NULL REFERENCES sources(name) ON DELETE RESTRICT, provider TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('challenge', 'precondition', 'priority', 'contact')),
        text TEXT NOT NULL, place TEXT NOT NULL, import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT,
        PRIMARY KEY (source, provider, kind, text)) STRICT, WITHOUT ROWID""",
)

_TRIAGE_1 = (
    f"""CREATE TABLE requests (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE CHECK (id <> ''), digest INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN {_one_of(_STATES_1)}), {_FLAG.format("set_aside")},
        version INTEGER NOT NULL DEFAULT 1, country TEXT, language TEXT, {_LIST.format("types")},
        {_LIST.format("articles")}, {_DATE.format("received_on")}, channel TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '',
        urgency TEXT NOT NULL CHECK (urgency IN ('routine', 'urgent')), {_DATE.format("due_on")},
        {_LIST.format("languages_of_work")}, delivery TEXT NOT NULL DEFAULT '', {_LIST.format("readiness")},
        {_FLAG.format("confidential")}, owner TEXT NOT NULL DEFAULT '', next_action TEXT NOT NULL DEFAULT '',
        {_DATE.format("next_action_on")}, notes TEXT NOT NULL DEFAULT '', {_INSTANT.format("changed_at")},
        changed_by TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources(name) ON DELETE RESTRICT,
        import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE RESTRICT, place TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL) STRICT""",
    "CREATE INDEX requests_state ON requests (set_aside, state)",
    f"""CREATE TABLE request_changes (
        seq INTEGER PRIMARY KEY, request_id TEXT NOT NULL REFERENCES requests(id) ON DELETE RESTRICT,
        version INTEGER NOT NULL, what TEXT NOT NULL CHECK (what IN ('received', 'changed', 'moved', 'undone')),
        reason TEXT NOT NULL DEFAULT '', before TEXT NOT NULL DEFAULT '{{}}', after TEXT NOT NULL DEFAULT '{{}}',
        who TEXT NOT NULL, {_INSTANT.format("at")}, UNIQUE (request_id, version)) STRICT""",
    f"""CREATE TABLE decisions (
        seq INTEGER PRIMARY KEY, request_id TEXT NOT NULL REFERENCES requests(id) ON DELETE RESTRICT,
        offering_id TEXT REFERENCES offerings(id) ON DELETE RESTRICT,
        experience_id TEXT REFERENCES experience(id) ON DELETE RESTRICT,
        step TEXT NOT NULL CHECK (step IN {_one_of(_STEPS_1)}),
        reason_code TEXT NOT NULL DEFAULT '' CHECK (reason_code IN {_one_of(_REASON_CODES_1)}),
        note TEXT NOT NULL DEFAULT '', need INTEGER CHECK (need >= 0),
        undoes INTEGER REFERENCES decisions(seq) ON DELETE RESTRICT, model TEXT NOT NULL DEFAULT '', score REAL,
        who TEXT NOT NULL, {_INSTANT.format("at")},
        CHECK ((offering_id IS NULL) <> (experience_id IS NULL)),
        CHECK ((step = 'undone') = (undoes IS NOT NULL))) STRICT""",
    "CREATE INDEX decisions_request ON decisions (request_id, seq)",
    "CREATE INDEX decisions_offering ON decisions (offering_id)",
    "CREATE INDEX decisions_experience ON decisions (experience_id)",
    f"""CREATE TABLE rankings (
        request_id TEXT PRIMARY KEY REFERENCES requests(id) ON DELETE RESTRICT, model TEXT NOT NULL,
        request_version INTEGER NOT NULL, verdict TEXT NOT NULL CHECK (verdict IN {_one_of(_VERDICTS_1)}),
        needs INTEGER NOT NULL, covered INTEGER NOT NULL, best_id TEXT NOT NULL DEFAULT '', best_score REAL
        ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX rankings_model ON rankings (model)",
)


def _append_only(table: str) -> tuple[str, ...]:
    """Triggers that let `table` only grow. The third stops INSERT OR REPLACE, which deletes without firing DELETE
    triggers on a connection whose recursive_triggers is off."""
    stop = f"SELECT RAISE(ABORT, '{table} only grows')"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {stop}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {stop}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = new.seq) BEGIN {stop}; END",
    )


def _never_deleted(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are withdrawn, never deleted'); END"
    )


def first(db: "Database") -> None:
    """Everything of the first version."""
    for statement in (*_WORKSPACE_1, *_CATALOGUE_1, *_TRIAGE_1):
        db.execute(statement)
    for table in ("audit", "decisions", "request_changes", "record_changes"):
        for statement in _append_only(table):
            db.execute(statement)
    for table in ("offerings", "experience", "requests", "imports"):
        db.execute(_never_deleted(table))


def needs_of_rankings(db: "Database") -> None:
    """Each need with its verdict, for gaps and demand. Earlier rankings are forgotten, so that all get their needs."""
    db.execute(
        f"""CREATE TABLE ranked_needs (
            request_id TEXT NOT NULL REFERENCES rankings(request_id) ON DELETE CASCADE, need INTEGER NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN {_one_of(_VERDICTS_1)}), text TEXT NOT NULL,
            PRIMARY KEY (request_id, need)) STRICT, WITHOUT ROWID"""
    )
    db.execute("DELETE FROM rankings")


STEPS: tuple[Callable[["Database"], None], ...] = (first, needs_of_rankings)
SCHEMA_VERSION = len(STEPS)


def migrate(connection: sqlite3.Connection) -> None:
    """Run every step the file has not had. Must be called inside a transaction, which makes it all or nothing."""
    from sqlite_utils import Database, Migrations

    if not connection.in_transaction:
        raise RuntimeError("migrate() needs an open transaction")
    steps = Migrations("matchmaker")
    for number, step in enumerate(STEPS, start=1):
        steps(name=f"{number:04d}")(step)
    steps.apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
