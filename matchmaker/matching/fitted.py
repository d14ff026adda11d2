"""What a fit leaves behind: arrays and strings that a saved model holds and a ranking needs; no records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matchmaker.experience import Experience
from matchmaker.matching.analysis import content_words, features
from matchmaker.matching.background import Background
from matchmaker.matching.background import learn as learn_background
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import Document, TextIndex, Vocabulary, build
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.recounting import Counted
from matchmaker.matching.spelling import Grams
from matchmaker.matching.strings import Strings
from matchmaker.matching.support import MOST_PROVEN, Links, kin, no_links, proven
from matchmaker.offerings import Offering
from matchmaker.settings import shipped_data
from matchmaker.taxonomy import TYPES


@dataclass(frozen=True)
class Rows:
    """Lists of numbers one after another: those of row `r` are `items[starts[r]:starts[r + 1]]`."""

    starts: NDArray[np.int64]
    items: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Sequence[Iterable[int]]) -> "Rows":
        """Pack lists of numbers."""
        packed = [list(numbers) for numbers in lists]
        starts = np.zeros(len(packed) + 1, np.int64)
        np.cumsum([len(numbers) for numbers in packed], out=starts[1:])
        return cls(starts, np.array([number for numbers in packed for number in numbers], np.int32))

    def __getitem__(self, row: int) -> NDArray[np.int32]:
        return self.items[int(self.starts[row]) : int(self.starts[row + 1])]

    def turned(self, rows: int) -> "Rows":
        """The rows that hold each number: the transpose, with `rows` rows."""
        owners = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.items, kind="stable")
        starts = np.zeros(rows + 1, np.int64)
        np.cumsum(np.bincount(self.items, minlength=rows), out=starts[1:])
        return Rows(starts, owners[order])


@dataclass(frozen=True)
class Fitted:
    """A fitted catalogue.

    Offerings, activities, pairs and records are numbered in the order of their ids. `types` has a bit per type of
    `TYPES` and `articles` a bit per UNCAC article for each offering. A pair's id is "provider|partner".
    """

    vocabulary: Vocabulary
    grams: Grams
    offerings: TextIndex
    activities: TextIndex
    offering_ids: Strings
    types: NDArray[np.uint8]
    articles: NDArray[np.uint64]
    activity_ids: Strings
    pair_ids: Strings
    record_ids: Strings
    pair_activities: Rows
    pair_records: Rows
    proven: Links
    kin: Links
    background: Background

    @cached_property
    def activity_pairs(self) -> Rows:
        """The pairs that each activity was done by."""
        return self.pair_activities.turned(len(self.activity_ids))


def fit(
    offerings: Iterable[Offering],
    experience: Iterable[Experience],
    glossary: Glossary,
    recipe: Recipe,
    jobs: int,
    before: Counted | None = None,
) -> tuple[Fitted, Counted]:
    """Fit a catalogue. Withdrawn records and placeholders are left out; the order of the records does not matter."""
    live = sorted((o for o in offerings if not o.withdrawn and not o.placeholder), key=lambda o: o.id)
    given = sorted((e for e in experience if not e.withdrawn), key=lambda e: e.id)
    activities: dict[str, Document] = {}
    pairs: dict[str, tuple[list[int], dict[str, None]]] = {}
    for number, record in enumerate(given):
        records, ids = pairs.setdefault(f"{record.provider}|{record.partner}", ([], {}))
        records.append(number)
        for activity in () if record.placeholder else record.activities:
            activities.setdefault(activity.id, Document(record.title, activity.text, record.language))
            ids[activity.id] = None
    activities = dict(sorted(activities.items()))
    number_of = {id_: number for number, id_ in enumerate(activities)}
    named = sorted(pairs)
    texts = [Document(o.title, offering_text(o), o.language) for o in live]
    kinds = [texts, list(activities.values())]
    vocabulary, (of_offerings, of_activities), counted = build(kinds, glossary, jobs=jobs, before=before)
    linked = Rows.of([sorted(number_of[id_] for id_ in pairs[pair][1]) for pair in named])
    providers = _providers(live, named, linked, len(activities))
    rarity = vocabulary.idf**recipe.rarity
    small = 0 < len(activities) <= MOST_PROVEN and 0 < len(live) <= MOST_PROVEN
    fitted = Fitted(
        vocabulary,
        Grams.of(vocabulary.features, vocabulary.frequency),
        of_offerings,
        of_activities,
        Strings.of([o.id for o in live]),
        np.array([_type_bits(o.types) for o in live], np.uint8),
        np.array([article_bits(o.articles) for o in live], np.uint64),
        Strings.of(list(activities)),
        Strings.of(named),
        Strings.of([record.id for record in given]),
        linked,
        Rows.of([pairs[pair][0] for pair in named]),
        proven(
            of_offerings.postings,
            _titles(live, vocabulary, glossary),
            of_activities.postings,
            providers,
            np.bincount(linked.items, minlength=len(activities)).clip(1),
            rarity,
        )
        if small
        else no_links(len(activities)),
        kin(of_offerings.postings, rarity),
        learn_background(glossary, shipped_data()),
    )
    return fitted, counted


def offering_text(offering: Offering) -> str:
    """The text an offering is searched by, besides its title."""
    return (
        f"{offering.text}\n{offering.other_type}"
        if offering.text and offering.other_type
        else (offering.text or offering.other_type)
    )


@lru_cache(maxsize=10_000)
def _type_bits(types: tuple[str, ...]) -> int:
    return sum(1 << TYPES.index(name) for name in set(types) if name in TYPES)


def type_bits(types: Iterable[str]) -> int:
    """Types of assistance as bits, as in `Fitted.types`."""
    return _type_bits(tuple(types))


def article_bits(articles: Iterable[int]) -> int:
    """UNCAC articles as bits, as in `Fitted.articles`."""
    return sum(1 << number for number in set(articles) if 0 < number < 64) if articles else 0


def _providers(
    live: Sequence[Offering], pairs: Sequence[str], linked: Rows, activities: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The number of the provider of each offering, and of each activity (its first, where several did it)."""
    names = {
        name: number
        for number, name in enumerate(sorted({o.provider for o in live} | {p.split("|")[0] for p in pairs}))
    }
    of_activity = np.full(activities, -1, np.int32)
    for number in reversed(range(len(pairs))):
        of_activity[linked[number]] = names[pairs[number].split("|")[0]]
    return np.array([names[o.provider] for o in live], np.int32), of_activity


def _titles(live: Sequence[Offering], vocabulary: Vocabulary, glossary: Glossary) -> NDArray[np.bool_]:
    """Which features stand in which offering's title."""
    held = np.zeros((len(live), len(vocabulary.features)), bool)
    for row, offering in enumerate(live):
        language = offering.language or vocabulary.main_language
        words = content_words(offering.title, language)
        numbers = vocabulary.number.numbers(features(words, language, glossary))
        held[row, numbers[numbers >= 0]] = True
    return held
