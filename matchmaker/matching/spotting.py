"""Where words and ideas stand in a text of which it is known that it holds them: only they are looked for.

What is found is what taking the whole text apart finds (`analysis.analyse`), at a fraction of the time.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from matchmaker.matching.glossary import Glossary
from matchmaker.matching.stemming import beginning_of, stems_in
from matchmaker.matching.text import LONGEST_WORD, Plain, between_spaces, plain, word_end, word_hits

Places = list[tuple[int, int]]
"""Where something stands in a text: start and end of each place."""


def words_in(text: str, stemming: str | None, wanted: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where words stand whose stems are wanted: start, end and stem, the places of each stem in order."""
    spaced = between_spaces(text)
    if spaced is not None:
        return _between(spaced, wanted, stems_in(stemming))
    read = plain(text)
    found = _standing(read.text, wanted, stems_in(stemming))
    return found if read.starts is None else [(*read.span(start, end), stemmed) for start, end, stemmed in found]


def ideas_in(text: str, language: str, wanted: Iterable[int], glossary: Glossary) -> list[tuple[int, int, int]] | None:
    """Where ideas stand in a text in one of `LANGUAGES`: start, end and number in the glossary, by idea.

    None when an acronym is among them that counts only in company: then the whole text must be read.
    """
    read, content = _Read(plain(text), between_spaces(text)), stems_in(language)
    letters = read.plain
    found: list[tuple[int, int, int]] = []
    for idea in wanted:
        spoken: Places = []
        written: Places = []
        borrowed: Places = []
        for tongue, forms in glossary.forms_of(idea):
            if tongue is None:
                written = _runs(read, forms, content, _AS_WRITTEN)
            elif tongue == language:
                spoken = _runs(read, forms, content, content)
            else:
                borrowed += _runs(read, [form for form in forms if len(form) > 1], content, stems_in(tongue))
        if any(glossary.is_wary(letters.text[start:end], language) for start, end in written):
            return None
        held = {start for start, _ in (*spoken, *written)}
        places = dict.fromkeys((*spoken, *written, *(place for place in borrowed if place[0] not in held)))
        found += [(*letters.span(start, end), idea) for start, end in places]
    return found


def _between(spaced: str, wanted: Iterable[str], known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """`_standing` in a text of `between_spaces`, with the places of the text without the space before it."""
    find, found = spaced.find, []
    for stemmed in wanted:
        beginning = f" {beginning_of(stemmed)}"
        at = find(beginning)
        while at >= 0:
            end = find(" ", at + 1)
            if known[spaced[at + 1 : end]] == stemmed:
                found.append((at, end - 1, stemmed))
            at = find(beginning, end)
    return found


def _standing(folded: str, wanted: Iterable[str], known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Where words with some stems stand in a folded text."""
    find, found = folded.find, []
    for stemmed in wanted:
        beginning = beginning_of(stemmed)
        at = find(beginning)
        while at >= 0:
            if at and folded[at - 1].isalnum():
                at = find(beginning, at + 1)
                continue
            end = word_end(folded, at)
            if known[folded[at:end]] == stemmed:
                found.append((at, end, stemmed))
            at = find(beginning, end)
    return found


class _Read(NamedTuple):
    """A text folded, and the same `between_spaces` where it can be."""

    plain: Plain
    spaced: str | None

    def standing(self, wanted: Iterable[str], known: Mapping[str, str]) -> list[tuple[int, int, str]]:
        """Where words with some stems stand."""
        return (
            _standing(self.plain.text, wanted, known) if self.spaced is None else _between(self.spaced, wanted, known)
        )


class _AsWritten(dict[str, str]):
    """Each word stands for itself."""

    def __missing__(self, word: str) -> str:
        return word[:LONGEST_WORD]


_AS_WRITTEN = _AsWritten()


def _runs(
    read: _Read, forms: Iterable[tuple[str, ...]], content: Mapping[str, str], known: Mapping[str, str]
) -> Places:
    """Where forms stand in a folded text, longer ones first where several begin at a place.

    `known` has the stem of each word, as it stands in the forms. Words that have none there or in `content` are
    grammar, which is passed over.
    """
    found = []
    for form in forms:
        for start, end, _ in read.standing(form[:1], known):
            if content[read.plain.text[start:end]]:
                last = _followed(read.plain, end, form[1:], content, known)
                if last is not None:
                    found.append((start, -len(form), last))
    return [(start, end) for start, _, end in sorted(found)]


def _followed(
    read: Plain, end: int, rest: tuple[str, ...], content: Mapping[str, str], known: Mapping[str, str]
) -> int | None:
    """Where a form ends whose first word ends at `end` and whose other stems are `rest`; None when it does not go
    on so."""
    if not rest:
        return end
    left = iter(rest)
    wanted = next(left)
    for hit in word_hits(read, end):
        stemmed = known[hit[0]] if content[hit[0]] else ""
        if stemmed == wanted:
            following = next(left, None)
            if following is None:
                return hit.end()
            wanted = following
        elif stemmed:
            return None
    return None
