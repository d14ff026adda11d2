"""Confined: parsers that a hostile file could make eat memory or never end run in a child process with limits.

The child is this package's own module, run by name with one file as its argument. What it finds comes back over a pipe
in frames of JSON, so that a child that was taken over can send nothing but data. The parent kills it when
time is up.
"""

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matchmaker.errors import FileRefused
from matchmaker.exchange import limits

_LENGTH = struct.Struct("<I")
_FRAME = 64_000_000
_ROOT = Path(__file__).resolve().parent.parent.parent


def confined(module: str, path: Path, *arguments: str, seconds: float = limits.SECONDS) -> Iterator[Any]:
    """Frames that `module` sends about `path`, as they come.

    The last frame of a child that ends well is None; a frame ("refused", reason, way out) raises FileRefused, and so
    does a child that dies or takes longer than `seconds`.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONSTARTUP", "PYTHONINSPECT")}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    command = [sys.executable, "-m", module, str(path.absolute()), *arguments]
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield from _frames(child, path, late, seconds)
    finally:
        timer.cancel()
        if child.poll() is None:
            child.kill()
        if child.stdout is not None:
            child.stdout.close()
        child.wait()


def _frames(child: "subprocess.Popen[bytes]", path: Path, late: threading.Event, seconds: float) -> Iterator[Any]:
    pipe = child.stdout
    assert pipe is not None
    while True:
        head = pipe.read(_LENGTH.size)
        size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else None
        body = pipe.read(size) if size is not None and size <= _FRAME else b""
        if size is None or len(body) != size:
            if late.is_set():
                raise limits.refused(path, f"reading took longer than {seconds:.0f} seconds and was stopped")
            raise limits.refused(
                path, "the file broke the parser (too large, or damaged)", "Save it anew, or export as CSV."
            )
        try:
            frame = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise limits.refused(path, "the file broke the parser", "Save it anew, or export as CSV.") from error
        if not isinstance(frame, list) or not frame:
            return
        if len(frame) == 3 and frame[0] == "refused":
            raise FileRefused(f"{path.name}: {frame[1]}", frame[2])
        yield frame


def send(frame: Any) -> None:
    """In the child: give one frame to the parent."""
    body = json.dumps(frame).encode()
    pipe = sys.stdout.buffer
    pipe.write(_LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def send_refusal(reason: str, way_out: str = "") -> None:
    """In the child: refuse the file."""
    send(("refused", reason, way_out))


def limit_self(memory: int = limits.CHILD_MEMORY, seconds: int = limits.SECONDS) -> None:
    """In the child: cap address space, processor time, written files and core dumps, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard >= most:
            resource.setrlimit(kind, (most, most))
