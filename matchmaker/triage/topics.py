"""Topics: the subjects that requests and offerings are grouped by, found in texts by words and by articles cited."""

import csv
import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from matchmaker.settings import shipped_data
from matchmaker.taxonomy import articles_in, folded


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject requests and offerings are grouped by: its articles, and a pattern over folded text."""

    name: str
    articles: tuple[int, ...]
    pattern: str


@cache
def topics() -> tuple[Topic, ...]:
    """Topics in the order of the Convention, then those it does not cover."""
    with (shipped_data() / "topics.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Topic(row["name"], tuple(map(int, row["articles"].split())), row["pattern"]) for row in csv.DictReader(file)
        )


_SPELLED = re.compile(r"\\w[*+]|\[\w+\]|.")


def _spelled(pattern: str) -> set[str]:
    """Everything a topic's pattern stands for, with "*" where any letters may follow.

    >>> sorted(_spelled(r"tender(s|ing)?|open gov\\w*"))
    ['open gov*', 'tender', 'tendering', 'tenders']
    """
    return _spelled_from(deque(_SPELLED.findall(pattern)))


def _spelled_from(signs: deque[str]) -> set[str]:
    found: set[str] = set()
    begun = {""}
    while signs and signs[0] != ")":
        sign = signs.popleft()
        if sign == "|":
            found, begun = found | begun, {""}
            continue
        ways = {"*"} if sign[0] == "\\" else set(sign.strip("[]"))
        if sign == "(":
            ways = _spelled_from(signs)
            signs.popleft()
        if signs and signs[0] == "?":
            signs.popleft()
            ways |= {""}
        begun = {before + way for before in begun for way in ways}
    return found | begun


@dataclass(frozen=True, slots=True)
class _TopicFinder:
    """The pattern of each topic, and which topics a word can be the beginning of: whole words and stems of `size`."""

    patterns: dict[str, re.Pattern[str]]
    words: dict[str, set[str]]
    stems: dict[str, set[str]]
    size: int

    def named(self, folded: str) -> set[str]:
        """The topics whose patterns occur. Only those are searched for that begin with a word of the text."""
        words = set(folded.split())
        possible = {name for word in self.words.keys() & words for name in self.words[word]}
        for stem in self.stems.keys() & {word[: self.size] for word in words}:
            possible |= self.stems[stem]
        return {name for name in possible if self.patterns[name].search(folded)}


@cache
def _topic_finder() -> _TopicFinder:
    first = {(phrase.split()[0], topic.name) for topic in topics() for phrase in _spelled(topic.pattern)}
    size = min(len(word.partition("*")[0]) for word, _ in first if "*" in word)
    words, stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for word, name in first:
        if "*" in word:
            stems[word[:size]].add(name)
        else:
            words[word].add(name)
    patterns = {topic.name: re.compile(rf"\b(?:{topic.pattern})\b") for topic in topics()}
    return _TopicFinder(patterns, words, stems, size)


def topics_of_articles(numbers: Iterable[int]) -> tuple[str, ...]:
    """The topics that articles belong to, in the order of `topics`."""
    wanted = set(numbers)
    return tuple(topic.name for topic in topics() if wanted.intersection(topic.articles))


def topics_in(text: str) -> tuple[str, ...]:
    """The topics a text names or cites by article, in the order of `topics`. Words only; a hint, not a verdict."""
    named = _topic_finder().named(folded(text))
    if cited := articles_in(text):
        named.update(topics_of_articles(cited))
    return tuple(topic.name for topic in topics() if topic.name in named) if named else ()
