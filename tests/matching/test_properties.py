"""What holds for every answer, tried on many requests over the catalogue that ships."""

import json
import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from math import fsum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.exchange.judged_files import read_judgments
from matchmaker.exchange.samples import REQUESTS, read_requests
from matchmaker.matches import Answer, Kind, Match, Span, Step, Verdict
from matchmaker.matching.evaluation import COVERED
from matchmaker.matching.matcher import Matcher, Rulings
from matchmaker.matching.text import fold
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from tests.builders import an_offering
from tests.matching.catalogue import Records, glossary, matcher, shipped
from tests.matching.off_topic import EVERY, LOOKALIKES, OFF_TOPIC
from tests.shared import SHARED

checked = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FINGERPRINT = "the shipped catalogue"
TORTURE = "MATCHMAKER_TORTURE" in os.environ
UNRELATED = (
    ("Beekeeping", "Hives, queens and honey for mountain villages."),
    ("Trout", "Ponds, hatcheries and feed for trout in cold water."),
    ("Choirs", "Rehearsals, songs and concerts with young singers."),
    ("Boreholes", "Drilling of wells and repair of hand pumps in dry hamlets."),
)


@cache
def asked() -> tuple[Request, ...]:
    """All judged requests that ship, samples or not."""
    return tuple(read_requests(shipped_data() / REQUESTS, samples_only=False))


@cache
def reference() -> tuple[Request, ...]:
    """The development requests of the reference material; none where it is absent."""
    path = SHARED / "domain" / "requests_dev.json"
    if not path.is_file():
        return ()
    rows = json.loads(path.read_text(encoding="utf-8"))["requests"]
    return tuple(Request(row["id"], row["text"], language=row["language"], country=row["country"]) for row in rows)


@cache
def answered(text: str, language: str | None, country: str | None = None) -> Answer:
    fitted, records = matcher()
    return fitted.answer(Request("", text, language=language, country=country), records)


@cache
def plainly_matched() -> tuple[Request, ...]:
    """Requests whose first answer is one of those judged right."""
    fitted, records = matcher()
    judged = read_judgments(shipped_data() / "judgments.json")
    found = []
    for request in asked():
        answer = fitted.answer(request, records)
        right = judged[request.id].offerings if request.id in judged else {}
        if answer.verdict in COVERED and answer.offerings and right.get(answer.offerings[0].title, 0.0) >= 1:
            found.append(request)
    return tuple(found)


def lines(answer: Answer) -> tuple[Match, ...]:
    """Every line an answer shows anywhere."""
    needs = (match for need in answer.needs for match in (*need.offerings, *need.experience))
    return (*answer.offerings, *answer.experience, *needs)


def order(answer: Answer) -> list[tuple[int, str, float]]:
    return [(match.rank, match.id, match.score) for match in (*answer.offerings, *answer.experience)]


requests_ = st.integers(min_value=0).map(lambda number: asked()[number % len(asked())])
fair = st.integers(min_value=0).map(lambda number: plainly_matched()[number % len(plainly_matched())])


def test_there_are_enough_texts_to_try() -> None:
    assert len(EVERY) >= 40
    assert set(OFF_TOPIC) == {"en", "es", "fr", "pt"}
    assert len(plainly_matched()) >= 25


@pytest.mark.parametrize(("language", "text"), EVERY)
def test_a_text_about_something_else_is_no_match(language: str, text: str) -> None:
    for declared in (language, None):
        assert answered(text, declared).verdict in (Verdict.NONE, Verdict.CLARIFY)


def test_look_alikes_are_hardly_ever_taken_for_a_match() -> None:
    """Texts that share words with the catalogue and mean something else: at most one in twenty is misread."""
    misread = [
        (text, declared)
        for language, texts in LOOKALIKES.items()
        for text in texts
        for declared in (language, None)
        if answered(text, declared).verdict in COVERED
    ]
    tried = 2 * sum(map(len, LOOKALIKES.values()))
    assert tried >= 200
    assert len(misread) <= tried / 20, misread


