"""Letters parted into needs."""

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
