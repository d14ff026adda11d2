"""The README cannot drift: what follows from the code is compared, and its examples are run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import PARTS
from tests.marked import README, read_part

TEXT = README.read_text(encoding="utf-8")
ROOT = README.parent


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_follow_from_the_code(name: str) -> None:
    assert read_part(name).strip() == PARTS[name]().strip(), "run `make docs`"


def test_pictures_and_links_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)|(?:src|srcset)=\"([^\"]+)", TEXT):
        assert (ROOT / (target[0] or target[1])).exists(), target


def test_the_tour_can_be_followed(tmp_path: Path) -> None:
    """Every `matchmaker` line of the five-minute tour, in order, on a workspace of its own."""
    tour = TEXT.partition("## Five minutes")[2].partition("\n## ")[0]
    lines = [
        line.partition("  #")[0].strip()
        for block in re.findall(r"```sh\n(.*?)```", tour, re.S)
        for line in block.splitlines()
    ]
    (tmp_path / "requests.csv").write_text("id,text\nr1,Publish every contract as open data\n")
    (tmp_path / "requests.jsonl").write_text('{"id": "r1", "text": "Publish every contract as open data"}\n')
    (tmp_path / "export.csv").write_text("id,title,description,provider\n1,Open budgets,How budgets are read.,MEX\n")
    environment = {**os.environ, "MATCHMAKER_WORKSPACE": str(tmp_path / "w")}
    ran = 0
    for line in lines:
        if not line.startswith("matchmaker"):
            continue
        words = shlex.split(line.partition("|")[0])
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, (line, done.stderr)
        ran += 1
    assert ran >= 8
