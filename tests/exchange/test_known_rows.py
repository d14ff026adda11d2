"""Rows of CSV that were read before are known by their text and not taken apart again, whatever stands around them."""

from pathlib import Path

import pytest

from matchmaker.exchange import csv_file, refreshing
from matchmaker.exchange.rows import Rows
from matchmaker.workspace import Workspace
from tests.exchange.test_refreshing import a_row, counted, load, write


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws", who="ana")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the rows that are made into records."""
    lines: list[int] = []
    outcome = Rows.outcome
    monkeypatch.setattr(Rows, "outcome", lambda self, row, raw: lines.append(row.number) or outcome(self, row, raw))
    return lines


def some(*changed: int) -> list[tuple[str, ...]]:
    """Ten activities, the fourth written on three lines, some of them changed."""
    return [
        a_row(number, title=f"Title {number}{' new' if number in changed else ''}")
        if number != 4
        else a_row(4, description="Workshops\non recovering\nassets")
        for number in range(10)
    ]


@pytest.mark.parametrize("block", [1, 3, 1000])
def test_only_rows_that_changed_are_taken_apart(
    workspace: Workspace, tmp_path: Path, made: list[int], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "_BLOCK", block)
    monkeypatch.setattr(csv_file, "_AHEAD", min(block, 50))
    path = write(tmp_path / "x.csv", some())
    assert counted(load(workspace, path)) == {"rows": 10, "added": 10}
    made.clear()
    write(path, some(7))
    assert counted(load(workspace, path)) == {"rows": 10, "changed": 1, "unchanged": 9}
    assert made == [11], "the row stands below one of three lines"


def test_blank_and_damaged_lines_keep_their_numbers(workspace: Workspace, tmp_path: Path, made: list[int]) -> None:
    path = write(tmp_path / "x.csv", some())
    load(workspace, path)
    made.clear()
    head, *lines = path.read_text(encoding="utf-8").split("\n")
    lines[2:2] = ["", 'A-99,"bad "quote",,,,,', ""]
    path.write_text("\n".join([head, *lines]), encoding="utf-8", newline="")
    plan = workspace.plan_refresh(path, source="ug-aims")
    assert counted(plan.report) == {"rows": 11, "unchanged": 10, "rejected": 1}
    assert [rejection.row for rejection in plan.rejections] == [5]
    assert made == []


def test_the_same_row_twice_is_read_as_ever(workspace: Workspace, tmp_path: Path, made: list[int]) -> None:
    path = write(tmp_path / "x.csv", some())
    load(workspace, path)
    made.clear()
    write(path, [*some(), some()[0]])
    assert counted(load(workspace, path)) == {"rows": 11, "unchanged": 10, "duplicate": 1}
    assert len(made) == 11


def test_line_ends_make_no_other_row(workspace: Workspace, tmp_path: Path, made: list[int]) -> None:
    path = write(tmp_path / "x.csv", [row for row in some() if "\n" not in row[2]])
    load(workspace, path)
    made.clear()
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").rstrip())
    assert workspace.plan_refresh(path, source="ug-aims").report.unchanged == 9
    assert made == []
    assert refreshing.plan(workspace.store, path, workspace.clock(), source="ug-aims").report.rows == 9
