"""Lanes: jobs in turn, on a thread or in a process, and what becomes of those that fail or are given up."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest

from matchmaker.errors import MatchmakerError, NotFound
from matchmaker.tui.background import Process, Thread
from matchmaker.tui.jobs import answered
from matchmaker.tui.worker import command
from matchmaker.workspace import Workspace
from tests.builders import a_request


@pytest.fixture
async def apart(root: Path) -> AsyncIterator[Process]:
    lane = Process(root)
    yield lane
    await lane.close()


async def test_a_process_answers_as_the_workspace_does(apart: Process, root: Path) -> None:
    answer, available = await apart.do(partial(answered, request=a_request()))
    with Workspace.open(root) as workspace:
        assert answer == workspace.match(a_request(), top=10)
    assert set(available) == {match.id for match in answer.offerings}


async def test_what_a_job_raises_in_a_process_is_raised_here(apart: Process) -> None:
    with pytest.raises(NotFound) as caught:
        await apart.do(methodcaller("request", "no such"))
    assert caught.value.way_out
    assert (await apart.do(methodcaller("request", "S-124"))).id == "S-124"


async def test_the_answer_of_a_job_given_up_goes_to_nobody_else(apart: Process) -> None:
    first = asyncio.create_task(apart.do(methodcaller("request", "S-124")))
    while apart._child is None:
        await asyncio.sleep(0.01)
    never = asyncio.create_task(apart.do(methodcaller("update_rankings")))
    first.cancel()
    await asyncio.sleep(0)
    never.cancel()
    assert (await apart.do(methodcaller("offering", "sample:open-data"))).id == "sample:open-data"


async def test_a_process_that_ended_is_started_again(apart: Process) -> None:
    await apart.do(methodcaller("rankings_due"))
    assert apart._child is not None
    os.kill(apart._child.pid, signal.SIGKILL)
    with pytest.raises(MatchmakerError, match="ended"):
        await apart.do(methodcaller("rankings_due"))
    assert await apart.do(methodcaller("rankings_due")) == 0


async def test_a_process_ends_with_its_desk(root: Path) -> None:
    lane = Process(root)
    await lane.do(methodcaller("rankings_due"))
    child = lane._child
    assert child is not None
    await lane.close()
    assert child.returncode is not None
    with pytest.raises(asyncio.CancelledError):
        await lane.do(methodcaller("rankings_due"))


async def test_a_thread_for_portable_jobs_refuses_others(root: Path) -> None:
    lane = Thread("test", lambda: Workspace.open(root), portable=True)
    with pytest.raises(Exception, match="pickle"):
        await lane.do(lambda workspace: workspace.rankings_due())
    assert await lane.do(methodcaller("rankings_due")) == 0
    await lane.close()


async def test_a_fit_that_is_due_is_done_apart(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        assert not workspace.is_fitted()
    lane = Process(tmp_path)
    model = await lane.do(methodcaller("model_id"))
    await lane.close()
    with Workspace.open(tmp_path) as workspace:
        assert workspace.is_fitted()
        assert workspace.model_id() == model


def test_a_process_finds_us_and_nothing_in_the_folder_it_starts_in(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    done = subprocess.run(
        command("matchmaker.__main__", "--workspace", str(tmp_path / "w"), "requests", "list", "--json"),
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("[")
