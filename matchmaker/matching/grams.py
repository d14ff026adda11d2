"""Character grams of a vocabulary: what words spelt alike have in common, see `spelling`.

After a change of the vocabulary only words that came or went are taken apart. How rare each gram is follows from all
words, and is worked out again for all of them: the result is that of a vocabulary learned anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.cognates import cognate
from matchmaker.matching.glossary import MARK
from matchmaker.matching.postings import Postings
from matchmaker.matching.strings import Strings, smallest

SIZES = (2, 3, 4)
LARGE = 100_000
"""In a vocabulary with more features than this, words of a single text are no targets: mostly slips themselves."""
_LETTERS = 63

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Grams:
    """The words of a vocabulary by their character 2- to 4-grams, their ends marked.

    `letters` are code points, commonest first, at most 63; a gram is a number in base 64 of their places, counted from
    1, and `keys` are all grams in order. `postings` has a list per gram: the features that hold it, with its share of
    the word's vector of length 1. `rarity` is the idf of each gram. `held[firsts[f]:firsts[f + 1]]` are the grams of
    feature `f`, `shares` what each has of its vector: the same turned round.
    """

    letters: NDArray[np.uint32]
    keys: NDArray[np.int64]
    rarity: NDArray[np.float64]
    postings: Postings
    firsts: NDArray[np.int64]
    held: NDArray[np.int32]
    shares: NDArray[np.float32]


@dataclass(frozen=True)
class GramCounts:
    """What `relearned` needs besides: how often each gram stands in each feature, in the order of `Grams.postings`;
    and how often (`tally`) each code point stands in all words."""

    times: NDArray[np.integer]
    codes: NDArray[np.uint32]
    tally: NDArray[np.int64]


class Words(NamedTuple):
    """Features in order, and in how many texts each stands."""

    features: Strings
    frequency: NDArray[np.integer]

    @property
    def least(self) -> int:
        """In how many texts a word must stand to be a target."""
        return 2 if len(self.features) > LARGE else 1


def learned(words: Words) -> tuple[Grams, GramCounts]:
    """The grams of a vocabulary."""
    numbers, roots = _rooted(words.features, np.flatnonzero(words.frequency >= words.least))
    codes, tally = np.unique(_codes(roots), return_counts=True)
    letters = _commonest(codes, tally)
    pairs, times = _pairs(roots, numbers, letters)
    return _finished(letters, pairs, times, len(words.features)), GramCounts(times, codes, tally)


def relearned(before: Grams, counts: GramCounts, old: Words, place: Ints, new: Words) -> tuple[Grams, GramCounts]:
    """`learned` of a vocabulary that changed; `place` is the new number of each old feature, -1 for one that went."""
    here = place >= 0
    often = np.zeros(len(place), bool)
    often[here] = new.frequency[place[here]] >= new.least
    held = np.diff(before.firsts) > 0
    fresh = np.ones(len(new.features), bool)
    fresh[place[here]] = False
    entering = np.flatnonzero(fresh & (new.frequency >= new.least))
    risen = place[here & often & ~held & (old.frequency < old.least)]
    numbers, roots = _rooted(new.features, np.sort(np.concatenate([entering, risen])))
    leaving = np.flatnonzero(held & ~often)
    codes, tally = _tallied(counts, _codes(roots), _codes(_rooted(old.features, leaving)[1]))
    letters = _commonest(codes, tally)
    keys = _rekeyed(before, letters)
    if keys is None:
        return learned(new)
    target = place.copy()
    target[leaving] = -1
    owners = target[before.postings.docs]
    gone = np.flatnonzero(owners < 0)
    kept = (np.repeat(keys, np.diff(before.postings.starts)) << 32) | owners
    kept, times = np.delete(kept, gone), np.delete(counts.times, gone)
    if not np.array_equal(keys, before.keys):
        order = np.argsort(kept, kind="stable")
        kept, times = kept[order], times[order]
    pairs, more = _pairs(roots, numbers, letters)
    at = np.searchsorted(kept, pairs)
    times = smallest(np.insert(times.astype(np.result_type(times, more), copy=False), at, more))
    pairs = np.insert(kept, at, pairs)
    return _finished(letters, pairs, times, len(new.features)), GramCounts(times, codes, tally)


def _rooted(features: Strings, numbers: Ints) -> tuple[Ints, list[str]]:
    """Those of the features `numbers` that are words, in the form in which they are compared, their ends marked."""
    kept, roots = [], []
    for number, feature in zip(numbers.tolist(), features.chosen(numbers), strict=True):
        if len(feature) > 2 and not feature[0].isdigit() and not feature.startswith(MARK):
            kept.append(number)
            roots.append(f"<{cognate(feature)}>")
    return np.array(kept, np.int64), roots


def _codes(roots: Sequence[str]) -> NDArray[np.uint32]:
    return np.frombuffer("".join(roots).encode("utf-32-le", "surrogatepass"), np.uint32)


def _commonest(codes: NDArray[np.uint32], tally: NDArray[np.int64]) -> NDArray[np.uint32]:
    letters: NDArray[np.uint32] = codes[np.lexsort((codes, -tally))][:_LETTERS]
    return letters


def _tallied(
    counts: GramCounts, entering: NDArray[np.uint32], leaving: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of all words and how often each stands there, after words came and went."""
    codes = np.unique(np.concatenate([counts.codes, entering]))
    tally = np.zeros(len(codes), np.int64)
    tally[np.searchsorted(codes, counts.codes)] = counts.tally
    for some, sign in ((entering, 1), (leaving, -1)):
        found, times = np.unique(some, return_counts=True)
        tally[np.searchsorted(codes, found)] += sign * times
    return codes[tally > 0], tally[tally > 0]


