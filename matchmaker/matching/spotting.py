"""Where words and ideas stand in a text of which it is known that it holds them: only they are looked for.

What is found is what taking the whole text apart finds (`analysis.analyse`), at a fraction of the time.
"""

from collections.abc import Iterable, Iterator, Mapping

from matchmaker.matching.glossary import Glossary
from matchmaker.matching.text import LANGUAGES, LONGEST_WORD, Plain, plain, stems_in, word_end, word_hits

REWRITTEN = 2
"""Letters at the end of a stem that may differ from the word's ("prudemment" has the stem "prudent")."""

Places = list[tuple[int, int]]
"""Where something stands in a text: start and end of each place."""


def words_in(text: str, stemming: str | None, wanted: Iterable[str]) -> dict[str, Places]:
    """Where words stand whose stems are wanted, by stem and in the order of the text; those found nowhere are left
    out."""
    read, known = plain(text), stems_in(stemming)
    found = {stemmed: list(_standing(read, stemmed, known)) for stemmed in wanted}
    return {stemmed: [read.span(*place) for place in places] for stemmed, places in found.items() if places}


def ideas_in(text: str, language: str, wanted: Iterable[int], glossary: Glossary) -> dict[int, Places] | None:
    """Where ideas stand in a text in one of `LANGUAGES`, by their number in the glossary.

    None when an acronym is among them that counts only in company: then the whole text must be read.
    """
    read, content = plain(text), stems_in(language)
    found = {}
    for idea in wanted:
        forms = glossary.forms_of(idea)
        spoken = _runs(read, forms.get(language, ()), content, content)
        written = _runs(read, forms.get(None, ()), content, _AS_WRITTEN)
        if any(glossary.is_wary(read.text[start:end], language) for start, end in written):
            return None
        held = {start for start, _ in (*spoken, *written)}
        borrowed: Places = []
        for tongue in LANGUAGES:
            if tongue != language:
                phrases = [form for form in forms.get(tongue, ()) if len(form) > 1]
                borrowed += _runs(read, phrases, content, stems_in(tongue))
        places = [*spoken, *written, *(place for place in borrowed if place[0] not in held)]
        if places:
            found[idea] = [read.span(*place) for place in dict.fromkeys(places)]
    return found


def _standing(read: Plain, stemmed: str, known: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Where words with one stem stand in a folded text."""
    text, beginning = read.text, stemmed[: max(1, len(stemmed) - REWRITTEN)]
    at = text.find(beginning)
    while at >= 0:
        if at and text[at - 1].isalnum():
            at = text.find(beginning, at + 1)
            continue
        end = word_end(read, at)
        if known[text[at:end]] == stemmed:
            yield at, end
        at = text.find(beginning, end)


class _AsWritten(dict[str, str]):
    """Each word stands for itself."""

    def __missing__(self, word: str) -> str:
        return word[:LONGEST_WORD]


_AS_WRITTEN = _AsWritten()


def _runs(
    read: Plain, forms: Iterable[tuple[str, ...]], content: Mapping[str, str], known: Mapping[str, str]
) -> Places:
    """Where forms stand in a folded text, longer ones first where several begin at a place.

    `known` has the stem of each word, as it stands in the forms. Words that have none there or in `content` are
    grammar, which is passed over.
    """
    found = []
    for form in forms:
        for start, end in _standing(read, form[0], known):
            if content[read.text[start:end]]:
                last = _followed(read, end, form[1:], content, known)
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
