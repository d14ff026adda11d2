"""From the words on the command line to the desk or the parser."""

import subprocess
import sys

import pytest

from matchmaker.cli.run import hoist

PROGRAM = """
import sys
from matchmaker.cli import session
from matchmaker.cli.run import run
session.Session.desk = lambda self, **options: print("desk", self.root, self.quiet, options["read_only"]) or 0
run(sys.argv[1:])
print("typer" if "typer" in sys.modules else "no parser")
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "desk None False False"),
        (["--workspace", "a b", "--read-only"], "desk a b False True"),
        (["-q", "--workspace", "x"], "desk x True False"),
    ],
)
def test_the_desk_opens_without_the_parser(words: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [said, "no parser"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workspace=x"], "desk x False False"),
        (["--workspace", "x", "--workspace", "y"], "desk y False False"),
    ],
)
def test_the_parser_reads_everything_else(words: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [said, "typer"]


@pytest.mark.parametrize("words", [["--workspace"], ["--workspace", "--quiet"], ["--read-onyl"], ["--"]])
def test_what_cannot_be_read_is_left_to_the_parser(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "typer"


def test_global_options_come_first() -> None:
    assert hoist(["list", "-q", "--workspace", "w", "--", "-q"]) == ["-q", "--workspace", "w", "list", "--", "-q"]
