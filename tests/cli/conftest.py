"""The command as its users call it: a process, its streams, its exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SOME_CSV = "id,title,description,provider\n1,Open budgets,How budgets are published and read by citizens.,MEX\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """Runs `matchmaker` on one workspace."""

    root: Path

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Done:
        env = {**os.environ, "MATCHMAKER_USER": "ana", "MATCHMAKER_WORKSPACE": str(self.root), **environment}
        done = subprocess.run(
            [sys.executable, "-m", "matchmaker", *arguments],
            capture_output=True,
            env=env,
            input=stdin.encode(),
            cwd=self.root.parent,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the samples and a saved model, to copy from."""
    root = tmp_path_factory.mktemp("used") / "workspace"
    Command(root)("match", "publish contracts")
    return root


@pytest.fixture
def matchmaker(used: Path, tmp_path: Path) -> Command:
    """The command on a copy of the sample workspace."""
    import shutil

    shutil.copytree(used, tmp_path / "workspace")
    return Command(tmp_path / "workspace")


@pytest.fixture
def fresh(tmp_path: Path) -> Command:
    """The command on a workspace that is not there yet."""
    return Command(tmp_path / "new")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(SOME_CSV)
    return path
