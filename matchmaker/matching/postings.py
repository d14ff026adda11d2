"""Posting lists: which documents hold a term and how much it weighs there, and exact top-k search over them.

A score is `sum over query terms t of weight_q(t) * weight_d(t)`, the sparse dot product of query and document. Document
weights should hold only what depends on the document (a saturated, length-weighted count); what depends on the whole
collection (idf) belongs into the query weights, so that a changed document never touches the others.

Scores are float64 sums in one order that depends on the query alone: terms by falling upper bound, then by number.
Every way through this module (pruned or not, alone or in a block, on any number of threads) sums in that order, so
equal queries get equal bits. Pruning follows MaxScore (Turtle and Flood 1995, Query evaluation: strategies and
optimizations): a list that can no longer lift a document into the top k is read only for those still in the running.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

Guard = Callable[[NDArray[np.int64], NDArray[np.int64]], None]
"""Called with the starts and the ends of the parts about to be read."""

_SLACK = 1e-9
"""Relative room for rounding when a sum is compared with a bound; far above float64 error, far below real gaps."""

_WORTH_SCIPY = 500_000
"""Postings below which importing scipy costs more than sorting without it."""

_WORTH_PRUNING = 20_000
"""Postings still to read below which looking for the threshold costs more than reading on."""


class Query(NamedTuple):
    """Term numbers (each once) and their weights, already multiplied by idf. A negative weight lowers a score."""

    terms: NDArray[np.integer]
    weights: NDArray[np.floating]


class Hits(NamedTuple):
    """Document numbers and scores, best first; equal scores stand by document number."""

    docs: Int32
    scores: Float64


class Postings:
    """An immutable term-to-document index.

    `starts[t]:starts[t + 1]` is the part of `docs` (rising, each document once) and `weights` (positive) that belongs
    to term `t`; `peaks[t]` is the largest weight in it. The arrays may be read-only memory maps; then `guard` is told
    which parts are about to be read, so that it can object (see `modelfile`).
    """

    __slots__ = ("_local", "docs", "guard", "peaks", "size", "starts", "weights")

    def __init__(
        self,
        starts: NDArray[np.int64],
        docs: Int32,
        weights: Float32,
        size: int,
        peaks: Float32 | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.starts = starts
        self.docs = docs
        self.weights = weights
        self.size = size
        self.peaks = _peaks(starts, weights) if peaks is None else peaks
        self.guard = guard
        self._local = threading.local()

    @classmethod
    def build(
        cls,
        terms: NDArray[np.integer],
        docs: NDArray[np.integer],
        weights: NDArray[np.floating],
        shape: tuple[int, int],
    ) -> "Postings":
        """From triplets in any order, each (term, document) at most once; `shape` is (terms, documents)."""
        order = np.lexsort((docs, terms))
        starts = np.zeros(shape[0] + 1, np.int64)
        np.cumsum(np.bincount(terms, minlength=shape[0]), out=starts[1:])
        return cls(starts, docs[order].astype(np.int32), weights[order].astype(np.float32), shape[1])

    @classmethod
    def from_rows(
        cls, indptr: NDArray[np.integer], terms: NDArray[np.integer], weights: Float32, shape: tuple[int, int]
    ) -> "Postings":
        """From documents in a row: `terms[indptr[d]:indptr[d + 1]]` are those of `d`; `shape` as in `build`."""
        if len(weights) < _WORTH_SCIPY:
            order = np.argsort(terms, kind="stable")
            docs = np.repeat(np.arange(shape[1], dtype=np.int32), np.diff(indptr))
            starts = np.zeros(shape[0] + 1, np.int64)
            np.cumsum(np.bincount(terms, minlength=shape[0]), out=starts[1:])
            return cls(starts, docs[order], weights[order], shape[1])
        from scipy.sparse import csr_matrix

        columns = csr_matrix((weights, terms, indptr), shape=(shape[1], shape[0]), copy=False).tocsc()
        return cls(
            columns.indptr.astype(np.int64), columns.indices.astype(np.int32, copy=False), columns.data, shape[1]
        )

    @property
    def terms(self) -> int:
        """How many terms there are, used or not."""
        return len(self.starts) - 1

    def frequencies(self) -> NDArray[np.int64]:
        """For each term, in how many documents it stands."""
        return np.diff(self.starts)

    def search(
        self,
        terms: NDArray[np.integer],
        weights: NDArray[np.floating],
        k: int,
        *,
        allowed: Mask | None = None,
        bonus: Float32 | None = None,
        least: float = 0.0,
        prune: bool = True,
    ) -> Hits:
        """The best `k` documents whose terms score above zero, and in all (any bonus included) at least `least`.

        `allowed` keeps only documents where it is true. `bonus` (one per document) is added to documents that have a
        score above zero from terms; a bonus alone brings nothing in. `prune` off reads every list whole: same result.
        """
        if k <= 0 or not self.size or not len(terms):
            return Hits(np.empty(0, np.int32), np.empty(0))
        return _Search(self, terms, weights, k, allowed, bonus, least, prune).run(self._scratch())

    def search_block(
        self,
        queries: Sequence[Query],
        k: int,
        *,
        threads: int = 1,
        allowed: Mask | None = None,
        bonus: Float32 | None = None,
    ) -> list[Hits]:
        """`search` for each query, in their order; the results do not depend on `threads`."""

        def one(query: Query) -> Hits:
            return self.search(query.terms, query.weights, k, allowed=allowed, bonus=bonus)

        if threads <= 1 or len(queries) < 2:
            return [one(query) for query in queries]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, queries))

    def parts(self, doc: int, terms: NDArray[np.integer], weights: NDArray[np.floating]) -> Float64:
        """For each query term, what it adds to the score of `doc`; the sum is the score without any bonus."""
        parts: Float64 = self.parts_of(np.array([doc], np.int32), terms, weights)[0]
        return parts

    def parts_of(self, docs: NDArray[np.integer], terms: NDArray[np.integer], weights: NDArray[np.floating]) -> Float64:
        """`parts` of several documents, one row each. Reads only the neighbourhood of each document in each list."""
        wanted = np.asarray(docs, np.int32)
        parts = np.zeros((len(wanted), len(terms)))
        column = np.asarray(weights, np.float64)
        starts, ends = self._bounds(terms)
        for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            if start < end:
                parts[:, number] = self._weights_in(start, end, wanted)
        return parts * column

    def _bounds(self, terms: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the lists of `terms` start and end."""
        numbers = np.asarray(terms, np.int64)
        starts, ends = self.starts[numbers], self.starts[numbers + 1]
        if self.guard is not None:
            self.guard(starts, ends)
        return starts, ends

    def _weights_in(self, start: int, end: int, docs: Int32) -> Float64:
        """The weights of one list at `docs`, zero where a document is not in it."""
        held = self.docs[start:end]
        at = held.searchsorted(docs)
        np.minimum(at, end - start - 1, out=at)
        return np.where(held[at] == docs, self.weights[start:end][at], np.float32(0)).astype(np.float64)

    def _scratch(self) -> Float64:
        """This thread's accumulator, one float64 per document, zero on entry."""
        scratch: Float64 | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = np.zeros(self.size)
        else:
            scratch.fill(0)
        return scratch


