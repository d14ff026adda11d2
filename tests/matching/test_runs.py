"""Runs of bytes get the numbers a dictionary would give them, in whatever batches and however slots are shared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import runs
from matchmaker.matching.runs import Runs

BYTES = st.binary(max_size=60).map(lambda data: data.replace(b"\0", b" ").replace(b"\n", b" "))
LIKELY = st.lists(st.sampled_from([b"a", b"b" * 8, b"b" * 9, b"c" * 24, b"c" * 25, b"\xc3\xb1" * 20]), max_size=12)
TEXTS = st.lists(BYTES | LIKELY.map(b" ".join), max_size=8)


@pytest.mark.parametrize(("bits", "first"), [(20, 4096), (1, 2), (3, 1)])
@settings(max_examples=150, deadline=None)
@given(batches=st.lists(TEXTS, max_size=4))
def test_numbers_are_those_of_a_dictionary(bits: int, first: int, batches: list[list[bytes]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_SLOTS", bits)
        patch.setattr(runs, "_FIRST", first)
        read = Runs()
        known: dict[bytes, int] = {}
        for texts in batches:
            held = [text.split(b" ") for text in texts]
            numbers, places = read.read(texts)
            cut = [(place, run) for place, some in enumerate(held) for run in some if run]
            assert places.tolist() == [place for place, _ in cut]
            expected = [known.setdefault(run, len(known) + 1) for _, run in cut]
            assert [read.known[number] for number in numbers.tolist()] == [run for _, run in cut]
            assert len(set(numbers.tolist())) == len(set(expected))
        assert sorted(read.known[1:]) == sorted(known)
