"""A text taken apart: its language, words with their places, and the ideas of the glossary in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.matching.glossary import Found, Glossary
from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.text import (
    LANGUAGES,
    LONGEST_WORD,
    Token,
    language_of,
    plain,
    stem,
    word_end,
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
    stemming = language or otherwise
    known = _known_words(stemming)
    content: list[Token] = []
    stems: list[str] = []
    read = plain(text)
    for hit in word_hits(read):
        if stemmed := known[hit[0]]:
            content.append(Token(*read.span(*hit.span()), hit[0][:LONGEST_WORD]))
            stems.append(stemmed)
    folded = [token.folded for token in content]
    found = glossary.find(folded, language, stems if language else None)
    held = {(one.idea, one.first) for one in found}
    found += [one for one in glossary.borrowed(folded, language) if (one.idea, one.first) not in held]
    return Analysis(text, language, tuple(content), tuple(stems), tuple(found))


def spotted(text: str, stemming: str | None, wanted: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where words stand in a text (start, end, stem) whose stems are wanted, word by word."""
    read = plain(text)
    known = _known_words(stemming)
    found = []
    for stemmed in wanted:
        beginning = stemmed[: max(1, len(stemmed) - REWRITTEN)]
        at = read.text.find(beginning)
        while at >= 0:
            end = word_end(read, at)
            if not (at and read.text[at - 1].isalnum()) and known[read.text[at:end]] == stemmed:
                found.append((*read.span(at, end), stemmed))
            at = read.text.find(beginning, end)
    return found


REWRITTEN = 2
"""Letters at the end of a stem that may differ from the word's ("prudemment" has the stem "prudent")."""

_REMEMBERED = 100_000


class _Stems(dict[str, str]):
    """The stem of each folded word in texts of one language, "" for words of grammar; each is found out once."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._grammar = grammar_of(language)

    def __missing__(self, word: str) -> str:
        cut = word[:LONGEST_WORD]
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = "" if cut in self._grammar else stem(cut, self._language)
        return found


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _known_words(language: str | None) -> _Stems:
    return _Stems(language)


def grammar_of(language: str | None) -> frozenset[str]:
    """The grammar words to leave out of a text in `language`; of an unknown language, those of English."""
    return GRAMMAR[language] if language in LANGUAGES else GRAMMAR["en"]


def content_words(text: str, language: str | None) -> list[str]:
    """Folded words of `text` that are not grammar in `language`."""
    grammar = grammar_of(language)
    return [word for word in words(text) if word not in grammar]


def features(content: Sequence[str], language: str | None, glossary: Glossary) -> list[str]:
    """What a document is indexed by: the stems of its content words, and a feature for each idea found in it."""
    stems = [stem(word, language) for word in content]
    return stems + [glossary.ideas[found.idea].feature for found in glossary.find(content, language)]
