"""A full disk at any point: a message, the old state, no leftovers, and the workspace goes on working."""

import random
from pathlib import Path

import pytest

from matchmaker.matches import Step
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import assert_sound, child_environment, python, refresh, trials, versions, write_export

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


ON_A_FULL_FILE_SYSTEM = """
import random, shutil, subprocess, sys
from pathlib import Path
from matchmaker.errors import MatchmakerError
from matchmaker.matches import Step
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import assert_sound, refresh, versions, write_export
disk, count = Path(sys.argv[1]), int(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(disk)], check=True)
chance = random.Random(11)
exports = {version: write_export(disk / f"{version}.csv", version, rows=400) for version in "AB"}
filler = disk / "filler"

def fill(left):
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            pass
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - left))

with Workspace.open(disk / "ws") as workspace:
    refresh(workspace, exports["A"])
    workspace.add_request(a_request(id="R-1"))
    workspace.fit()
    out = workspace.export("experience", disk / "out.csv")
    kept = workspace.backup(disk / "kept.db")
whole = out.read_bytes(), kept.read_bytes()
shutil.copytree(disk / "ws", disk / "as it was")
jobs = {
    "refresh": lambda w: refresh(w, exports["B"], confirm=True),
    "decide": lambda w: [
        w.decide("R-1", w.experience(limit=1)[0].id, Step.SHORTLISTED, note="y" * 20000) for _ in range(400)
    ],
    "export": lambda w: w.export("experience", disk / "out.csv", force=True),
    "backup": lambda w: w.backup(disk / "kept.db"),
    "erase": lambda w: w.erase([f"version {'AB'[sorted(versions(w)) == ['B']]}"], reason="trial"),
    "fit": lambda w: w.fit(),
}
for job, do in jobs.items():
    failed = 0
    for _ in range(count):
        shutil.rmtree(disk / "ws")
        shutil.copytree(disk / "as it was", disk / "ws")
        with Workspace.open(disk / "ws") as workspace:
            size = workspace.store.path.stat().st_size
            most = {"export": len(whole[0]), "fit": 40_000, "decide": 1 << 20}.get(job, 2 * size)
            fill(chance.randrange(0, most))
            before = versions(workspace), len(workspace.decisions())
            try:
                do(workspace)
            except MatchmakerError as error:
                failed += 1
                assert error.message and error.way_out, error
                if job != "decide":
                    assert (versions(workspace), len(workspace.decisions())) == before
            except OSError as error:
                failed += 1
                assert error.strerror
            filler.unlink()
        if job in ("export", "backup"):
            assert out.read_bytes() == whole[0]
        left = [path for path in disk.rglob("*.tmp*") if path.is_file()]
        assert left == [], left
        with Workspace.open(disk / "ws") as workspace:
            assert_sound(workspace)
    print(job, failed, count)
"""


def test_full_file_system(tmp_path: Path) -> None:
    """The same on a file system of its own that is full, where this process may mount one."""
    import subprocess
    import sys

    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this process may not mount a file system of its own (unshare -rm)")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, "-c", ON_A_FULL_FILE_SYSTEM, str(disk), str(trials(2, 30))],
        capture_output=True,
        text=True,
        env=child_environment(),
    )
    assert done.returncode == 0, done.stderr
    failed = {job: int(number) for job, number, _ in (line.split() for line in done.stdout.splitlines())}
    print(failed)
    assert failed["refresh"] > 0
