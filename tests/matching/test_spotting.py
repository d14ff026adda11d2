"""Looking for some words and ideas finds what reading the whole text finds."""

import json
from functools import cache

import pytest

from matchmaker.matching.analysis import analyse
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.spotting import ideas_in, words_in
from matchmaker.matching.text import LANGUAGES
from matchmaker.settings import shipped_data
from tests.matching.catalogue import glossary


@cache
def texts() -> tuple[str, ...]:
    """The requests that ship, each read in every language, whichever it is in."""
    lines = (shipped_data() / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["text"] for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_where_reading_the_whole_text_finds_them(language: str) -> None:
    text = " ".join(texts()) + " Dying, lying, skies; prudemment, œuvre_œuvres."
    read = analyse(text, Glossary(), declared=language)
    expected = [(token.start, token.end, stem) for token, stem in zip(read.content, read.stems, strict=True)]
    assert len(expected) > 2000
    found = words_in(text, language, [*dict.fromkeys(read.stems), "nowhere"])
    assert found == sorted(expected, key=lambda place: (read.stems.index(place[2]), place))


@pytest.mark.parametrize("language", LANGUAGES)
def test_ideas_are_found_where_reading_the_whole_text_finds_them(language: str) -> None:
    compared = left = 0
    for text in texts():
        read = analyse(text, glossary(), declared=language)
        expected = dict.fromkeys((*read.span(one.first, one.last), one.idea) for one in read.found)
        wanted = list(dict.fromkeys(one.idea for one in read.found))
        found = ideas_in(text, language, dict.fromkeys([*wanted, 0, 1, 2]), glossary())
        if found is None:
            left += 1
        else:
            compared += 1
            assert found == sorted(expected, key=lambda place: wanted.index(place[2]))
    assert compared > 5 * left > 0


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        ("Un portail open data", "fr", "open data"),
        ("Données très ouvertes et données du tout ouvertes", "fr", "Données"),
        ("Transparência das contratações abertas", "pt", "contratações abertas"),
    ],
)
def test_a_phrase_is_found_over_grammar_and_in_another_language(text: str, language: str, phrase: str) -> None:
    read = analyse(text, glossary(), declared=language)
    wanted = dict.fromkeys(one.idea for one in read.found)
    found = ideas_in(text, language, wanted, glossary())
    assert found is not None
    assert any(text[start:end].startswith(phrase) for start, end, _ in found)
    assert {idea for _, _, idea in found} == set(wanted)


def test_an_acronym_that_counts_in_company_only_asks_for_the_whole_text() -> None:
    read = analyse("NAP on open government partnership", glossary(), declared="en")
    wary = [one.idea for one in read.found if one.acronym and glossary().is_wary("nap", "en")]
    assert wary
    assert ideas_in(read.text, "en", wary, glossary()) is None
