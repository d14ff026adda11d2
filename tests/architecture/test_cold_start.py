"""What a command loads before it prints: people judge a terminal tool by its first half second."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "sklearn",
    "scipy",
    "textual",
    "rich",
    "pandas",
    "openpyxl",
    "lxml",
    "pydantic_core",
    "numpy",
    "sqlite_utils",
    "joblib",
}
PROGRAM = """
import sys
from matchmaker.cli.run import run
code = run(sys.argv[1:])
sys.stdout.flush()
print("\\nLOADED", code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that a command loaded, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True)
    words = done.stdout.rpartition("LOADED ")[2].split()
    assert words[0] in ("0", "3"), done.stdout + done.stderr
    return set(words[1:])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has been used once: samples loaded, model saved."""
    root = tmp_path_factory.mktemp("warm")
    loaded("--workspace", str(root), "match", "publish contracts")
    return root


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["match", "--help"], ["requests", "list", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    assert not loaded(*command) & (HEAVY - {"pydantic_core"})


@pytest.mark.parametrize(
    "command",
    [
        ["offerings", "list"],
        ["experience", "list", "--json"],
        ["requests", "list"],
        ["requests", "show", "S-124"],
        ["decide", "list"],
    ],
)
def test_lists_load_neither_learning_nor_screens(root: Path, command: list[str]) -> None:
    assert not loaded("--workspace", str(root), *command) & {
        "sklearn",
        "scipy",
        "textual",
        "rich",
        "sqlite_utils",
        "openpyxl",
    }


def test_a_match_with_a_saved_model_does_without_scikit_learn(root: Path) -> None:
    assert not loaded("--workspace", str(root), "match", "train officers to manage seized property") & {
        "sklearn", "scipy", "textual", "rich", "sqlite_utils", "joblib",
    }  # fmt: skip


def test_the_desk_is_painted_before_anything_heavy() -> None:
    program = "import sys, matchmaker.tui.app; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"sklearn", "scipy", "numpy", "sqlite_utils", "openpyxl", "lxml"}


def test_the_first_frame_is_painted_before_anything_that_fills_it(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from pathlib import Path
from matchmaker.tui.app import DeskApp
class Watched(DeskApp):
    def on_frame_painted(self, message):
        print(*sorted(name for name in sys.modules if name.startswith("matchmaker.") or "." not in name))
        print(*(str(pane.border_title).split()[1] for pane in self.screen.query("Pane")))
        self.exit()
asyncio.run(Watched(Path(sys.argv[1])).run_async(headless=True, size=(120, 40)))
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    names, panes = (line.split() for line in done.stdout.splitlines())
    assert not set(names) & {"matchmaker.workspace", "matchmaker.matches", "matchmaker.tui.screens.desk", "sqlite3"}
    assert not [name for name in names if name.startswith("matchmaker.tui.dialogs.")]
    assert panes == ["Queue", "Request", "On", "Proof", "Why"]


def test_completion_loads_nothing_heavy() -> None:
    """A key press in the shell: the words come from the list of commands alone."""
    environment = {
        **os.environ, "_MATCHMAKER_COMPLETE": "complete_bash", "COMP_WORDS": "matchmaker re", "COMP_CWORD": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "matchmaker"], capture_output=True, text=True, env=environment
    )
    assert {"refresh", "requests", "report", "restore"} <= set(done.stdout.split())
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "matchmaker.cli.app" in names
    assert not {name.partition(".")[0] for name in names} & (HEAVY - {"pydantic_core"})
    assert not names & {"matchmaker.workspace", "matchmaker.cli.requests", "matchmaker.cli.match"}


@pytest.mark.parametrize("command", [["report"], ["offerings", "show", "sample:open-data"], ["export", "offerings"]])
def test_seeing_with_a_saved_model_does_without_learning(root: Path, command: list[str]) -> None:
    assert not loaded("--workspace", str(root), *command) & {"sklearn", "textual", "rich", "sqlite_utils"}
