"""The one configuration of the matcher: every number that shapes a ranking, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much each sort of evidence counts. `evaluate` compares recipes; nothing else ever changes one.

    word: a word by its stem. idea: a word through the glossary (translation, near synonym), beside its stem.
    phrase: a phrase or acronym of the glossary. spelling: a word the catalogue does not have, through those spelt alike.
    repeat: saturation of repeated words in the request (BM25's k3). context: words that only introduce a list of needs.
    """

    word: float = 1.0
    rarity: float = 1.5
    idea: float = 0.15
    synonym: float = 0.7
    senses: float = 1.0
    phrase: float = 1.0
    spelling: float = 0.8
    repeat: float = 0.125
    context: float = 0.25
    related: float = 12.0
    candidates: int = 1000
    phrase_home: float = 0.3
    most_units: int = 80
    kin: float = 0.5
    kinmin: float = 0.2


DEFAULT = Recipe()
