"""Counting again: after a change only the texts that changed are taken apart, the counts of the others are kept.

The result is that of counting everything anew. A text is known again by a digest of its title, text and declared
language. Texts of unknown language are read in the language most texts are in; when that changes, they are counted
again too. The counts of a text depend on no other, and the weights made from them only on the step the mean length is
in (see `weighting.rounded_mean`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.counting import (
    UNKNOWN,
    Counts,
    Document,
    compacted,
    count_in,
    count_known,
    main_language,
    merged,
)
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.text import LANGUAGES


@dataclass(frozen=True)
class Counted:
    """Counts with what is needed to use them again: a digest per document (two numbers), and the main language."""

    counts: Counts
    digests: NDArray[np.uint64]
    main: int


def digests_of(documents: Sequence[Document]) -> NDArray[np.uint64]:
    """128 bits for each document, as two numbers."""
    found = b"".join(
        blake2b(f"{d.title}\0{d.text}\0{d.language}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for d in documents
    )
    return np.frombuffer(found, np.dtype("<u8")).reshape(-1, 2)


def count_again(
    documents: Sequence[Document], glossary: Glossary, before: Counted | None = None, *, jobs: int = 1
) -> Counted:
    """Counts of all documents; those in `before`, counted with the same glossary, are not taken apart again."""
    digests = digests_of(documents)
    rows = np.full(len(documents), -1) if before is None else _rows_of(digests, before.digests)
    fresh = np.flatnonzero(rows < 0)
    counted = count_known([documents[number] for number in fresh.tolist()], glossary, jobs=jobs)
    languages = np.empty(len(documents), np.uint8)
    languages[fresh] = counted.languages
    kept = np.flatnonzero(rows >= 0)
    if before is not None:
        languages[kept] = before.counts.languages[rows[kept]]
    main = main_language(languages)
    unknown = languages == UNKNOWN
    if before is not None and before.main == main:
        unknown[kept] = False
    else:
        kept = kept[~unknown[kept]]
    late = np.flatnonzero(unknown)
    pieces = [(counted, np.flatnonzero(~unknown[fresh]), fresh[~unknown[fresh]])]
    if len(late):
        read = count_in([documents[number] for number in late.tolist()], glossary, LANGUAGES[main], jobs=jobs)
        pieces.append((read, np.arange(len(late)), late))
    if before is not None and len(kept):
        pieces.append((before.counts, rows[kept], kept))
    return Counted(assembled(len(documents), pieces), digests, main)


def _rows_of(digests: NDArray[np.uint64], before: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each digest stands in those of before; -1 for a new one."""
    if not len(before):
        return np.full(len(digests), -1)
    order = np.argsort(before[:, 0], kind="stable")
    at = np.minimum(before[order, 0].searchsorted(digests[:, 0]), len(before) - 1)
    rows = order[at]
    return np.where((before[rows] == digests).all(axis=1), rows, -1)


def assembled(size: int, pieces: Sequence[tuple[Counts, NDArray[np.integer], NDArray[np.integer]]]) -> Counts:
    """Counts of `size` documents from pieces: counts, which of their rows, and the places those take."""
    names, numbers = merged([counts.names for counts, _, _ in pieces])
    sizes = np.zeros(size, np.int64)
    lengths, languages = np.zeros(size, np.int32), np.zeros(size, np.uint8)
    for counts, rows, places in pieces:
        sizes[places] = counts.starts[rows + 1] - counts.starts[rows]
        lengths[places], languages[places] = counts.lengths[rows], counts.languages[rows]
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    features = np.empty(starts[-1], np.int32)
    times = np.empty(starts[-1], np.result_type(*(counts.times.dtype for counts, _, _ in pieces)))
    for (counts, rows, places), number in zip(pieces, numbers, strict=True):
        source = _ranges(counts.starts[rows], sizes[places])
        target = _ranges(starts[places], sizes[places])
        features[target] = number[counts.features[source]]
        times[target] = counts.times[source]
    return compacted(Counts(names, starts, features, _small(times), lengths, languages))


def _ranges(firsts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.int64]:
    ends = np.cumsum(sizes)
    numbers: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - (ends - sizes), sizes)
    return numbers


def _small(times: NDArray[np.integer]) -> NDArray[np.integer]:
    """In the smallest type that holds them: kept with the model, counts are mostly one byte."""
    return times.astype(np.min_scalar_type(int(times.max()))) if len(times) else times
