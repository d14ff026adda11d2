"""Counting a catalogue at once gives what taking each text apart gives, whatever the batches and processes."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import counting
from matchmaker.matching.analysis import content_words, features
from matchmaker.matching.counting import TITLE_WEIGHT, UNKNOWN, Document, count
from matchmaker.matching.glossary import Glossary, Idea
from matchmaker.matching.text import LANGUAGES, language_of

GLOSSARY = Glossary(
    (
        Idea("t.oc", "topic", {"en": ("open contracting",), "es": ("contratación abierta",)}, ("OCDS", "BO!")),
        Idea("t.aml", "topic", {"en": ("money laundering", "laundering")}, ("AML",)),
        Idea("w.publish", "word", {"en": ("publish", "open"), "fr": ("publier",), "pt": ("publicar",)}),
        Idea("t.long", "topic", {"en": ("open contracting data standard for money",)}),
    )
)
SAMPLES = (
    "Open contracting and the publication of every contract, to publish data.",
    "Formación de funcionarios sobre contratación abierta y el lavado de dinero.",
    "L'État souhaite publier les marchés publics; appui à l'agence nationale.",
    "Apoio à publicação dos contratos públicos e às instituições de controlo.",
    "OCDS, BO and AML: money laundering; open contracting data standard for money now",
    "BO AML OCDS ALL OF IT IN CAPITALS FOR EVERYBODY TO SEE",
    "bo by itself in one place. bo",
    "½ № ™ \uff2f\uff23\uff24\uff33 — bo",
    "Bo aml ocds",
    "SDG 16, art. 57 (2): naïve ﬁnance_data ǅ İstanbul ΣΊΣΥΦΟΣ don’t o'clock",
    "",
    "x" * 60 + " ano\u0301nimo a\u0301\u0300 \ud800 \0 tail",
    "word " * 900 + "publish AML",
)


def _plain(writings: list[Document]) -> tuple[list[Counter[str]], list[int], list[int]]:
    """The definition: each text by itself."""
    languages = [language_of(f"{w.title}. {w.text}", w.language) for w in writings]
    tally = Counter(language for language in languages if language)
    main = max(LANGUAGES, key=lambda language: (tally[language], -LANGUAGES.index(language))) if tally else "en"
    counts, lengths = [], []
    for writing, language in zip(writings, languages, strict=True):
        tongue = language or main
        title, text = content_words(writing.title, tongue), content_words(writing.text, tongue)
        found: Counter[str] = Counter()
        for feature in features(title, tongue, GLOSSARY):
            found[feature] += TITLE_WEIGHT
        found.update(features(text, tongue, GLOSSARY))
        counts.append(found)
        lengths.append(TITLE_WEIGHT * len(title) + len(text))
    return counts, lengths, [LANGUAGES.index(language) if language else UNKNOWN for language in languages]


def _taken(counts: counting.Counts) -> list[dict[str, int]]:
    names = list(counts.names)
    assert names == sorted(names)
    bounds = counts.starts.tolist()
    return [
        {names[f]: t for f, t in zip(counts.features[a:b].tolist(), counts.times[a:b].tolist(), strict=True)}
        for a, b in pairwise(bounds)
    ]


def _same(counts: counting.Counts, writings: list[Document]) -> None:
    expected, lengths, languages = _plain(writings)
    assert _taken(counts) == [dict(found) for found in expected]
    assert counts.lengths.tolist() == lengths
    assert counts.languages.tolist() == languages
    assert set(counts.names) == {feature for found in expected for feature in found}


TEXTS = st.sampled_from(SAMPLES) | st.text(st.characters(), max_size=60) | st.text("aeñsOBAM '_-’.é", max_size=40)
WRITINGS = st.lists(
    st.builds(Document, TEXTS, TEXTS, st.sampled_from([None, "es", "EN", "fr-FR", "xx", ""])), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(WRITINGS)
def test_counts_are_those_of_each_text_by_itself(writings: list[Document]) -> None:
    _same(count(writings, GLOSSARY), writings)


def many(size: int) -> list[Document]:
    rng = np.random.default_rng(4)
    return [
        Document(*(SAMPLES[n] for n in rng.integers(0, len(SAMPLES) - 1, 2)), rng.choice([None, None, "pt"]))
        for _ in range(size)
    ]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_batches_and_processes_change_nothing(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 50)
    writings = many(420)
    _same(count(writings, GLOSSARY, jobs=jobs), writings)


def test_a_process_that_dies_costs_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 50)
    monkeypatch.setattr(counting, "_send_share", lambda connection, *_: connection.close())
    writings = many(120)
    _same(count(writings, GLOSSARY, jobs=2), writings)
