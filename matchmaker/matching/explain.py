"""Why: the score of one item taken apart into reasons, with the words that count on both sides.

Each link of the query that stands in the item gives a share; the shares add up to the score because the score is defined
as their sum. Only items that are returned are explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matches import Reason, ReasonKind, Span
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import TextIndex, Vocabulary
from matchmaker.matching.query import Link, Query, Unit, value_of
from matchmaker.matching.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Side:
    """The fields of an item, each taken apart, in the order shown."""

    fields: Mapping[str, Analysis]

    def places(self, feature: str, glossary: Glossary) -> tuple[Span, ...]:
        """Where a feature stands in the item."""
        spans = []
        for name, analysis in self.fields.items():
            for position, word in enumerate(analysis.stems):
                if word == feature:
                    spans.append(Span(name, *analysis.span(position, position + 1)))
            for found in analysis.found:
                if glossary.ideas[found.idea].feature == feature:
                    spans.append(Span(name, *analysis.span(found.first, found.last)))
        return tuple(dict.fromkeys(spans))

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self.fields[span.field].text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's side of an explanation: its text taken apart, and the query it became."""

    analysis: Analysis
    query: Query


def word_reasons(
    document: int, asked: Asked, index: TextIndex, vocabulary: Vocabulary, glossary: Glossary, item: Side, recipe: Recipe
) -> list[Reason]:
    """The reasons words give for a document, largest first; their shares add up to its part of the query's ceiling."""
    query = asked.query
    parts = index.postings.parts(document, query.terms, query.weights)
    held = {int(term): float(part) for term, part in zip(query.terms, parts, strict=True) if part > 0}
    weighed = dict(zip(query.terms.tolist(), query.weights.tolist(), strict=True))
    found = []
    for unit in query.units:
        for link in unit.links:
            part = held.get(link.feature)
            if part is not None:
                share = part * value_of(unit, link, vocabulary, recipe) / weighed[link.feature] / query.ceiling
                found.append(_reason(unit, link, share, vocabulary, glossary, asked.analysis, item))
    found.sort(key=lambda reason: -reason.share)
    return found


def related_reason(
    document: int, asked: Asked, index: TextIndex, vocabulary: Vocabulary, glossary: Glossary, item: Side, share: float
) -> Reason:
    """The reason relatedness gives: the words of the item that keep company with those of the request."""
    query = asked.query
    names: list[str] = []
    spans: list[Span] = []
    if index.latent is not None:
        direction, _ = index.latent.towards(query.terms, query.weights)
        features = sorted({word for analysis in item.fields.values() for word in analysis.stems})
        numbers = vocabulary.number.numbers(features)
        asked_for = set(query.terms.tolist())
        known = np.array([number for number in numbers.tolist() if number >= 0 and number not in asked_for], np.int64)
        near = np.einsum("fd,d->f", index.latent.words[known].astype(np.float64), direction)
        for number in known[np.lexsort((known, -near))][:3].tolist():
            places = item.places(vocabulary.features[number], glossary)
            if places:
                names.append(item.words(places[0]))
                spans += places
    asked_words = query.units[0].name if query.units else ""
    return Reason(ReasonKind.RELATED, asked_words, ", ".join(names), share, (), tuple(spans))


def _reason(
    unit: Unit, link: Link, share: float, vocabulary: Vocabulary, glossary: Glossary, request: Analysis, item: Side
) -> Reason:
    asked = tuple(Span("text", *request.span(first, last)) for first, last in unit.places)
    feature = vocabulary.features[link.feature]
    held = item.places(feature, glossary)
    asked_words = request.text[asked[0].start : asked[0].end]
    held_words = item.words(held[0]) if held else feature
    return Reason(_kind(link, asked_words, held_words, request, item, held), asked_words, held_words, share, asked, held)


def _kind(link: Link, asked: str, held: str, request: Analysis, item: Side, spans: Sequence[Span]) -> ReasonKind:
    """A glossary link between the same words is a term; within one language it is an expansion, else a translation."""
    if link.kind in (ReasonKind.TERM, ReasonKind.SPELLING):
        return link.kind
    if asked.casefold() == held.casefold():
        return ReasonKind.TERM
    if link.kind is ReasonKind.TRANSLATION and spans:
        spoken = item.fields[spans[0].field].language
        if spoken is not None and spoken == request.language:
            return ReasonKind.EXPANSION
    return link.kind