class _Search:
    """One query on its way: whole lists first, then, once the threshold allows it, only documents in the running."""

    def __init__(
        self,
        postings: Postings,
        terms: NDArray[np.integer],
        weights: NDArray[np.floating],
        k: int,
        allowed: Mask | None,
        bonus: Float32 | None,
        least: float,
        prune: bool,
    ) -> None:
        self.postings, self.k, self.allowed, self.bonus, self.least = postings, k, allowed, bonus, least
        weight = np.asarray(weights, np.float64)
        ceiling = weight * postings.peaks[terms]
        ceiling[weight < 0] = np.inf
        order = np.lexsort((terms, -ceiling))
        starts, ends = postings._bounds(np.asarray(terms)[order])
        self.starts: list[int] = starts.tolist()
        self.ends: list[int] = ends.tolist()
        self.weights: list[float] = weight[order].tolist()
        self.rest: list[float] = [*np.cumsum(ceiling[order][::-1])[::-1].tolist(), 0.0]
        self.prune = prune

    def run(self, scores: Float64) -> Hits:
        """Fill `scores` (zeros, one per document) as far as needed and pick the top k."""
        unread = sum(self.ends) - sum(self.starts)
        looked_at = np.inf
        for number, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if self.prune and unread > _WORTH_PRUNING and self.rest[number] < 0.8 * looked_at:
                looked_at = self.rest[number]
                running = self._running(scores, number)
                if running is not None and len(running) * (len(self.starts) - number) * 20 < unread:
                    return self._finish(scores, running, number)
            if start < end:
                self._add(scores, start, end, self.weights[number])
            unread -= end - start
        running = self._running(scores, len(self.starts))
        return self._top(scores, np.flatnonzero(scores > 0).astype(np.int32) if running is None else running)

    def _add(self, scores: Float64, start: int, end: int, weight: float) -> None:
        docs = self.postings.docs[start:end].astype(np.intp)
        np.add.at(scores, docs, np.multiply(self.postings.weights[start:end], weight, dtype=np.float64))

    def _running(self, scores: Float64, number: int) -> Int32 | None:
        """Documents that can still reach the top k with the lists from `number` on; None when any document can."""
        totals = scores if self.bonus is None else scores + self.bonus
        threshold = self._threshold(scores, totals, number)
        if threshold is None:
            if self.least <= 0:
                return None
            threshold = self.least
        threshold = max(threshold, self.least)
        floor = threshold - self.rest[number]
        floor -= _SLACK * (abs(threshold) + self.rest[number])
        if floor <= 0 and self.bonus is None:
            return None
        running = np.flatnonzero(totals >= floor)
        if self.allowed is not None:
            running = running[self.allowed[running]]
        return running.astype(np.int32)

    def _threshold(self, scores: Float64, totals: Float64, number: int) -> float | None:
        """The k-th best total so far, a bound from below on the k-th best at the end; None with fewer than k."""
        probe = self._probe(scores, totals, number)
        if probe is None:
            return None
        above = np.flatnonzero(totals >= probe)
        if self.allowed is not None:
            above = above[self.allowed[above]]
        if self.bonus is not None:
            above = above[scores[above] > 0]
        return _kth(totals[above], self.k)

    def _probe(self, scores: Float64, totals: Float64, number: int) -> float | None:
        """The k-th best total within the first list long enough: cheap, and never above the k-th best overall."""
        for start, end in zip(self.starts[:number], self.ends[:number], strict=True):
            if end - start < self.k:
                continue
            docs = self.postings.docs[start:end]
            if self.allowed is not None:
                docs = docs[self.allowed[docs]]
            values = totals[docs][scores[docs] > 0]
            if len(values) >= self.k:
                return _kth(values, self.k)
        return None

    def _finish(self, scores: Float64, running: Int32, number: int) -> Hits:
        """Read the remaining lists at the documents in the running only, letting go of those that fall behind."""
        values = scores[running]
        extra = 0.0 if self.bonus is None else self.bonus[running]
        for at in range(number, len(self.starts)):
            start, end = self.starts[at], self.ends[at]
            if start < end:
                values += self.postings._weights_in(start, end, running) * self.weights[at]
            if len(running) > 2 * self.k and at + 1 < len(self.starts):
                running, values, extra = self._let_go(running, values, extra, at + 1)
        scores[running] = values
        return self._top(scores, running)

    def _let_go(
        self, running: Int32, values: Float64, extra: Float32 | float, number: int
    ) -> tuple[Int32, Float64, Float32 | float]:
        totals = values + extra
        held = totals[values > 0]
        threshold = max(_kth(held, self.k) if len(held) >= self.k else -np.inf, self.least)
        if threshold <= 0:
            return running, values, extra
        kept = totals >= threshold - self.rest[number] - _SLACK * (abs(threshold) + self.rest[number])
        return running[kept], values[kept], extra if isinstance(extra, float) else extra[kept]

    def _top(self, scores: Float64, running: Int32) -> Hits:
        """The best k of `running` by total, then by document number."""
        running = running[scores[running] > 0]
        if self.allowed is not None:
            running = running[self.allowed[running]]
        totals = scores[running] if self.bonus is None else scores[running] + self.bonus[running]
        if self.least > 0:
            running, totals = running[totals >= self.least], totals[totals >= self.least]
        if len(running) > self.k:
            kept = totals >= _kth(totals, self.k)
            running, totals = running[kept], totals[kept]
        order = np.lexsort((running, -totals))[: self.k]
        return Hits(running[order], totals[order])


def _kth(values: Float64, k: int) -> float:
    """The k-th largest of at least k values."""
    at = len(values) - k
    return float(np.partition(values, at)[at])


def _peaks(starts: NDArray[np.int64], weights: Float32) -> Float32:
    """The largest weight of each list, zero for an empty one."""
    peaks = np.zeros(len(starts) - 1, np.float32)
    used = np.flatnonzero(np.diff(starts))
    if len(used):
        peaks[used] = np.maximum.reduceat(weights, starts[used])
    return peaks
