"""Texts with a realistic vocabulary: four languages, Zipf's law, grammar words, inflected words, topics."""

import csv
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matchmaker.matching.stopwords import GRAMMAR
from tests.shared import SHARED

LANGUAGES = ("en", "es", "fr", "pt")
_SHARES = (0.4, 0.25, 0.2, 0.15)
_FORMS = 30_000
_TOPICS = 400
_TOPIC_WORDS = 60
_TOPIC_SHARE = 0.3
_ONSETS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "pr", "cr", "pl", "st", "gr", "qu")
_RHYMES = {
    "en": ("a", "e", "i", "o", "u", "er", "an", "in", "on", "ea", "ou", "ess", "ick"),
    "es": ("a", "e", "i", "o", "u", "ar", "en", "or", "ía", "ue", "ón"),
    "fr": ("a", "e", "é", "i", "ou", "eau", "an", "on", "in", "eu"),
    "pt": ("a", "e", "i", "o", "u", "ar", "em", "ão", "or", "ei"),
}
_ENDINGS = {
    "en": ("", "s", "ed", "ing", "tion", "ment", "ity"),
    "es": ("o", "a", "os", "as", "ción", "dad", "miento"),
    "fr": ("", "s", "e", "tion", "ment", "ité", "eux"),
    "pt": ("o", "a", "os", "as", "ção", "dade", "mento"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A generated document or request."""

    title: str
    text: str
    language: str


@lru_cache(maxsize=4)
def forms(language: str) -> tuple[str, ...]:
    """The words of a language by falling frequency: grammar, words of real exports where present, generated ones."""
    rng = np.random.default_rng(LANGUAGES.index(language))
    words = dict.fromkeys(sorted(GRAMMAR[language]))
    if language == "en":
        words.update(dict.fromkeys(_real_words()))
    rhymes, endings = _RHYMES[language], _ENDINGS[language]
    while len(words) < _FORMS:
        syllables = rng.integers(1, 4)
        root = "".join(
            _ONSETS[rng.integers(len(_ONSETS))] + rhymes[rng.integers(len(rhymes))] for _ in range(syllables)
        )
        for ending in rng.permutation(endings)[: rng.integers(1, 5)]:
            words[root + ending] = None
    return tuple(words)[:_FORMS]


def _real_words() -> list[str]:
    """Words of a real export, commonest first; none where the shared folder is absent."""
    path = SHARED / "exports" / "csv" / "openownership_commitments.csv"
    if not path.is_file():
        return []
    tally: dict[str, int] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file):
            for word in " ".join(row).lower().split():
                if word.isalpha():
                    tally[word] = tally.get(word, 0) + 1
    return sorted(tally, key=lambda word: (-tally[word], word))[:8000]


def texts(count: int, *, words: int = 120, title: int = 6, seed: int = 1) -> list[Text]:
    """`count` texts of `words` words; equal arguments give equal texts."""
    rng = np.random.default_rng(seed)
    ranks = np.arange(_FORMS)
    chance = np.cumsum(1.0 / (ranks + 2.7) ** 1.1)
    chance /= chance[-1]
    topic_rng = np.random.default_rng(99)
    topics = (300 + (topic_rng.random((_TOPICS, _TOPIC_WORDS)) ** 2 * (_FORMS - 300))).astype(np.int64)
    made: list[Text] = []
    while len(made) < count:
        size = min(10_000, count - len(made))
        drawn = np.searchsorted(chance, rng.random((size, words + title)))
        topical = rng.random(drawn.shape) < _TOPIC_SHARE
        mine = topics[rng.integers(_TOPICS, size=size)]
        picked = np.take_along_axis(mine, rng.integers(_TOPIC_WORDS, size=drawn.shape), 1)
        drawn = np.where(topical, picked, drawn)
        spoken = rng.choice(len(LANGUAGES), size=size, p=_SHARES)
        for row, language in zip(drawn.tolist(), spoken.tolist(), strict=True):
            held = forms(LANGUAGES[language])
            said = [held[number] for number in row]
            made.append(Text(" ".join(said[:title]), _sentences(said[title:]), LANGUAGES[language]))
    return made


def _sentences(words: list[str]) -> str:
    parts = [" ".join(words[at : at + 17]).capitalize() for at in range(0, len(words), 17)]
    return ". ".join(parts) + "."
