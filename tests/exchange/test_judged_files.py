"""Judged collections, judgments and runs as files."""

from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.exchange.judged_files import read_collection, read_judgments, read_qrels, write_run
from matchmaker.matches import Verdict
from matchmaker.settings import shipped_data

CORPUS = '{"_id": "d1", "title": "Cats", "text": "cats purr"}\n\n{"id": 2, "text": "dogs bark"}\n'
QUERIES = '{"_id": "q1", "text": "purring", "language": "en"}\n{"id": "q2", "text": "who barks"}\n'
QRELS = "query\tdocument\tgrade\nq1\td1\t2\nq1\t2\t0\nq2\t2\t1\n"


def a_collection(folder: Path, corpus: str = CORPUS, queries: str = QUERIES, qrels: str = QRELS) -> Path:
    for name, content in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels.tsv", qrels)):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_a_collection_is_read_with_either_name_of_its_ids(tmp_path: Path) -> None:
    judged = read_collection(a_collection(tmp_path))
    assert [(one.id, one.title, one.text) for one in judged.documents] == [
        ("d1", "Cats", "cats purr"),
        ("2", "", "dogs bark"),
    ]
    assert [(one.id, one.text, one.language) for one in judged.queries] == [
        ("q1", "purring", "en"),
        ("q2", "who barks", None),
    ]
    assert judged.qrels == {"q1": {"d1": 2.0}, "q2": {"2": 1.0}}


@pytest.mark.parametrize(
    ("corpus", "said"),
    [
        ('{"id": "a", "text": "x"}\n{"id": "b"', "line 2"),
        ("[1, 2]\n", "line 1 is not a JSON object"),
        ('{"text": "x"}\n', "line 1 has no usable id"),
        ('{"id": "two words", "text": "x"}\n', "line 1 has no usable id"),
        ('{"id": " ", "text": "x"}\n', "line 1 has no usable id"),
        ("[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, corpus: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_collection(a_collection(tmp_path, corpus=corpus))


def test_a_missing_or_undecodable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"corpus\.jsonl cannot be read"):
        read_collection(tmp_path)
    (a_collection(tmp_path) / "qrels.tsv").write_bytes(b"q1\td\xff1\t1\n")
    with pytest.raises(FileRefused, match="not UTF-8"):
        read_collection(tmp_path)


def test_grades_that_are_none_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("q\td\tgrade\nq1\td1\t0.5\nq1\td2\t-1\nq1\nq2\td3\tnan\n\n", encoding="utf-8")
    assert read_qrels(path) == {"q1": {"d1": 0.5}}


def test_the_judgments_that_ship_are_whole() -> None:
    judged = read_judgments(shipped_data() / "judgments.json")
    assert {one.verdict for one in judged.values()} >= {Verdict.MATCH, Verdict.PARTIAL, Verdict.CLARIFY, Verdict.NONE}
    assert all(0 < grade <= 2 for one in judged.values() for grade in (*one.offerings.values(), *one.partners.values()))
    assert not any(one.offerings for one in judged.values() if one.verdict is Verdict.CLARIFY)


@pytest.mark.parametrize("content", ["", "{}", '{"judgments": {"r": {"verdict": "perhaps"}}}', '{"judgments": [1]}'])
def test_damaged_judgments_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "judgments.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused, match=r"judgments\.json is damaged"):
        read_judgments(path)


def test_a_run_is_in_trec_form_and_its_scores_read_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    write_run(path, {"q1": [("d2", 0.1 + 0.2), ("d1", 0.1)], "q2": []})
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    assert lines == [
        ["q1", "Q0", "d2", "1", repr(0.1 + 0.2), "matchmaker"],
        ["q1", "Q0", "d1", "2", "0.1", "matchmaker"],
    ]
    assert float(lines[0][4]) == 0.1 + 0.2
