"""What changed since a mark is what a comparison of every record with itself finds, whatever was done meanwhile."""

import random
from pathlib import Path

import pytest

from matchmaker.errors import MatchmakerError
from matchmaker.store.marks import changed_since, mark
from matchmaker.store.store import Store
from matchmaker.workspace import Workspace
from tests.builders import an_offering
from tests.exchange.test_refreshing import a_row, load, write


def versions(store: Store) -> dict[tuple[str, str], int]:
    """Every live record with a number that another content, or becoming a placeholder, changes."""
    return {
        (table, row[0]): row[1]
        for table in ("offerings", "experience")
        for row in store.rows(
            f"SELECT id, CASE placeholder WHEN 1 THEN ~digest ELSE digest END FROM {table} WHERE withdrawn = 0"
        )
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws", who="ana")


def test_no_change_is_missed(workspace: Workspace, tmp_path: Path) -> None:
    chance = random.Random(3)
    file = tmp_path / "x.csv"
    marks = [(mark(workspace.store), versions(workspace.store))]
    done: set[str] = set()
    for step in range(40):
        what = chance.choice(("refresh", "refresh", "refresh", "undo", "by hand", "shared text"))
        done.add(what)
        if what == "by hand":
            workspace.add_offering(an_offering(id="", title=f"Course {step}", source=None))
        elif what == "undo":
            try:
                workspace.undo_refresh("ug-aims")
            except MatchmakerError:
                continue
        else:
            shared = {"description": "See our website."} if what == "shared text" else {}
            numbers = sorted(chance.sample(range(40), chance.randint(20, 38)))
            rows = [a_row(n, title=f"Title {n} {chance.randint(0, 1)}", **shared) for n in numbers]
            plan = workspace.plan_refresh(write(file, rows), source="ug-aims")
            load(workspace, file, confirm=plan.confirm or None)
            plan.close()
        now = versions(workspace.store)
        for then, before in marks:
            assert then is not None
            found = changed_since(workspace.store, then)
            assert found is not None
            differ = {key[1] for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
            assert differ <= set(found)
        marks.append((mark(workspace.store), now))
        assert changed_since(workspace.store, marks[-1][0]) == []
    assert done == {"refresh", "undo", "by hand", "shared text"}


def test_only_what_changed_is_named(workspace: Workspace, tmp_path: Path) -> None:
    rows = [a_row(n) for n in range(30)]
    load(workspace, write(tmp_path / "1.csv", rows))
    then = mark(workspace.store)
    assert then is not None
    load(workspace, write(tmp_path / "2.csv", [a_row(3, title="New"), *rows[:3], *rows[5:], a_row(99)]))
    assert changed_since(workspace.store, then) == ["ug-aims:A-3", "ug-aims:A-4", "ug-aims:A-99"]


def test_another_history_and_what_was_erased_tell_nothing(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, write(tmp_path / "1.csv", [a_row(n) for n in range(5)]))
    kept = workspace.backup()
    load(workspace, write(tmp_path / "2.csv", [a_row(n, title="Other") for n in range(5)]))
    then = mark(workspace.store)
    assert then is not None
    workspace.restore(kept)
    load(workspace, write(tmp_path / "3.csv", [a_row(n, title="Third") for n in range(5)]))
    assert changed_since(workspace.store, then) is None
    then = mark(workspace.store)
    assert then is not None
    assert changed_since(workspace.store, then) == []
    workspace.erase(["recovery"], reason="a person asked")
    assert changed_since(workspace.store, then) is None
