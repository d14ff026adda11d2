"""The one configuration of the matcher: every number that shapes a ranking, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much each sort of evidence counts. `evaluate` compares recipes; nothing else ever changes one.

    word: a word by its stem.
    rarity: power of idf by which rare words outweigh common ones (2 would be cosine TF-IDF).
    idea: of a word in the catalogue's language, the part that counts through its idea (near synonyms, translations).
    synonym: the same for a word that the catalogue does not have.
    senses: how a word's weight is divided among the ideas it may stand for (1: evenly).
    phrase_home: an idea written as a phrase, in the catalogue's language, where its words count as well.
    spelling: a word the catalogue does not have, through those spelt alike.
    unmatched_sense: doubt in a foreign word's look-alikes when the glossary knows it and the catalogue has no such
    idea.
    related_idea: an idea the glossary relates to that of a word.
    kin, kin_least: a word through others of its family ("electricity", "electrification"), and how alike at least.
    repeat: saturation of repeated words, per word of the request (BM25's k3 grows with the request).
    context: words that only introduce a list of needs.
    most_units: as many words and phrases of a long request are searched.
    related, candidates: how much relatedness may raise a text, and among how many.
    proven, proofs: a provider's activities that fit, for its offerings; how many are looked at.
    kin_of_best: an offering much like the best one.
    type, article: the type of assistance, or an article, asked for is offered.
    boilerplate: a sentence shared by many partners counts less, by the logarithm of how many.
    second: a partner's second activity. looked_at: pairs beyond those shown that bonuses may lift.
    partner_named, region_named, own_country: the request names the partner, its region, or comes from it.
    """

    word: float = 1.0
    rarity: float = 1.5
    idea: float = 0.15
    synonym: float = 1.0
    senses: float = 1.0
    phrase: float = 1.0
    phrase_home: float = 0.3
    spelling: float = 0.8
    unmatched_sense: float = 0.2
    related_idea: float = 0.5
    kin: float = 0.5
    kin_least: float = 0.2
    repeat: float = 0.125
    context: float = 0.25
    most_units: int = 80
    related: float = 16.0
    candidates: int = 1000
    proven: float = 0.9
    proofs: int = 10
    kin_of_best: float = 0.7
    type: float = 0.008
    article: float = 0.01
    boilerplate: float = 0.2
    second: float = 0.05
    looked_at: int = 30
    partner_named: float = 0.5
    region_named: float = 0.15
    own_country: float = 0.1


DEFAULT = Recipe()
