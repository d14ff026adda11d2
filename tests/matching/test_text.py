"""Tokens, folding, stems, cognates, language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.cognates import cognate
from matchmaker.matching.text import detect, fold, in_capitals, language_of, stem, tokens, words


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end
    assert [token.folded for token in tokens(text)] == words(text)


@pytest.mark.parametrize("word", ["Contratación", "LICITAÇÃO", "Éthique", "œuvre", "intégrité"])
def test_form_and_case_and_accents_fold_away(word: str) -> None:
    plain = fold(word)
    assert plain.isascii()
    assert fold(unicodedata.normalize("NFD", word)) == plain == fold(word.upper()) == fold(plain)


def test_words_of_a_decomposed_text_are_those_of_a_composed_one() -> None:
    text = "Données ouvertes : passation des marchés, à l'échelle de l'État"
    assert words(unicodedata.normalize("NFD", text)) == words(text)


def test_numbers_and_codes_stay_whole() -> None:
    assert words("SDG 16, art. 57 and $127,296") == ["sdg", "16", "art", "57", "and", "127", "296"]
    assert stem("c5", "en") == "c5"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("contrato", "contratos", "es"), ("licitacao", "licitacoes", "pt"), ("contracts", "contract", "en")],
)
def test_stems_join_the_forms_of_a_word(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_cognates_of_the_four_languages_look_alike() -> None:
    assert len({cognate(fold(w)) for w in ("transparency", "transparencia", "transparence", "transparência")}) == 1
    assert len({cognate(fold(w)) for w in ("publication", "publicación", "publicação")}) == 1
    assert len({cognate(fold(w)) for w in ("integrity", "integridad", "intégrité", "integridade")}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We would like to publish our contracts.", "en"),
        ("Queremos publicar los contratos del Estado.", "es"),
        ("Nous souhaitons publier les contrats de l'État.", "fr"),
        ("Queremos publicar os contratos do Estado.", "pt"),
    ],
)
def test_the_language_of_a_sentence_is_found(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_declared_language_counts_and_a_foreign_one_does_not() -> None:
    assert language_of("open data", "ES-mx") == "es"
    assert language_of("open data", "de") is None
    assert language_of("") is None


def test_shouting_is_noticed() -> None:
    assert in_capitals("WE NEED A COURSE FOR OUR OFFICERS")
    assert not in_capitals("We need OCDS")
