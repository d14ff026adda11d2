"""Lanes: threads that own a workspace each, so that nothing the screen waits for runs on the screen's own thread."""

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

T = TypeVar("T")


@contextmanager
def few_collections() -> Iterator[None]:
    """While many records are made at once: no garbage collection, which would stop the screen to look at all of them.

    What is there afterwards is set aside from later collections; it still goes as soon as nothing refers to it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


Opener = Callable[[], "Workspace"]


class Lane:
    """One daemon thread, one workspace, jobs in the order given. A job cancelled before its turn never runs."""

    def __init__(self, name: str, opener: Opener) -> None:
        self._opener = opener
        self._jobs: SimpleQueue[tuple[Future[object], Callable[[Workspace], object]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"matchmaker-{name}", daemon=True)
        self._started = False

    async def do(self, job: "Callable[[Workspace], T]") -> T:
        """What `job` returns, given this lane's workspace; raises what it raises."""
        if not self._started:
            self._started = True
            self._thread.start()
        future: Future[object] = Future()
        self._jobs.put((future, job))
        return cast("T", await asyncio.wrap_future(future))

    def close(self) -> None:
        """Let the thread end after the job it is at; later jobs are dropped."""
        self._jobs.put(None)

    def join(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for the thread to end, so that a commit under way is not cut short."""
        if self._started:
            self._thread.join(timeout)

    def _run(self) -> None:
        workspace: Workspace | None = None
        while (item := self._jobs.get()) is not None:
            future, job = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                workspace = workspace or self._opener()
                future.set_result(job(workspace))
            except BaseException as error:  # noqa: BLE001 - handed to whoever awaits the job
                future.set_exception(error)
        if workspace is not None:
            workspace.close()
