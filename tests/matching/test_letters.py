"""Letters in four languages: every way of listing needs, courtesies around them, offsets into what was received."""

import pytest

from matchmaker.matching.needs import part, without_courtesies
from matchmaker.requests import Request
from tests.matching.catalogue import matcher

NEEDS = {
    "en": ("a code of ethics for officials", "publication of all public tenders", "training on managing seized assets"),
    "es": (
        "un código de ética para funcionarios",
        "publicar todas las licitaciones del año",
        "formación sobre la gestión de decomisos",
    ),
    "fr": (
        "un code de déontologie des agents",
        "la publication de tous les marchés",
        "une formation à la gestion des saisies",
    ),
    "pt": (
        "um código de ética para funcionários",
        "a publicação de todos os concursos",
        "formação sobre a gestão de apreensões",
    ),
}
INTRODUCTIONS = {"en": "We ask for", "es": "Solicitamos", "fr": "Nous demandons", "pt": "Pedimos"}
ORDINALS = {
    "en": ("First", "Second", "Third"),
    "es": ("Primero", "Segundo", "Tercero"),
    "fr": ("Premièrement", "Deuxièmement", "Troisièmement"),
    "pt": ("Primeiro", "Segundo", "Terceiro"),
}
COURTESIES = {
    "en": ("Dear colleagues,", "Kind regards,"),
    "es": ("Estimados señores:", "Atentamente,"),
    "fr": ("Madame, Monsieur,", "Cordialement,"),
    "pt": ("Caros senhores,", "Atenciosamente,"),
}
WAYS = {
    "numbers": ("\n1. {}", "\n2. {}", "\n3. {}"),
    "numbers in brackets": (" (1) {};", " (2) {};", " (3) {}."),
    "numbers in a line": (" 1) {};", " 2) {};", " 3) {}."),
    "letters": ("\na) {}", "\nb) {}", "\nc) {}"),
    "letters in a line": (" (a) {};", " (b) {};", " (c) {}."),
    "roman": ("\ni) {}", "\nii) {}", "\niii) {}"),
    "dashes": ("\n- {}", "\n- {}", "\n- {}"),
    "bullets": ("\n• {}", "\n• {}", "\n• {}"),
    "semicolons": (" {};", " {};", " {}."),
}


def needs_of(text: str) -> list[str]:
    return [text[one.start : one.end].rstrip(".;") for one in part(without_courtesies(text))]


@pytest.mark.parametrize("language", list(NEEDS))
@pytest.mark.parametrize("way", list(WAYS))
def test_a_list_is_parted_into_its_items(language: str, way: str) -> None:
    items = "".join(form.format(need) for form, need in zip(WAYS[way], NEEDS[language], strict=True))
    assert needs_of(f"{INTRODUCTIONS[language]}:{items}") == list(NEEDS[language])


@pytest.mark.parametrize("language", list(NEEDS))
def test_first_second_third_are_three(language: str) -> None:
    text = " ".join(f"{said}, {need}." for said, need in zip(ORDINALS[language], NEEDS[language], strict=True))
    assert needs_of(text) == list(NEEDS[language])


@pytest.mark.parametrize("language", list(NEEDS))
def test_greetings_and_closings_belong_to_no_need(language: str) -> None:
    greeting, closing = COURTESIES[language]
    body = "\n".join(f"{number}. {need}" for number, need in enumerate(NEEDS[language], 1))
    letter = f"{greeting}\n\n{INTRODUCTIONS[language]}:\n{body}\n\n{closing}\nAna Silva\nDirector"
    assert needs_of(letter) == list(NEEDS[language])


@pytest.mark.parametrize("language", list(NEEDS))
def test_a_single_sentence_in_a_letter_is_one_need(language: str) -> None:
    greeting, closing = COURTESIES[language]
    sentence = f"{INTRODUCTIONS[language]} {NEEDS[language][0]}"
    assert needs_of(f"{greeting}\n\n{sentence}.\n\n{closing}\nAna Silva") == [sentence]


@pytest.mark.parametrize("text", [need for needs in NEEDS.values() for need in needs])
def test_one_line_is_one_need(text: str) -> None:
    assert needs_of(text) == [text]


@pytest.mark.parametrize("text", ["Version 2. of the form", "art. 57 and art. 5", "SDG 16. Peace", "on 1. May"])
def test_a_number_alone_makes_no_list(text: str) -> None:
    assert len(needs_of(text)) == 1


@pytest.mark.parametrize("language", list(NEEDS))
def test_the_needs_of_an_answer_point_into_the_text_received(language: str) -> None:
    greeting, closing = COURTESIES[language]
    body = "\n".join(f"{number}) {need}" for number, need in enumerate(NEEDS[language], 1))
    text = f"  {greeting}\n\n{INTRODUCTIONS[language]}:\n{body}\n\n{closing}\nAna Silva"
    fitted, records = matcher()
    needs = fitted.answer(Request("", text, language=language), records).needs
    assert [need.need.text for need in needs] == list(NEEDS[language])
    assert [text[need.need.start : need.need.end] for need in needs] == list(NEEDS[language])


def test_short_items_after_a_colon_are_needs_of_their_own() -> None:
    text = "We ask for: a code of ethics for officials; publication of all tenders; training on seized assets."
    assert len(part(text)) == 3
