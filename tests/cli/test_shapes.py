"""The JSON of every command that prints data, and what it says on which stream."""

import json
from pathlib import Path

import pytest

from matchmaker.cli.output import put_json, put_json_list
from tests.cli.conftest import Command
from tests.cli.test_contract import SEIZED, strict

REQUEST = {
    "id", "source", "text", "country", "language", "types", "articles", "received_on", "channel", "body", "urgency",
    "due_on", "languages_of_work", "delivery", "readiness", "confidential", "state", "owner", "next_action",
    "next_action_on", "notes", "version",
}  # fmt: skip
OFFERING = {"id", "source", "title", "types", "provider", "text", "outreach", "link", "withdrawn", "institution"}
EXPERIENCE = {"id", "source", "provider", "partner", "activities", "types", "started", "withdrawn"}
DECISION = {"seq", "request", "item", "kind", "step", "reason", "note", "need", "undoes", "who", "at"}
EVENT = {"at", "who", "what", "detail"}
RUN = {"run", "at", "source", "who", "rows", "added", "changed", "withdrawn", "rejected", "file"}


@pytest.mark.parametrize(
    ("arguments", "fields", "least"),
    [
        (["requests", "list"], REQUEST, 30),
        (["requests", "list", "--limit", "2"], REQUEST, 2),
        (["requests", "list", "--filter", "state:closed"], REQUEST, 0),
        (["requests", "history", "S-124"], EVENT, 1),
        (["offerings", "list"], OFFERING, 5),
        (["offerings", "list", "--text", "contracting"], OFFERING, 1),
        (["offerings", "list", "--withdrawn"], OFFERING, 0),
        (["offerings", "history", "sample:open-data"], EVENT, 0),
        (["experience", "list"], EXPERIENCE, 5),
        (["experience", "list", "--partner", "Costa Rica"], EXPERIENCE, 1),
        (["experience", "history", "sample:mex-cri"], EVENT, 0),
        (["decide", "list"], DECISION, 0),
        (["refresh", "--history"], RUN, 1),
        (["doctor"], {"level", "what", "way_out"}, 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_list_is_one_array(matchmaker: Command, arguments: list[str], fields: set[str], least: int) -> None:
    done = matchmaker(*arguments, "--json")
    assert done.code == 0, done.err
    found = strict(done.out)
    assert isinstance(found, list)
    assert len(found) >= least
    for entry in found:
        assert fields <= entry.keys()
        assert "contact" not in entry


@pytest.mark.parametrize(
    ("arguments", "fields"),
    [
        (["requests", "show", "S-124"], REQUEST | {"decisions"}),
        (["requests", "add", "Help with budgets"], REQUEST),
        (["offerings", "show", "sample:open-data"], OFFERING),
        (["offerings", "add", "Open budgets", "--provider", "Mexico", "--text", "How budgets are read."], OFFERING),
        (["experience", "show", "sample:mex-cri"], EXPERIENCE),
        (["experience", "add", "Trained 40 auditors.", "--provider", "MEX", "--partner", "Peru"], EXPERIENCE),
        (["decide", "S-124", "sample:open-data", "--shortlist"], DECISION),
        (["report"], {"schema_version", "demand", "gaps", "new_offerings", "states", "workload", "unanswered"}),
        (["report", "--what", "workload"], {"schema_version", "states", "workload", "days_to_decision"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_one_record_is_one_object(matchmaker: Command, arguments: list[str], fields: set[str]) -> None:
    done = matchmaker(*arguments, "--json")
    assert done.code == 0, done.err
    found = strict(done.out)
    assert isinstance(found, dict)
    assert fields <= found.keys()


def test_requests_import_prints_the_contract(fresh: Command, tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text('{"id": "r1", "text": "Publish contracts", "country": "Kenya"}\n{"id": "r2", "text": ""}\n')
    done = fresh("requests", "import", str(path), "--source", "test", "--json")
    assert done.code == 4, done.err
    (file,) = strict(done.out)["files"]  # type: ignore[index]
    parts = ("added", "changed", "unchanged", "revived", "duplicate", "rejected")
    assert file["rows"] == sum(file[part] for part in parts) == 2
    listed = strict(fresh("requests", "list", "--json").out)
    assert [(r["id"], r["country"]) for r in listed] == [("r1", "KEN")]  # type: ignore[union-attr,index]


def test_lists_for_people_and_for_programs_have_one_order(matchmaker: Command) -> None:
    for arguments in ([], ["--sort", "country"], ["--all"], ["--sort", "-received", "--limit", "5"]):
        told = matchmaker("requests", "list", *arguments, "-q").out.splitlines()
        found = strict(matchmaker("requests", "list", *arguments, "--json", "-q").out)
        assert [line.split("\t")[0] for line in told] == [r["id"] for r in found]  # type: ignore[union-attr,index]


def test_all_shows_what_is_done_also_with_a_filter(matchmaker: Command) -> None:
    assert matchmaker("requests", "move", "S-124", "declined", "--reason", "out of scope").code == 0
    for arguments in (["--all"], ["--all", "--filter", "id:S-124"]):
        assert "S-124" in matchmaker("requests", "list", *arguments, "-q").out
    assert "S-124" not in matchmaker("requests", "list", "-q").out


def test_a_piped_list_is_a_table_of_tabs_without_colour(matchmaker: Command) -> None:
    done = matchmaker("offerings", "list", FORCE_COLOR="1")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert len(rows) >= 5
    assert {len(row) for row in rows} == {4}
    assert "\x1b" not in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["match", SEIZED],
        ["requests", "list"],
        ["requests", "show", "S-124"],
        ["requests", "draft", "S-124", "acknowledge", "--out", "letter.md"],
        ["offerings", "list"],
        ["experience", "list"],
        ["report"],
        ["export", "offerings"],
        ["export", "offerings", "--out", "offerings.csv"],
        ["refresh", "EXPORT", "--source", "test", "--dry-run"],
        ["fit"],
        ["backup"],
        ["doctor"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_quiet_says_nothing_but_data(matchmaker: Command, export: Path, arguments: list[str]) -> None:
    words = [str(export) if word == "EXPORT" else word for word in arguments]
    done = matchmaker(*words, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert done.out or "--out" in arguments


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["requests", "add", ""], "no text"),
        (["requests", "add", "x", "--received", "2026-13-01"], "2026-13-01"),
        (["requests", "add", "x", "--channel", "pigeon"], "pigeon"),
        (["requests", "import", "nowhere.csv"], "nowhere.csv"),
        (["requests", "change", "nope", "--owner", "ana"], "nope"),
        (["requests", "history", "nope"], "nope"),
        (["requests", "draft", "S-124", "poem"], "poem"),
        (["requests", "list", "--sort", "mood"], "mood"),
        (["offerings", "add", ""], "title"),
        (["offerings", "history", "nope"], "nope"),
        (["experience", "show", "nope"], "nope"),
        (["experience", "add", "x", "--provider", "MEX", "--partner", "Atlantis"], "Atlantis"),
        (["experience", "list", "--limit", "0"], "--limit"),
        (["decide", "S-124", "sample:ethics", "--decline"], "--reason"),
        (["decide", "S-124", "sample:ethics", "--pin", "--exclude"], "one of"),
        (["decide", "undo", "nope"], "nope"),
        (["report", "--format", "exe"], "exe"),
        (["report", "--what", "dreams"], "dreams"),
        (["export", "requests", "--with-contacts"], "--reason"),
        (["evaluate", "nowhere"], "nowhere"),
        (["evaluate", "--decisions"], "no decisions"),
        (["refresh", "--undo"], "--source"),
        (["refresh", "a.csv", "b.csv"], "--source"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_errors_are_said_in_words_with_a_way_out(matchmaker: Command, arguments: list[str], words: str) -> None:
    done = matchmaker(*arguments, "-q")
    assert (done.code, done.out) == (2, ""), done.err
    assert words in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) >= 2


def test_nothing_is_overwritten_unless_told(matchmaker: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("mine")
    for arguments in (
        ["export", "offerings"],
        ["report"],
        ["batch", str(kept)],
        ["requests", "draft", "S-124", "regret"],
    ):
        done = matchmaker(*arguments, "--out", str(kept))
        assert done.code == 2, (arguments, done.err)
        assert kept.read_text() == "mine"
    assert matchmaker("report", "--out", str(kept), "--force").code == 0
    assert "Gaps" in kept.read_text()


def test_json_on_stdout_is_one_document_even_when_rows_are_rejected(fresh: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,title,description,provider\n1,,,\n")
    done = fresh("refresh", str(bad), "--source", "test", "--json")
    assert done.code == 4
    json.loads(done.out)


@pytest.mark.parametrize("values", [[], [1], [{}, {"a": ["x\ny", {"b": None}]}, "é\n", []]])
def test_a_list_printed_bit_by_bit_is_the_list_printed_whole(
    values: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    put_json(values)
    whole = capsys.readouterr().out
    put_json_list(iter(values))
    assert capsys.readouterr().out == whole
