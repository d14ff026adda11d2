"""Questions: answered once, whatever is typed ahead; and what an error of ours looks like in the terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from textual.content import Content

from matchmaker.tui.app import DeskApp
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.screens.desk import DeskScreen
from tests.tui.conftest import press, settle


async def test_a_question_is_answered_once(desk: DeskApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        heard: list[str | None] = []
        question = Choosing(Content("Which?"), [Choice("a", Content("alpha")), Choice("b", Content("beta"))])
        desk.push_screen(question, heard.append)
        await pilot.pause()
        question.dismiss("a")
        question.dismiss("b")
        question.action_give_up()
        await settle(pilot)
        assert heard == ["a"]
        assert isinstance(desk.screen, DeskScreen)
        await press(pilot, "j")


def test_an_error_of_ours_shows_no_data(root: Path) -> None:
    """Textual would print the values of variables, and with them what is in requests."""
    broken = (
        "import sys; from matchmaker.tui.screens.desk import DeskScreen; from matchmaker.__main__ import main\n"
        "def broken(self, canary='canary@example.org'): raise ValueError('x')\n"
        "DeskScreen.action_help = broken\n"
        f"sys.argv = ['matchmaker', '--workspace', {str(root)!r}]\n"
        "raise SystemExit(main())"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", broken]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    output = bytearray()
    try:
        while b"overdue" not in output:
            output += os.read(ours, 65536)
        os.write(ours, b"?")
        while True:
            output += os.read(ours, 65536)
    except OSError:
        pass
    assert process.wait(30) == 1
    assert b"something unexpected happened (ValueError)" in output
    assert b"Traceback" not in output
    assert b"canary" not in output
    os.close(ours)
