"""Fitting again: after a change of the catalogue only the records that changed are read, the rest is carried forward.

The result is that of fitting everything, but for latent directions (see `recounting`). A small catalogue, whose proven
work is compared pair by pair, is fitted as a whole, and so is one of which much changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.experience import Experience
from matchmaker.matching.fitted import (
    Fitted,
    Kept,
    Linked,
    activities_of,
    article_bits,
    document_of,
    first_holders,
    is_small,
    linked,
    pair_of,
    type_bits,
)
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.grams import Words, relearned
from matchmaker.matching.index import Document
from matchmaker.matching.patching import of_rows
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.recounting import Changed, recount
from matchmaker.matching.rows import Rows
from matchmaker.matching.strings import Strings, united
from matchmaker.matching.support import kin, no_links
from matchmaker.offerings import Offering

MOST_CHANGED = 4
"""Where more than one record in so many changed, counting all of them in parallel is as quick."""

Ints = NDArray[np.int64]
Record = TypeVar("Record", Offering, Experience)


class Records(Protocol):
    """Where records are fetched by id; ids that do not exist are left out."""

    def offerings(self, ids: Sequence[str]) -> Sequence[Offering]: ...

    def experiences(self, ids: Sequence[str]) -> Sequence[Experience]: ...


@dataclass(frozen=True)
class Changes:
    """What became of a catalogue since a fit: the ids of records that were added or changed, and of those that are
    gone."""

    fresh: Sequence[str] = ()
    gone: Sequence[str] = ()


@dataclass(frozen=True)
class _Placed(Generic[Record]):
    """Ids after a change: `place` is the new number of each old one, -1 for those gone or changed; `fresh` are the
    numbers of `records`, rising."""

    ids: Strings
    place: Ints
    fresh: Ints
    records: list[Record]


def refit(
    before: Fitted,
    kept: Kept,
    changes: Changes,
    source: Records,
    glossary: Glossary,
    recipe: Recipe,
    jobs: int,
) -> tuple[Fitted, Kept] | None:
    """`fitted.fit` of the catalogue after `changes`, starting from what was fitted before with the same glossary.

    `source` holds the catalogue as it is now; what did not change is not read, but for the records whose title a shared
    activity takes from now on. None when everything must be fitted.
    """
    known = len(before.offering_ids) + len(before.record_ids)
    much = (len(changes.fresh) + len(changes.gone)) * MOST_CHANGED > known
    if much or is_small(len(before.offering_ids), len(before.activity_ids)):
        return None
    live = [o for o in source.offerings(changes.fresh) if not o.withdrawn and not o.placeholder]
    given = [e for e in source.experiences(changes.fresh) if not e.withdrawn]
    gone = {*changes.gone, *changes.fresh}
    offered, records = _placed(before.offering_ids, live, gone), _placed(before.record_ids, given, gone)
    experience = _experience(before, kept, records, source)
    if is_small(len(offered.ids), len(experience.activity_ids)):
        return None
    texts = [document_of(offering) for offering in offered.records]
    recounted = recount(
        before.vocabulary,
        (before.offerings, before.activities),
        (kept.offerings, kept.activities),
        (Changed(offered.place, offered.fresh, texts, len(offered.ids)), experience.changed),
        glossary,
        jobs=jobs,
    )
    if recounted is None:
        return None
    vocabulary, (of_offerings, of_activities), counted = recounted.vocabulary, recounted.indexes, recounted.counted
    grams, gram_counts = relearned(
        before.grams,
        kept.grams,
        Words(before.vocabulary.features, before.vocabulary.frequency),
        recounted.place,
        Words(vocabulary.features, vocabulary.frequency),
    )
    fitted = replace(
        before,
        vocabulary=vocabulary,
        grams=grams,
        offerings=of_offerings,
        activities=of_activities,
        offering_ids=offered.ids,
        types=_column(before.types, offered, [type_bits(o.types) for o in offered.records]),
        articles=_column(before.articles, offered, [article_bits(o.articles) for o in offered.records]),
        activity_ids=experience.activity_ids,
        pair_ids=experience.pair_ids,
        record_ids=records.ids,
        pair_activities=experience.links.pair_activities,
        pair_records=experience.links.pair_records,
        proven=no_links(len(experience.activity_ids)),
        kin=kin(of_offerings.postings, vocabulary.idf**recipe.rarity),
    )
    links = experience.links
    return fitted, Kept(counted[0], counted[1], gram_counts, links.record_pairs, links.record_activities)


def _placed(ids: Strings, records: Sequence[Record], gone: set[str]) -> "_Placed[Record]":
    """Ids without those `gone`, and with those of `records` in their places."""
    records = sorted(records, key=lambda record: record.id)
    left = ids.numbers(sorted(gone))
    stay = np.ones(len(ids), bool)
    stay[left[left >= 0]] = False
    kept = ids.only(stay)
    at, _ = kept.places([record.id for record in records])
    place = np.full(len(ids), -1)
    place[stay] = np.arange(len(kept)) + np.searchsorted(at, np.arange(len(kept)), "right")
    return _Placed(
        kept.inserted(at, Strings.of([record.id for record in records])), place, at + np.arange(len(at)), records
    )


def _column(
    old: NDArray[np.unsignedinteger], placed: "_Placed[Offering]", values: list[int]
) -> NDArray[np.unsignedinteger]:
    """A number per offering after a change."""
    column = np.empty(len(placed.ids), old.dtype)
    stay = placed.place >= 0
    column[placed.place[stay]] = old[stay]
    column[placed.fresh] = values
    return column


@dataclass(frozen=True)
class _Experience:
    activity_ids: Strings
    pair_ids: Strings
    links: Linked
    changed: Changed


def _experience(
    before: Fitted,
    kept: Kept,
    records: "_Placed[Experience]",
    source: Records,
) -> _Experience:
    """Pairs, activities and what links them after a change of records, and which activities are to be counted again."""
    pair_ids, pair_place, pair_numbers = united(before.pair_ids, [pair_of(record) for record in records.records])
    held = [activities_of(record) for record in records.records]
    ids, place, numbers = united(before.activity_ids, list(chain.from_iterable(held)))
    sizes = np.array([len(some) for some in held], np.int64)
    rows = _rows(kept.record_activities, records, place, Rows(np.append(0, np.cumsum(sizes)), numbers.astype(np.int32)))
    single = Rows(np.arange(len(kept.record_pairs) + 1), kept.record_pairs)
    ones = Rows(np.arange(len(pair_numbers) + 1), pair_numbers.astype(np.int32))
    record_pairs = _rows(single, records, pair_place, ones).items
    pair_ids, pair_number = _used(pair_ids, record_pairs)
    ids, number = _used(ids, rows.items)
    links = linked(pair_number[record_pairs], Rows(rows.starts, number[rows.items]), len(pair_ids))
    old = first_holders(kept.record_activities)
    now = np.full(len(ids), -1)
    place = number[place].astype(np.int64)
    now[place[place >= 0]] = records.place[old[place >= 0]]
    fresh = np.flatnonzero((now < 0) | (now != links.first_records))
    place = np.where(np.isin(place, fresh), -1, place)
    documents = _documents(ids.chosen(fresh), links.first_records[fresh], records, source)
    return _Experience(ids, pair_ids, links, Changed(place, fresh, documents, len(ids)))


def _rows(old: Rows, placed: "_Placed[Experience]", place: Ints, fresh: Rows) -> Rows:
    """Rows of numbers after a change: `place` is the new number of each old one, `fresh` are those of new records."""
    starts, patch = of_rows(old.starts, placed.place, placed.fresh, np.diff(fresh.starts), len(placed.ids))
    return Rows(starts, patch.of(old.items, fresh.items, place))


def _used(ids: Strings, numbers: NDArray[np.int32]) -> tuple[Strings, NDArray[np.int32]]:
    """The ids whose numbers are among `numbers`, and the new number of each, -1 for the others."""
    used = np.zeros(len(ids), bool)
    used[numbers] = True
    return ids.only(used), np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)


def _documents(
    ids: Sequence[str],
    holders: Ints,
    records: "_Placed[Experience]",
    source: Records,
) -> list[Document]:
    """The texts of activities, each as the record that holds it first has it."""
    known = dict(zip(records.fresh.tolist(), records.records, strict=True))
    missing = sorted({number for number in holders.tolist() if number not in known})
    if missing:
        known.update(zip(missing, source.experiences([records.ids[number] for number in missing]), strict=True))
    documents = []
    for id_, number in zip(ids, holders.tolist(), strict=True):
        record = known[number]
        text = next(activity.text for activity in record.activities if activity.id == id_)
        documents.append(Document(record.title, text, record.language))
    return documents
