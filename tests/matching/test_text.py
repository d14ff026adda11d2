"""Tokens, folding, stems, cognates, language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.analysis import analyse
from matchmaker.matching.cognates import cognate
from matchmaker.matching.stemming import grammar_of, stem, stems
from matchmaker.matching.text import detect, fold, language_of, plain, tokens, words
from matchmaker.taxonomy import articles_in
from tests.matching.catalogue import glossary


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    first = last = 0
    for token in tokens(text):
        assert first <= token.start < token.end <= len(text)
        assert last <= token.start or len(fold(text[token.start])) > 1
        first, last = token.start, token.end
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


@given(
    st.lists(st.text(st.sampled_from("aceinogrstzçñé5"), max_size=12)), st.sampled_from(["en", "es", "fr", "pt", None])
)
def test_many_stems_are_those_of_each_word(words: list[str], language: str | None) -> None:
    assert stems(words, language) == [stem(word, language) for word in words]


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


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_a_span_of_the_folded_text_stands_for_what_folds_into_it(text: str, start: int, size: int) -> None:
    read = plain(text)
    assert read.text == fold(text)
    if start + size <= len(read.text):
        first, last = read.span(start, start + size)
        assert 0 <= first < last <= len(text)
        assert read.text[start : start + size] in fold(text[first:last])


def test_marks_belong_to_the_letter_they_stand_on() -> None:
    text = unicodedata.normalize("NFD", "déjà œuvre…")
    assert [text[token.start : token.end] for token in tokens(text)] == text.rstrip("…").split()
    assert [token.folded for token in tokens(text)] == ["deja", "oeuvre"]


@pytest.mark.parametrize("text", ["½ ﬁnance № 5 ™ ①", "ＦＵＬＬ ｗｉｄｔｈ", "İstanbul ǅ ſtraße ΣΊΣΥΦΟΣ"])
def test_compatible_forms_are_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFKC", text)) == words(text) == words(unicodedata.normalize("NFKD", text))
    assert words(text.lower()) == words(text)


@pytest.mark.parametrize(("code", "idea"), [("SDG 16", "sustainable-development-goal-16")])
def test_a_code_of_two_words_is_one_idea(code: str, idea: str) -> None:
    found = analyse(f"Progress on {code} and SDG 4", glossary(), declared="en")
    hits = [found.text[slice(*found.span(hit.first, hit.last))] for hit in found.found
            if glossary().ideas[hit.idea].id == idea]  # fmt: skip
    assert hits == [code]


@pytest.mark.parametrize("written", ["art. 57", "Article 57", "artículo 57", "l'article 57", "artigo 57"])
def test_an_article_keeps_its_number(written: str) -> None:
    assert articles_in(f"UNCAC {written}") == (57,)
    assert "57" in words(written)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("datos", "es", "es"),
        ("datos", "pt-BR", "pt"),
        ("ok", None, None),
        ("Nous avons besoin d'aide", " FR ", "fr"),
        ("Nous avons besoin d'aide", "xx", "fr"),
        ("contratação", None, "pt"),
        ("", "en", "en"),
    ],
)
def test_short_texts_go_by_what_was_declared(text: str, declared: str | None, language: str | None) -> None:
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "the of and with our"), ("es", "el de y con nuestra"), ("fr", "le de et avec notre"),
     ("pt", "o de e com nossa")],
)  # fmt: skip
def test_grammar_is_no_content(language: str, text: str) -> None:
    assert analyse(text, glossary(), declared=language).content == ()
    assert grammar_of(language).issuperset(words(text))


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_words_of_the_field_are_never_grammar(language: str) -> None:
    assert grammar_of(language).isdisjoint(("transparencia", "open", "ethics", "marches", "bens"))