@checked
@given(st.lists(st.sampled_from(EVERY), min_size=2, max_size=6, unique=True))
def test_no_mixture_of_other_things_is_a_match(texts: list[tuple[str, str]]) -> None:
    together = answered(" ".join(text for _, text in texts), None)
    assert together.verdict in (Verdict.NONE, Verdict.CLARIFY)
    assert all(need.verdict in (Verdict.NONE, Verdict.CLARIFY) for need in together.needs)


@pytest.mark.parametrize(("title", "text"), UNRELATED)
def test_an_unrelated_offering_is_never_above_one_that_matches(title: str, text: str) -> None:
    offerings, experience = shipped()
    extra = an_offering(id="test:extra", title=title, text=text, types=("Capacity-building",))
    wider = Matcher.fit([*offerings, extra], experience, glossary())
    records = Records([*offerings, extra], experience)
    for request in plainly_matched():
        found = [match.id for match in wider.answer(request, records).offerings]
        before = [match.id for match in matcher()[0].answer(request, matcher()[1]).offerings]
        assert "test:extra" not in found[:1], request.id
        assert found[:1] == before[:1], request.id


def unaccented(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def formed(form: str) -> Callable[[str], str]:
    return lambda text: unicodedata.normalize(form, text)  # type: ignore[arg-type]


SPELLINGS: dict[str, Callable[[str], str]] = {
    **{form: formed(form) for form in ("NFC", "NFD", "NFKC", "NFKD")},
    **{how.__name__: how for how in (str.lower, str.upper, str.title, str.swapcase, str.casefold, unaccented)},
    "unaccented capitals": lambda text: unaccented(text).upper(),
    "small and decomposed": lambda text: unicodedata.normalize("NFD", text.lower()),
}


def said(text: str, language: str | None, country: str | None) -> object:
    """All of an answer that must not depend on how its request is spelt."""
    answer = answered(text, language, country)
    needs = [(need.verdict, [(match.id, match.score) for match in need.offerings]) for need in answer.needs]
    return order(answer), answer.verdict, answer.language, needs


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("how", SPELLINGS)
def test_an_accent_case_or_unicode_form_never_changes_an_answer(how: str, declared: bool) -> None:
    """Every judged request that ships, those of the reference material where it is present, and other things."""
    for request in (*asked(), *reference(), *(Request("", text, language=spoken) for spoken, text in EVERY)):
        language = request.language if declared else None
        spelt = SPELLINGS[how](request.text)
        assert said(spelt, language, request.country) == said(request.text, language, request.country), spelt


WORDS_OF_ALL = (
    "US us who WHO it IT nap PAN Chile perú Peru turkey ODD 16 EDCA données ouvertes ley de acceso Ministère İstanbul "
    "ǅ ½ № ﬁnance straße ΣΊΣΥΦΟΣ open data contract assets seized 1. (a) (B) i) - First, enfin: . ; ? \n"
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS_OF_ALL.split(" ")), min_size=1, max_size=14), st.sampled_from(sorted(SPELLINGS)))
def test_no_mixture_of_words_depends_on_its_spelling(words: list[str], how: str) -> None:
    text = " ".join(words)
    assert said(SPELLINGS[how](text), None, None) == said(text, None, None)


SLIPS = ("swap", "drop", "double", "replace")
LEAST_LETTERS = 6


def mistyped(word: str, how: str, at: int) -> str:
    """A word with one slip inside it; at its ends is nothing to swap with."""
    at = 1 + at % (len(word) - 2)
    if how == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if how == "drop":
        return word[:at] + word[at + 1 :]
    if how == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + ("x" if word[at] != "x" else "q") + word[at + 1 :]


def slips(request: Request) -> Iterator[str]:
    """The request with every slip in every word of some length."""
    words = request.text.split(" ")
    for place, word in enumerate(words):
        if word.isalpha() and len(word) >= LEAST_LETTERS:
            for wrong in {mistyped(word, how, at) for how in SLIPS for at in range(len(word) - 2)} - {word}:
                yield " ".join((*words[:place], wrong, *words[place + 1 :]))


