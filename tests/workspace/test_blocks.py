"""Blocks of requests on several processes and on a local Dask cluster: the same answers in the same order."""

from pathlib import Path

import pytest

from matchmaker.errors import UsageError
from matchmaker.requests import Request
from matchmaker.workspace import Workspace
from matchmaker.workspace.blocks import BLOCK, answers_in_parallel

ASKED = [
    Request(
        id=str(n),
        text=("publish every contract", "train officers to manage seized property", "tractors")[n % 3] + f" {n}",
    )
    for n in range(BLOCK + 40)
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with Workspace.open(tmp_path / "w") as workspace:
        workspace.model_id()
    return tmp_path / "w"


@pytest.fixture
def alone(root: Path) -> list[object]:
    with Workspace.open(root) as workspace:
        return list(workspace.match_many(ASKED, top=2))


def test_two_processes_answer_alike(root: Path, alone: list[object]) -> None:
    assert list(answers_in_parallel(root, ASKED, top=2, jobs=2)) == alone


def test_a_cluster_of_two_workers_answers_alike(root: Path, alone: list[object]) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        assert list(answers_in_parallel(root, ASKED, top=2, jobs=1, cluster=cluster.scheduler_address)) == alone


def test_a_cluster_that_does_not_answer_is_said(root: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with pytest.raises(UsageError, match="does not answer"):
        list(answers_in_parallel(root, ASKED, top=2, jobs=1, cluster="tcp://127.0.0.1:9"))
