"""Hostile data on every screen and in every dialog, through a real pseudo-terminal."""

import base64
import fcntl
import os
import pty
import re
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
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""What `y` puts on the clipboard, on the way to the terminal: encoded by Textual, whatever it is."""


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
    "j j 2 s n h escape i escape H escape c escape r escape r 1 l escape f escape question_mark escape 4 5 "
    "W s e i z e d enter j escape W a enter s u ctrl+r o escape A escape m escape E escape E 5 x enter escape N escape "
    "t u d 1 x enter u space space minus u ctrl+p s h o escape C j j m escape H escape E escape 2 j H escape 3 m 4 m C "
    "W O j enter escape 2 enter escape 3 enter escape 4 enter O 4 E escape R D u u u u "
    "ctrl+r y"
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
    keys = {
        "escape": b"\x1b", "enter": b"\r", "question_mark": b"?", "space": b" ", "minus": b"-", "ctrl+r": b"\x12",
        "ctrl+p": b"\x10",
    }  # fmt: skip
    output = bytearray()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "matchmaker", "--workspace", str(hostile)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(seconds: float) -> bool:
        """Read for that long; False once the desk has ended."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([terminal], [], [], left)
            if ready:
                try:
                    output.extend(os.read(terminal, 65536))
                except OSError:
                    return False
        return True

    try:
        while b"seized assets" not in output:
            assert read(0.2), bytes(output)[-4000:]
        for key in WALK.split():
            os.write(terminal, keys.get(key, key.encode()))
            read(0.12)
        # Textual rings the bell when it crashes; what it then prints must be seen, so it is left to end by itself.
        for _ in range(20):
            os.write(terminal, b"\x1b")
            read(0.3)
            os.write(terminal, b"q")
            if not read(1.0):
                break
        else:
            raise AssertionError(("the desk does not end", bytes(output)[-4000:]))
        _, status = os.waitpid(pid, 0)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(terminal)
    assert b"Traceback" not in output, bytes(output)[-4000:]
    assert os.waitstatus_to_exitcode(status) == 0
    copied = [whole for whole in _CLIPBOARD.findall(output) if b"\x1b" in base64.b64decode(whole)]
    assert copied == [], "the clipboard would get what drives a terminal"
    assert leaked(_CLIPBOARD.sub(b"", bytes(output))) == [], bytes(output)[-4000:]
