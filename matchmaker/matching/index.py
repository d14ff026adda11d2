"""What is searched: texts of one kind as posting lists over the vocabulary of the whole catalogue."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.analysis import content_words, features
from matchmaker.matching.glossary import MARK, Glossary
from matchmaker.matching.latent import Latent, learn
from matchmaker.matching.postings import Postings
from matchmaker.matching.stopwords import FRAME
from matchmaker.matching.text import LANGUAGES, language_of, stem
from matchmaker.matching.weighting import (
    PRIOR_FRAME,
    PRIOR_GENERAL_IDEA,
    PRIOR_TOPIC,
    PRIOR_WORD,
    idf,
    saturated,
)

TITLE_WEIGHT = 3
"""A word in a title counts as this many in the text (BM25F with one weighted field)."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be searched, with its title and the language both are in."""

    title: str
    text: str
    language: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Features (stems and ideas) in order, in how many texts of the catalogue each stands, and in which languages.

    `tongues` has a bit per language of `LANGUAGES` for the texts a feature stands in; bit 7 for texts of unknown language.
    """

    features: Sequence[str]
    frequency: NDArray[np.int32]
    tongues: NDArray[np.uint8]
    documents: int
    languages: tuple[float, ...]

    @cached_property
    def number(self) -> dict[str, int]:
        """Feature number by feature."""
        return {feature: number for number, feature in enumerate(self.features)}

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
        return idf(self.frequency, self.documents, priors(self.features))


def priors(names: Iterable[str]) -> NDArray[np.float64]:
    """The share of all texts of the field expected to hold each feature."""
    frame = _frame_stems()
    return np.array([_prior(name, frame) for name in names], np.float64)


def _prior(name: str, frame: frozenset[str]) -> float:
    if name.startswith(MARK):
        return PRIOR_GENERAL_IDEA if name.startswith(MARK + "w.") else PRIOR_TOPIC
    return PRIOR_FRAME if name in frame else PRIOR_WORD


_FRAME_STEMS: list[frozenset[str]] = []


def _frame_stems() -> frozenset[str]:
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


def build(kinds: Sequence[Sequence[Document]], glossary: Glossary) -> tuple[Vocabulary, list[TextIndex]]:
    """One vocabulary over all `kinds` of documents, and an index of each kind."""
    spoken = [[language_of(f"{d.title}. {d.text}", d.language) for d in documents] for documents in kinds]
    tally = Counter(language for languages in spoken for language in languages if language)
    main = max(LANGUAGES, key=lambda language: (tally[language], -LANGUAGES.index(language))) if tally else "en"
    counted = [
        [_count(document, language, main, glossary) for document, language in zip(documents, languages, strict=True)]
        for documents, languages in zip(kinds, spoken, strict=True)
    ]
    names = sorted({feature for documents in counted for counts, _ in documents for feature in counts})
    number = {name: position for position, name in enumerate(names)}
    frequency = np.zeros(len(names), np.int32)
    tongues = np.zeros(len(names), np.uint8)
    for documents, languages in zip(counted, spoken, strict=True):
        for (counts, _), language in zip(documents, languages, strict=True):
            held = [number[feature] for feature in counts]
            frequency[held] += 1
            tongues[held] |= _bit(language)
    total = sum(len(documents) for documents in kinds)
    shares = tuple(tally[language] / max(total, 1) for language in LANGUAGES)
    vocabulary = Vocabulary(names, frequency, tongues, total, shares)
    lengths = [length for documents in counted for _, length in documents]
    average = sum(lengths) / max(len(lengths), 1)
    return vocabulary, [
        _index(documents, languages, vocabulary, average) for documents, languages in zip(counted, spoken, strict=True)
    ]


def _bit(language: str | None) -> int:
    return 1 << LANGUAGES.index(language) if language in LANGUAGES else 128


def _count(document: Document, language: str | None, main: str, glossary: Glossary) -> tuple[Counter[str], int]:
    """Weighted counts of a document's features, and its length in weighted content words."""
    tongue = language or main
    title, title_capitals = content_words(document.title, tongue)
    text, text_capitals = content_words(document.text, tongue)
    counts: Counter[str] = Counter()
    for feature in features(title, tongue, glossary, title_capitals):
        counts[feature] += TITLE_WEIGHT
    counts.update(features(text, tongue, glossary, text_capitals))
    return counts, TITLE_WEIGHT * len(title) + len(text)


def _index(
    counted: Sequence[tuple[Counter[str], int]], languages: Sequence[str | None], vocabulary: Vocabulary, average: float
) -> TextIndex:
    number = vocabulary.number
    held = [number[feature] for counts, _ in counted for feature in counts]
    times = np.array([times for counts, _ in counted for times in counts.values()], np.float64)
    sizes = [len(counts) for counts, _ in counted]
    docs = np.repeat(np.arange(len(counted), dtype=np.int32), sizes)
    lengths = np.array([length for _, length in counted], np.float64)
    weights = saturated(times, np.repeat(lengths, sizes), average)
    postings = Postings.build(np.array(held, np.int64), docs, weights, (len(number), len(counted)))
    bits = np.array([_bit(language) for language in languages], np.uint8)
    return TextIndex(postings, bits, learn(postings, vocabulary.idf))
