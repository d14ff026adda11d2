"""What a vague request is asked back."""

import pytest

from matchmaker.matching.clarifying import questions
from matchmaker.matching.text import LANGUAGES


@pytest.mark.parametrize("language", [*LANGUAGES, None])
def test_without_examples_the_question_is_whole(language: str | None) -> None:
    plain = questions(language, [], typed=False)
    assert len(plain) == 3
    assert not any(sign in "".join(plain) for sign in "{}()")
    assert plain[0].rstrip("? ").isprintable()
    assert plain[0].endswith("?")


def test_titles_on_offer_are_the_examples() -> None:
    assert (
        "(for example Open contracting; Seized assets)"
        in questions("en", ["Open contracting", "Seized assets"], True)[0]
    )
    assert len(questions("en", ["Open contracting"], typed=True)) == 2
