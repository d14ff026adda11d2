"""A text taken apart: its language, words with their places, and the ideas of the glossary in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.stemming import Stems, grammar_of, stem, stems_in
from matchmaker.matching.text import LONGEST_WORD, Plain, Token, language_of, plain, words, words_with_starts


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
    tokens, stems = _content(plain(text), known)
    folded = [token.folded for token in tokens]
    found = glossary.find(folded, language, stems if language else None)
    held = {(one.idea, one.first) for one in found}
    found += [one for one in glossary.borrowed(folded, language) if (one.idea, one.first) not in held]
    return Analysis(text, language, tuple(tokens), tuple(stems), tuple(found))


def _content(read: Plain, known: Stems) -> tuple[list[Token], list[str]]:
    """The words of a text that are not grammar, with their stems."""
    words, starts = words_with_starts(read.text)
    stems = known.of(words)
    tokens = [
        _token((start, start + len(word), word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD]))
        for word, start, stemmed in zip(words, starts, stems, strict=True)
        if stemmed
    ]
    if read.starts is not None:
        tokens = [Token(*read.span(start, end), word) for start, end, word in tokens]
    return tokens, list(filter(None, stems))


_token: Callable[[tuple[int, int, str]], Token] = partial(tuple.__new__, Token)
"""A token without the detour of giving each of its fields a name."""


def content_words(text: str, language: str | None) -> list[str]:
    """Folded words of `text` that are not grammar in `language`."""
    grammar = grammar_of(language)
    return [word for word in words(text) if word not in grammar]


def features(content: Sequence[str], language: str | None, glossary: Glossary) -> list[str]:
    """What a document is indexed by: the stems of its content words, and a feature for each idea found in it."""
    stems = [stem(word, language) for word in content]
    return stems + [glossary.ideas[found.idea].feature for found in glossary.find(content, language)]
