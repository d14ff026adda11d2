"""Lanes: threads and a process with a workspace each, so that the screen's own thread never works on anything long."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from matchmaker.errors import MatchmakerError
from matchmaker.tui.worker import LENGTH, command, framed, unpacked

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

T = TypeVar("T")


@contextmanager
def few_collections() -> Iterator[None]:
    """While many records are made at once: no garbage collection, which would stop the screen to look at all of them.

    Where they are really many, what is there afterwards is set aside from later collections; it still goes as soon as
    nothing refers to it. What refers to itself alone would stay for good, so that it is collected before.
    """
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        gc.enable()


MANY = 20_000
"""New objects that are worth setting aside from collections."""


Opener = Callable[[], "Workspace"]


class Lane(Protocol):
    """Does jobs on a workspace of its own, in the order given. A job cancelled before its turn never runs."""

    async def do(self, job: "Callable[[Workspace], T]") -> T:
        """What `job` returns, given this lane's workspace; raises what it raises."""
        ...

    async def close(self) -> None:
        """Take no more jobs."""
        ...


class Thread:
    """One daemon thread. `portable` refuses jobs that a process could not be given."""

    def __init__(self, name: str, opener: Opener, *, portable: bool = False) -> None:
        self._portable = portable
        self._opener = opener
        self._jobs: SimpleQueue[tuple[Future[object], Callable[[Workspace], object]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"matchmaker-{name}", daemon=True)
        self._started = False

    async def do(self, job: "Callable[[Workspace], T]") -> T:
        """What `job` returns, given this lane's workspace; raises what it raises."""
        if self._portable:
            framed(job)
        if not self._started:
            self._started = True
            self._thread.start()
        future: Future[object] = Future()
        self._jobs.put((future, job))
        return cast("T", await asyncio.wrap_future(future))

    async def close(self) -> None:
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


class Process:
    """A process of its own for what would hold up this one: fitting a model, ranking, reading every text.

    A job is made of functions of modules (`functools.partial`, `operator.methodcaller`), so that it can be sent. The
    process starts with the first job, and again where it ended.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._closed = False

    async def do(self, job: "Callable[[Workspace], T]") -> T:
        """What `job` returns; raises what it raises, and MatchmakerError where the process ended at it."""
        frame = framed(job)
        await self._turn.acquire()
        # Once sent, a job is answered: whoever gives it up must not leave its answer to the next one.
        sent = asyncio.create_task(self._sent(frame))
        sent.add_done_callback(self._next)
        return cast("T", await asyncio.shield(sent))

    def _next(self, done: asyncio.Task[object]) -> None:
        self._turn.release()
        if not done.cancelled():
            done.exception()

    async def _sent(self, frame: bytes) -> object:
        child = await self._running()
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the process has no pipes")
        try:
            child.stdin.write(frame)
            await child.stdin.drain()
            size = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))[0]
            fine, answer = cast("tuple[bool, object]", unpacked(await child.stdout.readexactly(size)))
        except (OSError, asyncio.IncompleteReadError) as error:
            self._child = None
            raise MatchmakerError("Matching ended before it was done.", "Choose the request again.") from error
        if isinstance(answer, Exception) and not fine:
            raise answer
        return answer

    async def _running(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise asyncio.CancelledError
        if self._child is None:
            pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
            # A session of its own: ctrl+c in an editor that the desk has opened is not meant for it.
            self._child = await asyncio.create_subprocess_exec(
                *command("matchmaker.tui.worker", str(self._root)),
                stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True,
            )  # fmt: skip
        return self._child

    async def close(self) -> None:
        """End the process and what it started; what it was writing is on disk whole or not at all."""
        self._closed = True
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGTERM)
            await self._child.wait()
