"""A text taken apart: its language, words with their places, and the ideas of the glossary in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.text import LANGUAGES, Token, fold, in_capitals, language_of, raw_words, stem, tokens


@dataclass(frozen=True, slots=True)
class Analysis:
    """`content` are the words that are not grammar; `stems` go with them one to one; `found` counts in `content`."""

    text: str
    language: str | None
    content: tuple[Token, ...]
    stems: tuple[str, ...]
    found: tuple[Found, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the text from content word `first` up to, not including, `last`."""
        return self.content[first].start, self.content[last - 1].end


def analyse(text: str, glossary: Glossary, *, declared: str | None = None, otherwise: str | None = None) -> Analysis:
    """Take `text` apart. `otherwise` is the language to stem in when none is declared or detected."""
    language = language_of(text, declared)
    shouted = in_capitals(text)
    grammar = grammar_of(language or otherwise)
    content = tuple(token for token in tokens(text) if token.folded not in grammar)
    capitals = [not shouted and is_capitals(text[token.start : token.end]) for token in content]
    stemming = language or otherwise
    return Analysis(
        text,
        language,
        content,
        tuple(stem(token.folded, stemming) for token in content),
        tuple(glossary.find([token.folded for token in content], language, capitals)),
    )


def is_capitals(word: str) -> bool:
    """Is the word written as an acronym is: two letters or more, none of them small?"""
    return len(word) > 1 and word.isupper()


def grammar_of(language: str | None) -> frozenset[str]:
    """The grammar words to leave out of a text in `language`; of an unknown language, those of English."""
    return GRAMMAR[language] if language in LANGUAGES else GRAMMAR["en"]


def content_words(text: str, language: str | None) -> tuple[list[str], list[bool]]:
    """Folded words of `text` that are not grammar in `language`, and which of them are written in capitals."""
    grammar = grammar_of(language)
    shouted = in_capitals(text)
    kept = [(folded, raw) for raw in raw_words(text) if (folded := fold(raw)) not in grammar]
    return [folded for folded, _ in kept], [not shouted and is_capitals(raw) for _, raw in kept]


def features(
    content: Sequence[str], language: str | None, glossary: Glossary, capitals: Sequence[bool] | None = None
) -> list[str]:
    """What a document is indexed by: the stems of its content words, and a feature for each idea found in it."""
    stems = [stem(word, language) for word in content]
    return stems + [glossary.ideas[found.idea].feature for found in glossary.find(content, language, capitals)]
