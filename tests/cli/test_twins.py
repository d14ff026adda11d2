"""The command line does what the desk does: exports of a view, undo of anything, the same refusals."""

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Command


def test_an_export_of_what_requests_list_shows(matchmaker: Command) -> None:
    view = ("--filter", "verdict:match", "--sort", "country")
    matchmaker("report", "-q")
    shown = [line.split("\t")[0] for line in matchmaker("requests", "list", *view, "-q").out.splitlines()]
    done = matchmaker("export", "requests", *view, "-q")
    _, *rows = csv.reader(io.StringIO(done.out))
    assert [row[1] for row in rows] == shown
    assert 1 < len(shown) < 36


def test_an_export_of_what_offerings_list_shows(matchmaker: Command) -> None:
    done = matchmaker("export", "offerings", "--text", "assets", "--format", "json", "-q")
    assert [record["title"] for record in json.loads(done.out)["records"]] == [
        "Diploma in Management and Disposal of Assets"
    ]
    providers = json.loads(matchmaker("export", "providers", "--format", "json", "-q").out)
    assert [(row["provider"], row["offerings"]) for row in providers] == [("MEX", 7)]


def test_an_option_of_another_list_is_refused(matchmaker: Command) -> None:
    for arguments in (["offerings", "--filter", "x"], ["requests", "--text", "x"], ["catalogue", "--withdrawn"]):
        done = matchmaker("export", *arguments)
        assert done.code == 2
        assert "narrows" in done.err


def test_a_report_is_a_workbook_too(matchmaker: Command, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "overview.xlsx"
    assert matchmaker("report", "--out", str(path)).code == 0
    assert "Demand by offer" in load_workbook(path).sheetnames


def test_anything_is_taken_back_and_done_again(matchmaker: Command) -> None:
    assert matchmaker("requests", "undo").code == 2
    matchmaker("requests", "change", "S-124", "--note", "asked", "--owner", "ana")
    matchmaker("requests", "move", "S-124", "screening")
    matchmaker("decide", "S-124", "sample:open-data", "--shortlist")
    assert "shortlisted Open Data" in matchmaker("requests", "undo").out
    assert "received → screening" in matchmaker("requests", "undo", "S-124").out
    taken = json.loads(matchmaker("requests", "undo", "--json").out)
    assert (taken["request"], taken["entries"]) == ("S-124", 1)
    assert "ana" not in matchmaker("requests", "show", "S-124").out
    for _ in range(3):
        assert matchmaker("requests", "redo").code == 0
    done = matchmaker("requests", "redo")
    assert (done.code, "Undo first" in done.err) == (2, True)
    shown = json.loads(matchmaker("requests", "show", "S-124", "--json").out)
    assert (shown["owner"], shown["notes"], shown["state"]) == ("ana", "asked", "matching")


def test_a_need_that_is_not_there_is_refused(matchmaker: Command) -> None:
    done = matchmaker("decide", "S-124", "sample:open-data", "--shortlist", "--need", "99")
    assert done.code == 2
    assert "S-124 has 1 need; there is no need 99." in done.err
    assert matchmaker("decide", "list").out == ""


def test_why_an_item_is_not_first(matchmaker: Command) -> None:
    done = matchmaker("match", "--request", "S-124", "--why-not", "diploma")
    assert done.code == 0, done.err
    assert "Diploma in Management" in done.out
    assert "✗ evidence" in done.out
    found = json.loads(matchmaker("match", "--request", "S-124", "--why-not", "diploma", "--json").out)
    assert found["item_id"] == "sample:management-and-disposal-of-assets"
    assert found["against"]
    several = matchmaker("match", "Publish contracts", "--why-not", "open")
    assert (several.code, "could be several" in several.err) == (2, True)


def test_outreach_freshness_and_load_stand_beside_the_score(matchmaker: Command) -> None:
    best = json.loads(matchmaker("match", "--request", "S-124", "--json").out)["offerings"][0]["id"]
    matchmaker("decide", "S-128", best, "--propose")
    line = next(line for line in matchmaker("match", "--request", "S-124").out.splitlines() if best in line)
    assert line.strip() == f"{best}, any country, never confirmed, 1 in hand"
