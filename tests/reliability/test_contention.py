"""Several people at once: nothing is lost or overwritten, and nobody is told "locked"."""

from pathlib import Path

import pytest

from matchmaker.errors import Conflict
from matchmaker.matches import Step
from matchmaker.requests import State
from matchmaker.workspace import Workspace
from tests.builders import a_request
from tests.reliability.trials import TORTURE, assert_sound, python, refresh, trials, versions, write_export

WRITING = """
import sys, time
from pathlib import Path
from matchmaker.matches import Step
from matchmaker.workspace import Workspace
root, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
workspace = Workspace.open(root, who=name)
item = workspace.experience(limit=1)[0].id
longest = 0.0
for number in range(count):
    began = time.monotonic()
    workspace.decide("R-1", item, Step.SHORTLISTED, note=f"{name} {number}")
    longest = max(longest, time.monotonic() - began)
print(longest)
"""

REFRESHING = """
import sys
from pathlib import Path
from matchmaker.workspace import Workspace
from tests.reliability.trials import refresh
folder, count = Path(sys.argv[1]), int(sys.argv[2])
workspace = Workspace.open(folder / "ws")
for number in range(count):
    refresh(workspace, folder / f"{'AB'[number % 2]}.csv", confirm=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for version in "AB":
        write_export(tmp_path / f"{version}.csv", version)
    with Workspace.open(tmp_path / "ws") as workspace:
        refresh(workspace, tmp_path / "A.csv")
        workspace.add_request(a_request(id="R-1"))
    return tmp_path


def test_eight_people_deciding_during_refreshes_lose_nothing(folder: Path) -> None:
    each = trials(25, 250)
    writers = [python(WRITING, folder / "ws", f"person {n}", each) for n in range(8)]
    refresher = python(REFRESHING, folder, 4 if not TORTURE else 40)
    ended = [child.communicate(timeout=600) for child in (*writers, refresher)]
    assert [error for _, error in ended if error] == []
    with Workspace.open(folder / "ws") as workspace:
        notes = [entry.note for entry in workspace.decisions("R-1")]
        assert sorted(notes) == sorted(f"person {n} {k}" for n in range(8) for k in range(each))
        for n in range(8):
            assert [note for note in notes if note.startswith(f"person {n} ")] == [
                f"person {n} {k}" for k in range(each)
            ]
        assert_sound(workspace)
    waits = [float(said) for said, _ in ended[:8]]
    print(f"{8 * each} of {8 * each} decisions, longest wait {max(waits):.2f} s")


def test_second_refresh_is_compared_with_what_the_first_left(folder: Path) -> None:
    with Workspace.open(folder / "ws") as one, Workspace.open(folder / "ws") as other:
        first = one.plan_refresh(folder / "B.csv", source="ug-aims")
        second = other.plan_refresh(folder / "B.csv", source="ug-aims")
        assert first.report.changed == second.report.changed == 120
        assert one.apply_refresh(first).changed == 120
        again = other.apply_refresh(second)
        assert (again.changed, again.unchanged) == (0, 120)
        assert versions(other) == {"B"}


def test_edit_of_what_somebody_else_changed_says_who_and_overwrites_nothing(folder: Path) -> None:
    with Workspace.open(folder / "ws", who="ana") as ana, Workspace.open(folder / "ws", who="ben") as ben:
        for number in range(trials(10, 200)):
            seen_by_ana, seen_by_ben = ana.request("R-1"), ben.request("R-1")
            state = State.SCREENING if seen_by_ana.state is not State.SCREENING else State.NEEDS_INFO
            ana.move("R-1", state, version=seen_by_ana.version)
            with pytest.raises(Conflict, match="changed by ana"):
                ben.move("R-1", State.DECLINED, version=seen_by_ben.version)
            assert ben.request("R-1").state is state
            assert ben.request("R-1").version == seen_by_ana.version + 1, number


def test_what_one_does_the_other_notices(folder: Path) -> None:
    with Workspace.open(folder / "ws", who="ana") as ana, Workspace.open(folder / "ws", who="ben") as ben:
        before = ben.changes()
        assert ben.changes() == before
        item = ana.experience(limit=1)[0].id
        ana.decide("R-1", item, Step.PROPOSED)
        assert ben.changes() > before
        mine = ana.changes()
        ana.undo()
        assert ana.changes() > mine
