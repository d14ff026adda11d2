"""Why: the score of one item taken apart into reasons, with the words that count on both sides.

Each link of the query that stands in the item gives a share; the shares add up to the score because the score is
defined as their sum. Only items that are returned are explained.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import itemgetter

import numpy as np

from matchmaker.matches import Reason, ReasonKind, Span
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.glossary import MARK, Glossary
from matchmaker.matching.index import TextIndex, Vocabulary
from matchmaker.matching.linking import Link
from matchmaker.matching.query import Query, Unit
from matchmaker.matching.spotting import ideas_in, words_in
from matchmaker.matching.stemming import stems_in
from matchmaker.matching.text import words as words_of

_span: Callable[[tuple[str, int, int]], Span] = partial(tuple.__new__, Span)
"""A span without the detour of giving each of its fields a name."""


@dataclass(frozen=True, slots=True)
class Side:
    """The fields of an item, in the order shown, and the language they are in, among those served.

    `stemming` is the language to stem in; `taken` takes a text apart, where looking for single words will not do.
    """

    fields: Mapping[str, str]
    language: str | None
    stemming: str | None
    taken: Callable[[str], Analysis]

    def places(self, features: Collection[str], glossary: Glossary) -> dict[str, tuple[Span, ...]]:
        """Where each of some features stands in the item; those that stand nowhere are left out."""
        words = [feature for feature in features if feature[0] != MARK]
        spans: dict[str, list[Span]] = {}
        firsts = [0, *accumulate([len(text) + 1 for text in self.fields.values()])]
        names = list(self.fields)
        for start, end, word in words_in("\n".join(self.fields.values()), self.stemming, words):
            field = bisect_right(firsts, start) - 1
            first = firsts[field]
            span = _span((names[field], start - first, end - first))
            if word in spans:
                spans[word].append(span)
            else:
                spans[word] = [span]
        if len(words) < len(features):
            ideas = [glossary.of_feature[feature] for feature in features if feature[0] == MARK]
            for name, text in self.fields.items():
                for start, end, idea in self._ideas(text, ideas, glossary):
                    spans.setdefault(glossary.ideas[idea].feature, []).append(Span(name, start, end))
        return {feature: tuple(places) for feature, places in spans.items()}

    def _ideas(self, text: str, wanted: Sequence[int], glossary: Glossary) -> Iterable[tuple[int, int, int]]:
        """Where ideas stand in one of the fields, each place of each idea once."""
        found = ideas_in(text, self.language, wanted, glossary) if self.language else None
        if found is not None:
            return found
        read = self.taken(text)
        return dict.fromkeys((*read.span(one.first, one.last), one.idea) for one in read.found if one.idea in wanted)

    def stems(self) -> set[str]:
        """Stems of all content words."""
        if self.language:
            known = stems_in(self.language)
            return {known[word] for text in self.fields.values() for word in words_of(text)} - {""}
        return {word for text in self.fields.values() for word in self.taken(text).stems}

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self.fields[span.field][span.start : span.end]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's side of an explanation: its text taken apart, and the query it became."""

    analysis: Analysis
    query: Query


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of the query: what it weighs of its feature's weight, and the words of the request behind it."""

    link: Link
    feature: str
    weight: float
    spans: tuple[Span, ...]
    words: str


_share = itemgetter(0)


