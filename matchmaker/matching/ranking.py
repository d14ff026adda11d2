"""Order: from a query to scored items of each kind, ties broken by rule.

A score is the query's sum over the item's words as a share of what the query could reach, raised by relatedness, plus
small bonuses: what the provider has proven, kinship with the best offering, type of assistance, articles, and what was
learned from decisions. Everything is deterministic; equal scores stand in the order of ids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matches import ReasonKind
from matchmaker.matching.fitted import Fitted
from matchmaker.matching.index import TextIndex
from matchmaker.matching.learned import Effect
from matchmaker.matching.places import Place
from matchmaker.matching.query import Query
from matchmaker.matching.recipe import Recipe

HALF = 0.2
"""A sum of evidence this large is shown as a score of one half."""


def shown(total: float) -> float:
    """A sum of evidence as a score from 0 to below 1: total / (total + HALF). Order is kept; 0 stays 0."""
    return total / (max(total, 0.0) + HALF)


def scale_of(total: float) -> float:
    """What each part of a sum of evidence is multiplied with, so that the parts add up to the score shown."""
    return 1.0 / (max(total, 0.0) + HALF)


@dataclass(frozen=True, slots=True)
class Hits:
    """Texts of one kind, best first: what words give (0 to 1), raised by relatedness; and by what factor each was."""

    items: NDArray[np.int32]
    scores: NDArray[np.float64]
    lifts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Extra:
    """A part of a score that does not come from words; `about` is the number of the activity or offering behind it,
    `words` the requests or the country."""

    kind: ReasonKind
    share: float
    about: int = -1
    place: Place | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A scored offering or pair: its number, its sum of evidence, and what makes it up.

    `text` is the text whose words count, `words` how much they count with relatedness, which raised them by the factor
    `lift`. `others` are a pair's further texts.
    """

    number: int
    score: float
    text: int
    words: float
    extras: tuple[Extra, ...] = ()
    others: tuple[int, ...] = ()
    lift: float = 1.0

    @property
    def plain(self) -> float:
        """The sum of evidence without relatedness, which catalogues have or have not."""
        return self.score - self.words + self.words / self.lift


def search(query: Query, index: TextIndex, recipe: Recipe, most: int) -> Hits:
    """The best `most` texts; equal scores stand in the order of the texts."""
    deep = most if index.latent is None else max(most, recipe.candidates)
    found = index.postings.search(query.terms, query.weights, deep)
    lifts = lift(query, index, recipe, found.docs)
    scores = found.scores / query.ceiling * lifts
    order = np.lexsort((found.docs, -scores))[:most]
    return Hits(found.docs[order], scores[order], lifts[order])


def lift(query: Query, index: TextIndex, recipe: Recipe, texts: NDArray[np.int32]) -> NDArray[np.float64]:
    """By what factor relatedness raises each text: 1 or more."""
    if index.latent is None:
        return np.ones(len(texts))
    direction, caught = index.latent.towards(query.terms, query.weights)
    most = recipe.related * index.latent.trust
    return np.asarray(1.0 + most * caught * index.latent.likeness(texts, direction))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request says besides its words: types and articles as bits, places named, and the requester's country."""

    types: int = 0
    articles: int = 0
    places: Sequence[Place] = ()
    country: str | None = None


def offerings(
    hits: Hits, activities: Hits, fitted: Fitted, recipe: Recipe, wish: Wish, learned: Mapping[int, Effect], most: int
) -> list[Item]:
    """The best `most` offerings: those with words in common, and those whose provider's proven work fits."""
    support = _support(activities, fitted, recipe)
    extras = {number: [Extra(ReasonKind.PROVEN, share, about)] for number, (share, about) in support.items()}
    if len(hits.items):
        best, score = int(hits.items[0]), float(hits.scores[0])
        for number, likeness in fitted.kin.of(best):
            extras.setdefault(number, []).append(Extra(ReasonKind.RELATED, recipe.kin_of_best * score * likeness, best))
    of_type, of_article = _bonuses(hits.items, fitted, recipe, wish)
    rows = {number: row for row, number in enumerate(hits.items.tolist())}
    special = dict.fromkeys((*extras, *(number for number in learned if number in rows)))
    # The rest stands by words and bonuses alone, so that only its first can be listed, and their equals.
    totals = hits.scores + (of_type + of_article)
    deep = most + len(special)
    least = float(np.partition(totals, -deep)[-deep]) - 1e-9 if len(totals) > deep else -1.0
    found = []
    for number in dict.fromkeys((*hits.items[totals >= least].tolist(), *special)):
        row = rows.get(number)
        text, lift = (0.0, 1.0) if row is None else (float(hits.scores[row]), float(hits.lifts[row]))
        if text <= 0 and number not in support:
            continue
        parts = extras.get(number, [])
        if row is not None:
            bonuses = ((ReasonKind.TYPE, float(of_type[row])), (ReasonKind.ARTICLE, float(of_article[row])))
            parts += [Extra(kind, share) for kind, share in bonuses if share > 0]
        if number in learned:
            parts.append(_lesson(learned[number], text + sum(extra.share for extra in parts)))
        score = text + sum(extra.share for extra in parts)
        found.append(Item(number, score, number, text, tuple(parts), lift=lift))
    return _best(found, most)


