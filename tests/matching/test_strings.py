"""Packed strings are the strings, and finding one by searching is finding it in a dictionary."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.strings import Strings

ANY = st.text(st.characters(), max_size=20) | st.text("ab", max_size=12)


@given(st.sets(ANY, max_size=60), st.lists(ANY, max_size=10))
def test_search_agrees_with_a_dictionary(held: set[str], others: list[str]) -> None:
    words = sorted(held)
    packed = Strings.of(words)
    number = {word: at for at, word in enumerate(words)}
    asked = [*words, *others]
    assert packed.numbers(asked).tolist() == [number.get(word, -1) for word in asked]
    assert [packed.number(word) for word in asked] == [number.get(word) for word in asked]


@given(st.lists(ANY, max_size=40))
def test_is_the_sequence_it_was_made_of(words: list[str]) -> None:
    packed = Strings.from_arrays(Strings.of(words).arrays("names"), "names")
    assert list(packed) == words
    assert [packed[number] for number in range(len(packed))] == words
    assert packed[1:3] == words[1:3]


@given(st.sets(ANY, max_size=40), st.data())
def test_a_selection_is_that_of_a_list(held: set[str], data: st.DataObject) -> None:
    words = sorted(held)
    kept = [data.draw(st.booleans()) for _ in words]
    chosen = [word for word, keep in zip(words, kept, strict=True) if keep]
    packed = Strings.of(words).only(np.array(kept, bool))
    assert list(packed) == chosen
    assert packed.numbers(words).tolist() == [chosen.index(word) if word in chosen else -1 for word in words]


def test_lone_surrogates_and_nul_are_kept() -> None:
    words = sorted(["\ud800x", "a\0", "a", "", "\U0001f600", "￿"])
    assert list(Strings.of(words)) == words
    assert Strings.of(words).numbers(words).tolist() == list(range(6))


def test_arrays_that_do_not_fit_are_refused() -> None:
    arrays = Strings.of(["a", "bc"]).arrays("names")
    with pytest.raises(ValueError, match="names"):
        Strings.from_arrays({**arrays, "names.starts": arrays["names.starts"][:-1]}, "names")
    with pytest.raises(IndexError):
        Strings.of(["a"])[1]


@given(st.sets(ANY, max_size=40), st.sets(ANY, max_size=20))
def test_putting_strings_in_is_sorting_them_in(held: set[str], more: set[str]) -> None:
    packed, new = Strings.of(sorted(held)), sorted(more - held)
    at, found = packed.places(new)
    assert not found.any()
    both = packed.inserted(at, Strings.of(new))
    assert list(both) == sorted(held | more)
    assert both.numbers(new).tolist() == [sorted(held | more).index(one) for one in new]
