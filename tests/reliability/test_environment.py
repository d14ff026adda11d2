"""A place that cannot be a workspace: refused with a message, exit code 5, and not a byte changed."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.errors import WorkspaceError
from matchmaker.files import sha256_of
from matchmaker.store import opening, surroundings
from matchmaker.store.migrations import APPLICATION_ID, SCHEMA_VERSION
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import python

NOBODY = 65534


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


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of somebody who may not write everywhere, as who the test runs: root is nobody meanwhile."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    user = os.geteuid()
    with Workspace.open(folder / "before") as workspace:  # Loads what nobody may not read.
        workspace.offerings()
    if user == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, -1)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(user)
        shutil.rmtree(folder, ignore_errors=True)


def test_folder_that_cannot_be_written(unprivileged: Path) -> None:
    data = unprivileged / "new" / "data"
    data.mkdir(parents=True)
    data.chmod(0o500)
    said = refused(unprivileged / "new")
    assert str(data) in said
    assert list(data.iterdir()) == []
    data.chmod(0o700)


def test_database_that_cannot_be_written_is_read_and_named_when_written(unprivileged: Path) -> None:
    database = unprivileged / "before" / "data" / "matchmaker.db"
    database.chmod(0o400)
    before = sha256_of(database)
    with Workspace.open(unprivileged / "before") as workspace:
        assert workspace.offerings()
        with pytest.raises(WorkspaceError, match="cannot be written") as caught:
            workspace.add_request(a_request(id="R-1"))
    assert str(database) in caught.value.message
    assert caught.value.exit_code == 5 and caught.value.way_out
    assert sha256_of(database) == before


# -- folders that other machines reach --------------------------------------------------------------------------------


def journal_and_warnings(root: Path) -> tuple[str, str]:
    """The journal mode of a workspace, and what the doctor warns of."""
    with Workspace.open(root) as workspace:
        mode = str(workspace.store.value("PRAGMA journal_mode")).upper()
        return mode, " ".join(finding.what for finding in workspace.doctor() if finding.level == "warning")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_network_folder_is_warned_of_and_never_wal(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/share {tmp_path}/a\\040share {kind} rw 0 0\n")
    monkeypatch.setattr(surroundings, "_MOUNTS", mounts)
    monkeypatch.setattr(opening, "wal_is_safe", lambda version: True)
    mode, warned = journal_and_warnings(tmp_path / "a share" / "ws")
    assert mode == "DELETE"
    assert f"network folder ({kind})" in warned
    assert journal_and_warnings(tmp_path / "local")[0] == "WAL"


@pytest.mark.parametrize("folder", ["Dropbox (UNODC)", "OneDrive - Ministry", "Nextcloud", "Mobile Documents"])
def test_synced_folder_is_warned_of_and_never_wal(tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "wal_is_safe", lambda version: True)
    mode, warned = journal_and_warnings(tmp_path / folder / "ws")
    assert mode == "DELETE"
    assert f"({folder}) that a cloud program copies" in warned
    assert "cloud" not in journal_and_warnings(tmp_path / "sandbox" / "ws")[1]


def test_wal_is_left_where_a_workspace_moves_to_a_shared_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "wal_is_safe", lambda version: True)
    assert journal_and_warnings(tmp_path / "ws")[0] == "WAL"
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "ws").rename(tmp_path / "Dropbox" / "ws")
    assert journal_and_warnings(tmp_path / "Dropbox" / "ws")[0] == "DELETE"


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