class Shares:
    """What the links of a query give to some texts of an index, looked up for all of these texts at once."""

    def __init__(self, asked: Asked, index: TextIndex, vocabulary: Vocabulary, texts: Iterable[int]) -> None:
        self.asked, self.index, self._vocabulary = asked, index, vocabulary
        query = asked.query
        self._row = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        numbers = np.fromiter(self._row, np.int32, len(self._row))
        parts = index.postings.parts_of(numbers, query.terms, query.weights)
        rows, columns = np.nonzero(parts > 0)
        ends = np.searchsorted(rows, np.arange(len(numbers)), "right").tolist()
        self._spans = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        """Where the columns and the parts of each row are."""
        self._columns: list[int] = columns.tolist()
        self._given: list[float] = parts[rows, columns].tolist()
        self._links: dict[int, list[tuple[Unit, Link]]] = {}
        for unit in query.units:
            for link in unit.links:
                self._links.setdefault(link.feature, []).append((unit, link))
        self._linked: dict[int, list[Linked]] = {}

    def features(self, text: int) -> set[int]:
        """Which of the query's features stand in a text."""
        return set(self.asked.query.terms[self._columns[self._spans[self._row[text]]]].tolist())

    def of(self, text: int) -> list[tuple[float, Linked]]:
        """The links that stand in a text with their shares of its part of the query's ceiling, largest first."""
        span, known = self._spans[self._row[text]], self._linked
        found = [
            (part * linked.weight, linked)
            for column, part in zip(self._columns[span], self._given[span], strict=True)
            for linked in known.get(column) or self._linked_to(column)
        ]
        found.sort(key=_share, reverse=True)
        return found

    def _linked_to(self, column: int) -> list[Linked]:
        """The links to the feature of one column, found out once."""
        query, request = self.asked.query, self.asked.analysis
        feature = int(query.terms[column])
        first, link = self._links[feature][0]
        # A word that the catalogue has is the feature itself.
        name = first.name if link.kind is ReasonKind.TERM else self._vocabulary.features[feature]
        whole = float(query.weights[column]) * query.ceiling
        linked = self._linked[column] = []
        for unit, link in self._links[feature]:
            spans = tuple([_span(("text", *request.span(first, last))) for first, last in unit.places])
            weight = unit.weight * link.worth / whole
            linked.append(Linked(link, name, weight, spans, request.text[spans[0].start : spans[0].end]))
        return linked


def word_reasons(
    shares: Sequence[tuple[float, Linked]], request: Analysis, item: Side, glossary: Glossary, scale: float
) -> list[Reason]:
    """The reasons words give, with their shares scaled."""
    places = item.places({linked.feature for _, linked in shares}, glossary)
    reasons = []
    for share, linked in shares:
        held = places.get(linked.feature, ())
        words = item.words(held[0]) if held else _named(linked.feature, item.language, glossary)
        kind = linked.link.kind
        if kind is not ReasonKind.TERM and kind is not ReasonKind.SPELLING:
            kind = _kind(kind, linked.words, words, request, item, held)
        reasons.append(Reason(kind, linked.words, words, share * scale, linked.spans, held))
    return reasons


def _named(feature: str, language: str | None, glossary: Glossary) -> str:
    """A feature that stands in none of the fields shown, as a person would say it."""
    idea = glossary.of_feature.get(feature)
    return feature if idea is None else glossary.ideas[idea].name(language)


def related_reason(
    document: int, asked: Asked, index: TextIndex, vocabulary: Vocabulary, glossary: Glossary, item: Side, share: float
) -> Reason:
    """The reason relatedness gives: the words of the item that keep company with those of the request."""
    query = asked.query
    names: list[str] = []
    spans: list[Span] = []
    if index.latent is not None:
        direction, _ = index.latent.towards(query.terms, query.weights)
        features = sorted(item.stems())
        numbers = vocabulary.number.numbers(features)
        asked_for = set(query.terms.tolist())
        known = np.array([number for number in numbers.tolist() if number >= 0 and number not in asked_for], np.int64)
        near = np.einsum("fd,d->f", index.latent.words[known].astype(np.float64), direction)
        closest = [vocabulary.features[number] for number in known[np.lexsort((known, -near))][:3].tolist()]
        held = item.places(closest, glossary)
        for places in (held[feature] for feature in closest if feature in held):
            names.append(item.words(places[0]))
            spans += places
    asked_words = query.units[0].name if query.units else ""
    return Reason(ReasonKind.RELATED, asked_words, ", ".join(names), share, (), tuple(spans))


def _kind(link: ReasonKind, asked: str, held: str, request: Analysis, item: Side, spans: Sequence[Span]) -> ReasonKind:
    """A glossary link between the same words is a term; within one language it is an expansion, else a translation."""
    if asked.casefold() == held.casefold():
        return ReasonKind.TERM
    at_home = item.language is not None and item.language == request.language
    if link is ReasonKind.TRANSLATION and spans and at_home:
        return ReasonKind.EXPANSION
    return link
