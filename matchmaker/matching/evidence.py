"""Evidence: how much of what a need specifically asks for the catalogue holds. The quantities a verdict rests on.

A unit of the request (a word or phrase) is specific as far as requests of the field do not say it anyway. A topic of
the glossary counts most; words of goodwill and of letters hardly; frame words, places and numbers not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matchmaker.matches import ReasonKind
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.background import Background
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import frame_stems
from matchmaker.matching.places import Place
from matchmaker.matching.query import Query, Unit
from matchmaker.matching.stopwords import vague_stems
from matchmaker.matching.text import languages_of_word

OF_TOPIC = 2.0
OF_UNKNOWN_WORD = 1.0
OF_GENERAL_WORD = 0.8
OF_GOODWILL = 0.1
INSIDE_TOPIC = 0.3
"""A word within a phrase that is a topic counts this much beside the topic."""
LITTLE_OF_ITS_OWN = 1.5
"""An item of a list that asks for less than this is read with what introduces the list."""
HELD = 0.5

BROAD = frozenset(
    {
        "capacity-building",
        "institution-building",
        "policymaking",
        "legislative-assistance",
        "corruption-perceptions-index",
        "prevention-of-corruption",
        "south-south-cooperation",
        "training-of-trainers",
        "distance-learning",
        "transparency-international",
        "united-nations",
        "world-bank",
        "united-nations-convention-against-corruption",
        "group-of-twenty",
        "anti-corruption-agency",
        "anti-corruption-strategy",
        "anti-corruption-working-group",
        "official-development-assistance",
        "rule-of-law",
        "model-law",
    }
)
"""Topics so broad that naming them asks for nothing in particular."""

MEANS = frozenset(
    {
        "monitoring-dashboard",
        "monitoring-and-evaluation",
        "multi-stakeholder-working-group",
        "e-learning-platform",
        "online-services",
        "data-sharing",
        "draft-declaration",
        "artificial-intelligence",
        "bilateral-agenda",
    }
)
"""Topics that say by what means, not about what: every sector has dashboards and working groups."""

_NO_TOPICS = BROAD | MEANS


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, each a plain quantity.

    `asked`: how much the need asks for at all, in weighted units. `held`: how much of that the best offering or
    activity holds; `share`: the same as a share. `topics_held`, `topics_open`: how many topics of the glossary one
    of the two holds, and how many neither does. `offering`, `work`: the scores of the best offering and of the best
    pair. `open`: what nothing holds, the most specific first, as the request says it.
    """

    asked: float
    held: float
    share: float
    topics_held: int
    topics_open: int
    offering: float
    work: float
    open: tuple[str, ...] = ()


class _Weighed(NamedTuple):
    unit: Unit
    weight: float
    topics: tuple[int, ...]
    held: float


def measure(
    analysis: Analysis,
    query: Query,
    places: Sequence[Place],
    best: Sequence[tuple[set[int], float] | None],
    glossary: Glossary,
    background: Background,
) -> Evidence:
    """The evidence of a need. `best` are the best offering and activity: which features of the query each holds, and
    its score."""
    held = [one[0] for one in best if one is not None and one[0]]
    weighed = _weigh(analysis, query, places, held, glossary, background)
    asked = sum(one.weight for one in weighed) or 1e-9
    kept = sum(one.weight * one.held for one in weighed)
    topics = {topic for one in weighed for topic in one.topics}
    topics_held = {topic for one in weighed if one.held >= HELD for topic in one.topics}
    wanting = sorted((one for one in weighed if one.held < HELD and one.weight >= HELD), key=lambda one: -one.weight)
    return Evidence(
        asked,
        kept,
        kept / asked,
        len(topics_held),
        len(topics - topics_held),
        0.0 if best[0] is None else best[0][1],
        0.0 if best[1] is None else best[1][1],
        tuple(dict.fromkeys(_as_written(one.unit, analysis) for one in wanting)),
    )


