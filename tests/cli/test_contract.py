"""What other programs rely on: JSON shapes, streams and exit codes."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SEIZED = "Training for officers who look after seized and confiscated property"
OFF_TOPIC = "Vaccines against measles and a cold chain for rural clinics"


def strict(text: str) -> object:
    """JSON without NaN or repeated keys."""

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        assert len({k for k, _ in items}) == len(items)
        return dict(items)

    def never(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, object_pairs_hook=pairs, parse_constant=never)


def check_match(match: dict, kind: str) -> None:  # type: ignore[type-arg]
    wanted = {"rank", "id", "provider", "score", "reasons"}
    wanted |= {"title", "types"} if kind == "offerings" else {"partner", "activities"}
    assert wanted <= match.keys()
    assert 0 < match["score"] <= 1
    assert sum(reason["share"] for reason in match["reasons"]) == pytest.approx(match["score"], abs=1e-9)
    for reason in match["reasons"]:
        assert {"kind", "request", "item", "share"} <= reason.keys()


def check_answer(answer: dict) -> None:  # type: ignore[type-arg]
    assert answer["schema_version"] == 1
    assert {"id", "text", "language", "country"} <= answer["request"].keys()
    assert answer["verdict"] in ("match", "partial", "clarify", "none")
    assert isinstance(answer["clarify"], list)
    for need in answer["needs"]:
        assert {"text", "verdict", "offerings", "experience"} <= need.keys()
    for kind in ("offerings", "experience"):
        matches = answer[kind]
        assert [m["rank"] for m in matches] == list(range(1, len(matches) + 1))
        for match in matches:
            check_match(match, kind)
    pairs = [(m["provider"], m["partner"]) for m in answer["experience"]]
    assert len(pairs) == len(set(pairs))
    ids = [m["id"] for m in answer["offerings"]]
    assert len(ids) == len(set(ids))


def test_match_prints_the_contract(matchmaker: Command) -> None:
    done = matchmaker("match", SEIZED, "--json", "--country", "Kenya")
    assert done.code == 0
    answer = strict(done.out)
    check_answer(answer)  # type: ignore[arg-type]
    assert answer["request"]["country"] == "KEN"  # type: ignore[index]
    assert answer["offerings"][0]["title"] == "Diploma in Management and Disposal of Assets"  # type: ignore[index]
    assert "sample catalogue" in done.err


def test_nothing_suitable_exits_with_3_and_still_prints(matchmaker: Command) -> None:
    done = matchmaker("match", OFF_TOPIC, "--json")
    assert done.code == 3
    assert strict(done.out)["verdict"] == "none"  # type: ignore[index]


def test_top_limits_both_lists(matchmaker: Command) -> None:
    answer = strict(matchmaker("match", "open government and open data", "--json", "--top", "2").out)
    assert len(answer["offerings"]) <= 2  # type: ignore[index]
    assert len(answer["experience"]) <= 2  # type: ignore[index]


def test_quiet_leaves_stderr_empty(matchmaker: Command) -> None:
    done = matchmaker("match", SEIZED, "--json", "--quiet")
    assert done.err == ""
    strict(done.out)


def test_a_request_from_stdin(matchmaker: Command) -> None:
    assert matchmaker("match", "-", "--json", stdin=SEIZED).code == 0


def test_global_options_may_stand_anywhere(matchmaker: Command, tmp_path: Path) -> None:
    done = matchmaker("offerings", "list", "--json", "--workspace", str(tmp_path / "other"), "-q")
    assert done.code == 0
    assert (tmp_path / "other" / "data").is_dir()


def test_batch_prints_one_line_a_request(matchmaker: Command) -> None:
    rows = [
        {"id": "a", "text": SEIZED, "types": ["Capacity-building"]},
        {"id": "b", "text": OFF_TOPIC, "country": None},
    ]
    done = matchmaker("batch", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert done.code == 0, done.err
    answers = [strict(line) for line in done.out.splitlines()]
    for answer in answers:
        check_answer(answer)  # type: ignore[arg-type]
    assert [a["request"]["id"] for a in answers] == ["a", "b"]  # type: ignore[index]


def test_batch_agrees_with_match(matchmaker: Command) -> None:
    line = matchmaker("batch", "-", "--format", "jsonl", stdin=json.dumps({"id": "a", "text": SEIZED}) + "\n").out
    one, other = strict(line), strict(matchmaker("match", SEIZED, "--json").out)
    for kind in ("verdict", "offerings", "experience", "needs", "model"):
        assert one[kind] == other[kind]  # type: ignore[index]


def test_batch_carries_other_columns_through(matchmaker: Command, tmp_path: Path) -> None:
    source = tmp_path / "requests.csv"
    source.write_text(f'id,text,desk officer\nr1,"{SEIZED}",=cmd\n')
    done = matchmaker("batch", str(source), "--out", str(tmp_path / "out.csv"))
    assert done.code == 0, done.err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert rows[0]["desk officer"] == "'=cmd"
    assert rows[0]["request"] == "r1"
    assert done.out == ""


def test_batch_is_equal_for_any_number_of_jobs(matchmaker: Command) -> None:
    rows = "".join(json.dumps({"id": str(n), "text": f"{SEIZED} {n}"}) + "\n" for n in range(300))
    one = matchmaker("batch", "-", "--format", "jsonl", "--top", "2", stdin=rows)
    two = matchmaker("batch", "-", "--format", "jsonl", "--top", "2", "--jobs", "2", stdin=rows)
    assert one.out.splitlines() == two.out.splitlines()
    assert len(one.out.splitlines()) == 300


def test_batch_says_which_rows_it_could_not_take(matchmaker: Command) -> None:
    done = matchmaker(
        "batch", "-", "--format", "jsonl", stdin='{"id": "a", "text": ""}\n{"id": "b", "text": "open data"}\n'
    )
    assert done.code == 4
    assert len(done.out.splitlines()) == 1
    assert "text" in done.err


def test_batch_goes_on_where_a_killed_run_stopped(matchmaker: Command, tmp_path: Path) -> None:
    import os
    import signal
    import subprocess
    import sys
    import time

    source, target = tmp_path / "many.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "text": f"{SEIZED} {n}"}) + "\n" for n in range(1000)))
    environment = {**os.environ, "MATCHMAKER_WORKSPACE": str(matchmaker.root)}
    child = subprocess.Popen(
        [sys.executable, "-m", "matchmaker", "batch", str(source), "--out", str(target), "-q"], env=environment
    )
    journal = tmp_path / ".out.jsonl.journal"
    until = time.monotonic() + 60
    while not journal.exists() and child.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not target.exists()
    done = matchmaker("batch", str(source), "--out", str(target))
    assert done.code == 0, done.err
    assert "from an earlier run" in done.err
    ids = [json.loads(line)["request"]["id"] for line in target.read_text().splitlines()]
    assert ids == [str(n) for n in range(1000)]


def test_refresh_prints_the_contract(fresh: Command, export: Path) -> None:
    done = fresh("refresh", str(export), "--source", "test", "--json")
    assert done.code == 0, done.err
    report = strict(done.out)
    (file,) = report["files"]  # type: ignore[index]
    assert (
        file["rows"] == sum(file[k] for k in ("added", "changed", "unchanged", "revived", "duplicate", "rejected")) == 1
    )
    assert (file["source"], file["format"], file["offerings"], file["experience"]) == ("test", "csv", 1, 0)
    again = strict(fresh("refresh", str(export), "--source", "test", "--json").out)["files"][0]  # type: ignore[index]
    assert (again["unchanged"], again["added"]) == (1, 0)
    listed = strict(fresh("offerings", "list", "--json").out)
    assert [o["title"] for o in listed] == ["Open budgets"]  # type: ignore[union-attr,index]


def test_a_dry_run_changes_nothing(fresh: Command, export: Path) -> None:
    done = fresh("refresh", str(export), "--source", "test", "--dry-run", "--json")
    assert strict(done.out)["dry_run"] is True  # type: ignore[index]
    assert "test" not in {o["source"] for o in strict(fresh("offerings", "list", "--json").out)}  # type: ignore[union-attr,index]


def test_rejected_rows_come_back_with_reasons(fresh: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,title,description,provider\n1,Open budgets,How they are read.,MEX\n2,,,\n")
    back = tmp_path / "back.csv"
    done = fresh("refresh", str(bad), "--source", "test", "--rejected", str(back), "--json")
    assert done.code == 4
    (rejection,) = strict(done.out)["files"][0]["rejections"]  # type: ignore[index]
    assert {"row", "field", "value", "reason", "fix"} <= rejection.keys()
    assert len(list(csv.reader(io.StringIO(back.read_text())))) == 2


def test_decide_undo_and_the_log(matchmaker: Command) -> None:
    offering = strict(matchmaker("match", SEIZED, "--json").out)["offerings"][0]["id"]  # type: ignore[index]
    request = strict(matchmaker("requests", "list", "--json").out)[0]["id"]  # type: ignore[index]
    assert matchmaker("decide", request, offering, "--decline", "--reason", "wrong topic", "--note", "no").code == 0
    assert matchmaker("decide", "undo", request).code == 0
    log = strict(matchmaker("decide", "list", request, "--json").out)
    assert [(d["step"], d["who"]) for d in log] == [("declined", "ana"), ("undone", "ana")]  # type: ignore[union-attr,index]


def test_evaluate_prints_the_contract(matchmaker: Command, tmp_path: Path) -> None:
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Cats", "text": "cats purr"}\n{"id": "d2", "text": "dogs bark"}\n'
    )
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "purring cats"}\n{"_id": "q2", "text": "who barks"}\n')
    (folder / "qrels.tsv").write_text("query\tdocument\tgrade\nq1\td1\t2\nq2\td2\t1\n")
    run = tmp_path / "run.trec"
    done = matchmaker("evaluate", str(folder), "--json", "--run", str(run), "--depth", "5")
    assert done.code == 0, done.err
    said = strict(done.out)
    assert (said["queries"], said["documents"], said["ndcg@10"], said["mrr@10"], said["recall@100"]) == (
        2,
        2,
        1.0,
        1.0,
        1.0,
    )  # type: ignore[index]
    lines = [line.split() for line in run.read_text().splitlines()]
    assert {(line[0], line[2]) for line in lines if line[3] == "1"} == {("q1", "d1"), ("q2", "d2")}
    (tmp_path / "plain.toml").write_text("spelling = 0.0\nkin = 0.0\n")
    for other in ("words-only", str(tmp_path / "plain.toml")):
        both = strict(matchmaker("evaluate", str(folder), "--json", "--against", other).out)
        assert both["ndcg@10"] == said["ndcg@10"]  # type: ignore[index]
        assert both["against"]["name"] == Path(other).name  # type: ignore[index]
        gain = both["differences"]["ndcg@10"]  # type: ignore[index]
        assert gain["difference"] == both["ndcg@10"] - both["against"]["ndcg@10"]  # type: ignore[index]
        assert gain["low"] <= gain["difference"] <= gain["high"]
    shown = matchmaker("evaluate", str(folder), "--against", "no-spelling").out
    assert "no-spelling" in shown
    assert "95% interval" in shown
    assert matchmaker("evaluate", str(folder), "--against", "no-such-thing").code == 2
    assert matchmaker("evaluate", str(folder), "--against", "words-only", "--run", str(run)).code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["match"], 2, "--request"),
        (["match", ""], 2, "no text"),
        (["match", "x", "--country", "Atlantis"], 2, "Atlantis"),
        (["match", "x", "--type", "Magic"], 2, "Magic"),
        (["match", "x", "--language", "xx"], 2, "xx"),
        (["match", "--request", "nope"], 2, "nope"),
        (["batch", "nowhere.csv"], 2, "nowhere.csv"),
        (["refresh"], 2, "file"),
        (["refresh", "nowhere.csv", "--source", "a"], 2, "nowhere.csv"),
        (["requests", "move", "nope", "closed"], 2, "nope"),
        (["requests", "move", "S-124", "flying"], 2, "flying"),
        (["requests", "move", "S-124", "closed"], 2, "closed"),
        (["requests", "list", "--filter", "nofield:x"], 2, "nofield"),
        (["decide", "S-124"], 2, "--shortlist"),
        (["decide", "S-124", "nope", "--pin"], 2, "nope"),
        (["decide", "S-124", "sample:ethics", "--decline", "--reason", "mood"], 2, "mood"),
        (["export", "dreams"], 2, "dreams"),
        (["nonsense"], 2, "nonsense"),
        (["match", "--nonsense"], 2, "--nonsense"),
        (["offerings", "show", "nope"], 2, "nope"),
        (["restore", "nowhere.db"], 5, "nowhere.db"),
    ],
)
def test_wrong_usage_is_said_in_words(matchmaker: Command, arguments: list[str], code: int, words: str) -> None:
    done = matchmaker(*arguments)
    assert (done.code, done.out) == (code, ""), done.err
    assert words in done.err
    assert "Traceback" not in done.err
    assert done.err.startswith(("error:", "Usage:", "Using"))


def test_a_workspace_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = Command(tmp_path / "file")("offerings", "list")
    assert done.code == 5
    assert "Traceback" not in done.err


def test_the_desk_says_that_it_needs_a_terminal(matchmaker: Command) -> None:
    done = matchmaker()
    assert done.code == 2
    assert "terminal" in done.err


def test_backup_then_restore(matchmaker: Command, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert matchmaker("backup", str(copy)).code == 0
    matchmaker("requests", "add", "Help with budgets", "--keep-sample")
    before = len(strict(matchmaker("requests", "list", "--json").out))  # type: ignore[arg-type]
    assert matchmaker("restore", str(copy)).code == 0
    assert len(strict(matchmaker("requests", "list", "--json").out)) == before - 1  # type: ignore[arg-type]


def test_doctor_finds_a_sound_workspace(matchmaker: Command) -> None:
    done = matchmaker("doctor", "--json")
    assert done.code == 0, done.out
    findings = strict(done.out)
    assert {f["level"] for f in findings} <= {"ok", "warning"}  # type: ignore[union-attr,index]


@pytest.mark.parametrize("form", ["text", "csv", "json", "md", "html"])
def test_report_in_every_format(matchmaker: Command, form: str) -> None:
    done = matchmaker("report", "--format", form)
    assert done.code == 0, done.err
    assert "Gaps" in done.out or form == "json"
    if form == "json":
        assert strict(done.out)["requests"] == 36  # type: ignore[index]


def test_completion_names_the_commands(matchmaker: Command) -> None:
    done = matchmaker(_MATCHMAKER_COMPLETE="complete_bash", COMP_WORDS="matchmaker re", COMP_CWORD="1")
    assert {"refresh", "requests", "report", "restore"} <= set(done.out.split())
