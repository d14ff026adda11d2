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
from matchmaker.matching.patching import Entries, of_lists, of_rows
from matchmaker.matching.postings import Postings
from matchmaker.matching.rows import Rows
from matchmaker.matching.strings import Strings, smallest

SIZES = (2, 3, 4)
LARGE = 100_000
"""In a vocabulary with more features than this, words of a single text are no targets: mostly slips themselves."""
_LETTERS = 63

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Grams:
    """The words of a vocabulary by their character 2- to 4-grams, their ends marked.

    `letters` are the code points of the words, the 63 commonest at most, rising; a gram is a number in base 64 of their
    places, counted from 1, and `keys` are all grams in order. `postings` has a list per gram: the features that hold
    it, with its share of the word's vector of length 1. `rarity` is the idf of each gram. `held[firsts[f]:firsts[f+1]]`
    are the grams of feature `f`, `shares` what each has of its vector: the same turned round.
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
    """What `relearned` needs besides: how often each gram stands in each feature, in the order of `Grams.postings` and
    (`turned`) in that of `Grams.held`; and how often (`tally`) each code point stands in all words."""

    times: NDArray[np.integer]
    turned: NDArray[np.integer]
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
    keys, pairs = _pairs(roots, numbers, letters)
    starts = np.append(0, np.cumsum(np.bincount(pairs.terms, minlength=len(keys))))
    by_word = Postings.from_rows(starts, pairs.docs, pairs.times, (len(words.features), len(keys)))  # type: ignore[arg-type]
    turned = smallest(by_word.weights)
    lists, rows = Rows(starts, pairs.docs), Rows(by_word.starts, by_word.docs)
    return _weighed(letters, keys, (lists, pairs.times), (rows, turned)), GramCounts(pairs.times, turned, codes, tally)


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
    # While lists are put together all letters of before and after have a place.
    both = np.union1d(before.letters, letters)
    if not np.array_equal(before.letters, letters) and len(both) > _LETTERS:
        return learned(new)
    some, pairs = _pairs(roots, numbers, both)
    keys = _rekeyed(before.keys, before.letters, both)
    target = place.copy()
    target[leaving] = -1
    union = np.union1d(keys, some)
    pairs = pairs._replace(terms=np.searchsorted(union, some)[pairs.terms])
    known = np.searchsorted(union, keys)
    starts, patch = of_lists(before.postings, pairs, known, target, len(union))
    used = np.diff(starts) > 0
    times = smallest(patch.of(counts.times, pairs.times))
    starts = np.append(starts[:-1][used], starts[-1])
    lists = Rows(starts, patch.of(before.postings.docs, pairs.docs, target))
    number = np.where(used, np.cumsum(used) - 1, -1)
    order = np.lexsort((pairs.terms, pairs.docs))
    sizes = np.bincount(np.searchsorted(numbers, pairs.docs), minlength=len(numbers))
    starts, patch = of_rows(before.firsts, target, numbers, sizes, len(new.features))
    turned = smallest(patch.of(counts.turned, pairs.times[order]))
    rows = Rows(starts, patch.of(before.held, number[pairs.terms[order]].astype(np.int32), number[known]))
    grams = _weighed(letters, _rekeyed(union[used], both, letters), (lists, times), (rows, turned))
    return grams, GramCounts(times, turned, codes, tally)


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
    letters: NDArray[np.uint32] = np.sort(codes[np.lexsort((codes, -tally))][:_LETTERS])
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


def _rekeyed(keys: Ints, old: NDArray[np.uint32], new: NDArray[np.uint32]) -> Ints:
    """Grams of old letters as grams of new ones, of which they have no others: their order stays."""
    if np.array_equal(old, new):
        return keys
    places = np.append(0, table_of(new)[np.minimum(old, new.max(initial=0) + 1)])
    made = np.zeros(len(keys), np.int64)
    for shift in range(0, 6 * max(SIZES), 6):
        made |= places[(keys >> shift) & 63] << shift
    return made


def _pairs(roots: Sequence[str], numbers: Ints, letters: NDArray[np.uint32]) -> tuple[Ints, Entries]:
    """The grams of words in order, and of each (as a number in that order) the features that hold it, and how often."""
    owners, keys = grams_in(roots, table_of(letters))
    pairs = np.sort((keys << 32) | numbers[owners])
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    times = smallest(np.diff(firsts, append=len(pairs)))
    pairs = pairs[firsts]
    grams = pairs >> 32
    begins = np.diff(grams, prepend=-1) != 0
    return grams[begins], Entries(np.cumsum(begins) - 1, (pairs & 0xFFFFFFFF).astype(np.int32), times)


def _weighed(
    letters: NDArray[np.uint32],
    keys: Ints,
    lists: tuple[Rows, NDArray[np.integer]],
    rows: tuple[Rows, NDArray[np.integer]],
) -> Grams:
    """Grams from the features that hold each (and how often), and the same turned round.

    How rare each gram is, and so its share of every word, follows from them all.
    """
    (by_gram, times), (by_word, turned) = lists, rows
    held = np.diff(by_gram.starts)
    size = len(by_word.starts) - 1
    rarity = np.log1p(np.count_nonzero(np.diff(by_word.starts)) / np.maximum(held, 1))
    weights = rarity.astype(np.float32)
    of_words = (turned * weights[by_word.items]).astype(np.float32, copy=False)
    holders = np.repeat(np.arange(size, dtype=np.int32), np.diff(by_word.starts))
    lengths = np.maximum(np.sqrt(np.bincount(holders, of_words * of_words, size)), 1e-12).astype(np.float32)
    of_words /= lengths[holders]
    shares = (times * np.repeat(weights, held)).astype(np.float32, copy=False)
    shares /= lengths[by_gram.items]
    postings = Postings(by_gram.starts, by_gram.items, shares, size)
    return Grams(letters, keys, rarity, postings, by_word.starts, by_word.items, of_words)


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