def _weigh(
    analysis: Analysis,
    query: Query,
    places: Sequence[Place],
    held: Sequence[set[int]],
    glossary: Glossary,
    background: Background,
) -> list[_Weighed]:
    """The units that ask for something. Those that only introduce a list count where the item itself says little."""
    inside = {
        position
        for unit in query.units
        if unit.idea is not None and _topics([unit.idea], glossary)
        for first, last in unit.places
        for position in range(first, last)
    }
    words = {first: unit for unit in query.units if unit.idea is None for first, _ in unit.places}
    found: list[_Weighed] = []
    shares: list[float] = []
    for unit in query.units:
        weight, topics = _specific(unit, analysis, places, inside, glossary, background)
        if weight > 0:
            kept = 0.0
            for features in held:
                kept = max(kept, _holds(unit, features))
            if unit.idea is not None:
                kept = max([kept, *(_holds_words(unit, words, features) for features in held)])
            found.append(_Weighed(unit, weight, topics, kept))
            shares.append(unit.share)
    own = [one for one, share in zip(found, shares, strict=True) if share >= 1.0]
    return found if sum(one.weight for one in own) < LITTLE_OF_ITS_OWN else own


def _specific(
    unit: Unit,
    analysis: Analysis,
    places: Sequence[Place],
    inside: set[int],
    glossary: Glossary,
    background: Background,
) -> tuple[float, tuple[int, ...]]:
    """How specific a unit is (0: it asks for nothing), and the topics it stands for."""
    ideas = (unit.idea,) if unit.idea is not None else unit.senses
    topics = _topics(ideas, glossary) if ideas else ()
    if unit.idea is not None and not topics:
        return 0.0, ()
    if unit.idea is None and (unit.name in frame_stems() or unit.name.isdigit() or len(unit.name) == 1):
        return 0.0, ()
    if analysis.language is None and languages_of_word(analysis.content[unit.places[0][0]].folded):
        return 0.0, ()
    if places:
        starts = [analysis.content[first].start for first, _ in unit.places]
        if all(any(place.start <= start < place.end for place in places) for start in starts):
            return 0.0, ()
    names = [glossary.ideas[idea].feature for idea in ideas] if ideas else []
    weight = background.specific([unit.name, *names] if unit.idea is None else names)
    weight *= OF_TOPIC if topics else OF_GENERAL_WORD if ideas else OF_UNKNOWN_WORD
    if unit.idea is None:
        if unit.name in vague_stems(analysis.language or "en") or (ideas and _all_broad(ideas, glossary)):
            weight *= OF_GOODWILL
        if inside and all(first in inside for first, _ in unit.places):
            weight *= INSIDE_TOPIC
    return weight, topics


def _topics(ideas: Sequence[int], glossary: Glossary) -> tuple[int, ...]:
    return tuple(i for i in ideas if glossary.ideas[i].kind == "topic" and glossary.ideas[i].id not in _NO_TOPICS)


def _all_broad(ideas: Sequence[int], glossary: Glossary) -> bool:
    return bool(ideas) and all(glossary.ideas[i].id in BROAD for i in ideas)


_BY_IDEA = (ReasonKind.TRANSLATION, ReasonKind.EXPANSION)


def _holds(unit: Unit, features: set[int]) -> float:
    """How far a text holds a unit, 0 to 1: by its word, or by an idea it may stand for, which counts the same whether
    other texts of the catalogue have the word or not. A phrase is half held by what the glossary relates to it."""
    held = [link for link in unit.links if link.feature in features]
    if not held:
        return 0.0
    by_idea = sum([link.kind in _BY_IDEA for link in held])
    known = sum([link.kind in _BY_IDEA for link in unit.links]) if by_idea else 1
    related = unit.idea is not None and any(link.kind is ReasonKind.RELATED for link in held)
    return max(min(1.0, sum([link.strength for link in held])), by_idea / known, HELD if related else 0.0)


def _holds_words(unit: Unit, words: Mapping[int, Unit], features: set[int]) -> float:
    """How far a text holds the words of a phrase: "disposal of seized property" in one that has all three apart."""
    first, last = unit.places[0]
    return min(_holds(words[at], features) if at in words else 0.0 for at in range(first, last))


def _as_written(unit: Unit, analysis: Analysis) -> str:
    start, end = analysis.span(*unit.places[0])
    return analysis.text[start:end]
