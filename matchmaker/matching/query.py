"""A request, or one need of it, as weights over the vocabulary: each word and phrase with everything it is linked
to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matches import ReasonKind
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.linking import Link, Linker, Word
from matchmaker.matching.recipe import Recipe


@dataclass(slots=True)
class Unit:
    """A word or phrase of the request: the content words it covers, its weight, and its links.

    `idea` is the glossary entry of a phrase, None for a word; `senses` are the entries a word may stand for. `share`
    is 1 for what is asked, less for what only introduces it.
    """

    name: str
    places: list[tuple[int, int]]
    weight: float
    links: Sequence[Link] = ()
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


@dataclass(frozen=True, slots=True)
class Said:
    """What a need says, before anything is looked up: how much each content word counts by its place, where those that
    count have each stem, and the words to link, one for each of these stems."""

    analysis: Analysis
    share: Sequence[float]
    places: Mapping[str, Sequence[int]]
    words: Sequence[Word]


def said(
    analysis: Analysis, recipe: Recipe, focus: tuple[int, int] | None = None, context: tuple[int, int] = (0, 0)
) -> Said:
    """What the characters `focus` of a text say (all of it when None), with those of `context` at a discount."""
    share = _shares(analysis, focus, context, recipe)
    places: dict[str, list[int]] = {}
    for position, stemmed in enumerate(analysis.stems):
        if share[position] > 0:
            places.setdefault(stemmed, []).append(position)
    senses: dict[str, dict[int, bool]] = {}
    for found in sorted(analysis.found, key=lambda one: one.first):
        if found.last - found.first == 1 and share[found.first] > 0:
            senses.setdefault(analysis.stems[found.first], {})[found.idea] = found.acronym
    content, language = analysis.content, analysis.language
    words = [
        Word(stem, content[positions[0]].folded, language, tuple(senses.get(stem, _NO_SENSES).items()))
        for stem, positions in places.items()
    ]
    return Said(analysis, share, places, words)


_NO_SENSES: dict[int, bool] = {}


def ask(need: Said, linker: Linker) -> Query:
    """The query for a need."""
    recipe = linker.recipe
    units = _words(need, linker)
    units += _phrases(need.analysis, need.share, linker)
    if len(units) > recipe.most_units:
        units.sort(key=lambda unit: -unit.weight * max((link.strength * link.idf for link in unit.links), default=0.0))
        units = units[: recipe.most_units]
    return _query(units, linker)


def _shares(analysis: Analysis, focus: tuple[int, int] | None, context: tuple[int, int], recipe: Recipe) -> list[float]:
    """How much each content word counts by its place."""
    content = analysis.content
    if focus is None or not content or (focus[0] <= content[0].start and content[-1].start < focus[1]):
        return [1.0] * len(content)
    return [
        1.0 if focus[0] <= token.start < focus[1] else recipe.context if context[0] <= token.start < context[1] else 0.0
        for token in content
    ]


def _words(need: Said, linker: Linker) -> list[Unit]:
    """One unit per stem, however often it stands in the request."""
    share = need.share
    recipe = linker.recipe
    repeat = recipe.repeat * sum(share)
    units = []
    for word, positions, links in zip(need.words, need.places.values(), linker.of_words(need.words), strict=True):
        shares = [share[position] for position in positions]
        times = sum(shares)
        units.append(
            Unit(
                word.stem,
                [(position, position + 1) for position in positions],
                recipe.word * times * (repeat + 1) / (repeat + times),
                links,
                senses=tuple([idea for idea, _ in word.senses]) if word.senses else (),
                share=max(shares),
            )
        )
    return units


def _phrases(analysis: Analysis, share: Sequence[float], linker: Linker) -> list[Unit]:
    """A unit per idea that stands in the request as a phrase of several words."""
    units: dict[int, Unit] = {}
    for found in analysis.found:
        part = min(share[found.first : found.last], default=0.0)
        if found.last - found.first < 2 or part <= 0:
            continue
        idea = linker.glossary.ideas[found.idea]
        unit = units.setdefault(found.idea, Unit(idea.feature, [], 0.0, idea=found.idea))
        unit.places.append((found.first, found.last))
        unit.weight = max(unit.weight, linker.recipe.phrase * part)
        unit.share = max(part, unit.share) if len(unit.places) > 1 else part
        if not unit.links:
            unit.links = linker.of_phrase(found, analysis.language)
    return list(units.values())


def _query(units: Iterable[Unit], linker: Linker) -> Query:
    kept = tuple(units)
    sums: dict[int, float] = {}
    ceiling = 0.0
    for unit in kept:
        best = 0.0
        alike = True
        for feature, _, kind, _, worth in unit.links:
            value = unit.weight * worth
            sums[feature] = sums.get(feature, 0.0) + value
            best += value
            alike = alike and kind is ReasonKind.SPELLING
        ceiling += max(best, unit.weight * linker.worth_of_unknown) if alike else best
    terms = np.fromiter(sums, np.int64, len(sums))
    return Query(kept, terms, np.fromiter(sums.values(), np.float64, len(sums)), max(ceiling, 1e-9))
