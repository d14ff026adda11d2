"""SIGKILL at any moment: the workspace is as it was or as it was to be; nothing said to be saved is lost."""

import random
import signal
import time
from pathlib import Path

import pytest

from matchmaker.matches import Step
from matchmaker.store import opening
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import (
    ROWS,
    SOURCE,
    TORTURE,
    assert_sound,
    python,
    refresh,
    trials,
    versions,
    write_export,
)

REFRESHING = """
import sys
from pathlib import Path
from matchmaker.exchange import refreshing
from matchmaker.store import audit, opening
from matchmaker.workspace import Workspace
from tests.reliability.trials import refresh
folder, mode = Path(sys.argv[1]), sys.argv[2]
opening.journal_mode = lambda path: mode
staged, record = refreshing.apply_staged, audit.record

def marked(*args, **kwargs):
    print("inside")
    return staged(*args, **kwargs)

def recorded(*args, **kwargs):
    record(*args, **kwargs)
    print("committing")

refreshing.apply_staged, audit.record = marked, recorded
workspace = Workspace.open(folder / "ws")
print("ready")
while True:
    for version in "AB":
        refresh(workspace, folder / f"{version}.csv", confirm=True)
        print("saved", version)
"""

DECIDING = """
import sys
from pathlib import Path
from matchmaker.matches import Step
from matchmaker.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
item = workspace.experience(limit=1)[0].id
print("ready")
while True:
    print("saved", workspace.decide("R-1", item, Step.SHORTLISTED, note="x" * 2000).seq)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with version A of an export loaded, and both versions beside it."""
    for version in "AB":
        write_export(tmp_path / f"{version}.csv", version)
    with Workspace.open(tmp_path / "ws") as workspace:
        refresh(workspace, tmp_path / "A.csv")
        workspace.add_request(a_request(id="R-1"))
    return tmp_path


