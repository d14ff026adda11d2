"""What is searched: texts of one kind as posting lists over the vocabulary of the whole catalogue."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.counting import UNKNOWN, Counts, Document
from matchmaker.matching.glossary import MARK, Glossary
from matchmaker.matching.latent import Latent, learn
from matchmaker.matching.postings import Postings
from matchmaker.matching.recounting import Counted, count_again
from matchmaker.matching.stopwords import FRAME
from matchmaker.matching.strings import Strings
from matchmaker.matching.text import LANGUAGES, stem
from matchmaker.matching.weighting import (
    PRIOR_FRAME,
    PRIOR_GENERAL_IDEA,
    PRIOR_TOPIC,
    PRIOR_WORD,
    idf,
    rounded_mean,
    saturated,
)

__all__ = ["Document", "TextIndex", "Vocabulary", "build"]


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


def build(
    kinds: Sequence[Sequence[Document]], glossary: Glossary, *, jobs: int = 1, before: Counted | None = None
) -> tuple[Vocabulary, list[TextIndex], Counted]:
    """One vocabulary over all `kinds` of documents, an index of each kind, and the counts for the next time.

    Documents that were counted `before`, with the same glossary, are not taken apart again; the result is the same.
    """
    counted = count_again([document for documents in kinds for document in documents], glossary, before, jobs=jobs)
    counts = counted.counts
    names = counts.names
    frequency = np.bincount(counts.features, minlength=len(names)).astype(np.int32)
    bits = np.append(1 << np.arange(len(LANGUAGES)), 128).astype(np.uint8)
    spoken = np.repeat(counts.languages, np.diff(counts.starts))
    tongues = np.zeros(len(names), np.uint8)
    for language in range(UNKNOWN + 1):
        held = np.zeros(len(names), bool)
        held[counts.features[spoken == language]] = True
        tongues[held] |= bits[language]
    total = len(counts.lengths)
    tally = np.bincount(counts.languages, minlength=UNKNOWN + 1)[:UNKNOWN]
    vocabulary = Vocabulary(names, frequency, tongues, total, tuple((tally / max(total, 1)).tolist()))
    weights = _weights(counts)
    indexes, first = [], 0
    for documents in kinds:
        last = first + len(documents)
        a, b = counts.starts[first], counts.starts[last]
        postings = Postings.from_rows(
            counts.starts[first : last + 1] - a, counts.features[a:b], weights[a:b], (len(names), len(documents))
        )
        indexes.append(TextIndex(postings, bits[counts.languages[first:last]], learn(postings, vocabulary.idf)))
        first = last
    return vocabulary, indexes, counted


def _weights(counts: Counts) -> NDArray[np.float32]:
    """Saturated counts in float32, a stretch at a time."""
    average = rounded_mean(float(counts.lengths.mean()) if len(counts.lengths) else 0.0)
    weights = np.empty(len(counts.features), np.float32)
    step = 100_000
    for first in range(0, len(counts.lengths), step):
        bounds = counts.starts[first : first + step + 1]
        a, b = bounds[0], bounds[-1]
        lengths = np.repeat(counts.lengths[first : first + step].astype(np.float64), np.diff(bounds))
        weights[a:b] = saturated(counts.times[a:b].astype(np.float64), lengths, average)
    return weights
