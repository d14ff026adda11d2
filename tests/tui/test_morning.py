"""A morning in a real terminal: fifty requests, each read, noted and decided with keys alone, in tmux."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matchmaker.matches import Step, Verdict
from matchmaker.requests import State
from matchmaker.workspace import Workspace

HERE = Path(__file__).resolve().parent.parent.parent
FIFTY = 50 if os.environ.get("MATCHMAKER_TORTURE") else 6
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A tmux session of its own; counts the keys that were pressed, the text of notes apart."""

    def __init__(self, folder: Path, command: str, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux.sock")]
        self.keys = 0
        self._run("new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), command)

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def wait_for(self, *words: str, seconds: float = 30.0) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            shown = self.screen()
            if all(word in shown for word in words):
                return shown
            time.sleep(0.05)
        raise AssertionError((words, self.screen()))

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True)


def test_a_morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_USER", "ana")
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "workspace"
    rows = [json.loads(line) for line in (HERE / "data" / "requests.jsonl").read_text().splitlines()][:FIFTY]
    asked = tmp_path / "requests.jsonl"
    asked.write_text(
        "".join(
            json.dumps(
                {"id": f"Q{n:03}", "text": row["text"], "country": row["country"], "received_on": row["received_on"]}
            )
            + "\n"
            for n, row in enumerate(rows)
        )
    )
    with Workspace.open(root) as workspace:
        workspace.import_requests(asked, source="morning")
        workspace.update_rankings()
        entries = {entry.id: entry for entry in workspace.queue()}
    (root / "data" / "state").mkdir(exist_ok=True)
    (root / "data" / "state" / "desk.json").write_text('{"guided": true, "sort": "id"}')
    terminal = Terminal(tmp_path, f"{sys.executable} -m matchmaker --workspace {root}", (120, 40))
    try:
        for number in range(FIFTY):
            key = f"Q{number:03}"
            entry = entries[key]
            terminal.wait_for(f"5 {key}")
            deadline = time.monotonic() + 20
            while "Looking for what fits" in terminal.screen() and time.monotonic() < deadline:
                time.sleep(0.05)
            terminal.press("n")
            terminal.wait_for("Note on")
            terminal.type("read")
            terminal.press("Enter")
            terminal.wait_for("The note is kept")
            if entry.verdict in (Verdict.MATCH, Verdict.PARTIAL):
                terminal.press("p")
            else:
                terminal.press("m")
                terminal.wait_for("Move")
                terminal.press("u")
        terminal.wait_for("Queue")
        time.sleep(1.0)
        terminal.press("q")
    finally:
        terminal.close()
    per_decision = terminal.keys / FIFTY
    print(f"\n{FIFTY} requests, {per_decision:.1f} keys each (the words of the notes apart)")
    with Workspace.open(root) as workspace:
        for key, entry in entries.items():
            request = workspace.request(key)
            assert request.notes.endswith("read"), key
            if entry.verdict in (Verdict.MATCH, Verdict.PARTIAL):
                assert [d.step for d in workspace.decisions(key)] == [Step.PROPOSED], key
                assert request.state is State.PROPOSED
            else:
                assert request.state is State.UNMATCHED, key
    assert per_decision <= 6
