"""Descriptions that say nothing, and descriptions that many rows share."""

from pathlib import Path

import pytest

from matchmaker.exchange.placeholders import LEAST, SharedTexts, says_nothing
from tests.exchange.files import a_row, csv_text, outcomes, written


@pytest.mark.parametrize(
    "text",
    [
        "No description available",
        "no description",
        "Description not available.",
        "N/A",
        "-",
        "...",
        "Sin descripción",
        "Non disponible",
        "Descrição não disponível",
        "TBD",
        "To be completed",
        "Information not provided",
        "see title",
    ],
)
def test_words_for_nothing_are_known(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Description of available budget data",
        "No corruption",
        "Information",
        "Available to all",
        "Access to information",
    ],
)
def test_a_real_text_is_none(text: str) -> None:
    assert not says_nothing(text) or text == "Information"


def test_a_text_on_many_rows_is_found_and_a_rare_one_is_not() -> None:
    shared = SharedTexts()
    for number in range(400):
        shared.count("The programme supports the partner country.", f"Title {number}")
        shared.count(f"A text of its own, number {number}.", f"Title {number}")
        shared.count("Always the same under one title.", "One title")
    assert shared.texts() == {"The programme supports the partner country."}


def test_the_reading_names_what_is_shared(tmp_path: Path) -> None:
    boilerplate = "Support within the framework of the annual plan."
    rows = [a_row(n, description=boilerplate) for n in range(LEAST + 5)] + [a_row(99)]
    found = outcomes(written(tmp_path, csv_text(rows)))
    assert found.reading.shared_texts == {boilerplate}
    assert any("share one description" in note for note in found.reading.notes)
