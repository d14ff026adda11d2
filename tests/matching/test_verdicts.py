"""Verdicts on texts of every sort: vague ones, near misses of the field, letters of several needs."""

import pytest

from matchmaker.matches import Answer, Verdict
from matchmaker.matching.text import detect
from matchmaker.requests import Request
from tests.matching.catalogue import matcher


def ask(text: str, language: str | None = None) -> Answer:
    fitted, records = matcher()
    return fitted.answer(Request("", text, language=language), records)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please tell us what kind of cooperation you could offer to our ministry."),
        ("en", "We would be grateful for any support next year."),
        ("es", "Agradeceríamos cualquier apoyo que nos puedan brindar el próximo año."),
        ("es", "¿Qué tipo de cooperación ofrecen ustedes?"),
        ("fr", "Nous serions reconnaissants de tout appui que vous pourriez nous apporter."),
        ("fr", "Quel type de coopération proposez-vous à notre ministère ?"),
        ("pt", "Agradecemos qualquer apoio que nos possam dar no próximo ano."),
        ("pt", "Que tipo de cooperação podem oferecer ao nosso ministério?"),
    ],
)
def test_a_vague_request_is_asked_back_in_its_own_language(language: str, text: str) -> None:
    answer = ask(text)
    assert answer.verdict is Verdict.CLARIFY
    assert len(answer.clarify) >= 2
    assert all(question.rstrip().endswith("?") for question in answer.clarify)
    assert detect(answer.clarify[1]) == language


def test_what_is_not_vague_is_not_asked_back() -> None:
    assert ask("Publish all our contracts as open contracting data.").clarify == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Equip the forensic laboratory that examines forged banknotes."),
        ("en", "Witness protection: relocation and new identities for people who testify."),
        ("en", "Train prosecutors in plea bargaining and extradition hearings."),
        ("es", "Protección de denunciantes frente a represalias en el trabajo."),
        ("es", "Asesoría para tramitar extradiciones y traslados de personas condenadas."),
        ("fr", "Protection des témoins : relogement et nouvelle identité."),
        ("fr", "Former des procureurs à l'extradition et au transfèrement de condamnés."),
        ("pt", "Proteção de testemunhas: realojamento e nova identidade."),
        ("pt", "Formar procuradores em extradição e transferência de condenados."),
    ],
)
def test_a_near_miss_of_the_field_gets_none_and_is_told_why(language: str, text: str) -> None:
    answer = ask(text, language)
    assert answer.verdict is Verdict.NONE
    assert answer.missing


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We ask for:\n1. adoption of open contracting data\n2. refrigerators for vaccines in rural clinics"),
        ("es", "Solicitamos:\n1. adoptar los datos de contratación abierta\n2. vacas lecheras para los pastores"),
        (
            "fr",
            "Nous demandons :\n1. la passation ouverte des marchés\n2. des réfrigérateurs à vaccins au dispensaire",
        ),
        ("pt", "Pedimos:\n1. adotar a contratação aberta\n2. sementes de mandioca para as aldeias"),
    ],
)
def test_a_letter_of_which_a_part_is_on_offer_is_partial(language: str, text: str) -> None:
    answer = ask(text, language)
    assert [need.verdict for need in answer.needs] == [Verdict.MATCH, Verdict.NONE]
    assert answer.verdict is Verdict.PARTIAL
    assert answer.missing
    first = answer.needs[0]
    assert first.offerings[0].title.startswith("Open Contracting")
    assert not first.missing


def test_the_order_of_the_needs_decides_nothing() -> None:
    wanted, foreign = "open data policy", "milking machines for dairy cows"
    one, other = ask(f"We need: 1. {wanted}; 2. {foreign}."), ask(f"We need: 1. {foreign}; 2. {wanted}.")
    assert one.verdict is other.verdict is Verdict.PARTIAL
    assert [need.verdict for need in one.needs] == [need.verdict for need in other.needs][::-1]


def test_two_needs_on_offer_are_a_match_and_each_has_its_own_answer() -> None:
    answer = ask("We need: 1. adoption of open contracting; 2. management of seized assets.", "en")
    assert answer.verdict is Verdict.MATCH
    firsts = [need.offerings[0].title for need in answer.needs]
    assert firsts[0].startswith("Open Contracting")
    assert "Asset" in firsts[1] or firsts[1].startswith("Diploma")
    assert [answer.text[need.need.start : need.need.end] for need in answer.needs] == [
        n.need.text for n in answer.needs
    ]


@pytest.mark.parametrize(("text", "language"), [("cheese", "en"), ("queso", "es"), ("fromage", "fr"), ("queijo", "pt")])
def test_a_word_that_nothing_holds_weighs_in_the_scores_of_near_misses(text: str, language: str) -> None:
    answer = ask(text, language)
    assert answer.verdict is not Verdict.MATCH
    assert max((match.score for match in answer.offerings), default=0.0) < 0.3
