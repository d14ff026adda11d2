"""Learning from decisions: bounded, shown, reversible, off without lessons."""

from matchmaker.matches import Decision, Kind, ReasonKind, Step
from matchmaker.matching.analysis import analyse
from matchmaker.matching.learned import MOST, Learned, Lesson, lessons_from
from tests.builders import a_request
from tests.matching.catalogue import glossary, matcher

TEXT = "We want to publish all public contracts as open data in a national portal."


def lessons(accepted: bool, times: int = 1, text: str = TEXT) -> Learned:
    fitted, records = matcher()
    second = fitted.answer(a_request(text=TEXT), records).offerings[1].id
    given = [Lesson(f"R-{number}", text, second, accepted, "en") for number in range(times)]
    return Learned(given, glossary(), fitted.fitted.background)


def scores(learned: Learned | None) -> dict[str, float]:
    fitted, records = matcher()
    answer = fitted.answer(a_request(id="R-99", text=TEXT), records, learned=learned)
    for match in answer.offerings:
        assert abs(sum(reason.share for reason in match.reasons) - match.score) < 1e-9
    return {match.id: match.score for match in answer.offerings}


def moved(learned: Learned | None) -> dict[str, float]:
    plain, after = scores(None), scores(learned)
    return {id_: after[id_] - plain[id_] for id_ in plain if abs(after[id_] - plain[id_]) > 1e-12}


def test_accepted_lifts_that_item_alone_and_declined_lowers_it() -> None:
    up, down = moved(lessons(True)), moved(lessons(False))
    assert len(up) == len(down) == 1
    assert next(iter(up.values())) > 0 > next(iter(down.values()))


def test_the_effect_is_bounded_however_many_lessons() -> None:
    request = analyse(TEXT, glossary(), declared="en")
    effects = lessons(True, times=500).effects(request, "R-99")
    assert 0 < max(effect.share for effect in effects.values()) <= MOST
    assert scores(lessons(True, times=500)) == scores(lessons(True, times=1000))


def test_without_lessons_nothing_moves_and_other_topics_teach_nothing() -> None:
    fitted, _ = matcher()
    assert not moved(Learned((), glossary(), fitted.fitted.background))
    assert not moved(lessons(True, text="Vaccines for rural clinics and solar refrigerators."))


def test_the_reason_names_the_request_it_comes_from() -> None:
    fitted, records = matcher()
    answer = fitted.answer(a_request(id="R-99", text=TEXT), records, learned=lessons(True))
    found = [reason for match in answer.offerings for reason in match.reasons if reason.kind is ReasonKind.LEARNED]
    assert [(reason.request, reason.item) for reason in found] == [("R-0", "accepted")]


def test_a_requests_own_decision_is_no_lesson() -> None:
    request = analyse(TEXT, glossary(), declared="en")
    assert not lessons(True).effects(request, "R-0")


def test_decisions_teach_when_they_say_the_match_was_right_or_wrong() -> None:
    def decision(seq: int, item: str, step: Step, code: str = "") -> Decision:
        return Decision(seq, "R-1", item, Kind.OFFERING, step, code)

    given = [
        decision(1, "a", Step.ACCEPTED),
        decision(2, "b", Step.DECLINED, "wrong topic"),
        decision(3, "c", Step.DECLINED, "no capacity"),
        decision(4, "d", Step.SHORTLISTED),
    ]
    found = lessons_from(given, {"R-1": a_request()}, lambda item: item.upper())
    assert [(lesson.item_id, lesson.accepted) for lesson in found] == [("A", True), ("B", False)]
