"""Blocks: many requests ranked on all cores, or on a Dask cluster, in the order they came and with bounded memory."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from matchmaker.errors import UsageError
from matchmaker.matches import Answer
from matchmaker.requests import Request

BLOCK = 128
_OPEN: dict[tuple[Path, int], Any] = {}


def answer_block(root: Path, block: list[Request], top: int) -> list[Answer]:
    """The answers to a block, in a worker: its workspace stays open between blocks and shares the model's pages."""
    from matchmaker.workspace import Workspace

    key = (root, os.getpid())
    if key not in _OPEN:
        _OPEN.clear()
        _OPEN[key] = Workspace.open(root)
    return list(_OPEN[key].match_many(block, top=top))


def answers_in_parallel(
    root: Path, requests: Iterable[Request], *, top: int, jobs: int, cluster: str | None = None
) -> Iterator[Answer]:
    """The answers in order. Equal for any number of jobs and any cluster.

    `jobs` processes of this machine work, or the Dask cluster at the address `cluster`, whose workers must reach the
    workspace under the same path. Raises UsageError when the extra is not installed or the cluster does not answer.
    """
    from joblib import Parallel, delayed, parallel_config

    with ExitStack() as stack:
        if cluster is not None:
            _connected(cluster, stack)
            stack.enter_context(parallel_config(backend="dask"))
            jobs = -1
        run = Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="2*n_jobs", batch_size=1)
        for answers in run(delayed(answer_block)(root, block, top) for block in _blocks(requests)):
            yield from answers


def _blocks(requests: Iterable[Request]) -> Iterator[list[Request]]:
    waiting = iter(requests)
    while block := list(islice(waiting, BLOCK)):
        yield block


def _connected(address: str, stack: ExitStack) -> None:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("A cluster needs Dask.", "Install it: pip install 'matchmaker[cluster]'.") from error
    try:
        stack.enter_context(Client(address, timeout="10s"))  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"The cluster at {address} does not answer.", "Check the scheduler's address.") from error
