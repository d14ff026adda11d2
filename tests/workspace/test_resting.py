"""A workspace that is to use little memory gives it back between requests, and answers the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.workspace import Workspace, matching
from tests.builders import a_request

TEXTS = (
    "Please train our officers to manage seized property.",
    "Nous voulons publier tous les contrats publics.",
    "Capacitación en gestión de activos incautados y contratación abierta",
)


def mapped(folder: Path) -> int:
    """KiB of the files in a folder that this process has in memory."""
    total, ours = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if line.endswith((".npz", ".db")) or " /" in line:
            ours = str(folder) in line
        elif ours and line.startswith("Rss:"):
            total += int(line.split()[1])
    return total


def test_answers_stay_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "FORGETS_AFTER", 2)
    requests = [a_request(id="", text=text) for text in TEXTS * 2]
    with Workspace.open(tmp_path) as plain:
        expected = [plain.match(request) for request in requests]
    with Workspace.open(tmp_path, cache_mib=1) as sparing:
        assert [sparing.match(request) for request in requests] == expected
        assert list(sparing.match_many(requests)) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a mapping is told on Linux")
def test_the_pages_of_the_model_are_given_back(tmp_path: Path) -> None:
    matchmaker = [sys.executable, "-m", "matchmaker", "--workspace", str(tmp_path)]
    subprocess.run([*matchmaker, "fit"], check=True, capture_output=True)
    with Workspace.open(tmp_path, cache_mib=1) as sparing:
        sparing.match(a_request(id="", text=TEXTS[0]))
        assert mapped(tmp_path / "models") > 100
        sparing.rest()
        assert mapped(tmp_path / "models") == 0
