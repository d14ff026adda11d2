"""Evaluation: tiny collections by hand, what ships above its floor, decisions as judgments."""

import json
import subprocess
import sys
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest

from matchmaker.errors import UsageError
from matchmaker.exchange.judged_files import read_configuration, read_judgments
from matchmaker.exchange.samples import REQUESTS, read_requests
from matchmaker.matches import Answer, Step, Verdict
from matchmaker.matching.configurations import BUILT_IN, Configuration
from matchmaker.matching.evaluation import BALANCED, Judged, Judgment, Scores, compare, evaluate, evaluate_answers
from matchmaker.matching.metrics import interval
from matchmaker.matching.recipe import DEFAULT
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from matchmaker.workspace import Workspace
from tests.matching.catalogue import glossary, matcher
from tests.shared import SHARED, needs_shared

TINY = Judged(
    [
        Offering("d1", "Cats", "cats purr on the sofa", ""),
        Offering("d2", "Dogs", "dogs bark at cats", ""),
        Offering("d3", "Ships", "ships sail over the ocean", ""),
    ],
    [Request("q1", "cats that purr", language="en"), Request("q2", "ocean ships", language="en")],
    {"q1": {"d1": 1.0, "d2": 1.0}, "q2": {"d1": 1.0}},
)


def test_a_tiny_collection_is_scored_as_by_hand() -> None:
    scores = evaluate(TINY, glossary())
    assert [document for document, _ in scores.run["q1"]] == ["d1", "d2"]
    assert [document for document, _ in scores.run["q2"]] == ["d3"]
    assert scores.means == {"ndcg@10": 0.5, "mrr@10": 0.5, "recall@100": 0.5}
    assert (scores.queries, scores.documents) == (2, 3)
    assert scores.by_language == {"en": scores.means}
    assert json.loads(json.dumps(scores.as_json()))["intervals"]["ndcg@10"] == [0.0, 1.0]


def test_depth_cuts_the_run_and_not_the_measures() -> None:
    deep, shallow = evaluate(TINY, glossary()), evaluate(TINY, glossary(), depth=1)
    assert shallow.means == deep.means
    assert all(len(ranking) <= 1 for ranking in shallow.run.values())


def test_queries_without_judgments_are_not_counted() -> None:
    wider = Judged(TINY.documents, [*TINY.queries, Request("q3", "sofa", language="en")], TINY.qrels)
    assert evaluate(wider, glossary()).means == evaluate(TINY, glossary()).means


def test_compare_gives_the_gain_on_what_both_have() -> None:
    one = Scores({"ndcg@10": 0.5, "mrr@10": 0.25}, {}, {}, 1, 1, 0.0, rows={"a": {"ndcg@10": 0.5}})
    two = Scores({"ndcg@10": 0.75, "recall@100": 1.0}, {}, {}, 1, 1, 0.0, rows={"a": {"ndcg@10": 0.75}})
    assert compare(one, two) == {"ndcg@10": (0.25, 0.25, 0.25)}
    assert compare(two, one) == {"ndcg@10": (-0.25, -0.25, -0.25)}


def test_an_interval_of_a_difference_is_paired() -> None:
    """What one query gains every other gains: the interval has no width, however the queries differ."""
    first = {f"q{n}": {"ndcg@10": n / 20} for n in range(10)}
    second = {key: {"ndcg@10": row["ndcg@10"] + 0.25} for key, row in first.items()}
    scores = [Scores({"ndcg@10": 0.0}, {}, {}, 10, 1, 0.0, rows=rows) for rows in (first, second)]
    found = compare(*scores)["ndcg@10"]
    assert (found.low, found.high) == (pytest.approx(0.25), pytest.approx(0.25))
    mixed = {key: {"ndcg@10": row["ndcg@10"] + (0.5 if key < "q5" else 0.0)} for key, row in first.items()}
    wide = compare(scores[0], Scores({"ndcg@10": 0.0}, {}, {}, 10, 1, 0.0, rows=mixed))["ndcg@10"]
    assert 0.0 <= wide.low < 0.25 < wide.high <= 0.5


def test_verdicts_are_compared_request_by_request() -> None:
    wrong = {f"q{n}": (n % 2 == 0, False) for n in range(20)}
    right = {key: (truth, True) for key, (truth, _) in wrong.items()}
    one, two = (
        Scores({BALANCED: 0.0 if said is wrong else 1.0}, {}, {}, 20, 1, 0.0, said=said) for said in (wrong, right)
    )
    assert compare(one, two)[BALANCED] == (1.0, 1.0, 1.0)
    assert compare(one, one)[BALANCED] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_built_in_configuration_leaves_something_out(name: str) -> None:
    other = BUILT_IN[name]
    assert other.name == name
    assert (other.recipe, other.with_glossary) != (DEFAULT, True)
    assert bool(other.glossary(glossary()).ideas) is other.with_glossary


