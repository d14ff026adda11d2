"""Letters parted into needs."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.needs import part, without_courtesies


def needs_of(text: str) -> list[str]:
    return [text[one.start : one.end] for one in part(without_courtesies(text))]


@pytest.mark.parametrize(
    "text",
    [
        "We need: 1. a code of conduct; 2. publication of tenders; 3. a lobby register.",
        "Pedimos (a) un código de conducta; (b) publicar licitaciones; y (c) un registro de lobistas.",
        "Nous demandons :\n- un code de conduite\n- publier les marchés\n- un registre de lobbyistes",
        "First, a code of conduct. Second, publication of all tenders. Third, a lobby register.",
        "Three requests: a code of conduct, publication of tenders, a lobby register.",
        "Um código de conduta; publicação dos concursos; um registo de lobistas.",
    ],
)
def test_three_needs_are_three(text: str) -> None:
    found = needs_of(text)
    assert len(found) == 3
    assert not any(need.lower().startswith(("(", "-", "1", "first", "and ")) for need in found)


def test_both_hands_are_two_needs() -> None:
    found = needs_of("Nous cherchons d'une part à former nos agents, d'autre part un appui pour l'entraide judiciaire.")
    assert found == ["à former nos agents", "un appui pour l'entraide judiciaire."]


def test_one_request_stays_whole_and_courtesies_are_blanked_in_place() -> None:
    text = "Dear Sir or Madam,\n\nWe need a course on seized assets.\n\nKind regards,\nDirector of Everything"
    blanked = without_courtesies(text)
    assert len(blanked) == len(text)
    assert needs_of(text) == ["We need a course on seized assets."]


def test_of_an_exchange_of_mails_only_what_is_new_is_read() -> None:
    text = (
        "From: Ana <ana@example.org>\nTo: desk@example.org\nSubject: RE: FW: open data\n\nWe would like a portal.\n\n"
        "Sent from my phone\n\nOn 3 May you wrote:\n> please tell us about your needs\n> in extradition"
    )
    assert without_courtesies(text).split() == ["open", "data", "We", "would", "like", "a", "portal."]
    assert without_courtesies("Para: el portal, pedimos un experto.").startswith("Para: el portal")


@pytest.mark.parametrize("spell", [str.lower, str.upper])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_courtesies_and_lists_are_known_in_any_case_and_form(spell: Callable[[str], str], form: str) -> None:
    text = "Chère Madame,\n\nNous demandons : (a) un code d'éthique ; (b) des marchés ouverts. Merci à vous.\n\nMerci"
    written = unicodedata.normalize(form, spell(text))  # type: ignore[arg-type]
    assert needs_of(written) == [unicodedata.normalize(form, spell(need)) for need in  # type: ignore[arg-type]
                                 ("un code d'éthique", "des marchés ouverts.")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1. rules of ethics\n2. open tenders, art. 9 of the law\nwe are grateful", "open tenders, art. 9 of the law"),
        ("1. rules of ethics\n2. open tenders for roads, bridges, schools and the harbour of\nthe capital\nbye",
         "open tenders for roads, bridges, schools and the harbour of\nthe capital"),
        ("1. rules of ethics 2. open tenders. the minister will visit you", "open tenders."),
    ],
)  # fmt: skip
def test_the_last_item_ends_with_its_sentence_or_line(text: str, last: str) -> None:
    assert needs_of(text)[-1] == needs_of(text.upper())[-1].lower() == last


def test_a_note_verbale_loses_its_formulae() -> None:
    text = (
        "The Ministry presents its compliments to the Embassy and has the honour to ask for help with open data. "
        "The Ministry avails itself of this opportunity to renew the assurances of its highest consideration."
    )
    left = without_courtesies(text)
    assert "compliments" not in left
    assert "highest" not in left
    assert "open data" in left


def test_a_paper_with_inline_numbers_is_no_letter() -> None:
    text = "We show (1) that graphs are dense and (2) that they are sparse. " * 200
    assert len(part(text)) == 1


@given(st.text(max_size=300))
def test_needs_lie_within_the_text(text: str) -> None:
    blanked = without_courtesies(text)
    assert len(blanked) == len(text)
    for one in part(blanked):
        assert 0 <= one.start <= one.end <= len(text)
