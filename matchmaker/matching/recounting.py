"""Counting again: after a change only the texts that changed are taken apart and put into the posting lists.

The result is that of building anew. The counts of a text depend on no other, and the weights made from them only on the
step the mean length is in (see `weighting.rounded_mean`): when that moves, all are weighed again. Document frequencies
and the languages of features are taken from the lists as they are then. Only latent directions of more than
`latent.ALWAYS_RELEARNED` texts stay until one text in `latent.RELEARNED_AFTER` has changed; until then changed texts
are folded in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.counting import UNKNOWN, Counts, Document, count_known, main_language, read_unknown
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import (
    Counted,
    TextIndex,
    Vocabulary,
    average_length,
    bits_of,
    related,
    vocabulary_of,
    weights_of,
)
from matchmaker.matching.latent import ALWAYS_RELEARNED, LEAST_TRUST, RELEARNED_AFTER, Latent, folded_in, trust_of
from matchmaker.matching.patching import Entries, of_lists
from matchmaker.matching.postings import Postings
from matchmaker.matching.strings import smallest, united

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Changed:
    """How the texts of one kind changed: `place` is the new number of each text of before, or -1 (gone, or changed
    and therefore to be counted again); `fresh` are the numbers, rising, of `documents`. There are `size` texts now."""

    place: Ints
    fresh: Ints
    documents: Sequence[Document]
    size: int


@dataclass(frozen=True)
class Recounted:
    """The catalogue's texts after a change; `place` is the new number of each feature of before, -1 for one gone."""

    vocabulary: Vocabulary
    indexes: list[TextIndex]
    counted: list[Counted]
    place: Ints


def recount(
    before: Vocabulary,
    indexes: Sequence[TextIndex],
    counted: Sequence[Counted],
    changes: Sequence[Changed],
    glossary: Glossary,
    *,
    jobs: int = 1,
) -> Recounted | None:
    """`index.build` after `changes` of each kind of text.

    None when the language most texts are in has changed and texts of unknown language must be read in it.
    """
    counts = _fresh_counts(counted, changes, glossary, jobs)
    if counts is None:
        return None
    names, place, fresh_place = united(before.features, counts.names)
    entries = _entries(counts, fresh_place, changes)
    mine = [
        _counted(old, change, counts, first)
        for old, change, first in zip(counted, changes, _firsts(changes), strict=True)
    ]
    average = average_length([one.lengths for one in mine])
    moved = average != average_length([old.lengths for old in counted])
    lists = []
    for number, (index, change) in enumerate(zip(indexes, changes, strict=True)):
        new = entries[number]
        starts, patch = of_lists(index.postings, new, place, change.place, len(names))
        docs = patch.of(index.postings.docs, new.docs, change.place)
        mine[number] = replace(mine[number], times=smallest(patch.of(counted[number].times, new.times)))
        if moved:
            weights = weights_of(docs, mine[number], average)
        else:
            fresh = weights_of(new.docs, replace(mine[number], times=new.times), average)
            weights = patch.of(index.postings.weights, fresh)
        lists.append(Postings(starts, docs, weights, change.size))
    used = np.logical_or.reduce([postings.frequencies() > 0 for postings in lists])
    left = np.where(used[place], (np.cumsum(used) - 1)[place], -1)
    lists = [_only(postings, used) for postings in lists]
    vocabulary = vocabulary_of(names.only(used), lists, mine)
    made = [
        TextIndex(postings, bits_of(one), _related(index.latent, change, postings, vocabulary, left, moved))
        for index, change, postings, one in zip(indexes, changes, lists, mine, strict=True)
    ]
    return Recounted(vocabulary, made, mine, left)


