"""What is searched: texts of one kind as posting lists over the vocabulary of the whole catalogue."""

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.counting import UNKNOWN, Document, count
from matchmaker.matching.glossary import MARK, Glossary
from matchmaker.matching.latent import LEAST_TRUST, Latent, learn, trust_of
from matchmaker.matching.postings import Postings
from matchmaker.matching.stemming import stem
from matchmaker.matching.stopwords import FRAME
from matchmaker.matching.strings import Strings, smallest
from matchmaker.matching.text import LANGUAGES
from matchmaker.matching.weighting import (
    PRIOR_FRAME,
    PRIOR_GENERAL_IDEA,
    PRIOR_TOPIC,
    PRIOR_WORD,
    idf,
    rounded_mean,
    saturated,
)

__all__ = ["Counted", "Document", "TextIndex", "Vocabulary", "build"]


@dataclass(frozen=True)
class Vocabulary:
    """Features (stems and ideas) in order, in how many texts of the catalogue each stands, and in which languages.

    `tongues` has a bit per language of `LANGUAGES` for the texts a feature stands in; bit 7 for texts in an unknown
    one.
    """

    features: Strings
    frequency: NDArray[np.int32]
    tongues: NDArray[np.uint8]
    documents: int
    languages: tuple[float, ...]

    @property
    def number(self) -> Strings:
        """Feature number by feature, with `get`."""
        return self.features

    @cached_property
    def main_language(self) -> str | None:
        """The language most texts are in; None for an empty catalogue."""
        best = max(range(len(LANGUAGES)), key=lambda number: (self.languages[number], -number))
        return LANGUAGES[best] if self.languages[best] > 0 else None

    def share_of(self, language: str) -> float:
        """The share of the catalogue's texts that are in `language`."""
        return self.languages[LANGUAGES.index(language)]

    @cached_property
    def idf_of_unknown(self) -> float:
        """The idf of a word that stands nowhere in the catalogue."""
        return float(idf(np.zeros(1), self.documents, PRIOR_WORD)[0])

    @cached_property
    def idf(self) -> NDArray[np.float64]:
        """Inverse document frequency of every feature, with the prior that steadies small catalogues."""
        return idf(self.frequency.astype(np.float64), self.documents, priors(self.features))


def priors(names: Strings) -> NDArray[np.float64]:
    """The share of all texts of the field expected to hold each feature."""
    shares = np.full(len(names), PRIOR_WORD)
    frame = names.numbers(sorted(frame_stems()))
    shares[frame[frame >= 0]] = PRIOR_FRAME
    for number in range(bisect_left(names, MARK), bisect_left(names, MARK + "\U0010ffff")):
        shares[number] = PRIOR_GENERAL_IDEA if names[number].startswith(MARK + "w.") else PRIOR_TOPIC
    return shares


_FRAME_STEMS: list[frozenset[str]] = []


def frame_stems() -> frozenset[str]:
    """Stems of the words that every request has, see `stopwords.FRAME`."""
    if not _FRAME_STEMS:
        _FRAME_STEMS.append(frozenset(stem(word, language) for language in LANGUAGES for word in FRAME[language]))
    return _FRAME_STEMS[0]


@dataclass(frozen=True)
class TextIndex:
    """The posting lists of one kind of text; weights are saturated counts, idf is left to the query.

    `languages` has a bit per language as in `Vocabulary.tongues`. `latent` is relatedness, where it could be learned.
    """

    postings: Postings
    languages: NDArray[np.uint8]
    latent: Latent | None = None


@dataclass(frozen=True)
class Counted:
    """What was counted in the texts of one kind: how often each feature stands in each, in the order of the postings;
    how many weighted content words each text has, and its language, a number into `LANGUAGES`, or `UNKNOWN`."""

    times: NDArray[np.integer]
    lengths: NDArray[np.int32]
    languages: NDArray[np.uint8]


