"""What the reliability trials share: a workspace with two versions of an export, and what must always hold."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.errors import WorkspaceError
from matchmaker.exchange import refreshing
from matchmaker.store import checking
from matchmaker.workspace import Workspace

TORTURE = bool(os.environ.get("MATCHMAKER_TORTURE"))
SOURCE = "ug-aims"
ROWS = 120
ROOT = Path(__file__).resolve().parent.parent.parent

torture_only = pytest.mark.skipif(not TORTURE, reason="a slow trial, run by `make torture`")


def trials(few: int, many: int) -> int:
    """How many trials to run."""
    return many if TORTURE else few


def write_export(path: Path, version: str, rows: int = ROWS, first: int = 0) -> Path:
    """An export of a source; every row says which version it is of."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "description", "recipient_country", "reporting_org", "status", "start_date"])
        for number in range(first, first + rows):
            writer.writerow(
                [
                    f"A-{number}",
                    f"Support number {number} in version {version}",
                    f"version {version}: workshops on asset recovery and procurement, part {number}",
                    ("Kenya", "Peru", "Ghana", "Nepal")[number % 4],
                    "Agency of Tests",
                    "Implementation",
                    "2021-03-04",
                ]
            )
    return path


def refresh(workspace: Workspace, path: Path, *, confirm: bool = False) -> refreshing.RefreshPlan:
    """Plan and apply, without the model, which has trials of its own."""
    plan = workspace.plan_refresh(path, source=SOURCE)
    refreshing.apply(workspace.store, plan, workspace.clock(), workspace.who, withdraw=confirm or not plan.guard)
    plan.close()
    return plan


def versions(workspace: Workspace) -> set[str]:
    """The versions that the live records of the source are of: more than one is a mix of old and new."""
    return {record.title.rsplit(" ", 1)[1] for record in workspace.experience(source=SOURCE)}


def assert_sound(workspace: Workspace) -> None:
    """The file is whole, and holds what one refresh left."""
    assert checking.damage(workspace.store) == []
    assert len(versions(workspace)) <= 1


def child_environment() -> dict[str, str]:
    """The environment in which a child finds the tests."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "MATCHMAKER_USER": "child"}


def python(code: str, *arguments: object, **given: object) -> "subprocess.Popen[str]":
    """A child that runs `code` with the tests importable."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(),
        **given,  # type: ignore[call-overload]
    )


def usable(root: Path) -> Workspace | None:
    """The workspace, or None where it says in words that it cannot be used."""
    try:
        return Workspace.open(root)
    except WorkspaceError as error:
        assert error.message and error.exit_code == 5
        return None
