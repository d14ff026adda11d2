"""The grams of a vocabulary that changed are those of a vocabulary learned anew."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import grams
from matchmaker.matching.cognates import cognate
from matchmaker.matching.grams import GramCounts, Grams, Words, learned, relearned
from matchmaker.matching.strings import Strings

WORD = st.text(st.sampled_from("abcdeéñ1ßж漢"), min_size=1, max_size=9) | st.sampled_from(
    ["§t.audit", "123", "transparencia"]
)
VOCABULARY = st.dictionaries(WORD, st.integers(1, 3), max_size=30)


def words(held: Mapping[str, int]) -> Words:
    names = sorted(held)
    return Words(Strings.of(names), np.array([held[name] for name in names], np.int32))


def same(some: tuple[Grams, GramCounts], others: tuple[Grams, GramCounts]) -> None:
    for one, other in zip(some, others, strict=True):
        for field in fields(one):
            a, b = getattr(one, field.name), getattr(other, field.name)
            if field.name == "postings":
                assert np.array_equal(a.starts, b.starts) and np.array_equal(a.docs, b.docs)
                assert np.array_equal(a.weights, b.weights)
            else:
                assert a.dtype == b.dtype, field.name
                assert np.array_equal(a, b), field.name


@pytest.mark.parametrize(("most", "letters"), [(100_000, 63), (12, 63), (100_000, 4)])
@settings(max_examples=60, deadline=None)
@given(before=VOCABULARY, after=VOCABULARY, kept=st.booleans())
def test_learning_again_is_learning_anew(
    most: int, letters: int, before: dict[str, int], after: dict[str, int], kept: bool
) -> None:
    if kept:
        after = {**before, **after}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "LARGE", most)
        patch.setattr(grams, "_LETTERS", letters)
        old, new = words(before), words(after)
        place = new.features.numbers(list(old.features))
        same(relearned(*learned(old), old, place, new), learned(new))


def test_few_words_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    old = words({f"word{chr(97 + n % 26)}{chr(97 + n // 26)}": 1 for n in range(300)})
    new = words({**dict.fromkeys([*old.features][:-1], 1), "another": 2})
    before = learned(old)
    taken: list[str] = []
    monkeypatch.setattr(grams, "cognate", lambda word: taken.append(word) or cognate(word))
    relearned(*before, old, new.features.numbers(list(old.features)), new)
    assert sorted(taken) == ["another", old.features[-1]]
