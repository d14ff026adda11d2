"""What every answer must be: right on plain questions, honest, explained, repeatable, overruled by people."""

import unicodedata
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.exchange.samples import REQUESTS, read_requests
from matchmaker.matches import Answer, Kind, ReasonKind, Step, Verdict
from matchmaker.matching.matcher import Matcher, Rulings
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from tests.builders import a_request, an_offering
from tests.matching.catalogue import Records, glossary, matcher, shipped

TITLES = {
    "en": ("open data", "open contracting", "code of ethics and conflicts of interest", "management of seized assets"),
    "es": (
        "datos abiertos",
        "contratación abierta",
        "código de ética y conflictos de interés",
        "administración de bienes decomisados",
    ),
    "fr": (
        "données ouvertes",
        "passation ouverte des marchés",
        "code d'éthique et conflits d'intérêts",
        "gestion des biens confisqués",
    ),
    "pt": ("dados abertos", "contratação aberta", "código de ética e conflitos", "gestão de bens apreendidos"),
}
FIRST = ("Open Data", "Open Contracting", "Ethics", "Diploma")
AWAY = """vaccine refrigerator clinic cassava tractor choir violin goalkeeper referee stadium penguin glacier orchard
bakery sourdough dentist braces lighthouse sailcloth volcano beekeeping pottery telescope comet dinosaur fossil marathon
swimming guitar ballet recipe oven carrots maize irrigation pump well borehole latrine mosquito malaria midwife nursery
kindergarten""".split()  # noqa: SIM905


def ask(text: str, **given: object) -> Answer:
    fitted, records = matcher()
    return fitted.answer(a_request(id="", text=text, **{"language": None, "country": None, **given}), records)


@pytest.mark.parametrize(
    ("text", "title"), [(text, FIRST[at]) for texts in TITLES.values() for at, text in enumerate(texts)]
)
def test_a_plain_question_finds_its_programme_first(text: str, title: str) -> None:
    assert ask(text).offerings[0].title.startswith(title)


def every_shipped_request() -> list[Request]:
    return read_requests(shipped_data() / REQUESTS)


def test_shares_add_up_and_spans_show_the_words() -> None:
    fitted, records = matcher()
    seen = set()
    for request in every_shipped_request()[:60]:
        answer = fitted.answer(request, records)
        for match in (*answer.offerings, *answer.experience):
            assert abs(fsum(reason.share for reason in match.reasons) - match.score) < 1e-9
            assert 0 <= match.score < 1
            for reason in match.reasons:
                seen.add(reason.kind)
                for span in reason.request_spans:
                    assert span.field == "text"
                    assert request.text[span.start : span.end].strip()
                fields = {"text": "", "title": match.title} if match.kind is Kind.OFFERING else {}
                if match.kind is Kind.OFFERING:
                    fields["text"] = records.offering(match.id).text
                for span in reason.item_spans:
                    text = fields.get(span.field) if fields else match.activities[0] if "activ" in span.field else None
                    if text is not None:
                        assert text[span.start : span.end].strip()
    assert {ReasonKind.TERM, ReasonKind.TRANSLATION, ReasonKind.PROVEN, ReasonKind.TYPE} <= seen


def test_lists_are_ranked_without_repeats_and_cut() -> None:
    answer = ask("open data and open government, with a dashboard of commitments")
    for matches in (answer.offerings, answer.experience):
        assert [match.rank for match in matches] == list(range(1, len(matches) + 1))
        assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
        assert len({(match.provider, match.partner, match.id) for match in matches}) == len(matches)
        assert len(matches) <= 10
    assert len({(match.provider, match.partner) for match in answer.experience}) == len(answer.experience)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(AWAY), min_size=4, max_size=25, unique=True))
def test_an_off_topic_text_is_never_a_match(words: list[str]) -> None:
    answer = ask("We need " + " and ".join(words) + ".", language="en")
    assert answer.verdict in (Verdict.NONE, Verdict.CLARIFY)


def test_nothing_in_common_lists_nothing_and_matches_nothing() -> None:
    answer = ask("zzxqv qqqqqq", language="en")
    assert answer.verdict is not Verdict.MATCH
    assert not answer.offerings


@pytest.mark.parametrize(
    "text",
    ["We would like any help you can give us against corruption.", "Buscamos apoyo en materia de transparencia.",
     "Nous aimerions connaître vos offres de coopération.", "Gostaríamos de receber formação."],
)  # fmt: skip
def test_a_vague_request_is_asked_about_in_its_language(text: str) -> None:
    answer = ask(text)
    assert answer.verdict is Verdict.CLARIFY
    assert len(answer.clarify) >= 2
    assert answer.clarify[0].endswith("?")


@pytest.mark.parametrize(
    "text",
    ["Drafting of a law that protects whistle-blowers from retaliation.",
     "Apoyo para tramitar solicitudes de asistencia judicial recíproca y extradición.",
     "Registre des bénéficiaires effectifs des sociétés.", "Programa de proteção de testemunhas."],
)  # fmt: skip
def test_a_near_miss_of_the_field_is_none_and_says_what_is_missing(text: str) -> None:
    answer = ask(text)
    assert answer.verdict is Verdict.NONE
    assert answer.missing