def test_a_configuration_file_changes_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "mild.toml"
    path.write_text("glossary = false\nspelling = 0.5\nmost_units = 40\n")
    mild = read_configuration(str(path))
    assert mild == Configuration("mild.toml", replace(DEFAULT, spelling=0.5, most_units=40), with_glossary=False)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("sauce = 1", "sauce"),
        ("spelling = true", "spelling"),
        ("spelling = 'much'", "spelling"),
        ("spelling = -1", "spelling"),
        ("spelling = nan", "spelling"),
        ("most_units = 2.5", "most_units"),
        ("glossary = 1", "glossary"),
        ("= = =", "broken.toml"),
    ],
)
def test_a_file_that_is_no_configuration_is_refused_with_what_is_wrong(
    tmp_path: Path, written: str, wrong: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(written)
    with pytest.raises(UsageError, match=wrong) as caught:
        read_configuration(str(path))
    assert caught.value.way_out


def test_a_name_that_is_nothing_says_what_there_is() -> None:
    with pytest.raises(UsageError, match="neither") as caught:
        read_configuration("no-such-thing")
    assert "words-only" in caught.value.way_out


def test_an_interval_holds_the_mean_narrows_with_more_and_repeats() -> None:
    few, many = [0.0, 1.0] * 5, [0.0, 1.0] * 500
    assert interval(few) == interval(few)
    assert interval(few)[0] < 0.5 < interval(few)[1]
    assert interval(many)[1] - interval(many)[0] < interval(few)[1] - interval(few)[0]
    assert interval([0.7] * 9) == (0.7, 0.7)


def an_answer(verdict: Verdict) -> Answer:
    return Answer("m", "r", "text", "en", None, verdict)


def test_whole_answers_are_scored_by_verdict_and_by_list() -> None:
    fitted, records = matcher()
    asked = Request("r", "adoption of open contracting", language="en")
    found = fitted.answer(asked, records).offerings
    judged = {"r": Judgment(Verdict.PARTIAL, {found[1].title: 1.0}, {})}
    scores = evaluate_answers([asked], judged, lambda request: fitted.answer(request, records))
    assert scores.means["offerings_ndcg@3"] == pytest.approx(1 / log2(3))
    assert scores.means["offerings_p@1"] == 0.0
    assert scores.means["verdict_balanced_accuracy"] == 1.0
    assert evaluate_answers([asked], judged, lambda _: an_answer(Verdict.NONE)).means["verdict_balanced_accuracy"] == 0


def shipped_scores() -> Scores:
    fitted, records = matcher()
    asked = read_requests(shipped_data() / REQUESTS, samples_only=False)
    judged = read_judgments(shipped_data() / "judgments.json")
    return evaluate_answers(asked, judged, lambda request: fitted.answer(request, records))


def test_the_judged_requests_that_ship_stay_above_their_floor() -> None:
    scores = shipped_scores()
    assert scores.queries >= 100
    assert scores.means["offerings_ndcg@3"] >= 0.88
    assert scores.means["partners_ndcg@5"] >= 0.88
    assert scores.means["verdict_balanced_accuracy"] >= 0.85
    assert set(scores.by_language) == {"en", "es", "fr", "pt"}
    for language, means in scores.by_language.items():
        assert means["offerings_ndcg@3"] >= 0.82, language
        assert means["partners_ndcg@5"] >= 0.82, language


@needs_shared
def test_the_development_requests_stay_above_their_floor() -> None:
    done = subprocess.run(
        [
            sys.executable,
            SHARED / "checks" / "score_requests.py",
            "--json",
            "--command",
            f"{sys.executable} -m matchmaker",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip(), done.stderr
    said = json.loads(done.stdout)
    assert said["offerings_ndcg@3"] >= 0.88
    assert said["partners_ndcg@5"] >= 0.92
    assert said["verdict_balanced_accuracy"] >= 0.88
    assert min(said["offerings_ndcg@3_by_language"].values()) >= 0.82


def test_decisions_judge_the_rankings_of_a_workspace(tmp_path: Path) -> None:
    """Judged by the texts alone: what a decision pins or puts last is not held for a better ranking."""
    with Workspace.open(tmp_path / "w") as workspace:
        with pytest.raises(UsageError, match="no decisions"):
            workspace.evaluate(decisions=True)
        request = next(
            one for one in read_requests(shipped_data() / REQUESTS) if len(workspace.match(one).offerings) >= 3
        )
        offered = workspace.match(request).offerings
        workspace.decide(request.id, offered[0].id, Step.ACCEPTED)
        scores = workspace.evaluate(decisions=True)
        assert (scores.queries, scores.means["offerings_p@1"], scores.means["offerings_ndcg@3"]) == (1, 1.0, 1.0)
        workspace.undo(request.id)
        workspace.decide(request.id, offered[1].id, Step.SHORTLISTED)
        worse = workspace.evaluate(decisions=True)
        assert worse.means["offerings_p@1"] == 0.0
        assert worse.means["offerings_ndcg@3"] == pytest.approx(1 / log2(3))
        gain = compare(scores, worse)
        assert gain["offerings_p@1"].value == -1.0
        both = workspace.compare("words-only", decisions=True)
        assert both.ours.means == worse.means
        assert both.other.queries == 1
