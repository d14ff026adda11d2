"""A text taken apart: its language, words with their places, and the ideas of the glossary in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.text import (
    LONGEST_WORD,
    Token,
    grammar_of,
    language_of,
    plain,
    stem,
    stems_in,
    word_hits,
    words,
)


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
    known = stems_in(language or otherwise)
    content: list[Token] = []
    stems: list[str] = []
    read = plain(text)
    for hit in word_hits(read):
        word = hit[0]
        if stemmed := known[word]:
            content.append(Token(*read.span(*hit.span()), word[:LONGEST_WORD]))
            stems.append(stemmed)
    folded = [token.folded for token in content]
    found = glossary.find(folded, language, stems if language else None)
    held = {(one.idea, one.first) for one in found}
    found += [one for one in glossary.borrowed(folded, language) if (one.idea, one.first) not in held]
    return Analysis(text, language, tuple(content), tuple(stems), tuple(found))


def content_words(text: str, language: str | None) -> list[str]:
    """Folded words of `text` that are not grammar in `language`."""
    grammar = grammar_of(language)
    return [word for word in words(text) if word not in grammar]


def features(content: Sequence[str], language: str | None, glossary: Glossary) -> list[str]:
    """What a document is indexed by: the stems of its content words, and a feature for each idea found in it."""
    stems = [stem(word, language) for word in content]
    return stems + [glossary.ideas[found.idea].feature for found in glossary.find(content, language)]
