"""After a refresh only what changed is read and learned, and the model is that of the whole catalogue."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from matchmaker.matching.matcher import Matcher
from matchmaker.store import rankings
from matchmaker.workspace import Workspace
from matchmaker.workspace.learning import Fetched
from tests.builders import a_request
from tests.exchange.test_refreshing import a_row, write


@pytest.fixture(autouse=True)
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small catalogues are otherwise learned as a whole."""
    monkeypatch.setattr("matchmaker.matching.fitted.MOST_PROVEN", 0)
    monkeypatch.setattr("matchmaker.matching.refitting.MOST_CHANGED", 0)


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for every fit of everything and for every record that a fit of what changed reads."""
    done: list[str] = []
    fit, read = Matcher.fit, Fetched.experiences
    monkeypatch.setattr(Matcher, "fit", lambda *given, **more: done.append("all") or fit(*given, **more))

    def some(fetched: Fetched, ids: Sequence[str]) -> object:
        done.extend(ids)
        return read(fetched, ids)

    monkeypatch.setattr(Fetched, "experiences", some)
    return done


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws", who="ana")


def refresh(workspace: Workspace, folder: Path, *changed: int, rows: int = 30) -> str:
    """Refresh from a file of activities with some titles changed; the id of the model then."""
    some = [a_row(n, title=f"Title {n}{' of another kind' if n in changed else ''}") for n in range(rows)]
    workspace.apply_refresh(workspace.plan_refresh(write(folder / "x.csv", some), source="ug-aims"))
    return workspace.model_id()


def test_only_records_that_changed_are_read(workspace: Workspace, tmp_path: Path, fits: list[str]) -> None:
    first = refresh(workspace, tmp_path)
    fits.clear()
    second = refresh(workspace, tmp_path, 3, 7, rows=29)
    assert sorted(fits) == ["ug-aims:A-29", "ug-aims:A-3", "ug-aims:A-7"], "the first is gone"
    assert second != first
    assert workspace.fit() == second, "as a fit of everything"
    assert fits[-1] == "all"
    assert refresh(workspace, tmp_path) == first


def test_records_entered_by_hand_and_undone_refreshes_are_learned_too(
    workspace: Workspace, tmp_path: Path, fits: list[str]
) -> None:
    first = refresh(workspace, tmp_path)
    second = refresh(workspace, tmp_path, 5)
    fits.clear()
    workspace.undo_refresh("ug-aims")
    assert workspace.model_id() == first != second
    assert "all" not in fits


def test_a_model_of_a_later_state_than_the_database_is_brought_back(
    workspace: Workspace, tmp_path: Path, fits: list[str]
) -> None:
    """After a backup is put back the model beside it is of another history, and nothing of it is carried forward."""
    first = refresh(workspace, tmp_path, rows=20)
    workspace.close()
    shutil.copytree(tmp_path / "ws" / "data", tmp_path / "kept")
    with Workspace.open(tmp_path / "ws", who="ana") as later:
        refresh(later, tmp_path, 1, 2, rows=25)
    shutil.rmtree(tmp_path / "ws" / "data")
    shutil.copytree(tmp_path / "kept", tmp_path / "ws" / "data")
    fits.clear()
    with Workspace.open(tmp_path / "ws", who="ana") as restored:
        assert restored.model_id() == first
        assert fits == ["all"]


def test_stored_rankings_are_of_one_model(workspace: Workspace, tmp_path: Path) -> None:
    refresh(workspace, tmp_path)
    workspace.add_request(a_request(id="R-1", text="Workshops on asset recovery"))
    workspace.update_rankings()
    assert workspace.rankings_due() == 0
    second = refresh(workspace, tmp_path, 4)
    assert rankings.get(workspace.store, ["R-1"])["R-1"].model == second
    assert workspace.rankings_due() == 0
