"""Packed rows are the rows they were made of, found by their texts, and cross a pipe."""

import pickle
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.triage.packed import Packed, Texts


class Line(NamedTuple):
    id: str
    country: str | None
    late: bool


TEXTS = st.lists(st.text(alphabet="ab\0é😀\ud800", max_size=4))
LINES = st.lists(st.builds(Line, st.text(max_size=5), st.sampled_from(["KEN", "PER", None]), st.booleans()))


@given(TEXTS)
def test_texts_are_those_given(texts: list[str]) -> None:
    packed = Texts(texts)
    assert list(packed) == texts
    assert len(packed) == len(texts)
    assert packed[1:3] == texts[1:3]


@given(TEXTS, st.text(alphabet="ab\0é😀", max_size=4))
def test_a_text_is_found_where_it_stands_first(texts: list[str], wanted: str) -> None:
    packed = Texts(texts)
    for text in (*texts, wanted):
        assert (text in packed) == (text in texts)
        if text in texts:
            assert packed.row_of(text) == texts.index(text)


@given(LINES)
def test_rows_are_those_given(lines: list[Line]) -> None:
    packed = pickle.loads(pickle.dumps(Packed(Line, lines, texts=("id",))))
    assert list(packed) == lines
    assert [packed[at] for at in range(len(packed))] == lines
    assert packed[-2:] == lines[-2:]
    assert list(packed.column("country")) == [line.country for line in lines]


def test_no_row_beyond_the_last() -> None:
    packed = Packed(Line, [Line("a", None, late=True)], texts=("id",))
    assert packed[-1] == packed[0]
    with pytest.raises(IndexError):
        packed[1]
