"""Why: the score of one item taken apart into reasons, with the words that count on both sides.

Each link of the query that stands in the item gives a share; the shares add up to the score because the score is defined
as their sum. Only items that are returned are explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matches import Reason, ReasonKind, Span
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import TextIndex, Vocabulary
from matchmaker.matching.query import Link, Query, Unit, rarity
from matchmaker.matching.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Side:
    """The fields of an item, each taken apart, in the order shown."""

    fields: Mapping[str, Analysis]

    def places(self, feature: str, glossary: Glossary) -> list[Span]:
        """Where a feature stands in the item."""
        spans = []
        for name, analysis in self.fields.items():
            for position, word in enumerate(analysis.stems):
                if word == feature:
                    spans.append(Span(name, *analysis.span(position, position + 1)))
            for found in analysis.found:
                if glossary.ideas[found.idea].feature == feature:
                    spans.append(Span(name, *analysis.span(found.first, found.last)))
        return list(dict.fromkeys(spans))

    def words(self, span: Span) -> str:
        return self.fields[span.field].text[span.start : span.end]


def reasons(
    document: int,
    query: Query,
    index: TextIndex,
    vocabulary: Vocabulary,
    glossary: Glossary,
    request: Analysis,
    item: Side,
    scale: float,
    recipe: Recipe,
) -> list[Reason]:
    """The reasons words give for a document, largest first. `scale` turns the query's sum into the score."""
    held = dict(
        zip(query.terms.tolist(), index.postings.parts(document, query.terms, query.weights).tolist(), strict=True)
    )
    weighed = dict(zip(query.terms.tolist(), query.weights.tolist(), strict=True))
    found = []
    for unit in query.units:
        for link in unit.links:
            if held.get(link.feature, 0.0) > 0:
                own = unit.weight * link.strength * rarity(vocabulary.idf[link.feature], recipe)
                part = own / weighed[link.feature]
                share = held[link.feature] * part * scale
                found.append(_reason(unit, link, share, vocabulary, glossary, request, item))
    found.sort(key=lambda reason: -reason.share)
    return found


def _reason(
    unit: Unit, link: Link, share: float, vocabulary: Vocabulary, glossary: Glossary, request: Analysis, item: Side
) -> Reason:
    asked = tuple(Span("text", *request.span(first, last)) for first, last in unit.places)
    feature = vocabulary.features[link.feature]
    held = tuple(item.places(feature, glossary))
    asked_words = request.text[asked[0].start : asked[0].end]
    held_words = item.words(held[0]) if held else feature
    kind = _kind(link, asked_words, held_words, request, item, held)
    return Reason(kind, asked_words, held_words, share, asked, held)


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
