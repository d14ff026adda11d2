"""Lists after a change: numbers taken out of them and put in, without making anew what stays.

A patch is found once and then applied to everything that is known of each number: counts, weights.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.postings import Postings

Ints = NDArray[np.int64]


class Entries(NamedTuple):
    """New postings in order: term, text, how often."""

    terms: Ints
    docs: NDArray[np.int32]
    times: NDArray[np.integer]


class Patch(NamedTuple):
    """Which numbers stay, and before which of those that stay each new one goes."""

    stay: NDArray[np.bool_]
    at: Ints

    def of(self, before: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        """What is known of each number, after the change."""
        kind = np.result_type(before, new)
        return np.insert(before[self.stay].astype(kind, copy=False), self.at, new)


def of_lists(before: Postings, new: Entries, terms: Ints, docs: Ints, size: int) -> tuple[Ints, Patch]:
    """Where each of `size` lists starts after texts were taken out of them and put in, and the patch that does it.

    `terms` are the numbers that the terms of before have now, rising; `docs` those of the texts, rising too, -1 for one
    whose postings go. A text whose postings are `new` may have stood there before: then it is -1 in `docs`.
    """
    gone = (docs < 0)[before.docs]
    removed = np.flatnonzero(gone)
    owners = np.searchsorted(before.starts, removed, "right") - 1
    sizes = np.bincount(new.terms, minlength=size)
    sizes[terms] += before.frequencies() - np.bincount(owners, minlength=before.terms)
    at = _places_for(new, before, terms, docs)
    at -= np.searchsorted(removed, at)
    return np.append(0, np.cumsum(sizes)), Patch(~gone, at)


def _places_for(new: Entries, before: Postings, terms: Ints, docs: Ints) -> Ints:
    """Where in the lists of before each new posting goes: its term's list, before the first text that comes after."""
    term = np.searchsorted(terms, new.terms)
    known = term < len(terms)
    known[known] = terms[term[known]] == new.terms[known]
    low = before.starts[term]
    high = np.where(known, before.starts[np.minimum(term + 1, before.terms)], low)
    kept = np.flatnonzero(docs >= 0)
    bound = np.append(kept, len(docs))[np.searchsorted(docs[kept], new.docs)]
    for _ in range(int((high - low).max()).bit_length() if len(low) else 0):
        middle = (low + high) >> 1
        right = low < high
        right[right] = before.docs[middle[right]] < bound[right]
        low, high = np.where(right, middle + 1, low), np.where(right, high, middle)
    return low


def of_rows(before: Ints, place: Ints, fresh: Ints, sizes: Ints, size: int) -> tuple[Ints, Patch]:
    """Where each of `size` rows starts after whole rows went and came, and the patch that does it.

    `before` is where the rows started; `place` is the number of each now, rising, -1 for one that is gone; `fresh` are
    the numbers, rising, of new ones that hold `sizes` each.
    """
    here = place >= 0
    held = np.diff(before)
    now = np.zeros(size, np.int64)
    now[place[here]] = held[here]
    kept = np.append(0, np.cumsum(now))
    now[fresh] = sizes
    return np.append(0, np.cumsum(now)), Patch(np.repeat(here, held), np.repeat(kept[fresh], sizes))


def renumbered(numbers: NDArray[np.int32], place: Ints) -> NDArray[np.int32]:
    """The numbers that texts have now: `place` of each. What is gone keeps its old number or gets -1."""
    here = place >= 0
    if np.array_equal(place[here], np.flatnonzero(here)):
        return numbers
    return place.astype(np.int32)[numbers]
