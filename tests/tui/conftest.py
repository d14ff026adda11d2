"""A desk on a workspace of its own, at a fixed time, with nothing left to chance."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.frame import Frame
from matchmaker.workspace import Workspace

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
Settle = Callable[[Pilot[int]], Awaitable[None]]


def clock() -> datetime:
    return NOW


async def settle(pilot: Pilot[int]) -> None:
    """Wait until everything under way is shown. Raises what went wrong in the background."""
    while isinstance(pilot.app.screen, Frame):
        await pilot.pause(0.02)
    for _ in range(3):
        await pilot.pause(0.02)
        await _idle(pilot)
    await pilot.pause()
    app = pilot.app
    assert isinstance(app, DeskApp)
    if app.faults:
        raise app.faults[0]


async def _idle(pilot: Pilot[int]) -> None:
    """Wait until no worker is left; one whose work newer work of the same kind overtook was rightly cancelled."""
    while pilot.app.workers:
        try:
            await pilot.app.workers.wait_for_complete()
        except WorkerCancelled:
            continue
        break


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each when the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        # A question waits for an answer inside a worker, which must not be waited for.
        if pilot.app.screen.is_modal:
            await pilot.pause(0.02)
        else:
            await pilot.pause(0.02)
            if not pilot.app.screen.is_modal:
                await settle(pilot)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the samples loaded and ranked, to copy from."""
    root = tmp_path_factory.mktemp("sample")
    with Workspace.open(root, who="ana", clock=clock) as workspace:
        workspace.update_rankings()
    return root


@pytest.fixture
def root(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample workspace."""
    import shutil

    monkeypatch.setenv("MATCHMAKER_USER", "ana")
    target = tmp_path / "workspace"
    shutil.copytree(sample, target)
    state = target / "data" / "state"
    state.mkdir(exist_ok=True)
    (state / "desk.json").write_text('{"guided": true}')
    return target


@pytest.fixture
def desk(root: Path) -> DeskApp:
    """The desk on the sample workspace, the guide gone through."""
    return DeskApp(root, clock=clock)


@pytest.fixture
def look(root: Path) -> Callable[[], Workspace]:
    """Opens the same workspace to see what reached the database."""
    return lambda: Workspace.open(root, clock=clock)
