"""Many strings as two arrays: their UTF-8 bytes one after another, and where each begins.

Memory-mapped, a vocabulary of a million words opens at once and costs no Python object until a word is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

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
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        wanted = np.array(
            [int.from_bytes(one[:_PREFIX].ljust(_PREFIX, b"\0"), "big") for one in encoded], self.prefixes.dtype
        )
        firsts = self.prefixes.searchsorted(wanted, "left").tolist()
        ends = self.prefixes.searchsorted(wanted, "right").tolist()
        for string, raw, first, end in zip(strings, encoded, firsts, ends, strict=True):
            low, high = first, end
            while low < high:
                middle = (low + high) // 2
                if self._raw(middle) < raw:
                    low = middle + 1
                else:
                    high = middle
            self._known[string] = low if low < end and self._raw(low) == raw else -1

    def _raw(self, number: int) -> bytes:
        return bytes(self._bytes[int(self._starts[number]) : int(self._starts[number + 1])])


def _prefixes(data: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The first eight bytes of each string as one big-endian number, short ones filled up with zeros."""
    begin, length = starts[:-1], np.diff(starts)
    prefixes = np.zeros(len(begin), np.uint64)
    padded = np.concatenate([data, np.zeros(_PREFIX, np.uint8)])
    for place in range(_PREFIX):
        held = np.where(length > place, padded[begin + place], 0).astype(np.uint64)
        prefixes = (prefixes << np.uint64(8)) | held
    return prefixes
