"""Lists after a change: numbers taken out of them and put in, without making anew what stays.

A patch is found once and then applied to everything that is known of each number: counts, weights.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.postings import Postings

Ints = NDArray[np.int64]

_STRETCH = 1_000_000


class Entries(NamedTuple):
    """New postings in order: term, text, how often."""

    terms: Ints
    docs: NDArray[np.int32]
    times: NDArray[np.integer]


class Patch(NamedTuple):
    """Which numbers stay, and before which of those that stay each new one goes."""

    stay: NDArray[np.bool_]
    at: Ints

    def of(self, before: NDArray[Any], new: NDArray[Any], place: Ints | None = None) -> NDArray[Any]:
        """What is known of each number, after the change; of those of before what `place` says, where it is given."""
        kind = np.result_type(before, new)
        if place is not None:
            here = place >= 0
            place = None if np.array_equal(place[here], np.flatnonzero(here)) else place.astype(kind)
        made = np.empty(np.count_nonzero(self.stay) + len(new), kind)
        first = put = done = 0
        # A stretch at a time: new memory for arrays of this size costs more than the work.
        while first < len(before) or put < len(new):
            part = slice(first, first + _STRETCH)
            kept = before[part][self.stay[part]]
            first += _STRETCH
            last = int(np.searchsorted(self.at, done + len(kept), "left" if first < len(before) else "right"))
            moved = kept if place is None else place[kept]
            made[done + put : done + len(kept) + last] = np.insert(
                moved.astype(kind, copy=False), self.at[put:last] - done, new[put:last]
            )
            done, put = done + len(kept), last
        return made


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
