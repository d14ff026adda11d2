"""A command that is stopped, or whose reader leaves, ends without a word of alarm."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REQUEST = '{"id": "%d", "text": "Training for officers who look after seized property, please"}\n'


def started(root: Path, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    """A command that is running, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "matchmaker", "--workspace", str(root), "--quiet", *arguments],
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "dumb"},
        # Where the tests run in the background, an interrupt is ignored and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **streams,
    )


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_interrupt_says_one_word(tmp_path: Path, form: str) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_text("".join(REQUEST % number for number in range(20_000)))
    running = started(tmp_path / "w", "batch", str(file), "--format", form, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.read(1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.decode().split() == ["Stopped."]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_reader_that_leaves_early_hears_nothing(tmp_path: Path, form: str) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_text("".join(REQUEST % number for number in range(3_000)))
    running = started(tmp_path / "w", "batch", str(file), "--format", form, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.read(1)
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == 0


def test_a_listing_whose_reader_leaves_early(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    running = started(tmp_path / "w", "offerings", "list", stdout=writing)
    os.close(writing)
    _, said = running.communicate(timeout=60)
    assert said == b""
    assert running.returncode == 0
