"""What a fit leaves behind: arrays and strings that a saved model holds and a ranking needs; no records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matchmaker.experience import Experience
from matchmaker.matching.analysis import content_words, features
from matchmaker.matching.background import Background
from matchmaker.matching.background import learn as learn_background
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.grams import GramCounts, Grams, Words, learned
from matchmaker.matching.index import Counted, Document, TextIndex, Vocabulary, build
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.rows import Rows
from matchmaker.matching.strings import Strings
from matchmaker.matching.support import MOST_PROVEN, Links, kin, no_links, proven
from matchmaker.offerings import Offering
from matchmaker.settings import shipped_data
from matchmaker.taxonomy import TYPES


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


@dataclass(frozen=True)
class Kept:
    """What `refitting.refit` starts from besides a `Fitted`, and ranking never reads.

    `record_pairs` is the pair of each record, `record_activities` are its activities in the order given (none for a
    placeholder).
    """

    offerings: Counted
    activities: Counted
    grams: GramCounts
    record_pairs: NDArray[np.int32]
    record_activities: Rows


@dataclass(frozen=True)
class Linked:
    """Records and what they link: numbers of activities and pairs, in order, without those that no record has."""

    record_pairs: NDArray[np.int32]
    record_activities: Rows
    pair_activities: Rows
    pair_records: Rows
    first_records: NDArray[np.int64]
    """For each activity the first record that holds it, whose title and language it takes."""


def linked(record_pairs: NDArray[np.int32], record_activities: Rows, pairs: int) -> Linked:
    """What follows from the pair and the activities of each record; there are `pairs` pairs."""
    owners = np.repeat(np.arange(len(record_pairs)), np.diff(record_activities.starts))
    items = record_activities.items
    both = np.unique(record_pairs[owners].astype(np.int64) << 32 | items)
    starts = np.searchsorted(both, np.arange(pairs + 1, dtype=np.int64) << 32)
    of_pairs = Rows(starts, (both & 0xFFFFFFFF).astype(np.int32))
    single = Rows(np.arange(len(record_pairs) + 1), record_pairs)
    return Linked(record_pairs, record_activities, of_pairs, single.turned(pairs), first_holders(record_activities))


def first_holders(record_activities: Rows) -> NDArray[np.int64]:
    """For each activity the first record that holds it; every activity has one."""
    items = record_activities.items
    first = np.full(int(items.max(initial=-1)) + 1, len(items))
    np.minimum.at(first, items, np.arange(len(items)))
    return np.searchsorted(record_activities.starts, first, "right") - 1


def fit(
    offerings: Iterable[Offering], experience: Iterable[Experience], glossary: Glossary, recipe: Recipe, jobs: int
) -> tuple[Fitted, Kept]:
    """Fit a catalogue. Withdrawn records and placeholders are left out; the order of the records does not matter."""
    live = sorted((o for o in offerings if not o.withdrawn and not o.placeholder), key=lambda o: o.id)
    given = sorted((e for e in experience if not e.withdrawn), key=lambda e: e.id)
    activities: dict[str, Document] = {}
    for record in given:
        for activity in () if record.placeholder else record.activities:
            activities.setdefault(activity.id, Document(record.title, activity.text, record.language))
    activities = dict(sorted(activities.items()))
    named = sorted({pair_of(record) for record in given})
    pair_numbers = {name: number for number, name in enumerate(named)}
    numbers = {id_: number for number, id_ in enumerate(activities)}
    links = linked(
        np.array([pair_numbers[pair_of(record)] for record in given], np.int32),
        Rows.of([[numbers[id_] for id_ in activities_of(record)] for record in given]),
        len(named),
    )
    kinds = [[document_of(o) for o in live], list(activities.values())]
    vocabulary, (of_offerings, of_activities), counted = build(kinds, glossary, jobs=jobs)
    grams, gram_counts = learned(Words(vocabulary.features, vocabulary.frequency))
    fitted = Fitted(
        vocabulary,
        grams,
        of_offerings,
        of_activities,
        Strings.of([o.id for o in live]),
        np.array([_type_bits(o.types) for o in live], np.uint8),
        np.array([article_bits(o.articles) for o in live], np.uint64),
        Strings.of(list(activities)),
        Strings.of(named),
        Strings.of([record.id for record in given]),
        links.pair_activities,
        links.pair_records,
        no_links(len(activities)),
        kin(of_offerings.postings, vocabulary.idf**recipe.rarity),
        learn_background(glossary, shipped_data()),
    )
    if is_small(len(live), len(activities)):
        fitted = replace(fitted, proven=_proven(fitted, live, glossary, recipe))
    return fitted, Kept(counted[0], counted[1], gram_counts, links.record_pairs, links.record_activities)


def is_small(offerings: int, activities: int) -> bool:
    """Whether a catalogue is compared pair by pair for proven work."""
    return 0 < activities <= MOST_PROVEN and 0 < offerings <= MOST_PROVEN


def pair_of(record: Experience) -> str:
    """The id of the pair a record belongs to."""
    return f"{record.provider}|{record.partner}"


def activities_of(record: Experience) -> list[str]:
    """The ids of the activities a record is searched by."""
    return [] if record.placeholder else list(dict.fromkeys(activity.id for activity in record.activities))


def document_of(offering: Offering) -> Document:
    """The text an offering is searched by."""
    return Document(offering.title, offering_text(offering), offering.language)


def _proven(fitted: Fitted, live: Sequence[Offering], glossary: Glossary, recipe: Recipe) -> Links:
    """Which activities prove which offerings."""
    return proven(
        fitted.offerings.postings,
        _titles(live, fitted.vocabulary, glossary),
        fitted.activities.postings,
        _providers(live, fitted.pair_ids, fitted.pair_activities, len(fitted.activity_ids)),
        np.bincount(fitted.pair_activities.items, minlength=len(fitted.activity_ids)).clip(1),
        fitted.vocabulary.idf**recipe.rarity,
    )


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
