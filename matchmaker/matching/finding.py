"""Finding: a request split into needs, each with the items of the catalogue that speak to it, scored and in order.

Everything here works on numbers of the fitted catalogue; no record is fetched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matchmaker.matching import needs as splitting
from matchmaker.matching import ranking
from matchmaker.matching.analysis import Analysis, analyse
from matchmaker.matching.evidence import Evidence, measure
from matchmaker.matching.explain import Asked, Shares
from matchmaker.matching.fitted import Fitted, article_bits, type_bits
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import TextIndex
from matchmaker.matching.learned import Effect, Learned
from matchmaker.matching.linking import Linker
from matchmaker.matching.places import places_in
from matchmaker.matching.query import Said, ask, said
from matchmaker.matching.ranking import Hits, Item, Wish, search
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.spelling import Spelling
from matchmaker.matching.strings import Strings
from matchmaker.matching.text import plain
from matchmaker.requests import READ, Request
from matchmaker.taxonomy import articles_in

CANDIDATES = 200
"""Texts of each kind that words bring in, among which bonuses decide."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one need: the query, texts by words, and ranked items of both kinds."""

    part: splitting.Part
    asked: Asked
    wish: Wish
    by_words: Hits
    activities: Hits
    offerings: Sequence[Item]
    pairs: Sequence[Item]


class _Need(NamedTuple):
    part: splitting.Part
    wish: Wish
    said: Said


class Finder:
    """Finds what one fitted catalogue has for requests, and the evidence for a verdict on each of their needs."""

    def __init__(self, fitted: Fitted, glossary: Glossary, recipe: Recipe) -> None:
        self.fitted = fitted
        self.glossary = glossary
        self.recipe = recipe
        self._linker = Linker(fitted.vocabulary, glossary, Spelling(fitted.grams), recipe)

    def find(
        self, request: Request, candidates: int, most: int, learned: Learned | None = None
    ) -> tuple[Analysis, list[Found]]:
        """Split a request into needs and rank the catalogue for each, without touching a record."""
        return next(self.find_all([request], candidates, most, learned))

    def find_all(
        self, requests: Sequence[Request], candidates: int, most: int, learned: Learned | None = None
    ) -> Iterator[tuple[Analysis, list[Found]]]:
        """`find` for each request, their new words looked up together."""
        read = list(map(self._read, requests))
        self._linker.look_up([word for _, needs in read for need in needs for word in need.said.words])
        for request, (analysis, needs) in zip(requests, read, strict=True):
            taught = self._taught(learned, analysis, request)
            yield analysis, [self._find(need, candidates, most, taught) for need in needs]

    def _read(self, request: Request) -> tuple[Analysis, list["_Need"]]:
        """A request taken apart, and what each of its needs says."""
        text = splitting.without_courtesies(request.text[:READ])
        main = self.fitted.vocabulary.main_language
        analysis = analyse(text, self.glossary, declared=request.language, otherwise=main)
        parts = splitting.part(text)
        return analysis, [
            _Need(part, wish, said(analysis, self.recipe, (part.start, part.end), part.context))
            for part, wish in zip(parts, self._wishes(parts, request), strict=True)
        ]

    def _taught(
        self, learned: Learned | None, analysis: Analysis, request: Request
    ) -> tuple[Mapping[int, Effect], Mapping[int, Effect]]:
        """What lessons do to offerings and to pairs, by number."""
        if learned is None:
            return {}, {}
        effects = learned.effects(analysis, request.id)
        return _numbered(effects, self.fitted.offering_ids), _numbered(effects, self.fitted.pair_ids)

    def _find(
        self,
        need: "_Need",
        candidates: int,
        most: int,
        taught: tuple[Mapping[int, Effect], Mapping[int, Effect]],
    ) -> Found:
        query, wish = ask(need.said, self._linker), need.wish
        by_words = search(query, self.fitted.offerings, self.recipe, candidates)
        activities = search(query, self.fitted.activities, self.recipe, candidates)
        return Found(
            need.part,
            Asked(need.said.analysis, query),
            wish,
            by_words,
            activities,
            ranking.offerings(by_words, activities, self.fitted, self.recipe, wish, taught[0], most),
            ranking.pairs(activities, self.fitted, self.recipe, wish, taught[1], most) if len(activities.items) else [],
        )

    def _wishes(self, parts: Sequence[splitting.Part], request: Request) -> Iterator[Wish]:
        """What the request says besides its words, for each part: what stands in it, or for a single part all."""
        several = len(parts) > 1
        places = places_in(request.text[:READ])
        for part in parts:
            named = articles_in(plain(request.text[part.start : part.end]).text)
            articles = named or (() if several else request.articles)
            here = [place for place in places if not several or part.start <= place.start < part.end]
            yield Wish(type_bits(request.types), article_bits(articles), here, request.country)

    def evidence(self, found: Found, looked_up: tuple[Shares, Shares] | None = None) -> Evidence:
        """What speaks for and against an answer to a need."""
        asked = found.asked
        lists = zip(looked_up or self.shares(found), (found.offerings, found.pairs), strict=True)
        best = [next(((shares.features(item.text), item.plain) for item in items[:1]), None) for shares, items in lists]
        return measure(asked.analysis, asked.query, found.wish.places, best, self.glossary, self.fitted.background)

    def shares(self, found: Found, offered: Sequence[Item] = (), done: Sequence[Item] = ()) -> tuple[Shares, Shares]:
        """What words give to some offerings and pairs and to the best of each, looked up in one go."""
        fitted = self.fitted

        def looked_up(index: TextIndex, items: Sequence[Item]) -> Shares:
            return Shares(found.asked, index, fitted.vocabulary, [item.text for item in items])

        return (
            looked_up(fitted.offerings, [*found.offerings[:1], *offered]),
            looked_up(fitted.activities, [*found.pairs[:1], *done]),
        )


def _numbered(effects: Mapping[str, Effect], ids: Strings) -> dict[int, Effect]:
    return {number: effect for id_, effect in effects.items() if (number := ids.number(id_)) is not None}
