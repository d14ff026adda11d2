"""A full disk at any point: a message, the old state, no leftovers, and the workspace goes on working."""

import random
from pathlib import Path

import pytest

from matchmaker.matches import Step
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import assert_sound, python, refresh, trials, versions, write_export

FULL = """
import resource, sys
from pathlib import Path
from matchmaker.errors import MatchmakerError
from matchmaker.matches import Step
from matchmaker.workspace import Workspace
from tests.reliability.trials import refresh
folder, job, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
workspace = Workspace.open(folder / "ws") if job != "create" else None
if job == "fit":
    workspace.match(workspace.request("R-1"))
# From here no file may grow beyond `limit` bytes: a disk that is full for whoever writes more.
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    if job == "create":
        Workspace.open(folder / "new")
    elif job == "refresh":
        refresh(workspace, folder / "B.csv", confirm=True)
    elif job == "decide":
        item = workspace.experience(limit=1)[0].id
        while True:
            workspace.decide("R-1", item, Step.SHORTLISTED, note="y" * 20000)
    elif job == "export":
        workspace.export("experience", folder / "out.csv", force=True)
    elif job == "backup":
        workspace.backup(folder / "kept.db")
    elif job == "fit":
        workspace.fit()
except (MatchmakerError, OSError) as error:
    print(type(error).__name__, error)
    sys.exit(5)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for version in "AB":
        write_export(tmp_path / f"{version}.csv", version, rows=400)
    with Workspace.open(tmp_path / "ws") as workspace:
        refresh(workspace, tmp_path / "A.csv")
        workspace.add_request(a_request(id="R-1"))
        workspace.backup(tmp_path / "kept.db")
        workspace.export("experience", tmp_path / "out.csv")
        workspace.fit()
    return tmp_path


@pytest.mark.parametrize("job", ["create", "refresh", "decide", "export", "backup", "fit"])
def test_full_disk(folder: Path, job: str) -> None:
    chance = random.Random(job)
    database = folder / "ws" / "data" / "matchmaker.db"
    exported, kept = (folder / "out.csv").read_bytes(), (folder / "kept.db").read_bytes()
    failed = 0
    for _ in range(trials(3, 30)):
        size = database.stat().st_size
        limit = {
            "create": chance.randrange(0, 150_000),
            "refresh": chance.randrange(0, size + 100_000),
            "decide": size + chance.randrange(0, 100_000),
            "export": chance.randrange(0, len(exported)),
            "backup": chance.randrange(0, size),
            "fit": chance.randrange(0, 2_000),
        }[job]
        child = python(FULL, folder, job, limit)
        said, error = child.communicate(timeout=120)
        assert "Traceback" not in error, error
        assert child.returncode in (0, 5)
        failed += child.returncode == 5
        if child.returncode == 5:
            assert said.strip()
            if job == "export":
                assert (folder / "out.csv").read_bytes() == exported
            if job == "backup":
                assert (folder / "kept.db").read_bytes() == kept
        with Workspace.open(folder / "ws") as workspace:
            assert_sound(workspace)
            if job == "refresh":
                assert versions(workspace) == ({"A"} if child.returncode == 5 else {"B"})
                refresh(workspace, folder / "A.csv", confirm=True)
            workspace.decide("R-1", workspace.experience(limit=1)[0].id, Step.SHORTLISTED)
        leftovers = [path for path in folder.rglob("*.tmp*") if path.is_file()]
        assert leftovers == [], leftovers
    assert failed > 0 or job == "fit"