def test_a_letter_is_answered_need_by_need() -> None:
    answer = ask("We ask for: 1. a course on managing confiscated assets; 2. vaccines for rural clinics.")
    assert [need.verdict for need in answer.needs] == [Verdict.MATCH, Verdict.NONE]
    assert answer.verdict is Verdict.PARTIAL


def order(answer: Answer) -> list[tuple[str, float]]:
    return [(match.id, match.score) for match in (*answer.offerings, *answer.experience)]


@pytest.mark.parametrize(
    "text", ["Capacitación en contratación abierta y publicación de licitaciones", "Éthique et déontologie"]
)
def test_accents_case_and_form_never_change_a_ranking(text: str) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    language = "es" if "Capac" in text else "fr"
    wanted = order(ask(text, language=language))
    for form in (plain, unicodedata.normalize("NFD", text), text.title()):
        assert order(ask(form, language=language)) == wanted


@pytest.mark.parametrize("text", ["open contracting", "conflicts of interest", "disposal of confiscated assets"])
def test_a_typo_never_drops_a_right_first_answer_below_third(text: str) -> None:
    first = ask(text, language="en").offerings[0].id
    for at in range(1, len(text)):
        if text[at].isalpha() and text[at - 1].isalpha():
            typo = text[:at] + text[at + 1 :]
            assert first in [match.id for match in ask(typo, language="en").offerings[:3]], typo


def test_an_unrelated_offering_never_rises_above_one_that_matches() -> None:
    offerings, experience = shipped()
    extra = an_offering(
        id="test:bees", title="Beekeeping", text="Hives, queens and honey for mountain villages.", types=()
    )
    wider = Matcher.fit([*offerings, extra], experience, glossary())
    records = Records([*offerings, extra], experience)
    for request in every_shipped_request()[:40]:
        before = matcher()[0].answer(request, matcher()[1])
        if before.verdict is Verdict.MATCH:
            after = wider.answer(request, records)
            assert after.offerings[0].id != extra.id


def test_the_same_catalogue_in_another_order_gives_the_same_model_and_answers() -> None:
    offerings, experience = shipped()
    again = Matcher.fit(tuple(reversed(offerings)), tuple(reversed(experience)), glossary())
    assert again.model_id == matcher()[0].model_id
    request = a_request(text="seguimiento de los compromisos del plan de acción", language="es")
    assert again.answer(request, matcher()[1]) == matcher()[0].answer(request, matcher()[1])


def test_withdrawn_and_placeholder_offerings_are_not_ranked() -> None:
    offerings, experience = shipped()
    hidden = [an_offering(id="test:w", withdrawn=True), an_offering(id="test:p", placeholder=True)]
    fitted = Matcher.fit([*offerings, *hidden], experience, glossary())
    found = fitted.answer(a_request(), Records([*offerings, *hidden], experience))
    assert not {"test:w", "test:p"} & {match.id for match in found.offerings}


def test_an_empty_catalogue_answers_honestly() -> None:
    answer = Matcher.fit((), (), glossary()).answer(a_request(), Records((), ()))
    assert answer.verdict is Verdict.NONE
    assert not answer.offerings
    assert not answer.experience


def test_rulings_beat_scores() -> None:
    fitted, records = matcher()
    request = a_request(text="open data portal", language="en")
    plain = fitted.answer(request, records)
    first, second, third = (match.id for match in plain.offerings[:3])
    ruled = Rulings(frozenset({third}), frozenset({first}), {second: Step.DECLINED})
    answer = fitted.answer(request, records, rulings=ruled)
    ids = [match.id for match in answer.offerings]
    assert ids[0] == third
    assert first not in ids
    assert ids[-1] == second
    assert answer.offerings[0].overruled == "pinned"
    assert answer.offerings[-1].overruled == "declined"


def test_a_pin_shows_an_item_that_no_word_speaks_for() -> None:
    fitted, records = matcher()
    pinned = next(o.id for o in shipped()[0] if o.title.startswith("Diploma"))
    request = a_request(text="zzxqv", language="en")
    answer = fitted.answer(request, records, rulings=Rulings(pinned=frozenset({pinned})))
    assert [match.id for match in answer.offerings] == [pinned]
    assert answer.offerings[0].score == 0


def test_a_partner_the_request_names_comes_first() -> None:
    answer = ask(
        "We heard that Saint Lucia was helped with its open data policy and would like the same.", language="en"
    )
    assert answer.experience[0].partner == "LCA"
    assert ReasonKind.COUNTRY in {reason.kind for reason in answer.experience[0].reasons}


def test_a_type_that_is_not_offered_is_said() -> None:
    answer = ask("course on management of seized assets", language="en", types=("Legislative assistance",))
    assert answer.offerings[0].type_offered is False
    assert any("not offered" in note for note in answer.offerings[0].notes)


def test_rank_is_the_order_of_the_answer() -> None:
    fitted, records = matcher()
    request = a_request(text="publicar los contratos y capacitar", language="es", types=())
    ranked = fitted.rank(request, 10)
    assert [id_ for id_, _ in ranked] == [match.id for match in fitted.answer(request, records).offerings]