def test_a_slip_in_a_word_never_drops_the_first_answer_below_third() -> None:
    """One slip in each hundred; every one with MATCHMAKER_TORTURE set."""
    fitted, records = matcher()
    tried = [(request, slip) for request in plainly_matched() for slip in sorted(slips(request))]
    assert len(tried) > 10_000
    for request, slip in tried if TORTURE else random.Random(3).sample(tried, len(tried) // 100):
        right = answered(request.text, request.language, request.country).offerings[0]
        asked_so = Request("", slip, language=request.language, country=request.country)
        assert right.id in [match.id for match in fitted.answer(asked_so, records, top=3).offerings], slip


def shown(span: Span, match: Match, records: Records) -> str:
    """What a span shows of an item."""
    if span.field.startswith("activities["):
        return match.activities[int(span.field[11:-1])][span.start : span.end]
    text = match.title if span.field == "title" else records.offering(match.id).text
    assert 0 <= span.start < span.end <= len(text)
    return text[span.start : span.end]


@checked
@given(requests_)
def test_reasons_add_up_to_scores_between_nothing_and_one(request: Request) -> None:
    for match in lines(answered(request.text, request.language, request.country)):
        assert 0 <= match.score <= 1
        assert abs(fsum(reason.share for reason in match.reasons) - match.score) < 1e-9


@checked
@given(requests_)
def test_spans_lie_in_their_texts_and_show_the_words_named(request: Request) -> None:
    records = matcher()[1]
    for match in lines(answered(request.text, request.language, request.country)):
        for reason in match.reasons:
            for span in reason.request_spans:
                assert span.field == "text"
                assert 0 <= span.start < span.end <= len(request.text)
            if reason.request_spans:
                first = reason.request_spans[0]
                assert fold(request.text[first.start : first.end]) == fold(reason.request)
            if reason.item_spans and match.kind is Kind.OFFERING:
                said = [fold(shown(span, match, records)) for span in reason.item_spans]
                assert all(said)
                assert fold(reason.item) in said
            for span in reason.item_spans:
                assert shown(span, match, records).strip()


@checked
@given(requests_)
def test_ranks_count_from_one_and_scores_fall(request: Request) -> None:
    answer = answered(request.text, request.language, request.country)
    for found in (answer.offerings, answer.experience, *(need.offerings for need in answer.needs)):
        assert [match.rank for match in found] == list(range(1, len(found) + 1))
    for found in (answer.experience, *(need.offerings for need in answer.needs)):
        assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


@checked
@given(requests_)
def test_the_best_answer_of_each_covered_need_comes_first(request: Request) -> None:
    answer = answered(request.text, request.language, request.country)
    leads = {need.offerings[0].id for need in answer.needs if need.verdict is Verdict.MATCH and need.offerings}
    scores = [match.score for match in answer.offerings]
    assert {match.id for match in answer.offerings[: len(leads)]} == leads
    for part in (scores[: len(leads)], scores[len(leads) :]):
        assert part == sorted(part, reverse=True)


@checked
@given(requests_, st.integers(1, 10))
def test_top_cuts_and_does_not_change_what_is_left(request: Request, top: int) -> None:
    fitted, records = matcher()
    whole, cut = fitted.answer(request, records), fitted.answer(request, records, top=top)
    assert order(cut) == [
        *((match.rank, match.id, match.score) for match in whole.offerings[:top]),
        *((match.rank, match.id, match.score) for match in whole.experience[:top]),
    ]
    assert cut.verdict is whole.verdict


@checked
@given(requests_)
def test_an_answer_without_reasons_says_the_same_and_fetches_nothing(request: Request) -> None:
    fitted, records = matcher()
    whole = fitted.answer(request, records)
    bare = fitted.answer(request, None, explained=False)  # type: ignore[arg-type]
    assert (bare.verdict, bare.missing) == (whole.verdict, whole.missing)
    assert [need.verdict for need in bare.needs] == [need.verdict for need in whole.needs]
    assert [match.id for match in bare.offerings] == [match.id for match in whole.offerings]
    for few, full in zip((*bare.offerings, *bare.experience), (*whole.offerings, *whole.experience), strict=True):
        assert abs(few.score - full.score) < 1e-9
        assert few.reasons == ()


@checked
@given(requests_, st.randoms(use_true_random=False))
def test_what_people_ruled_beats_every_score(request: Request, chance: random.Random) -> None:
    fitted, records = matcher()
    ids = sorted(offering.id for offering in shipped()[0] if not offering.placeholder and not offering.withdrawn)
    pinned, excluded, declined = chance.sample(ids, 3)
    ruled = Rulings(frozenset({pinned}), frozenset({excluded}), {declined: Step.DECLINED})
    found = fitted.answer(request, records, rulings=ruled, top=len(ids)).offerings
    places = [match.id for match in found]
    assert places[0] == pinned
    assert found[0].overruled == "pinned"
    assert excluded not in places
    assert declined not in places or places[-1] == declined
    assert [match.rank for match in found] == list(range(1, len(found) + 1))


SAVED = """
import json, sys
from pathlib import Path
from matchmaker.exchange.samples import REQUESTS, read_requests
from matchmaker.matching.matcher import Matcher
from matchmaker.safetext import clean
from matchmaker.settings import shipped_data
from tests.matching.catalogue import Records, glossary, shipped
fitted = Matcher.load(Path(sys.argv[1]), sys.argv[2], glossary=glossary())
records = Records(*shipped())
asked = read_requests(shipped_data() / REQUESTS, samples_only=False)[:40]
answers = fitted.answers(asked, records, jobs=int(sys.argv[3]))
said = [[[m.rank, m.id, m.score.hex()] for m in (*a.offerings, *a.experience)] for a in answers]
print(json.dumps([fitted.model_id, said]))
"""


def said_by_another_process(folder: Path, threads: str, jobs: int, seed: str) -> object:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SAVED, str(folder), FINGERPRINT, str(jobs)],
        cwd=root,
        env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(("threads", "jobs", "seed"), [("1", 1, "0"), ("2", 2, "1")])
