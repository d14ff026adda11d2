"""The search behind `Postings`: sums over lists, thresholds, and the top k in exact order."""

from bisect import bisect_left
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SLACK = 1e-9
"""Relative room for rounding when a sum is compared with a bound; far above float64 error, far below real gaps."""

_TOGETHER = 1 << 15
"""Lists are read together up to about this many postings: one call into numpy then does for many short lists."""

_WORTH_PRUNING = 1 << 15
"""Postings still to read below which looking for the threshold costs more than reading on."""


class Lists(NamedTuple):
    """The lists of a query in the order of summing, with query weights and the most each can add to a score."""

    docs: Int32
    held: Float32
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    weights: Float64
    ceilings: Float64
    norm: float


class Ask(NamedTuple):
    """What is asked for, see `Postings.search`."""

    k: int
    allowed: Mask | None
    bonus: Float32 | None
    least: float
    prune: bool


class Search:
    """One query on its way: whole lists first, then, once the threshold allows it, only documents in the running."""

    def __init__(self, lists: Lists, ask: Ask, size: int) -> None:
        self.lists, self.ask, self.size = lists, ask, size
        self.starts: list[int] = lists.starts.tolist()
        self.ends: list[int] = lists.ends.tolist()
        rest = lists.ceilings[::-1].cumsum()[::-1]
        if lists.norm < np.inf:
            squares = (lists.weights * lists.weights)[::-1].cumsum()[::-1]
            rest = np.minimum(rest, lists.norm * np.sqrt(squares))
        self.rest: list[float] = [*rest.tolist(), 0.0]
        """What the lists from each on can add at most: the sum of their ceilings, or by Cauchy and Schwarz."""
        self.read: list[int] = [0, *np.cumsum(lists.ends - lists.starts).tolist()]
        """How many postings stand in the lists before each."""
        below = [number for number, rest in enumerate(self.rest) if rest < ask.least / 2] if ask.least > 0 else []
        self.turn = below[0] if ask.prune and below else len(self.starts)
        """The first list from which on the rest adds up to less than half of `least`."""

    def run(self) -> tuple[Int32, Float64]:
        """Read as far as needed and pick the top k."""
        count, looked_at = len(self.starts), np.inf
        number = self._together(0)
        scores = np.asarray(np.bincount(*self._products(0, number), self.size), np.float64)
        while number < count:
            if self.ask.prune and self._may_prune(number, looked_at):
                looked_at = self.rest[number]
                running = self._running(scores, number)
                unread = self.read[-1] - self.read[number]
                if running is not None and (len(running) * 4 + 500) * (count - number) < unread:
                    return self._finish(scores, running, number)
            last = self._together(number)
            np.add.at(scores, *self._products(number, last))
            number = last
        running = self._running(scores, count)
        return self._top(scores, np.flatnonzero(scores > 0).astype(np.int32) if running is None else running)

    def _together(self, number: int) -> int:
        """The end of the run of lists to read next; it breaks where nothing new can reach `least` any more."""
        last = bisect_left(self.read, self.read[number] + _TOGETHER, number + 1)
        if last >= len(self.starts) or self.read[-1] - self.read[last] < _WORTH_PRUNING:
            last = len(self.starts)
        return min(last, self.turn) if number < self.turn else last

    def _may_prune(self, number: int, looked_at: float) -> bool:
        """Is a look at the threshold worth its cost: much left to read, and much less to add than at the last look?"""
        much = self.read[-1] - self.read[number] > _WORTH_PRUNING
        return (much and self.rest[number] < 0.75 * looked_at) or number == self.turn

    def _products(self, number: int, last: int) -> tuple[NDArray[np.intp], Float64]:
        """Documents in the lists `number:last`, in order, and what each of these adds to their scores."""
        lists = self.lists
        bounds = [slice(a, b) for a, b in zip(self.starts[number:last], self.ends[number:last], strict=True)]
        docs = np.concatenate([lists.docs[bound] for bound in bounds], dtype=np.intp)
        sizes = lists.ends[number:last] - lists.starts[number:last]
        products = np.concatenate([lists.held[bound] for bound in bounds], dtype=np.float64)
        products *= np.repeat(lists.weights[number:last], sizes)
        return docs, products

    def _running(self, scores: Float64, number: int) -> Int32 | None:
        """Documents that can still reach the top k with the lists from `number` on; None when any document can."""
        totals = scores if self.ask.bonus is None else scores + self.ask.bonus
        threshold = self.ask.least
        if threshold <= 0:
            likely = self._likely(scores, totals, number)
            if likely is None or number == len(self.starts):
                return likely
            threshold = _kth(totals[likely], self.ask.k)
        floor = threshold - self.rest[number]
        floor -= _SLACK * (abs(threshold) + self.rest[number])
        if floor <= 0 and self.ask.bonus is None:
            return None
        return self._allowed(np.flatnonzero(totals >= floor)).astype(np.int32)

    def _allowed(self, docs: NDArray[np.integer]) -> NDArray[np.integer]:
        return docs if self.ask.allowed is None else docs[self.ask.allowed[docs]]

    def _likely(self, scores: Float64, totals: Float64, number: int) -> Int32 | None:
        """Documents among which the k best so far are; the k-th is a bound from below on that at the end. None with
        fewer than k."""
        probe = self._probe(scores, totals, number)
        if probe is None:
            return None
        above = self._allowed(np.flatnonzero(totals >= probe))
        if self.ask.bonus is not None:
            above = above[scores[above] > 0]
        return above.astype(np.int32)

    def _probe(self, scores: Float64, totals: Float64, number: int) -> float | None:
        """The k-th best total within the first list long enough: cheap, and never above the k-th best overall."""
        for start, end in zip(self.starts[:number], self.ends[:number], strict=True):
            if end - start < self.ask.k:
                continue
            docs = self._allowed(self.lists.docs[start:end])
            values = totals[docs][scores[docs] > 0]
            if len(values) >= self.ask.k:
                return _kth(values, self.ask.k)
        return None

    def _finish(self, scores: Float64, running: Int32, number: int) -> tuple[Int32, Float64]:
        """Read the remaining lists at the documents in the running only, letting go of those that fall behind."""
        lists = self.lists
        values = scores[running]
        for at in range(number, len(self.starts)):
            start, end = self.starts[at], self.ends[at]
            if start == end or not len(running):
                continue
            held = lists.docs[start:end]
            place = held.searchsorted(running)
            np.minimum(place, end - start - 1, out=place)
            hit = held[place] == running
            values[hit] += lists.held[start:end][place[hit]].astype(np.float64) * lists.weights[at]
            if len(running) > 8 * self.ask.k and at + 1 < len(self.starts):
                running, values = self._let_go(running, values, at + 1)
        scores[running] = values
        return self._top(scores, running)

    def _let_go(self, running: Int32, values: Float64, number: int) -> tuple[Int32, Float64]:
        totals = values if self.ask.bonus is None else values + self.ask.bonus[running]
        held = totals[values > 0]
        threshold = max(_kth(held, self.ask.k) if len(held) >= self.ask.k else -np.inf, self.ask.least)
        if threshold <= 0:
            return running, values
        kept = totals >= threshold - self.rest[number] - _SLACK * (abs(threshold) + self.rest[number])
        return running[kept], values[kept]

    def _top(self, scores: Float64, running: NDArray[np.integer]) -> tuple[Int32, Float64]:
        """The best k of `running` by total, then by document number."""
        running = self._allowed(running[scores[running] > 0])
        totals = scores[running] if self.ask.bonus is None else scores[running] + self.ask.bonus[running]
        if self.ask.least > 0:
            running, totals = running[totals >= self.ask.least], totals[totals >= self.ask.least]
        if len(running) > self.ask.k:
            kept = totals >= _kth(totals, self.ask.k)
            running, totals = running[kept], totals[kept]
        order = np.lexsort((running, -totals))[: self.ask.k]
        return running[order].astype(np.int32), totals[order]


def _kth(values: Float64, k: int) -> float:
    """The k-th largest of at least k values."""
    at = len(values) - k
    return float(np.partition(values, at)[at])
