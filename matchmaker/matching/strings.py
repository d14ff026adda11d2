"""Many strings as two arrays: their UTF-8 bytes one after another, and where each begins.

Memory-mapped, a vocabulary of a million words opens at once and costs no Python object until a word is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

_PREFIX = 8
_REMEMBERED = 200_000


class Strings(Sequence[str]):
    """A read-only sequence of strings. Sorted ones can be searched: `number("word")`, `numbers([...])`.

    `starts` has one entry more than there are strings. `prefixes` are the first eight bytes of each as one big-endian
    number, so that most of a search is one numpy call. UTF-8 sorts as Python sorts strings.
    """

    __slots__ = ("_bytes", "_known", "_starts", "prefixes")

    def __init__(
        self, data: NDArray[np.uint8], starts: NDArray[np.int64], prefixes: NDArray[np.uint64] | None = None
    ) -> None:
        self._bytes = data.data
        self._starts = starts
        self.prefixes = _prefixes(data, starts) if prefixes is None else prefixes
        self._known: dict[str, int] = {}

    @classmethod
    def of(cls, strings: Iterable[str]) -> "Strings":
        """Pack strings in the order given; only sorted ones can be searched. Lone surrogates are kept as they are."""
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        starts = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> "Strings":
        """The inverse of `arrays`. Raises KeyError or ValueError when the arrays do not fit together."""
        data, starts, prefixes = (arrays[f"{name}.{part}"] for part in ("bytes", "starts", "prefixes"))
        whole = len(starts) == len(prefixes) + 1 and starts[0] == 0 and starts[-1] == len(data)
        if not whole or bool(np.any(np.diff(starts) < 0)):
            raise ValueError(f"{name}: strings and offsets do not fit together")
        return cls(data, starts, prefixes)  # type: ignore[arg-type]

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The arrays to save, by name."""
        data = np.frombuffer(self._bytes, np.uint8)
        return {f"{name}.bytes": data, f"{name}.starts": self._starts, f"{name}.prefixes": self.prefixes}

    def only(self, kept: NDArray[np.bool_]) -> "Strings":
        """Those strings for which `kept` is true, in the same order."""
        sizes = np.diff(self._starts)
        starts = np.append(0, np.cumsum(sizes[kept])).astype(np.int64)
        data = np.frombuffer(self._bytes, np.uint8)[np.repeat(kept, sizes)]
        return Strings(data, starts, self.prefixes[kept])

    def inserted(self, at: NDArray[np.integer], more: "Strings") -> "Strings":
        """With the strings of `more` put in, each before the one that stands at its place `at` (rising) now."""
        sizes = np.diff(more._starts)
        starts = np.append(0, np.cumsum(np.insert(np.diff(self._starts), at, sizes))).astype(np.int64)
        data, added = (np.frombuffer(one._bytes, np.uint8) for one in (self, more))
        data = np.insert(data, np.repeat(self._starts[at], sizes), added)
        return Strings(data, starts, np.insert(self.prefixes, at, more.prefixes))

    def chosen(self, numbers: NDArray[np.integer]) -> list[str]:
        """The strings with these numbers."""
        data = bytes(self._bytes)
        bounds = zip(self._starts[numbers].tolist(), self._starts[numbers + 1].tolist(), strict=True)
        return [data[a:b].decode("utf-8", "surrogatepass") for a, b in bounds]

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._raw(at % len(self)).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        data, bounds = bytes(self._bytes), self._starts.tolist()
        for number in range(len(self)):
            yield data[bounds[number] : bounds[number + 1]].decode("utf-8", "surrogatepass")

    def number(self, string: str) -> int | None:
        """Where a string stands in the sorted sequence; None when it does not."""
        found = self._known.get(string)
        if found is None:
            found = int(self.numbers([string])[0])
        return None if found < 0 else found

    get = number

    def numbers(self, strings: Sequence[str]) -> NDArray[np.int64]:
        """`number` for each of the strings; -1 for one that is not here."""
        known = self._known
        new = [string for string in dict.fromkeys(strings) if string not in known]
        if new:
            if len(known) > _REMEMBERED:
                known.clear()
                new = list(dict.fromkeys(strings))
            self._search(new)
        return np.fromiter(map(known.__getitem__, strings), np.int64, len(strings))

    def _search(self, strings: list[str]) -> None:
        places, found = self.places(strings)
        self._known.update(zip(strings, np.where(found, places, -1).tolist(), strict=True))

    def forget(self) -> None:
        """Let go of what `number` remembers."""
        self._known.clear()

    def places(self, strings: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where each string stands in the sorted sequence, or would stand, and whether it does."""
        if isinstance(strings, Strings):
            wanted, sizes, raws = strings.prefixes, np.diff(strings._starts), strings._raw
        else:
            encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
            heads = b"".join([one[:_PREFIX].ljust(_PREFIX, b"\0") for one in encoded])
            wanted = np.frombuffer(heads, ">u8").astype(np.uint64)
            sizes, raws = np.fromiter(map(len, encoded), np.int64, len(encoded)), lambda number: encoded[number]
        places = self.prefixes.searchsorted(wanted, "left")
        found = np.zeros(len(wanted), bool)
        alike = np.flatnonzero(places < len(self))
        alike = alike[self.prefixes[places[alike]] == wanted[alike]]
        # Of those that begin alike a string of eight bytes or fewer is the first.
        first, sizes = places[alike], sizes[alike]
        found[alike] = (sizes <= _PREFIX) & (self._starts[first + 1] - self._starts[first] == sizes)
        left = alike[~found[alike]]
        ends = self.prefixes.searchsorted(wanted[left], "right")
        for number, low, high in zip(left.tolist(), places[left].tolist(), ends.tolist(), strict=True):
            raw, end = raws(number), high
            while low < high:
                middle = (low + high) // 2
                if self._raw(middle) < raw:
                    low = middle + 1
                else:
                    high = middle
            places[number] = low
            found[number] = low < end and self._raw(low) == raw
        return places.astype(np.int64), found

    def _raw(self, number: int) -> bytes:
        return bytes(self._bytes[int(self._starts[number]) : int(self._starts[number + 1])])


def united(names: Strings, more: Sequence[str]) -> tuple[Strings, NDArray[np.int64], NDArray[np.int64]]:
    """The sorted union of sorted strings and some more, and the numbers that both have in it.

    `more` may be in any order and hold a string twice, unless it is packed: then it must be sorted, each once.
    """
    if isinstance(more, Strings):
        return _united(names, more)
    order = sorted(set(more))
    union, place, numbers = _united(names, Strings.of(order))
    number = dict(zip(order, numbers.tolist(), strict=True))
    return union, place, np.fromiter(map(number.__getitem__, more), np.int64, len(more))


def _united(names: Strings, more: Strings) -> tuple[Strings, NDArray[np.int64], NDArray[np.int64]]:
    """`united` of strings that are sorted, each once."""
    at, found = names.places(more)
    new = at[~found]
    place = np.arange(len(names)) + np.searchsorted(new, np.arange(len(names)), "right")
    numbers = np.empty(len(more), np.int64)
    numbers[found] = place[at[found]]
    numbers[~found] = new + np.arange(len(new))
    return names.inserted(new, more.only(~found)), place, numbers


def smallest(numbers: NDArray[Any]) -> NDArray[np.integer]:
    """Numbers from 0 in the smallest type that holds them: counts are mostly one byte."""
    return numbers.astype(np.min_scalar_type(int(numbers.max())) if len(numbers) else np.uint8, copy=False)


def _prefixes(data: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The first eight bytes of each string as one big-endian number, short ones filled up with zeros."""
    begin, length = starts[:-1], np.diff(starts)
    prefixes = np.zeros(len(begin), np.uint64)
    padded = np.concatenate([data, np.zeros(_PREFIX, np.uint8)])
    for place in range(_PREFIX):
        held = np.where(length > place, padded[begin + place], 0).astype(np.uint64)
        prefixes = (prefixes << np.uint64(8)) | held
    return prefixes
