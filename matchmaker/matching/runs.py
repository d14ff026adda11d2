"""Runs: texts to numbers, one for each distinct run of bytes between separators.

A look-up in a dictionary costs a Python object for every run. Here the runs of a block of texts are cut, compared and
numbered by numpy: short ones are three 64-bit numbers, and a table of slots knows the number of most of them. What the
table does not know, and long runs, are looked up in a dictionary. Slots save time only: what is found in one is
compared in full.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

_SPACE = 32
_WORD = 8
_PARTS = 3
"""A run of at most this many times eight bytes is compared as numbers."""
_SLOTS = 20
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_FIRST = 4096
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD)] + [2**64 - 1], np.uint64)


class Runs:
    """Numbers for runs of bytes from 1, in the order they are met; `known[number]` is the run."""

    def __init__(self) -> None:
        self.known: list[bytes] = [b""]
        self._number: dict[bytes, int] = {b"": 0}
        self._slots = np.zeros(1 << _SLOTS, np.int32)
        self._keys = [np.zeros(_FIRST, np.uint64) for _ in range(_PARTS)]

    def read(self, texts: Sequence[bytes]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The runs of all texts in a row, parted by spaces, and the number of the text each stands in."""
        joined = b" ".join([b"", *texts, b" " * _WORD * _PARTS])
        solid = np.frombuffer(joined, np.uint8) != _SPACE
        edges = np.flatnonzero(solid[1:] != solid[:-1]) + 1
        starts, stops = edges[::2], edges[1::2]
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        held = np.diff(np.searchsorted(starts, ends), prepend=0)
        numbers = np.empty(len(starts), np.int32)
        first = 0
        while first < len(starts):
            # Few at a time while little is known, so that what is met twice is looked up once.
            last = first + max(_FIRST, len(self.known))
            part = slice(first, last)
            numbers[part] = self._numbers(joined, starts[part], stops[part])
            first = last
        return numbers, np.repeat(np.arange(len(texts)), held)

    def _numbers(self, joined: bytes, starts: Numbers, stops: Numbers) -> Numbers:
        sizes = stops - starts
        keys = _keys(joined, starts, sizes)
        slots = _slots(keys)
        numbers = self._slots[slots]
        hit = sizes <= _WORD * _PARTS
        for known, key in zip(self._keys, keys, strict=True):
            hit &= known[numbers] == key
        missed = np.flatnonzero(~hit)
        if len(missed):
            bounds = zip(starts[missed].tolist(), stops[missed].tolist(), strict=True)
            found = np.array([self._looked_up(joined[a:b]) for a, b in bounds], np.int32)
            numbers[missed] = found
            short = sizes[missed] <= _WORD * _PARTS
            self._learn(slots[missed[short]], found[short], [key[missed[short]] for key in keys])
        return numbers

    def _looked_up(self, run: bytes) -> int:
        number = self._number.get(run)
        if number is None:
            number = self._number[run] = len(self.known)
            self.known.append(run)
        return number

    def _learn(self, slots: Numbers, numbers: Numbers, keys: list[Numbers]) -> None:
        """Keep keys, and give slots that are free to the first who come: those are met most."""
        for part, key in enumerate(keys):
            held = self._keys[part]
            if len(self.known) > len(held):
                self._keys[part] = np.zeros(2 * len(self.known), np.uint64)
                self._keys[part][: len(held)] = held
            self._keys[part][numbers] = key
        free = self._slots[slots] == 0
        self._slots[slots[free][::-1]] = numbers[free][::-1]


def _keys(joined: bytes, starts: Numbers, sizes: Numbers) -> list[Numbers]:
    """Runs as numbers, eight bytes each; of longer ones the beginning."""
    at = np.ndarray((len(joined) - _WORD + 1,), "<u8", joined, strides=(1,))
    return [at[starts + part * _WORD] & _MASKS[np.clip(sizes - part * _WORD, 0, _WORD)] for part in range(_PARTS)]


def _slots(keys: list[Numbers]) -> Numbers:
    """A slot for each run, well spread."""
    mixed = np.zeros(len(keys[0]), np.uint64)
    for key, factor in zip(keys, _MIX, strict=False):
        mixed ^= key * np.uint64(factor)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(_MIX[-1])
    return mixed >> np.uint64(64 - _SLOTS)