def _rekeyed(before: Grams, letters: NDArray[np.uint32]) -> Ints | None:
    """The keys of before with the places letters have now; None when a letter that words keep has come or gone."""
    if np.array_equal(before.letters, letters):
        return before.keys
    if max(len(before.letters), len(letters)) == _LETTERS:
        return None
    table = table_of(letters)
    places = np.zeros(_LETTERS + 1, np.int64)
    places[1 : len(before.letters) + 1] = table[np.minimum(before.letters, len(table) - 1)]
    keys = np.zeros(len(before.keys), np.int64)
    for shift in range(0, 6 * max(SIZES), 6):
        keys |= places[(before.keys >> shift) & 63] << shift
    return keys


def _pairs(roots: Sequence[str], numbers: Ints, letters: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.integer]]:
    """(gram, feature) in order, packed into one number each, and how often the gram stands in the feature."""
    owners, keys = grams_in(roots, table_of(letters))
    pairs = np.sort((keys << 32) | numbers[owners])
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    return pairs[firsts], smallest(np.diff(firsts, append=len(pairs)))


def _finished(letters: NDArray[np.uint32], pairs: Ints, times: NDArray[np.integer], size: int) -> Grams:
    """Grams from pairs in order; how rare each gram is, and so its share of every word, follows from them all."""
    grams, owners = pairs >> 32, pairs & 0xFFFFFFFF
    begins = np.flatnonzero(np.diff(grams, prepend=-1))
    starts = np.append(begins, len(grams)).astype(np.int64)
    words = np.count_nonzero(np.bincount(owners, minlength=size))
    rarity = np.log1p(words / np.maximum(np.diff(starts), 1))
    values = times * np.repeat(rarity, np.diff(starts))
    lengths = np.sqrt(np.bincount(owners, values * values, size))
    shares = (values / np.maximum(lengths[owners], 1e-12)).astype(np.float32)
    postings = Postings(starts, owners.astype(np.int32), shares, size)
    turned = Postings.from_rows(starts, postings.docs, shares, (size, len(begins)))
    return Grams(letters, grams[begins], rarity, postings, turned.starts, turned.docs, turned.weights)


def grams_in(roots: Sequence[str], table: Ints) -> tuple[Ints, Ints]:
    """The grams of marked words, as often as they occur: which word, and the gram's key."""
    places = places_of(roots, table)
    lengths = np.fromiter(map(len, roots), np.int64, len(roots))
    owners = np.repeat(np.arange(len(roots)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(places))
    kept = [left >= size for size in SIZES]
    keys = [keys_of(places, size)[mask] for size, mask in zip(SIZES, kept, strict=True)]
    return np.concatenate([owners[mask] for mask in kept]), np.concatenate(keys)


def table_of(letters: NDArray[np.uint32]) -> Ints:
    """The place of each code point among the letters, counted from 1; 0 for others, and for all after the last."""
    table = np.zeros(int(letters.max(initial=0)) + 2, np.int64)
    table[letters] = np.arange(1, len(letters) + 1)
    return table


def places_of(words: Sequence[str], table: Ints) -> Ints:
    """The place of each character of some words, one after another."""
    return table[np.minimum(_codes(words), len(table) - 1)]


def keys_of(places: Ints, size: int) -> Ints:
    """The gram of `size` letters that begins at each place (rubbish where too few are left)."""
    keys = places.copy()
    for step in range(1, size):
        keys *= 64
        keys[: len(places) - step] += places[step:]
    return keys
