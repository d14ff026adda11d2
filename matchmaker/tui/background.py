"""Lanes: a thread and processes with a workspace each, so that the screen's own thread never works on anything long."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from matchmaker.errors import MatchmakerError
from matchmaker.tui import heap
from matchmaker.tui.worker import LENGTH, MATCHES, STAYS, Progress, Told, command, framed, seldom, unpacked

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

T = TypeVar("T")
Opener = Callable[[], "Workspace"]
PATIENCE = 0.2
"""Seconds that a process which has nothing to do gets to end by itself, and ten times as many one that is told to."""


class Lane(Protocol):
    """Does jobs on a workspace of its own, in the order given. A job cancelled before its turn never runs."""

    async def do(self, job: "Callable[..., T]", tell: Progress | None = None) -> T:
        """What `job` returns, given this lane's workspace; raises what it raises.

        Where `tell` is given, the job is called with a `progress` of which the screen's thread hears through `tell`.
        """
        ...

    def at_rest(self) -> AbstractAsyncContextManager[None]:
        """While this holds, no job runs here; those given meanwhile wait. A thread does not wait: it shares all."""
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

    async def do(self, job: "Callable[..., T]", tell: Progress | None = None) -> T:
        """What `job` returns, given this lane's workspace; raises what it raises."""
        if self._portable:
            framed(job)
        if not self._started:
            self._started = True
            self._thread.start()
        if tell is not None:
            job = partial(job, progress=seldom(partial(_heard, asyncio.get_running_loop(), tell)))
        future: Future[object] = Future()
        self._jobs.put((future, job))
        return cast("T", await asyncio.wrap_future(future))

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Nothing to wait for."""
        yield

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


def _heard(loop: asyncio.AbstractEventLoop, tell: Progress, what: str, done: int, total: int) -> None:
    loop.call_soon_threadsafe(tell, what, done, total)


class Process:
    """A process of its own for what would hold up this one: lists, ranking, files, reading every text.

    A job is made of functions of modules (`functools.partial`, `operator.methodcaller`), so that it can be sent. The
    process starts with the first job, and again where it ended, as one does that has grown large unless it `stays`. One
    that `matches` keeps the model in order.
    """

    def __init__(self, root: Path, *, matches: bool = False, stays: bool = False) -> None:
        self._arguments = [str(root), *[MATCHES] * matches, *[STAYS] * stays]
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._closed = False

    async def do(self, job: "Callable[..., T]", tell: Progress | None = None) -> T:
        """What `job` returns; raises what it raises, and MatchmakerError where the process ended at it."""
        frame = framed((job, tell is not None))
        await self._turn.acquire()
        # Once sent, a job is answered: whoever gives it up must not leave its answer to the next one.
        sent = asyncio.create_task(self._sent(frame, tell))
        sent.add_done_callback(self._next)
        return cast("T", await asyncio.shield(sent))

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """While this holds, no job runs here; those given meanwhile wait."""
        async with self._turn:
            yield

    def _next(self, done: asyncio.Task[object]) -> None:
        self._turn.release()
        if not done.cancelled():
            done.exception()

    async def _sent(self, frame: bytes, tell: Progress | None) -> object:
        child = await self._running()
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the process has no pipes")
        try:
            child.stdin.write(frame)
            await child.stdin.drain()
            while True:
                size = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))[0]
                told: Told = unpacked(await child.stdout.readexactly(size))
                if told.kind != "step":
                    break
                if tell is not None:
                    tell(*told.what)
        except (OSError, asyncio.IncompleteReadError) as error:
            self._child = None
            raise MatchmakerError("The work ended before it was done.", "Try again.") from error
        if told.last:
            self._child = None
        if told.kind == "failed":
            raise told.what
        return told.what

    async def start(self) -> None:
        """Start the process, so that it is ready when the first job comes."""
        async with self._turn:
            await self._running()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise asyncio.CancelledError
        if self._child is None:
            pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
            # A session of its own: ctrl+c in an editor that the desk has opened is not meant for it.
            self._child = await asyncio.create_subprocess_exec(
                *command("matchmaker.tui.worker", *self._arguments),
                stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True, env={**os.environ, **heap.ENVIRONMENT},
            )  # fmt: skip
        return self._child

    async def close(self) -> None:
        """End the process and what it started; what it was writing is on disk whole or not at all."""
        self._closed = True
        child = self._child
        if child is None or child.returncode is not None:
            return
        if child.stdin is not None and not self._turn.locked():
            child.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), PATIENCE)
                return
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), 10 * PATIENCE)
                return
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
