"""Links: which features of the vocabulary a word or phrase of a request stands for, how strongly, and by what."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matchmaker.matches import ReasonKind
from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.index import Vocabulary
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.spelling import Near, Spelling, Wanted

LEAST_STRENGTH = 0.01
"""Weaker links are not worth following."""

_REMEMBERED = 100_000


class Link(NamedTuple):
    """A feature of the vocabulary, how strongly (0 to 1) and by what a unit of the request is linked to it.

    `worth` is the strength times how much the feature's rarity makes it count: its idf to the power of the recipe.
    """

    feature: int
    strength: float
    kind: ReasonKind
    idf: float
    worth: float


class Word(NamedTuple):
    """A word of a request: stem, folded form, the language it is in, and the ideas it may stand for, each with whether
    it is an acronym of it."""

    stem: str
    folded: str
    language: str | None
    senses: tuple[tuple[int, bool], ...] = ()


class Linker:
    """Links words and phrases to the features of one vocabulary; what was found for a word is remembered."""

    def __init__(self, vocabulary: Vocabulary, glossary: Glossary, spelling: Spelling, recipe: Recipe) -> None:
        self.vocabulary = vocabulary
        self.glossary = glossary
        self.spelling = spelling
        self.recipe = recipe
        self.worth_of_unknown = float(vocabulary.idf_of_unknown**recipe.rarity)
        self._known: dict[Word, tuple[Link, ...]] = {}

    def of_words(self, words: Sequence[Word]) -> list[tuple[Link, ...]]:
        """What each word stands for: itself, its translations and what acronyms stand for, words spelt alike, and
        ideas related to its own."""
        known = list(map(self._known.get, words))
        if None in known:
            found = self.look_up([word for word, links in zip(words, known, strict=True) if links is None])
            known = [found[word] if links is None else links for word, links in zip(words, known, strict=True)]
        return known  # type: ignore[return-value]

    def look_up(self, words: Iterable[Word]) -> dict[Word, tuple[Link, ...]]:
        """`of_words` for those of some words that are not known yet, which is quicker for many together."""
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        found = dict(zip(new, self._find_out(new), strict=True))
        if len(self._known) + len(new) > _REMEMBERED:
            self._known.clear()
        self._known.update(found)
        return found

    def _find_out(self, words: Sequence[Word]) -> Iterator[tuple[Link, ...]]:
        ideas = {idea for word in words for idea, _ in word.senses}
        self.vocabulary.number.numbers([*(word.stem for word in words), *self._features(ideas)])
        near = self.spelling.look_up(map(self._neighbours, words))
        return map(self._of, words, near)

    def of_phrase(self, found: Found, language: str | None) -> tuple[Link, ...]:
        """The idea of a phrase, and those the glossary relates to it, which count in full where it is not known."""
        recipe, idea = self.recipe, self.glossary.ideas[found.idea]
        feature = self.vocabulary.number.get(idea.feature)
        at_home = self._at_home(language)
        abroad = recipe.phrase_home * at_home + 1.0 - at_home
        near = recipe.related_idea * (1.0 if feature is None else abroad)
        related = tuple(self._link(other, near, ReasonKind.RELATED) for other in self._related([found.idea]))
        if feature is None:
            return related
        if found.acronym:
            return (self._link(feature, 1.0, ReasonKind.EXPANSION), *related)
        return (self._link(feature, 1.0 if idea.kind != "word" else abroad, ReasonKind.TRANSLATION), *related)

    def _of(self, word: Word, near: Near) -> tuple[Link, ...]:
        recipe, vocabulary, glossary = self.recipe, self.vocabulary, self.glossary
        links: dict[int, Link] = {}
        own = vocabulary.number.get(word.stem)
        known = {
            feature: acronym
            for idea, acronym in word.senses
            if (feature := vocabulary.number.get(glossary.ideas[idea].feature)) is not None
        }
        at_home = self._at_home(word.language)
        through = recipe.idea if own is not None else recipe.synonym
        through = through * at_home + 1.0 - at_home
        doubt = recipe.unmatched_sense * (1.0 - at_home) + at_home if word.senses and not known else 1.0
        if own is not None:
            links[own] = self._link(own, 1.0 - through if known else doubt, ReasonKind.TERM)
        for feature, acronym in known.items():
            strength = 1.0 if acronym else through / len(known) ** recipe.senses
            kind = ReasonKind.EXPANSION if acronym else ReasonKind.TRANSLATION
            links[feature] = self._link(feature, strength, kind)
        family = recipe.kin if links else recipe.spelling * doubt
        for feature, likeness in near:
            if feature not in links:
                links[feature] = self._link(feature, family * likeness, ReasonKind.SPELLING)
        for feature in self._related([idea for idea, _ in word.senses]) if word.senses else ():
            if feature not in links:
                links[feature] = self._link(feature, recipe.related_idea, ReasonKind.RELATED)
        return tuple(link for link in links.values() if link.strength > LEAST_STRENGTH)

    def _neighbours(self, word: Word) -> Wanted:
        """What to look for among words spelt alike: its family if the catalogue has the word, else whatever is near."""
        if self.vocabulary.number.get(word.stem) is None:
            return Wanted(word.folded)
        return Wanted(word.folded, self.recipe.kin_least, self.spelling.many)

    def _features(self, ideas: Iterable[int]) -> Iterator[str]:
        """The features of ideas and of those the glossary relates to them."""
        for idea in ideas:
            yield self.glossary.ideas[idea].feature
            for other in self.glossary.related(idea):
                yield self.glossary.ideas[other].feature

    def _related(self, ideas: Iterable[int]) -> list[int]:
        """Feature numbers of the ideas that the glossary relates to these (a villa is an asset)."""
        related = dict.fromkeys(other for idea in ideas for other in self.glossary.related(idea))
        features = [self.vocabulary.number.get(self.glossary.ideas[other].feature) for other in related]
        return [feature for feature in features if feature is not None]

    def _at_home(self, language: str | None) -> float:
        """The share of the catalogue in the language of a word; all of it for an unknown one."""
        return self.vocabulary.share_of(language) if language else 1.0

    def _link(self, feature: int, strength: float, kind: ReasonKind) -> Link:
        idf = self.vocabulary.idf.item(feature)
        return Link(feature, strength, kind, idf, strength * idf**self.recipe.rarity)