_BITS = np.append(1 << np.arange(len(LANGUAGES)), 128).astype(np.uint8)
"""The bit of each language's number, as in `Vocabulary.tongues`."""


def build(
    kinds: Sequence[Sequence[Document]], glossary: Glossary, *, jobs: int = 1
) -> tuple[Vocabulary, list[TextIndex], list[Counted]]:
    """One vocabulary over all `kinds` of documents, an index of each kind, and what was counted, for the next time."""
    counts = count([document for documents in kinds for document in documents], glossary, jobs=jobs)
    average = average_length([counts.lengths])
    lists, counted, first = [], [], 0
    for documents in kinds:
        last = first + len(documents)
        a, b = counts.starts[first], counts.starts[last]
        shape = (len(counts.names), len(documents))
        times: NDArray[Any] = counts.times[a:b]
        turned = Postings.from_rows(counts.starts[first : last + 1] - a, counts.features[a:b], times, shape)
        mine = Counted(smallest(turned.weights), counts.lengths[first:last], counts.languages[first:last])
        lists.append(Postings(turned.starts, turned.docs, weights_of(turned.docs, mine, average), len(documents)))
        counted.append(mine)
        first = last
    vocabulary = vocabulary_of(counts.names, lists, counted)
    indexes = [
        TextIndex(postings, bits_of(mine), related(postings, vocabulary))
        for postings, mine in zip(lists, counted, strict=True)
    ]
    return vocabulary, indexes, counted


def bits_of(counted: Counted) -> NDArray[np.uint8]:
    """The language of each text as a bit, as in `Vocabulary.tongues`."""
    return _BITS[counted.languages]


def related(postings: Postings, vocabulary: Vocabulary) -> Latent | None:
    """Relatedness learned from the texts in `postings`, where it can be."""
    if trust_of(postings) < LEAST_TRUST:
        return None
    named = hashlib.sha256()
    for array in (*vocabulary.features.arrays("").values(), postings.starts, postings.docs, postings.weights):
        named.update(np.ascontiguousarray(array).data)
    return learn(postings, vocabulary.idf, named.hexdigest())


def vocabulary_of(names: Strings, lists: Sequence[Postings], counted: Sequence[Counted]) -> Vocabulary:
    """The vocabulary of the texts that all lists together hold; every one of the names stands somewhere."""
    frequency, tongues = np.zeros(len(names), np.int64), np.zeros(len(names), np.uint8)
    for postings, mine in zip(lists, counted, strict=True):
        held = postings.frequencies()
        frequency += held
        used = np.flatnonzero(held)
        if len(used):
            spoken = bits_of(mine)[postings.docs]
            tongues[used] |= np.bitwise_or.reduceat(spoken, postings.starts[used])
    total = sum(len(mine.lengths) for mine in counted)
    tally = np.bincount(np.concatenate([mine.languages for mine in counted]), minlength=UNKNOWN + 1)[:UNKNOWN]
    shares = tuple((tally / max(total, 1)).tolist())
    return Vocabulary(names, frequency.astype(np.int32), tongues, total, shares)


def average_length(lengths: Sequence[NDArray[np.int32]]) -> float:
    """The mean length of all texts, rounded to a step, against which lengths are weighed."""
    texts = sum(map(len, lengths))
    return rounded_mean(sum(int(some.sum(dtype=np.int64)) for some in lengths) / texts if texts else 0.0)


def weights_of(docs: NDArray[np.int32], counted: Counted, average: float) -> NDArray[np.float32]:
    """Saturated counts in float32, a stretch at a time; `docs` says whose each of the counts is."""
    weights = np.empty(len(docs), np.float32)
    for first in range(0, len(docs), _STRETCH):
        part = slice(first, first + _STRETCH)
        times = counted.times[part].astype(np.float64)
        weights[part] = saturated(times, counted.lengths[docs[part]].astype(np.float64), average)
    return weights


_STRETCH = 1_000_000
