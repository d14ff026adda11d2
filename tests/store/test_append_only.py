"""What may only grow only grows, whatever connection writes; and tampering is seen."""

import sqlite3
from pathlib import Path

import pytest

from matchmaker.matches import Step
from matchmaker.store import audit, checking
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_offering


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path, who="ana")
    opened.add_offering(an_offering(id="own:A"))
    opened.add_request(a_request(id="R-1"))
    for step in (Step.SHORTLISTED, Step.PROPOSED, Step.ACCEPTED):
        opened.decide("R-1", "own:A", step, note="as agreed")
    return opened


@pytest.fixture
def plain(workspace: Workspace) -> sqlite3.Connection:
    """A connection of some other program, with SQLite's defaults."""
    return sqlite3.connect(workspace.store.path, isolation_level=None)


@pytest.mark.parametrize("table", ["audit", "decisions", "request_changes", "record_changes"])
@pytest.mark.parametrize("recursive", [0, 1])
def test_logs_refuse_update_delete_and_replace(plain: sqlite3.Connection, table: str, recursive: int) -> None:
    plain.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = plain.execute(f"SELECT * FROM {table}").fetchall()
    assert before
    for statement in (
        f"UPDATE {table} SET who = 'eve'" if table != "record_changes" else f"UPDATE {table} SET before = 'x'",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            plain.execute(statement)
    assert plain.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", ["offerings", "experience", "requests", "imports"])
def test_records_are_never_deleted(plain: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        plain.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE requests SET state = 'lost'", "CHECK"),
        ("UPDATE requests SET received_on = '2026-02-30'", "CHECK"),
        ("UPDATE offerings SET valid_until = '03/04/2026'", "CHECK"),
        ("UPDATE offerings SET capacity = 'many'", "cannot store TEXT"),
        ("INSERT INTO decisions (request_id, offering_id, step, who, at) VALUES ('R-1', 'own:A', 'maybe', 'a', "
         "'2026-01-01T00:00:00+00:00')", "CHECK"),
    ],
)  # fmt: skip
def test_database_refuses_what_no_record_may_hold(plain: sqlite3.Connection, statement: str, said: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=said):
        plain.execute(statement)


def test_decisions_hold_their_request_and_item(plain: sqlite3.Connection) -> None:
    plain.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("UPDATE requests SET id = 'R-2' WHERE id = 'R-1'")
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("UPDATE offerings SET id = 'own:B' WHERE id = 'own:A'")


def untie(connection: sqlite3.Connection) -> None:
    """Drop the triggers, as somebody who tampers would."""
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit SET who = 'eve' WHERE seq = 3", "entry 3"),
        ("DELETE FROM audit WHERE seq = 2", "entry 2"),
        ("UPDATE audit SET seq = CASE seq WHEN 2 THEN -2 ELSE 2 END WHERE seq IN (2, 3)", "altered"),
        ("UPDATE audit SET detail = '{}' WHERE seq = 4", "entry 4"),
        ("UPDATE decisions SET note = 'as imagined' WHERE seq = 2", "Decision 2"),
        ("UPDATE decisions SET reason_code = 'other' WHERE seq = 1", "Decision 1"),
        ("DELETE FROM decisions WHERE seq = 3", "Decision 3"),
        ("UPDATE offerings SET text = 'something else' WHERE id = 'own:A'", "own:A"),
        ("UPDATE offerings SET withdrawn = 1 WHERE id = 'own:A'", "source own"),
    ],
)
def test_tampering_is_seen(workspace: Workspace, plain: sqlite3.Connection, tampering: str, said: str) -> None:
    assert checking.damage(workspace.store) == []
    untie(plain)
    plain.execute(tampering)
    found = [what for what, _ in checking.damage(workspace.store)]
    assert any(said in what for what in found), found


def test_missing_trigger_is_seen(workspace: Workspace, plain: sqlite3.Connection) -> None:
    plain.execute("DROP TRIGGER decisions_no_delete")
    found = [what for what, _ in checking.damage(workspace.store)]
    assert found == ["The trigger decisions_no_delete is not as Matchmaker made it."]


def test_trail_holds_no_words_people_wrote(workspace: Workspace) -> None:
    workspace.decide("R-1", "own:A", Step.DECLINED, reason_code="other", note="call ana@example.org")
    workspace.add_request(a_request(id="R-2", contact="ben@example.org", text="Write to ben@example.org please."))
    trail = " ".join(str(row) for row in workspace.store.rows("SELECT * FROM audit"))
    assert "example.org" not in trail
    assert audit.broken_at(workspace.store) is None


def test_backup_names_the_last_entry(workspace: Workspace) -> None:
    seq, head = audit.head(workspace.store)
    workspace.backup()
    detail = workspace.store.value("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1")
    assert f'"after": {seq}' in detail
    assert head in detail
