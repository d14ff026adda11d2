"""The glossary: ideas of the field and of everyday office language, with their words in four languages and acronyms.

An idea found in a text is a feature of that text, beside its words, whatever the language: this is how "passation
ouverte des marchés" meets "open contracting", "ODS" meets "SDG", and "avionetas" meets "assets". Two sorts of entry:

- `topic`: something one can ask for or offer ("open contracting", "witness protection");
- `word`: a general word with its translations and near synonyms ("to publish", "to follow up").

Files are tab-separated with a header; forms in a cell are parted by `|`. Capitals never tell an acronym from a word,
since requests come in any case. An acronym that is also a word, or of two letters only, ends in `!` (`PAN!`, or with
the languages it is a word of: `NAP!en`) and counts there only in the company of another topic of the field. Users edit
the files; a workspace adds its own in `data/own_glossary.tsv`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, product
from pathlib import Path
from typing import NamedTuple

from matchmaker.matching.ideas import MARK, Idea, joined, read, unmarked
from matchmaker.matching.stemming import stem, stems, stems_in
from matchmaker.matching.stopwords import GRAMMAR
from matchmaker.matching.text import LANGUAGES, words

__all__ = ["MARK", "Found", "Glossary", "Idea"]

LONGEST_FORM = 6
SHIPPED = ("glossary.tsv", "lexicon.tsv")
OWN = "own_glossary.tsv"
SHORT_ACRONYM = 2
"""An acronym of at most this many letters counts only in company, marked or not."""
REACH = 4
"""Company is another topic that begins at most this many content words away."""


class Found(NamedTuple):
    """An idea found at the content words `first:last` (numbers in the list given), by its form or an acronym."""

    idea: int
    first: int
    last: int
    language: str | None
    acronym: bool = False


@dataclass(frozen=True)
class Glossary:
    """All entries, and the finding of them in texts. Immutable; `digest` names the content."""

    ideas: tuple[Idea, ...] = ()

    @classmethod
    def load(cls, *paths: Path) -> "Glossary":
        """The entries of the files that exist, in order; a later entry with the same id adds its forms to the
        earlier."""
        entries: dict[str, Idea] = {}
        for path in paths:
            if path.is_file():
                for idea in read(path):
                    entries[idea.id] = joined(entries[idea.id], idea) if idea.id in entries else idea
        return cls(tuple(entries.values()))

    @classmethod
    def shipped(cls, folder: Path, workspace: Path | None = None) -> "Glossary":
        """The entries that ship in `folder`, with those of a workspace's own `data/own_glossary.tsv` added."""
        own = [workspace / "data" / OWN] if workspace is not None else []
        return cls.load(*(folder / name for name in SHIPPED), *own)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the entries, for the fingerprint of a fitted model."""
        text = "\n".join(
            f"{idea.id}\t{idea.kind}\t{sorted(idea.forms.items())}\t{idea.acronyms}\t{idea.related}"
            for idea in self.ideas
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Entry number by id."""
        return {idea.id: number for number, idea in enumerate(self.ideas)}

    @cached_property
    def _phrases(self) -> Mapping[str | None, Mapping[tuple[str, ...], tuple[int, ...]]]:
        """Per language (None: acronyms): stems of a form -> entry numbers."""
        built: dict[str | None, dict[tuple[str, ...], list[int]]] = {language: {} for language in (*LANGUAGES, None)}
        for number, idea in enumerate(self.ideas):
            for language, forms in idea.forms.items():
                for form in forms:
                    key = key_of(form, language)
                    if key:
                        _add(built[language], key, number)
            for acronym in idea.acronyms:
                _add(built[None], tuple(words(unmarked(acronym))), number)
        return {language: {key: tuple(found) for key, found in table.items()} for language, table in built.items()}

    def prepared(self) -> bytes:
        """What finding needs and takes longest to work out, for a saved model that names this glossary's `digest`."""
        tables = [
            [language or "", [[list(key), list(found)] for key, found in table.items()]]
            for language, table in self._phrases.items()
        ]
        return json.dumps(tables, ensure_ascii=True).encode()

    def prepare(self, prepared: bytes) -> None:
        """Take over what `prepared` gave. Raises ValueError, TypeError or IndexError for anything else."""
        tables = {
            language or None: {tuple(key): tuple(found) for key, found in table}
            for language, table in json.loads(prepared)
        }
        if set(tables) != {*LANGUAGES, None}:
            raise ValueError("languages")
        self.__dict__["_phrases"] = tables

    def phrases(self, language: str | None) -> Mapping[tuple[str, ...], tuple[int, ...]]:
        """Stems of the forms of a language (None: words of the acronyms) with the entries they belong to."""
        return self._phrases[language]

    def related(self, idea: int) -> list[int]:
        """The numbers of the entries that one entry is related to."""
        return [self.number[id_] for id_ in self.ideas[idea].related if id_ in self.number]

    def forms_of(self, idea: int) -> Sequence[tuple[str | None, Sequence[tuple[str, ...]]]]:
        """Stems of the forms of one entry by language, in the order of `LANGUAGES` (None: words of its acronyms)."""
        return self._forms[idea]

    @cached_property
    def _forms(self) -> Sequence[Sequence[tuple[str | None, Sequence[tuple[str, ...]]]]]:
        forms: list[dict[str | None, list[tuple[str, ...]]]] = [{} for _ in self.ideas]
        for language in (*LANGUAGES, None):
            for key, ideas in self._phrases[language].items():
                for idea in ideas:
                    forms[idea].setdefault(language, []).append(key)
        return [tuple(held.items()) for held in forms]

    @cached_property
    def _starts(self) -> Mapping[tuple[str | None, int], Mapping[str, int]]:
        """Per language, of forms of one word or of two at least: first stem -> length of the longest that begins so."""
        starts: dict[tuple[str | None, int], dict[str, int]] = {}
        for (language, table), least in product(self._phrases.items(), (1, 2)):
            longest = starts.setdefault((language, least), {})
            for key in table:
                if len(key) >= least:
                    longest[key[0]] = max(longest.get(key[0], 0), len(key))
        return starts

    @cached_property
    def _wary(self) -> Mapping[str, frozenset[str]]:
        """Folded acronyms that count only in company, with the languages where that is so."""
        wary: dict[str, frozenset[str]] = {}
        for acronym in (acronym for idea in self.ideas for acronym in idea.acronyms):
            written, mark, where = acronym.partition("!")
            spelt = words(written)
            short = len(spelt[0]) <= SHORT_ACRONYM and spelt[0].isalpha() if spelt else False
            if len(spelt) == 1 and (mark or short):
                wary[spelt[0]] = wary.get(spelt[0], frozenset()) | frozenset(where.split(",") if where else LANGUAGES)
        return wary

    @cached_property
    def of_feature(self) -> Mapping[str, int]:
        """The number of the entry behind each feature that texts are indexed by."""
        return {idea.feature: number for number, idea in enumerate(self.ideas)}

    def is_wary(self, word: str, language: str | None) -> bool:
        """Does this folded acronym count only beside another topic, in a text in `language`?"""
        where = self._wary.get(word)
        return where is not None and (language not in LANGUAGES or language in where)

    def find(
        self, content: Sequence[str], language: str | None, known_stems: Sequence[str] | None = None
    ) -> list[Found]:
        """Every idea in a list of folded content words (grammar left out), phrases and the single words inside them.

        Forms of the text's language count, and acronyms of any. `known_stems` saves stemming in `language` again.
        """
        found: list[Found] = []
        for tongue in (language,) if language in LANGUAGES else LANGUAGES:
            known = known_stems if known_stems is not None and tongue == language else None
            found += self._spoken(known or [stem(word, tongue) for word in content], tongue)
        acronyms = self._spoken(content, None)
        wary = [self.is_wary(content[one.first], language) and one.last - one.first == 1 for one in acronyms]
        found += [one for one, doubtful in zip(acronyms, wary, strict=True) if not doubtful]
        topics = [one for one in found if self.ideas[one.idea].kind == "topic"] if any(wary) else []
        return found + [
            one
            for one, doubtful in zip(acronyms, wary, strict=True)
            if doubtful and self._accompanied(one, content[one.first], topics)
        ]

    def _spoken(self, stems: Sequence[str], tongue: str | None, least: int = 1) -> list[Found]:
        """Every idea by its forms of `least` words in one language (None: by its acronyms), single words last."""
        starts, phrases = self._starts[tongue, least], self._phrases[tongue]
        if starts.keys().isdisjoint(stems):
            return []
        return [
            Found(number, first, first + length, tongue, tongue is None)
            for first, start in enumerate(stems)
            if start in starts
            for length in range(min(starts[start], len(stems) - first), least - 1, -1)
            for number in phrases.get(tuple(stems[first : first + length]), ())
        ]

    def _accompanied(self, acronym: Found, word: str, topics: Sequence[Found]) -> bool:
        """Does another topic begin within `REACH` words of the acronym?"""
        own = self._phrases[None][(word,)]
        return any(abs(one.first - acronym.first) <= REACH and one.idea not in own for one in topics)

    def borrowed(self, content: Sequence[str], language: str | None) -> list[Found]:
        """Ideas that a text in `language` names by a phrase of another ("un portail open data")."""
        found: dict[tuple[int, int, int], Found] = {}
        for tongue in sorted(self._tongues(content)) if language in LANGUAGES else ():
            if tongue != language:
                stemmed = stems_in(tongue).of(content)
                places = [at for at, each in enumerate(stemmed) if each]
                for one in self._spoken([stemmed[at] for at in places], tongue, 2):
                    first, last = places[one.first], places[one.last - 1] + 1
                    found.setdefault((one.idea, first, last), one._replace(first=first, last=last))
        return list(found.values())

    def _tongues(self, content: Sequence[str]) -> list[str]:
        """The languages in which one of some words may begin a form of two words or more."""
        known = self._begun
        begun = list(map(known.get, content))
        if None in begun:
            if len(known) + len(content) > _REMEMBERED:
                known.clear()
            new = [word for word in dict.fromkeys(content) if word not in known]
            known.update(dict.fromkeys(new, ()))
            for tongue in LANGUAGES:
                starts, stemmed = self._starts[tongue, 2], stems(new, tongue)
                if not starts.keys().isdisjoint(stemmed):
                    for word in compress(new, map(starts.__contains__, stemmed)):
                        known[word] += (tongue,)
            begun = list(map(known.get, content))
        return list(dict.fromkeys(chain.from_iterable(filter(None, begun))))

    @cached_property
    def _begun(self) -> dict[str, tuple[str, ...]]:
        """For words met so far, the languages in which they begin a form of two words or more."""
        return {}


_REMEMBERED = 200_000


def key_of(form: str, language: str) -> tuple[str, ...]:
    """Stems of a form's content words, as `Glossary.find` looks them up."""
    content = [word for word in words(form) if word not in GRAMMAR[language]]
    return tuple(stem(word, language) for word in content)[:LONGEST_FORM]


def _add(table: dict[tuple[str, ...], list[int]], key: tuple[str, ...], number: int) -> None:
    if key and number not in table.setdefault(key, []):
        table[key].append(number)