def _lesson(effect: Effect, held: float) -> Extra:
    """What decisions taught about an item: never more than half of what it holds is taken away."""
    return Extra(ReasonKind.LEARNED, max(effect.share, -0.5 * held), words=effect.requests)


def _best(found: list[Item], most: int) -> list[Item]:
    found.sort(key=lambda item: (-round(item.score, 12), item.number))
    return found[:most]


def _support(activities: Hits, fitted: Fitted, recipe: Recipe) -> dict[int, tuple[float, int]]:
    """For each offering: the bonus its provider's best fitting activity gives, and that activity."""
    best: dict[int, tuple[float, int]] = {}
    top = zip(activities.items[: recipe.proofs].tolist(), activities.scores[: recipe.proofs].tolist(), strict=True)
    for activity, score in top:
        for offering, strength in fitted.proven.of(activity):
            share = recipe.proven * score * strength
            if share > best.get(offering, (0.0, 0))[0]:
                best[offering] = (share, activity)
    return best


def _bonuses(
    numbers: NDArray[np.int32], fitted: Fitted, recipe: Recipe, wish: Wish
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each offering: the bonuses for a type and for an article that is asked for and offered."""
    types = np.bitwise_and(fitted.types[numbers], np.uint8(wish.types)) > 0
    articles = np.bitwise_and(fitted.articles[numbers], np.uint64(wish.articles)) > 0
    return types * np.float64(recipe.type), articles * np.float64(recipe.article)


def pairs(
    hits: Hits, fitted: Fitted, recipe: Recipe, wish: Wish, learned: Mapping[int, Effect], most: int
) -> list[Item]:
    """The best `most` provider-partner pairs: each by its best activity, a second one adding a little."""
    linked = [fitted.activity_pairs[activity] for activity in hits.items.tolist()]
    if not linked:
        return []
    shared = np.array([len(numbers) for numbers in linked])
    damped = hits.scores / (1.0 + recipe.boilerplate * np.log(np.maximum(shared, 1)))
    owners = np.concatenate(linked)
    values = np.repeat(damped, shared)
    texts = np.repeat(hits.items, shared)
    order = np.lexsort((texts, -values, owners))
    owners, values, texts, lifts = owners[order], values[order], texts[order], np.repeat(hits.lifts, shared)[order]
    firsts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1]))) if len(owners) else np.zeros(0, int)
    lasts = np.append(firsts[1:], len(owners))
    seconds = np.where(firsts + 1 < lasts, values[np.minimum(firsts + 1, len(values) - 1)], 0.0)
    totals = values[firsts] + recipe.second * seconds
    likely = np.lexsort((owners[firsts], -totals))[: most + recipe.looked_at]
    found = []
    for at in likely.tolist():
        a, b = int(firsts[at]), int(lasts[at])
        number, text, words = int(owners[a]), int(texts[a]), float(values[a])
        extras = _partner_extras(fitted.pair_ids[number], float(totals[at]), recipe, wish)
        if seconds[at] > 0:
            extras.append(Extra(ReasonKind.RELATED, recipe.second * float(seconds[at]), int(texts[a + 1])))
        if number in learned:
            extras.append(_lesson(learned[number], words))
        score = words + sum(extra.share for extra in extras)
        others = tuple(texts[a + 1 : b].tolist())
        found.append(Item(number, score, text, words, tuple(extras), others, float(lifts[a])))
    return _best(found, most)


def _partner_extras(pair: str, score: float, recipe: Recipe, wish: Wish) -> list[Extra]:
    """Bonuses for a partner that the request names, by country or by region, or that is the requester itself."""
    provider, _, partner = pair.rpartition("|")
    named = [
        place
        for place in wish.places
        if (partner in place.codes and provider not in place.codes) or (partner in place.codes and place.is_region)
    ]
    country = next((place for place in named if not place.is_region), None)
    if country is not None:
        return [Extra(ReasonKind.COUNTRY, recipe.partner_named * score, place=country)]
    region = next((place for place in named if place.is_region), None)
    if region is not None:
        return [Extra(ReasonKind.REGION, recipe.region_named * score, place=region)]
    if wish.country is not None and partner == wish.country:
        return [Extra(ReasonKind.COUNTRY, recipe.own_country * score, words=(partner,))]
    return []
