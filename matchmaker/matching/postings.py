"""Posting lists: which documents hold a term and how much it weighs there, and exact top-k search over them.

A score is `sum over query terms t of weight_q(t) * weight_d(t)`, the sparse dot product of query and document. Document
weights should hold only what depends on the document (a saturated, length-weighted count); what depends on the whole
collection (idf) belongs into the query weights, so that a changed document never touches the others.

Scores are float64 sums in one order that depends on the query alone: terms by falling upper bound, then by number.
Every way through this module (pruned or not, alone or in a block, on any number of threads) sums in that order, so
equal queries get equal bits. Pruning follows MaxScore (Turtle and Flood 1995, Query evaluation: strategies and
optimizations): a list that can no longer lift a document into the top k is read only for those still in the running.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.topk import Ask, Lists, Search

Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

Guard = Callable[[NDArray[np.int64], NDArray[np.int64]], None]
"""Called with the starts and the ends of the parts about to be read."""

_WORTH_SCIPY = 500_000
"""Postings below which importing scipy costs more than sorting without it."""

_WORTH_READING = 100_000
"""Postings up to which reading whole lists is quicker than searching in them."""


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
    which parts are about to be read, so that it can object (see `modelfile`). No document's weights have a Euclidean
    length above `norm`.
    """

    __slots__ = ("docs", "guard", "norm", "peaks", "size", "starts", "weights")

    def __init__(
        self,
        starts: NDArray[np.int64],
        docs: Int32,
        weights: Float32,
        size: int,
        peaks: Float32 | None = None,
        guard: Guard | None = None,
        norm: float = np.inf,
    ) -> None:
        self.starts = starts
        self.docs = docs
        self.weights = weights
        self.size = size
        self.peaks = _peaks(starts, weights) if peaks is None else peaks
        self.guard = guard
        self.norm = norm

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
        ask = Ask(k, allowed, bonus, least, prune)
        return Hits(*Search(self._lists(terms, weights), ask, self.size).run())

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

    def _lists(self, terms: NDArray[np.integer], weights: NDArray[np.floating]) -> Lists:
        """The lists of a query in the order in which they are summed."""
        weight = np.asarray(weights, np.float64)
        ceiling = weight * self.peaks[terms]
        ceiling[weight < 0] = np.inf
        order = np.lexsort((terms, -ceiling))
        starts, ends = self.bounds(np.asarray(terms)[order])
        return Lists(self.docs, self.weights, starts, ends, weight[order], ceiling[order], self.norm)

    def parts_of(self, docs: NDArray[np.integer], terms: NDArray[np.integer], weights: NDArray[np.floating]) -> Float64:
        """`parts` of several documents, one row each. Reads only the neighbourhood of each document in each list."""
        wanted = np.asarray(docs, np.int32)
        if not len(wanted):
            return np.zeros((0, len(terms)))
        starts, ends = self.bounds(terms)
        if int((ends - starts).sum()) <= _WORTH_READING:
            parts = self._read(starts, ends, wanted)
        else:
            parts = self._looked_up(starts, ends, wanted)
        return parts * np.asarray(weights, np.float64)

    def _read(self, starts: NDArray[np.int64], ends: NDArray[np.int64], docs: Int32) -> Float64:
        """Weights of lists (columns) at documents (rows), by reading the lists."""
        parts = np.zeros((len(docs), len(starts)))
        if not len(starts) or not len(docs):
            return parts
        row = np.zeros(self.size, np.min_scalar_type(len(docs)))
        row[docs] = np.arange(1, len(docs) + 1)
        spans = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        rows = row.take(np.concatenate([self.docs[span] for span in spans]))
        held = np.flatnonzero(rows != 0)
        after = np.cumsum(ends - starts)
        columns = np.searchsorted(after, held, "right")
        parts[rows[held] - 1, columns] = self.weights[held - after[columns] + ends[columns]]
        for at, doc in enumerate(docs.tolist()):
            parts[at] = parts[row[doc] - 1]
        return parts

    def _looked_up(self, starts: NDArray[np.int64], ends: NDArray[np.int64], docs: Int32) -> Float64:
        """Weights of lists (columns) at documents (rows), by binary search for all at once."""
        low = np.repeat(starts[None, :], len(docs), axis=0)
        high = np.repeat(ends[None, :], len(docs), axis=0)
        wanted, last = docs[:, None], len(self.docs) - 1
        for _ in range(int((ends - starts).max()).bit_length()):
            middle = (low + high) >> 1
            right = (self.docs[np.minimum(middle, last)] < wanted) & (low < high)
            low, high = np.where(right, middle + 1, low), np.where(right, high, middle)
        found = np.minimum(low, last)
        held = (low < ends) & (self.docs[found] == wanted)
        return np.where(held, self.weights[found], np.float32(0)).astype(np.float64)

    def bounds(self, terms: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the lists of `terms` start and end."""
        numbers = np.asarray(terms, np.int64)
        starts, ends = self.starts[numbers], self.starts[numbers + 1]
        if self.guard is not None:
            self.guard(starts, ends)
        return starts, ends


def _peaks(starts: NDArray[np.int64], weights: Float32) -> Float32:
    """The largest weight of each list, zero for an empty one."""
    peaks = np.zeros(len(starts) - 1, np.float32)
    used = np.flatnonzero(np.diff(starts))
    if len(used):
        peaks[used] = np.maximum.reduceat(weights, starts[used])
    return peaks
