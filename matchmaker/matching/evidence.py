"""Evidence: how much of what a need specifically asks for the catalogue holds. The quantities a verdict rests on.

A unit of the request (a word or phrase) is specific as far as it is not what every request says. A topic of the glossary
counts most; a word the glossary does not know counts as a word; a general word counts little; frame words, places and numbers
count nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.fitted import Fitted
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import TextIndex, frame_stems
from matchmaker.matching.places import Place
from matchmaker.matching.query import Query, Unit

OF_TOPIC = 2.0
OF_WORD = 1.0
OF_GENERAL_WORD = 0.5

BROAD = frozenset(
    "capacity-building institution-building policymaking legislative-assistance corruption-perceptions-index "
    "prevention-of-corruption south-south-cooperation training-of-trainers distance-learning transparency-international "
    "united-nations world-bank united-nations-convention-against-corruption group-of-twenty anti-corruption-agency "
    "anti-corruption-strategy anti-corruption-working-group official-development-assistance rule-of-law model-law".split()
)
"""Topics so broad that naming them asks for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, each in plain quantities.

    `asked`: how much the need asks for at all, in weighted units. `held`: the share of it that the best offering holds;
    `proven`: that the best activity holds; `either`: that one of the two holds. `topics_held`, `topics_open`: how many
    topics of the glossary the best offering or activity holds, and how many neither does. `words`, `work`: the scores of
    the best offering and activity by words. `title`: the share of the best offering's title that the need names.
    """

    asked: float
    held: float
    proven: float
    either: float
    topics_held: float
    topics_open: float
    words: float
    work: float
    title: float
    open: tuple[str, ...] = ()


def weigh(
    unit: Unit, glossary: Glossary, known: frozenset[int], places: Sequence[Place], spans: Sequence[tuple[int, int]]
) -> float:
    """How specific a unit is. `known` are the general ideas it stands for; `spans` where it stands in the text."""
    if unit.idea is not None:
        idea = glossary.ideas[unit.idea]
        if idea.id in BROAD:
            return 0.0
        return OF_TOPIC if idea.kind == "topic" else 0.0
    if unit.name.isdigit() or unit.name in frame_stems():
        return 0.0
    if all(any(place.start <= start < place.end for place in places) for start, _ in spans):
        return 0.0
    return OF_GENERAL_WORD if known else OF_WORD


def holds(unit: Unit, held: set[int]) -> float:
    """How far a text holds a unit, 0 to 1."""
    return min(1.0, sum(link.strength for link in unit.links if link.feature in held))


def features_of(index: TextIndex, query: Query, text: int) -> set[int]:
    """Which of the query's features stand in a text."""
    parts = index.postings.parts(text, query.terms, np.ones(len(query.terms)))
    return set(query.terms[parts > 0].tolist())