def kill_after_a_while(child, journal: Path, chance: random.Random, longest: float) -> tuple[list[str], bool]:
    """Let a child work, kill it at a random moment or within a transaction, and return what it said and whether it was
    killed in one, which a journal left behind proves."""
    assert child.stdout.readline() == "ready\n", child.stderr.read()
    end = time.monotonic() + chance.uniform(0, longest)
    aim_at_transaction = chance.random() < 0.6
    while time.monotonic() < end:
        time.sleep(0.001)
    if aim_at_transaction:
        give_up = time.monotonic() + 1
        while not journal.exists() and time.monotonic() < give_up:
            pass
        time.sleep(chance.uniform(0, 0.003))
    child.send_signal(signal.SIGKILL)
    said = [line for line in child.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    return said, journal.exists() and journal.stat().st_size > 0


def kill_in_a_refresh(child, chance: random.Random, end: int = signal.SIGKILL) -> tuple[list[str], bool]:
    """Let a child refresh, end it at a random moment or soon after it began to write, and return what it said and
    whether it was killed between its first write and its commit."""
    assert child.stdout.readline() == "ready\n", child.stderr.read()
    said: list[str] = []
    if chance.random() < 0.7:
        while (line := child.stdout.readline()) and line != "inside\n":
            said.append(line)
        said.append(line)
        time.sleep(chance.uniform(0, 0.004))
    else:
        time.sleep(chance.uniform(0, 0.25))
    child.send_signal(end)
    said += [line for line in child.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    return said, bool(said) and said[-1] == "inside\n"


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_kill_during_refresh_leaves_old_or_new(folder: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In both journal modes, though the product takes WAL only where SQLite is safe with it; one writer is safe."""
    monkeypatch.setattr(opening, "journal_mode", lambda path: mode)
    chance = random.Random(20261124)
    inside = 0
    count = trials(6, 500)
    last = "A"
    for _ in range(count):
        said, hot = kill_in_a_refresh(python(REFRESHING, folder, mode), chance)
        inside += hot
        saved = [line.split()[1] for line in said if line.startswith("saved")]
        last = saved[-1] if saved else last
        with Workspace.open(folder / "ws") as workspace:
            assert workspace.store.value("PRAGMA journal_mode").upper() == mode
            assert_sound(workspace)
            found = versions(workspace)
            # What was said to be saved is there, or the refresh after it, which was committed and not yet said.
            assert found == {last} or (found == {"A", "B"} - {last})
            assert workspace.request("R-1").version == 1
            last = found.pop()
    assert inside >= (100 if TORTURE else 1), f"only {inside} of {count} kills landed inside a transaction"
    assert not [path for path in (folder / "ws" / "data").iterdir() if ".tmp" in path.name or "-mj" in path.name]
    print(f"{count} kills during refresh in {mode} mode, {inside} between the first write and the commit")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_refresh_that_is_told_to_stop_leaves_old_or_new(folder: Path, end: int) -> None:
    """Told by the system, by a terminal that closes, or from the keyboard."""
    chance = random.Random(end)
    for _ in range(trials(4, 50)):
        kill_in_a_refresh(python(REFRESHING, folder, "DELETE"), chance, end)
        with Workspace.open(folder / "ws") as workspace:
            assert_sound(workspace)
            assert len(workspace.experience(source=SOURCE)) == ROWS
            assert workspace.request("R-1").version == 1


def test_kill_during_decide_loses_no_saved_decision(folder: Path) -> None:
    chance = random.Random(7)
    journal = folder / "ws" / "data" / "matchmaker.db-journal"
    inside = 0
    known: set[int] = set()
    count = trials(10, 200)
    for _ in range(count):
        said, hot = kill_after_a_while(python(DECIDING, folder / "ws"), journal, chance, 0.15)
        inside += hot
        known |= {int(line.split()[1]) for line in said if line.startswith("saved")}
        with Workspace.open(folder / "ws") as workspace:
            log = workspace.decisions("R-1")
            assert known <= {entry.seq for entry in log}
            assert [entry.seq for entry in log] == list(range(1, len(log) + 1))
            assert all(entry.step is Step.SHORTLISTED and len(entry.note) == 2000 for entry in log)
    with Workspace.open(folder / "ws") as workspace:
        assert_sound(workspace)
    assert inside >= (40 if TORTURE else 1), f"only {inside} of {count} kills landed inside a transaction"
    print(f"{count} kills during decide, {inside} inside a transaction, {len(known)} decisions")


COPYING = """
import sys
from pathlib import Path
from matchmaker.workspace import Workspace
folder = Path(sys.argv[1])
workspace = Workspace.open(folder / "ws")
print("ready")
while True:
    workspace.backup(folder / "kept.db")
    workspace.export("experience", folder / "out.csv", force=True)
    workspace.fit()
"""


def test_kill_during_backup_export_and_fit_leaves_whole_files(folder: Path) -> None:
    chance = random.Random(3)
    with Workspace.open(folder / "ws") as workspace:
        workspace.backup(folder / "kept.db")
        workspace.export("experience", folder / "out.csv", force=True)
        expected = (folder / "out.csv").read_bytes()
        request = a_request(id="")
        ranked = [match.id for match in workspace.match(request).experience]
    for _ in range(trials(4, 200)):
        kill_after_a_while(python(COPYING, folder), folder / "none", chance, 1.0)
        assert (folder / "out.csv").read_bytes() == expected
        with Workspace.open(folder / "ws") as workspace:
            assert_sound(workspace)
            assert [match.id for match in workspace.match(request).experience] == ranked
        restored = folder / "restored"
        with Workspace.open(restored) as workspace:
            workspace.restore(folder / "kept.db")
            assert len(workspace.experience(source=SOURCE)) == 120


CREATING = """
import sys
from pathlib import Path
print("ready")
from matchmaker.workspace import Workspace
Workspace.open(Path(sys.argv[1]))
print("saved")
"""


def test_kill_during_the_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(trials(6, 100)):
        root = tmp_path / str(number)
        kill_after_a_while(python(CREATING, root), root / "data" / "matchmaker.db-journal", chance, 0.5)
        with Workspace.open(root) as workspace:
            assert_sound(workspace)
            assert workspace.counts().offerings > 0
        assert not list((root / "data").glob(".*.tmp*"))
