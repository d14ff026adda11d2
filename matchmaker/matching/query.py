"""A request, or one need of it, as weights over the vocabulary: each word and phrase with everything it is linked
to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matches import ReasonKind
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.index import Vocabulary
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.spelling import Near, Spelling, Wanted

LEAST_STRENGTH = 0.01
"""Weaker links are not worth following."""


class Link(NamedTuple):
    """A feature of the vocabulary that a unit of the request is linked to, how strongly (0 to 1), and by what."""

    feature: int
    strength: float
    kind: ReasonKind


@dataclass(slots=True)
class Unit:
    """A word or phrase of the request: the content words it covers, its weight, and its links.

    `idea` is the glossary entry of a phrase, None for a word; `senses` are the entries a word may stand for. `share`
    is 1 for what is asked, less for what only introduces it.
    """

    name: str
    places: list[tuple[int, int]]
    weight: float
    links: list[Link] = field(default_factory=list)
    idea: int | None = None
    senses: tuple[int, ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: units, and the sum of their links as feature numbers with weights (idf included)."""

    units: tuple[Unit, ...]
    terms: NDArray[np.int64]
    weights: NDArray[np.float64]
    ceiling: float


def ask(
    analysis: Analysis,
    vocabulary: Vocabulary,
    glossary: Glossary,
    spelling: Spelling,
    recipe: Recipe,
    focus: tuple[int, int] | None = None,
    context: tuple[int, int] = (0, 0),
) -> Query:
    """The query of the characters `focus` of a text (all of it when None), with those of `context` at a discount."""
    share = [_share(token.start, focus, context, recipe) for token in analysis.content]
    units = _words(analysis, share, vocabulary, glossary, spelling, recipe)
    units += _phrases(analysis, share, vocabulary, glossary, recipe)
    if len(units) > recipe.most_units:
        units.sort(key=lambda unit: -_worth(unit, vocabulary))
        units = units[: recipe.most_units]
    return _query(units, vocabulary, recipe)


def _share(start: int, focus: tuple[int, int] | None, context: tuple[int, int], recipe: Recipe) -> float:
    if focus is None or focus[0] <= start < focus[1]:
        return 1.0
    return recipe.context if context[0] <= start < context[1] else 0.0


def _words(
    analysis: Analysis,
    share: Sequence[float],
    vocabulary: Vocabulary,
    glossary: Glossary,
    spelling: Spelling,
    recipe: Recipe,
) -> list[Unit]:
    """One unit per stem, however often it stands in the request."""
    places: dict[str, list[int]] = {}
    for position, word in enumerate(analysis.stems):
        if share[position] > 0:
            places.setdefault(word, []).append(position)
    single: dict[int, list[Found]] = {}
    for found in analysis.found:
        if found.last - found.first == 1:
            single.setdefault(found.first, []).append(found)
    wanted = {
        word: _neighbours(analysis.content[positions[0]].folded, vocabulary.number.get(word), spelling, recipe)
        for word, positions in places.items()
    }
    spelling.look_up(wanted.values())
    repeat = recipe.repeat * sum(share)
    units = []
    for word, positions in places.items():
        times = sum(share[position] for position in positions)
        weight = recipe.word * times * (repeat + 1) / (repeat + times)
        unit = Unit(word, [(position, position + 1) for position in positions], weight)
        unit.senses = tuple(dict.fromkeys(found.idea for position in positions for found in single.get(position, ())))
        unit.share = max(share[position] for position in positions)
        unit.links = _links(
            word, positions, analysis, single, vocabulary, glossary, spelling.near(wanted[word]), recipe
        )
        units.append(unit)
    return units


