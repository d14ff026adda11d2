"""Rows of CSV that were read before are known by their text and not taken apart again, whatever stands around them."""

import csv
from pathlib import Path

import pytest

from matchmaker.exchange import csv_file, refreshing
from matchmaker.exchange.rows import Rows
from matchmaker.workspace import Workspace
from tests.exchange.files import xlsx
from tests.exchange.test_refreshing import HEADER, a_row, counted, load, write


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


# -- rows of which words around them tell more ------------------------------------------------------------------------
BARE = tuple(name for name in HEADER if name not in ("recipient_country", "reporting_org"))


def around(path: Path, above: tuple[str, ...], within: str, changed: int = -1, name: str = "Report") -> Path:
    """Six activities without country and donor, under lines of words, and with a heading after the third."""
    activities = [a_row(n, title=f"Title {n}{' new' if n == changed else ''}") for n in range(6)]
    rows = [tuple(cell for cell, name in zip(row, HEADER, strict=True) if name in BARE) for row in activities]
    lines = [*((line,) for line in above), BARE, *rows[:3], *([(within, "", "", "", "")] if within else []), *rows[3:]]
    if path.suffix == ".xlsx":
        return xlsx(path.parent, {name: [list(line) for line in lines]}, path.name)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("above", "within", "name"),
    [
        (("Technical assistance to Nepal",), "", "Report"),
        (("Donor: Norway", "Technical assistance to Nepal"), "", "Report"),
        (("Technical assistance to Nepal",), "Donor: Norway", "Report"),
        (("Technical assistance to Nepal",), "Kenya", "Report"),
        ((), "", "Kenya"),
    ],
)
def test_rows_are_known_under_the_same_words_and_not_under_others(
    workspace: Workspace, tmp_path: Path, made: list[int], form: str, above: tuple[str, ...], within: str, name: str
) -> None:
    file = tmp_path / (f"x.{form}" if form == "xlsx" else f"{name} x.csv")

    def loaded(changed: int = -1, new: str = "") -> dict[str, int]:
        words = [word.replace("Nepal", new).replace("Norway", new) if new else word for word in (*above, within)]
        path = around(file, tuple(words[:-1]), words[-1], changed, name)
        return counted(load(workspace, path, source="s"))

    assert loaded()["added"] == 6
    made.clear()
    assert loaded(changed=4) == {"rows": 6, "changed": 1, "unchanged": 5}
    assert len(made) == 1
    if above:
        assert loaded(changed=4, new="Sweden")["changed"] >= 3
        assert loaded(changed=4, new="Sweden") == {"rows": 6, "unchanged": 6}


@pytest.mark.parametrize("heading", ["Kenya", "Donor: Norway"])
def test_a_heading_that_changes_changes_the_rows_below_it(workspace: Workspace, tmp_path: Path, heading: str) -> None:
    path = tmp_path / "x.csv"
    load(workspace, around(path, ("Assistance to Nepal", "Donor: Japan"), heading), source="s")
    other = heading.replace("Kenya", "Peru").replace("Norway", "Sweden")
    again = load(workspace, around(path, ("Assistance to Nepal", "Donor: Japan"), other), source="s")
    assert counted(again) == {"rows": 6, "changed": 3, "unchanged": 3}
    gone = load(workspace, around(path, ("Assistance to Nepal", "Donor: Japan"), ""), source="s")
    assert counted(gone) == {"rows": 6, "changed": 3, "unchanged": 3}
    assert {(record.partner, record.provider) for record in workspace.experience(source="s")} == {("NPL", "JPN")}