def test_a_saved_matcher_says_the_same_in_another_process(tmp_path: Path, threads: str, jobs: int, seed: str) -> None:
    fitted, records = matcher()
    fitted.save(tmp_path, FINGERPRINT)
    said = [
        [[m.rank, m.id, m.score.hex()] for m in (*answer.offerings, *answer.experience)]
        for answer in (fitted.answer(request, records) for request in asked()[:40])
    ]
    assert said_by_another_process(tmp_path, threads, jobs, seed) == [fitted.model_id, said]


def test_a_loaded_matcher_gives_equal_answers(tmp_path: Path) -> None:
    fitted, records = matcher()
    fitted.save(tmp_path, FINGERPRINT)
    loaded = Matcher.load(tmp_path, FINGERPRINT, glossary=glossary())
    assert loaded is not None
    for request in asked():
        assert loaded.answer(request, records) == fitted.answer(request, records)
    assert Matcher.load(tmp_path, "another catalogue", glossary=glossary()) is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_order_of_records_and_any_number_of_jobs_give_the_same_matcher(jobs: int) -> None:
    fitted, records = matcher()
    offerings, experience = list(shipped()[0]), list(shipped()[1])
    chance = random.Random(7 + jobs)
    chance.shuffle(offerings)
    chance.shuffle(experience)
    again = Matcher.fit(offerings, experience, glossary(), jobs=jobs)
    assert again.model_id == fitted.model_id
    for request in asked()[:60]:
        assert again.answer(request, records) == fitted.answer(request, records)


def test_fitted_again_and_again_it_is_the_same() -> None:
    """Twenty fits; a thousand with MATCHMAKER_TORTURE set."""
    fitted, records = matcher()
    offerings, experience = shipped()
    tried = plainly_matched()[:3]
    wanted = [order(fitted.answer(request, records)) for request in tried]
    for _ in range(1000 if TORTURE else 20):
        again = Matcher.fit(offerings, experience, glossary())
        assert again.model_id == fitted.model_id
        assert [order(again.answer(request, records)) for request in tried] == wanted
