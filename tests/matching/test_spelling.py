"""The nearest words of a vocabulary, beside every word compared with every other."""

from collections import Counter
from itertools import product
from math import log1p, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import spelling
from matchmaker.matching.cognates import cognate
from matchmaker.matching.grams import SIZES, Words, learned
from matchmaker.matching.spelling import POWER, Spelling, Wanted
from matchmaker.matching.strings import Strings

VOCABULARY = [
    "".join(parts)
    for parts in product(("con", "trans", "de", "in", "pro"), ("trat", "par", "cur", "vest"), ("", "e", "ing", "ion"))
]
GRAMS, _ = learned(Words(Strings.of(VOCABULARY), np.ones(len(VOCABULARY), np.int32)))


def counted(word: str) -> Counter[str]:
    root = f"<{cognate(word)}>"
    return Counter(root[at : at + size] for size in SIZES for at in range(len(root) - size + 1))


HELD = [counted(word) for word in VOCABULARY]
TEXTS = Counter(gram for held in HELD for gram in held)
RAREST = max(log1p(len(VOCABULARY) / TEXTS[gram]) for gram in TEXTS)


def vector(grams: Counter[str]) -> dict[str, float]:
    found = {
        gram: times * (log1p(len(VOCABULARY) / TEXTS[gram]) if gram in TEXTS else RAREST)
        for gram, times in grams.items()
    }
    length = sqrt(sum(value * value for value in found.values()))
    return {gram: value / length for gram, value in found.items()}


VECTORS = [vector(held) for held in HELD]


def all_near(wanted: Wanted) -> dict[int, float]:
    """Likeness of every word that is near enough; of a family, only of those that begin with the same four letters."""
    asked, root = vector(counted(wanted.folded)), f"<{cognate(wanted.folded)}"
    found = {}
    for number, held in enumerate(VECTORS):
        if wanted.family and f"<{cognate(VOCABULARY[number])}"[:5] != root[:5]:
            continue
        likeness = sum(value * held.get(gram, 0.0) for gram, value in asked.items()) ** POWER
        if likeness >= wanted.least:
            found[number] = likeness
    return found


words = st.one_of(st.sampled_from(VOCABULARY), st.text("contrasipeg", min_size=3, max_size=12))


@given(st.lists(st.builds(Wanted, words, st.sampled_from([0.1, 0.2, 0.4]), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_nearest_are_found_alone_and_together(wanted: list[Wanted]) -> None:
    together = Spelling(GRAMS)
    together.look_up(wanted)
    for one in wanted:
        expected = all_near(one)
        near = dict(together.near(one))
        assert Spelling(GRAMS).near(one) == together.near(one)
        assert len(near) == min(spelling.NEIGHBOURS, len(expected)) or len(near) == len(
            {number for number in expected if expected[number] > one.least + 1e-5}
        )
        for number, likeness in near.items():
            assert likeness == pytest.approx(expected[number], abs=1e-5)


def test_a_family_begins_alike() -> None:
    found = dict(Spelling(GRAMS).near(Wanted("contrate", 0.01, family=True)))
    assert found
    assert {VOCABULARY[number][:4] for number in found} == {"cont"}


def test_a_word_that_shrinks_to_two_letters_takes_no_family_from_the_next() -> None:
    assert len(cognate("espp")) == 2
    together, wanted = Spelling(GRAMS), Wanted("contrate", 0.01, family=True)
    together.look_up([Wanted("espp", family=True), wanted])
    assert together.near(wanted) == Spelling(GRAMS).near(wanted) != ()
