"""Batches: a file of answers appears whole, and a run that was killed goes on where it stopped."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest

from matchmaker.errors import UsageError
from matchmaker.exchange import batching
from matchmaker.exchange.batching import ResumableFile, Tally, other_columns, run
from matchmaker.exchange.reading import read_file
from matchmaker.matches import Answer, Kind, Match, Reason, ReasonKind, Verdict
from matchmaker.requests import Request

COUNT = 10


class Killed(Exception):
    """Stands for a kill."""


@pytest.fixture(autouse=True)
def marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "MARKED_EVERY", 2)


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.csv"
    rows = "".join(f'r{n},"=text, {n} é",desk {n}\n' for n in range(COUNT))
    path.write_text("id,text,Desk of origin\n" + rows, encoding="utf-8")
    return path


def an_answer(request: Request) -> Answer:
    reason = Reason(ReasonKind.TERM, "text", "text", 0.5)
    match = Match(1, Kind.OFFERING, "o:1", 0.5, (reason,), "=Title", "MEX")
    none = request.id == "r3"
    offerings = () if none else (match,)
    verdict = Verdict.NONE if none else Verdict.MATCH
    return Answer("model", request.id, request.text, "en", None, verdict, offerings=offerings)


class Ranker:
    """Ranks, counts how often, and may die at a request."""

    def __init__(self, dies_at: str = "") -> None:
        self.dies_at, self.ranked = dies_at, 0

    def __call__(self, requests: Iterable[Request]) -> Iterator[Answer]:
        for request in requests:
            if request.id == self.dies_at:
                raise Killed
            self.ranked += 1
            yield an_answer(request)


def as_json(answer: Answer) -> object:
    return {"id": answer.request_id, "verdict": answer.verdict}


def batch(
    asked: Path, target: Path, form: str, key: str = "k", dies_at: str = "", *, force: bool = False
) -> tuple[Tally, int]:
    reading = read_file(asked, kind="requests")
    sink = ResumableFile(target, form, other_columns(reading), as_json, key, force=force)
    ranker = Ranker(dies_at)
    return run(reading, ranker, sink), ranker.ranked


def hidden(target: Path) -> list[Path]:
    return sorted(target.parent.glob(f".{target.name}.*"))


@pytest.fixture(params=["csv", "jsonl"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def whole(asked: Path, tmp_path: Path, form: str) -> bytes:
    target = tmp_path / f"whole.{form}"
    tally, _ = batch(asked, target, form)
    assert (tally.answered, tally.nothing, tally.resumed) == (COUNT, 1, 0)
    assert hidden(target) == []
    return target.read_bytes()


def test_a_killed_run_goes_on_and_ends_equal(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, dies_at="r7")
    assert not target.exists()
    tally, ranked = batch(asked, target, form)
    assert (tally.resumed, ranked) == (6, COUNT - 6)
    assert target.read_bytes() == whole(asked, tmp_path, form)
    assert hidden(target) == []


def test_what_was_written_after_the_last_mark_is_written_again(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, dies_at="r7")
    with target.with_name(f".{target.name}.partial").open("ab") as partial:
        partial.write(b"half a li")
    batch(asked, target, form)
    assert target.read_bytes() == whole(asked, tmp_path, form)


def test_a_partial_file_that_is_too_short_is_begun_anew(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, dies_at="r7")
    partial = target.with_name(f".{target.name}.partial")
    partial.write_bytes(partial.read_bytes()[:-5])
    tally, ranked = batch(asked, target, form)
    assert (tally.resumed, ranked) == (0, COUNT)
    assert target.read_bytes() == whole(asked, tmp_path, form)


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"key": 1}', '{"key": "x", "done": "a", "end": null}'])
def test_a_damaged_journal_begins_anew(asked: Path, tmp_path: Path, form: str, journal: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, dies_at="r7")
    target.with_name(f".{target.name}.journal").write_text(journal)
    assert batch(asked, target, form)[0].resumed == 0
    assert target.read_bytes() == whole(asked, tmp_path, form)


def test_another_model_or_input_begins_anew(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, key="old model", dies_at="r7")
    tally, ranked = batch(asked, target, form, key="new model")
    assert (tally.resumed, ranked) == (0, COUNT)
    assert target.read_bytes() == whole(asked, tmp_path, form)


def test_a_file_that_is_there_is_replaced_by_force_only(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    target.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        batch(asked, target, form)
    assert target.read_text() == "mine"
    batch(asked, target, form, force=True)
    assert target.read_bytes() == whole(asked, tmp_path, form)


@pytest.mark.parametrize("force", [False, True])
def test_a_link_is_never_followed(asked: Path, tmp_path: Path, form: str, *, force: bool) -> None:
    victim, target = tmp_path / "victim", tmp_path / f"out.{form}"
    victim.write_text("mine")
    target.symlink_to(victim)
    with pytest.raises(UsageError):
        batch(asked, target, form, force=force)
    assert victim.read_text() == "mine"


def test_a_planted_partial_file_is_not_followed(asked: Path, tmp_path: Path, form: str) -> None:
    victim, target = tmp_path / "victim", tmp_path / f"out.{form}"
    victim.write_text("mine")
    target.with_name(f".{target.name}.partial").symlink_to(victim)
    with pytest.raises(OSError):
        batch(asked, target, form)
    assert victim.read_text() == "mine"


def test_nobody_else_may_read_what_is_half_done(asked: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with pytest.raises(Killed):
        batch(asked, target, form, dies_at="r7")
    assert [path.stat().st_mode & 0o077 for path in hidden(target)] == [0, 0]


def test_a_workbook_reads_back_also_when_continued(asked: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    with pytest.raises(Killed):
        batch(asked, target, "xlsx", dies_at="r7")
    assert not target.exists()
    assert batch(asked, target, "xlsx")[0].resumed == 6
    assert hidden(target) == []
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    of = {name: number for number, name in enumerate(head)}
    answered = [row for row in rows if row[of["rank"]] is not None]
    assert len(answered) == COUNT - 1
    assert {type(row[of["score"]]) for row in answered} <= {float, int}
    assert {row[of["score"]] for row in answered} == {0.5}
    assert {row[of["text"]] for row in rows} == {f"=text, {n} é" for n in range(COUNT)}
    assert {row[of["Desk of origin"]] for row in rows} == {f"desk {n}" for n in range(COUNT)}
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_tables_carry_the_other_columns_and_guard_formulas(asked: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    batch(asked, target, "csv")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Desk of origin"] for row in rows} == {f"desk {n}" for n in range(COUNT)}
    assert all(row["text"].startswith("'=") for row in rows)


def test_lines_are_one_answer_each_in_order(asked: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    batch(asked, target, "jsonl")
    said = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in said] == [f"r{n}" for n in range(COUNT)]
    assert [one["verdict"] for one in said].count("none") == 1