def _links(
    word: str,
    positions: Sequence[int],
    analysis: Analysis,
    single: dict[int, list[Found]],
    vocabulary: Vocabulary,
    glossary: Glossary,
    near: Near,
    recipe: Recipe,
) -> list[Link]:
    links: dict[int, Link] = {}
    own = vocabulary.number.get(word)
    ideas = {found.idea: found for position in positions for found in single.get(position, ())}
    known = {
        feature: found
        for found in ideas.values()
        if (feature := vocabulary.number.get(glossary.ideas[found.idea].feature)) is not None
    }
    at_home = vocabulary.share_of(analysis.language) if analysis.language else 1.0
    through = recipe.idea * at_home + (1.0 - at_home) if own is not None else recipe.synonym * at_home + 1.0 - at_home
    doubt = recipe.unmatched_sense * (1.0 - at_home) + at_home if ideas and not known else 1.0
    if own is not None:
        links[own] = Link(own, 1.0 - through if known else doubt, ReasonKind.TERM)
    for feature, found in known.items():
        strength = 1.0 if found.acronym else through / len(known) ** recipe.senses
        links[feature] = Link(feature, strength, ReasonKind.EXPANSION if found.acronym else ReasonKind.TRANSLATION)
    family = recipe.kin if links else recipe.spelling * doubt
    for feature, likeness in near:
        if feature not in links:
            links[feature] = Link(feature, family * likeness, ReasonKind.SPELLING)
    for feature in _related(ideas, glossary, vocabulary):
        if feature not in links:
            links[feature] = Link(feature, recipe.related_idea, ReasonKind.RELATED)
    return [link for link in links.values() if link.strength > LEAST_STRENGTH]


def _related(ideas: Iterable[int], glossary: Glossary, vocabulary: Vocabulary) -> list[int]:
    """Features of the ideas that the glossary relates to these (a villa is an asset)."""
    ids = dict.fromkeys(id_ for idea in ideas for id_ in glossary.ideas[idea].related if id_ in glossary.number)
    features = (vocabulary.number.get(glossary.ideas[glossary.number[id_]].feature) for id_ in ids)
    return [feature for feature in features if feature is not None]


def _neighbours(folded: str, own: int | None, spelling: Spelling, recipe: Recipe) -> Wanted:
    """What to link a word to, of those spelt alike: its family if the catalogue has it, else whatever is near."""
    return Wanted(folded) if own is None else Wanted(folded, recipe.kin_least, spelling.many)


def _phrases(
    analysis: Analysis, share: Sequence[float], vocabulary: Vocabulary, glossary: Glossary, recipe: Recipe
) -> list[Unit]:
    """A unit per idea that stands in the request as a phrase of several words."""
    units: dict[int, Unit] = {}
    at_home = vocabulary.share_of(analysis.language) if analysis.language else 1.0
    for found in analysis.found:
        part = min(share[found.first : found.last], default=0.0)
        if found.last - found.first < 2 or part <= 0:
            continue
        idea = glossary.ideas[found.idea]
        unit = units.setdefault(found.idea, Unit(idea.feature, [], 0.0, idea=found.idea))
        unit.places.append((found.first, found.last))
        unit.weight = max(unit.weight, recipe.phrase * part)
        unit.share = max(part, unit.share) if len(unit.places) > 1 else part
        feature = vocabulary.number.get(idea.feature)
        if feature is not None and not unit.links:
            strength = 1.0 if idea.kind != "word" else recipe.phrase_home * at_home + 1.0 - at_home
            unit.links.append(
                Link(
                    feature,
                    1.0 if found.acronym else strength,
                    ReasonKind.EXPANSION if found.acronym else ReasonKind.TRANSLATION,
                )
            )
    return list(units.values())


def _worth(unit: Unit, vocabulary: Vocabulary) -> float:
    return unit.weight * max((link.strength * float(vocabulary.idf[link.feature]) for link in unit.links), default=0.0)


def rarity(idf: float, recipe: Recipe) -> float:
    """How much a rare word outweighs a common one: idf to the power of the recipe (2 would be cosine TF-IDF)."""
    return float(idf**recipe.rarity)


def value_of(unit: Unit, link: Link, vocabulary: Vocabulary, recipe: Recipe) -> float:
    """What a link of a unit weighs in the query."""
    return unit.weight * link.strength * rarity(vocabulary.idf[link.feature], recipe)


def _query(units: Iterable[Unit], vocabulary: Vocabulary, recipe: Recipe) -> Query:
    kept = tuple(units)
    sums: dict[int, float] = {}
    ceiling = 0.0
    for unit in kept:
        best = 0.0
        for link in unit.links:
            value = value_of(unit, link, vocabulary, recipe)
            sums[link.feature] = sums.get(link.feature, 0.0) + value
            best += value
        ceiling += best or unit.weight * rarity(vocabulary.idf_of_unknown, recipe)
    terms = np.fromiter(sums, np.int64, len(sums))
    return Query(kept, terms, np.fromiter(sums.values(), np.float64, len(sums)), max(ceiling, 1e-9))