def _fresh_counts(
    counted: Sequence[Counted], changes: Sequence[Changed], glossary: Glossary, jobs: int
) -> Counts | None:
    """Counts of all fresh documents in a row, those of unknown language read in the one most texts are in now."""
    documents = [document for change in changes for document in change.documents]
    counts = count_known(documents, glossary, jobs=jobs)
    kept = [old.languages[change.place >= 0] for old, change in zip(counted, changes, strict=True)]
    main = main_language(np.concatenate([*kept, counts.languages]))
    another = main != main_language(np.concatenate([old.languages for old in counted]))
    if another and any((languages == UNKNOWN).any() for languages in kept):
        return None
    return read_unknown(counts, documents, glossary, main, jobs=jobs)


def _firsts(changes: Sequence[Changed]) -> list[int]:
    """Where the fresh documents of each kind begin in the row of all."""
    return [0, *accumulate(len(change.fresh) for change in changes)][:-1]


def _entries(counts: Counts, place: Ints, changes: Sequence[Changed]) -> list[Entries]:
    found = []
    for change, first in zip(changes, _firsts(changes), strict=True):
        bounds = counts.starts[first : first + len(change.fresh) + 1]
        part = slice(int(bounds[0]), int(bounds[-1]))
        terms = place[counts.features[part]]
        docs = np.repeat(change.fresh, np.diff(bounds)).astype(np.int32)
        order = np.lexsort((docs, terms))
        found.append(Entries(terms[order], docs[order], counts.times[part][order]))
    return found


def _counted(old: Counted, change: Changed, counts: Counts, first: int) -> Counted:
    """Lengths and languages of the texts as they are now; their counts are still those of before."""
    here = change.place >= 0
    columns = []
    for kept, fresh in ((old.lengths, counts.lengths), (old.languages, counts.languages)):
        column = np.empty(change.size, kept.dtype)
        column[change.place[here]] = kept[here]
        column[change.fresh] = fresh[first : first + len(change.fresh)]
        columns.append(column)
    return Counted(old.times, columns[0], columns[1])


def _only(postings: Postings, used: NDArray[np.bool_]) -> Postings:
    """The lists of the terms used; the others are empty."""
    if used.all():
        return postings
    starts = np.append(postings.starts[:-1][used], postings.starts[-1])
    return Postings(starts, postings.docs, postings.weights, postings.size, postings.peaks[used])


def _related(
    before: Latent | None, change: Changed, postings: Postings, vocabulary: Vocabulary, place: Ints, moved: bool
) -> Latent | None:
    """Relatedness after a change: the directions of before with what changed folded in, or learned again."""
    trust = trust_of(postings)
    changed = max(int(np.count_nonzero(change.place < 0)), len(change.fresh))
    few = trust < LEAST_TRUST or postings.size <= ALWAYS_RELEARNED
    if before is None or few or (before.changed + changed) * RELEARNED_AFTER > postings.size:
        return related(postings, vocabulary)
    here = place >= 0
    words = np.zeros((postings.terms, before.words.shape[1]), np.float32)
    idf = np.zeros(postings.terms)
    words[place[here]], idf[place[here]] = before.words[here], before.idf[here]
    texts = np.zeros((postings.size, words.shape[1]), np.float32)
    stay = change.place >= 0
    texts[change.place[stay]] = before.texts[stay]
    latent = Latent(words, texts, trust, idf, before.origin, before.changed + changed)
    fresh = np.arange(postings.size) if moved else change.fresh
    if len(fresh):
        texts[fresh] = folded_in(latent, rows_of(postings, fresh))
    return latent


def rows_of(postings: Postings, docs: Ints) -> object:
    """The weights of some texts as a sparse matrix, a row per text."""
    from scipy.sparse import csc_matrix

    row = np.full(postings.size, -1, np.int64)
    row[docs] = np.arange(len(docs))
    held = np.flatnonzero(row[postings.docs] >= 0)
    starts = np.searchsorted(held, postings.starts)
    return csc_matrix((postings.weights[held], row[postings.docs[held]], starts), shape=(len(docs), postings.terms))
