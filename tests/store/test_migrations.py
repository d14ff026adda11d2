"""The schema: made from nothing, brought up from every earlier one, and never half."""

import os
import sqlite3
from pathlib import Path

import pytest

from matchmaker.errors import WorkspaceError
from matchmaker.matches import REASON_CODES, Step, Verdict
from matchmaker.requests import State
from matchmaker.store import migrations
from matchmaker.store.opening import connect, journal_mode, open_database, wal_is_safe
from matchmaker.store.store import Store


def schema_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every table, index and trigger with its definition."""
    return sorted(
        (name, " ".join(sql.split()))
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    )


def made_with(path: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database as the version that knew only the first `steps` steps made it."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:steps])
        patch.setattr(migrations, "SCHEMA_VERSION", steps)
        patch.setattr("matchmaker.store.opening.SCHEMA_VERSION", steps)
        connection = open_database(path)
        connection.execute("INSERT INTO meta VALUES ('mark', 'kept')")
        connection.close()
    return path


@pytest.mark.parametrize("steps", range(1, len(migrations.STEPS)))
def test_every_earlier_schema_becomes_the_present_one(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = open_database(tmp_path / "blank" / "matchmaker.db")
    old = made_with(tmp_path / "old" / "matchmaker.db", steps, monkeypatch)
    upgraded = open_database(old)
    assert schema_of(upgraded) == schema_of(blank)
    assert upgraded.execute("SELECT value FROM meta WHERE key = 'mark'").fetchone() == ("kept",)
    assert upgraded.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA_VERSION,)
    backups = list((old.parent / "backups").glob("*before-upgrade.db"))
    assert len(backups) == 1
    kept = connect(backups[0], read_only=True)
    assert kept.execute("PRAGMA user_version").fetchone() == (steps,)


def test_a_step_that_fails_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "matchmaker.db"
    open_database(path).close()
    before = path.read_bytes()

    def failing(db: object) -> None:
        db.execute("CREATE TABLE half (x)")  # type: ignore[attr-defined]
        raise sqlite3.OperationalError("stop")

    steps = (*migrations.STEPS, failing)
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", len(steps))
    monkeypatch.setattr("matchmaker.store.opening.SCHEMA_VERSION", len(steps))
    with pytest.raises(WorkspaceError):
        open_database(path)
    assert path.read_bytes() == before


def test_checks_name_exactly_the_words_of_the_records() -> None:
    """The steps hold copies, so that a step that has shipped stays as it was; the newest must agree with the code."""
    assert set(migrations._STATES_1) == set(State)
    assert set(migrations._STEPS_1) == set(Step)
    assert set(migrations._VERDICTS_1) == set(Verdict)
    assert set(migrations._REASON_CODES_1) == {"", *REASON_CODES}


def test_every_table_is_strict(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "matchmaker.db")
    tables = connection.execute("PRAGMA table_list").fetchall()
    ours = [row for row in tables if not row[1].startswith(("sqlite_", "_sqlite"))]
    assert len(ours) > 10
    assert [row[1] for row in ours if not row[5]] == []


def test_connection_has_every_setting_it_needs(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "matchmaker.db")

    def value(name: str) -> object:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert value("busy_timeout") == 10_000
    assert value("foreign_keys") == value("recursive_triggers") == value("secure_delete") == 1
    assert value("synchronous") == 2
    assert value("trusted_schema") == 0
    assert value("cell_size_check") == 1
    assert str(value("journal_mode")).upper() == journal_mode(tmp_path)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_wal_only_where_the_build_has_the_fix(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_write_outside_a_transaction_is_a_fault(tmp_path: Path) -> None:
    store = Store(tmp_path / "matchmaker.db")
    with pytest.raises(RuntimeError):
        store.execute("INSERT INTO meta VALUES ('x', 'y')")


def test_nothing_of_a_block_that_fails_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "matchmaker.db")
    with pytest.raises(ValueError, match="stop"), store.write():
        store.set_meta("x", "y")
        with store.write():
            store.set_meta("inner", "y")
        raise ValueError("stop")
    assert store.meta("x") == store.meta("inner") == ""


def test_store_writes_only_through_its_one_door() -> None:
    """No naked sqlite-utils write and no script: those commit by themselves."""
    folder = Path(migrations.__file__).parent
    forbidden = (
        ".upsert_all(",
        ".insert_all(",
        "replace=True",
        "alter=True",
        "executescript",
        "db.atomic(",
        ".commit()",
    )
    found = [
        f"{path.name}: {word}"
        for path in folder.glob("*.py")
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_plain_start_does_not_import_sqlite_utils(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from matchmaker.workspace import Workspace; "
        "w = Workspace.open(Path(sys.argv[1])); w.requests(limit=5); w.offerings(limit=5); w.queue(); "
        "print([m for m in ('sqlite_utils', 'sklearn', 'textual', 'numpy', 'pydantic', 'lxml') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(migrations.__file__).parent.parent.parent)}
    for _ in range(2):
        said = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=environment, check=True
        ).stdout
    assert said.strip() == "[]"
