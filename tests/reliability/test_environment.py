"""A place that cannot be a workspace: refused with a message, exit code 5, and not a byte changed."""

import os
import sqlite3
from pathlib import Path

import pytest

from matchmaker.errors import WorkspaceError
from matchmaker.files import sha256_of
from matchmaker.store.migrations import APPLICATION_ID, SCHEMA_VERSION
from matchmaker.workspace import Workspace
from tests.reliability.trials import python


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database of the workspace in `tmp_path` goes."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "matchmaker.db"


def refused(root: Path) -> str:
    """Open the workspace, which must fail, and return the message."""
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(root)
    assert caught.value.exit_code == 5
    assert caught.value.way_out
    return caught.value.message


def test_folder_in_its_place(tmp_path: Path, database: Path) -> None:
    database.mkdir()
    assert "not a file" in refused(tmp_path)
    assert list(database.iterdir()) == []


def test_fifo_in_its_place(tmp_path: Path, database: Path) -> None:
    os.mkfifo(database)
    assert "not a file" in refused(tmp_path)


def test_link_in_its_place(tmp_path: Path, database: Path) -> None:
    with Workspace.open(tmp_path / "other"):
        pass
    target = tmp_path / "other" / "data" / "matchmaker.db"
    before = sha256_of(target)
    database.symlink_to(target)
    assert "symbolic link" in refused(tmp_path)
    assert sha256_of(target) == before


@pytest.mark.parametrize("content", [b"", b"id,title\n1,x\n", b"SQLite format 3\x00", bytes(4096)])
def test_other_content_in_its_place(tmp_path: Path, database: Path, content: bytes) -> None:
    database.write_bytes(content)
    refused(tmp_path)
    assert database.read_bytes() == content


@pytest.mark.parametrize(
    ("application", "version", "said"),
    [
        (0x1234, 1, "another program"),
        (0, 0, "another program"),
        (APPLICATION_ID, SCHEMA_VERSION + 1, "newer Matchmaker"),
    ],
)
def test_other_database_in_its_place(tmp_path: Path, database: Path, application: int, version: int, said: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE t (x)")
    connection.execute(f"PRAGMA application_id = {application}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    before, names = sha256_of(database), sorted(os.listdir(database.parent))
    assert said in refused(tmp_path)
    assert sha256_of(database) == before
    assert sorted(os.listdir(database.parent)) == names


def test_workspace_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "ws").write_text("x")
    refused(tmp_path / "ws")
    assert (tmp_path / "ws").read_text() == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o500)
    try:
        refused(tmp_path)
    finally:
        (tmp_path / "data").chmod(0o700)


def test_database_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    with Workspace.open(tmp_path):
        pass
    database = tmp_path / "data" / "matchmaker.db"
    database.chmod(0o400)
    refused(tmp_path)


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "ws") as workspace:
        copy = workspace.backup()
        assert copy.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ws" / "data" / "matchmaker.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ws" / "data").stat().st_mode & 0o777 == 0o700


def test_many_starting_at_once_make_one_workspace(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from matchmaker.workspace import Workspace; "
    code += "print(Workspace.open(Path(sys.argv[1])).counts().offerings)"
    children = [python(code, tmp_path / "ws") for _ in range(4)]
    said = [child.communicate(timeout=60) for child in children]
    assert [error for _, error in said if error] == []
    assert len({line for line, _ in said}) == 1
    assert not list((tmp_path / "ws" / "data").glob(".*.tmp*"))
