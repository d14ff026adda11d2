"""Hostile data on every screen and in every dialog, through a real pseudo-terminal."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

from matchmaker.experience import Activity, Experience
from matchmaker.matches import Step
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.tui.app import DeskApp
from matchmaker.workspace import Workspace
from tests.hostile import PAYLOADS, leaked
from tests.tui.conftest import clock, press, settle

ALL = " ".join(PAYLOADS)


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which every text field of every record is hostile."""
    monkeypatch.setenv("MATCHMAKER_USER", "ana")
    root = tmp_path / "hostile"
    with Workspace.open(root, clock=clock, who="evil \x1b[31m [/] user") as workspace:
        for number, payload in enumerate(PAYLOADS):
            workspace.add_offering(
                Offering(
                    id="",
                    title=f"{payload} seized assets {number}",
                    text=f"{ALL} management of seized assets",
                    provider=f"org {payload}",
                    other_type=payload,
                    institution=payload,
                    conditions=payload,
                    link=payload,
                    types=("Others",),
                )
            )
        workspace.add_experience(
            Experience(
                "",
                f"org {ALL}",
                "KEN",
                (Activity("x", f"{ALL} seized assets"),),
                title=ALL,
                institution=ALL,
                status=ALL,
            )
        )
        for payload in (*PAYLOADS[:6], ALL):
            made = workspace.add_request(
                Request(
                    id="",
                    text=f"{payload} train officers to manage seized assets",
                    body=payload,
                    owner=payload,
                    notes=payload,
                    next_action=payload,
                    contact=payload,
                    country="KEN",
                    received_on=clock().date(),
                ),
            )
        first = workspace.match(made).offerings[0]
        workspace.decide(made.id, first.id, Step.DECLINED, reason_code="other", note=ALL)
    state = root / "data" / "state"
    state.mkdir(exist_ok=True)
    (state / "desk.json").write_text(
        '{"guided": true, "saved_filters": ["\\u001b]0;x\\u0007 [/]", "[@click=app.quit]x[/]"]}'
    )
    return root


WALK = (
    "j j 2 s n h escape i escape H escape c escape r escape f escape question_mark escape 4 5 "
    "C j j m escape 2 j 3 4 O j enter escape R D u"
)


async def test_no_markup_is_read_anywhere(hostile: Path) -> None:
    desk = DeskApp(hostile, clock=clock)
    async with desk.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        for key in WALK.split():
            await pilot.press(key)
            await pilot.pause(0.05)
            assert desk.is_running
        await press(pilot, "D")
        desk.tell(ALL)
        await settle(pilot)
        metas = [
            span
            for line in desk.screen._compositor.render_strips()
            for segment in line
            for span in [segment.style]
            if span and span.meta.get("@click")
        ]
        assert metas == []
    assert desk.faults == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_no_byte_of_a_payload_reaches_the_terminal(hostile: Path, size: tuple[int, int]) -> None:
    keys = {"escape": b"\x1b", "enter": b"\r", "question_mark": b"?"}
    output = bytearray()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "matchmaker", "--workspace", str(hostile)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([terminal], [], [], left)
            if ready:
                try:
                    output.extend(os.read(terminal, 65536))
                except OSError:
                    return

    try:
        read(4.0)
        for key in WALK.split():
            os.write(terminal, keys.get(key, key.encode()))
            read(0.12)
        read(1.0)
        os.write(terminal, b"q")
        read(2.0)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    assert b"seized assets" in output
    assert b"Traceback" not in output, bytes(output)[-4000:]
    assert leaked(bytes(output)) == [], bytes(output)[-4000:]
