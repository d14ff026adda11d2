"""Counting: many titles and texts to weighted counts of features, fast and in parallel.

What counts is said by `text` and `analysis`: language, content words, stems, ideas of the glossary. Here the same is
done for a whole catalogue, each distinct word once: texts become arrays of word numbers, and language, grammar, stems
and ideas are looked up in tables over words. The result is that of `analysis.features` text by text, whatever the
number of jobs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.glossary import Glossary
from matchmaker.matching.lexicon import FIELD, Lexicon
from matchmaker.matching.rows import ranges
from matchmaker.matching.strings import Strings, smallest
from matchmaker.matching.text import LANGUAGES, detect, language_of

TITLE_WEIGHT = 3
"""A word in a title counts as this many in the text (BM25F with one weighted field)."""

UNKNOWN = len(LANGUAGES)
"""The number of a text's language when it is none of `LANGUAGES`."""

BATCH = 2000
SAMPLE = 4000
"""As many characters of a text tell its language, see `text.detect`."""

_TIMES, _DOCUMENT = 2, 40
_ONCE = (1 << _TIMES) - 1
"""A document, a feature and how often one place counts, packed into one number: where each begins."""

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be searched, with its title and the language both are declared to be in."""

    title: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Feature counts of documents in a row.

    `features[starts[d]:starts[d + 1]]` are the features of document `d`, each once, as numbers into the sorted `names`,
    of which each stands somewhere; `times` how often each stands there (once in the title is `TITLE_WEIGHT` times).
    `lengths` are weighted content words per document; `languages` numbers into `LANGUAGES`, or `UNKNOWN`.
    """

    names: Strings
    starts: NDArray[np.int64]
    features: NDArray[np.int32]
    times: NDArray[np.integer]
    lengths: NDArray[np.int32]
    languages: NDArray[np.uint8]


def count(documents: Sequence[Document], glossary: Glossary, *, jobs: int = 1) -> Counts:
    """Counts of all documents; those of unknown language are read in the language most are in."""
    counts = count_known(documents, glossary, jobs=jobs)
    return read_unknown(counts, documents, glossary, main_language(counts.languages), jobs=jobs)


def read_unknown(
    counts: Counts, documents: Sequence[Document], glossary: Glossary, main: int, *, jobs: int = 1
) -> Counts:
    """The counts with the documents of unknown language read in the language `main`."""
    late = np.flatnonzero(counts.languages == UNKNOWN)
    if not len(late):
        return counts
    known = np.flatnonzero(counts.languages != UNKNOWN)
    read = count_in([documents[number] for number in late.tolist()], glossary, LANGUAGES[main], jobs=jobs)
    return assembled(len(documents), [(counts, known, known), (read, np.arange(len(late)), late)])


def count_known(writings: Sequence[Document], glossary: Glossary, *, jobs: int = 1) -> Counts:
    """Counts of `writings`; those of unknown language have no features yet."""
    return _joined(_in_parallel([(writings[a:b], glossary, None) for a, b in _shares(len(writings), jobs)]))


def count_in(writings: Sequence[Document], glossary: Glossary, language: str, *, jobs: int = 1) -> Counts:
    """Counts of `writings` that are all of unknown language and read in this one."""
    number = LANGUAGES.index(language)
    return _joined(_in_parallel([(writings[a:b], glossary, number) for a, b in _shares(len(writings), jobs)]))


def main_language(languages: NDArray[np.uint8]) -> int:
    """The number of the language most texts are in, the first of `LANGUAGES` where none is known."""
    return int(np.argmax(np.bincount(languages, minlength=UNKNOWN + 1)[:UNKNOWN]))


def _shares(size: int, jobs: int) -> list[tuple[int, int]]:
    """Equal runs of documents, one per job; few documents are not worth a second process."""
    jobs = max(1, min(jobs, size // BATCH))
    bounds = [size * job // jobs for job in range(jobs + 1)]
    return list(pairwise(bounds))


def _in_parallel(shares: list[tuple[Sequence[Document], Glossary, int | None]]) -> list[Counts]:
    """Count each share, all but the first in processes of their own; a share whose process died is counted here."""
    if len(shares) == 1:
        return [_count_share(*shares[0])]
    context: Any = get_context("fork" if "fork" in get_all_start_methods() else None)
    running = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_send_share, args=(theirs, *share), daemon=True)
        process.start()
        theirs.close()
        running.append((process, ours, share))
    parts = [_count_share(*shares[0])]
    for process, ours, share in running:
        try:
            arrays = ours.recv()
            parts.append(Counts(Strings(*arrays[:3]), *arrays[3:]))
        except (EOFError, OSError):
            parts.append(_count_share(*share))
        ours.close()
        process.join()
    return parts


def _send_share(connection: Connection, writings: Sequence[Document], glossary: Glossary, main: int | None) -> None:
    counts = _count_share(writings, glossary, main)
    names = counts.names.arrays("")
    connection.send((*names.values(), counts.starts, counts.features, counts.times, counts.lengths, counts.languages))
    connection.close()


def _count_share(writings: Sequence[Document], glossary: Glossary, main: int | None) -> Counts:
    """Count one run of documents. With `main`, all are of unknown language and read in that one."""
    lexicon = Lexicon(glossary)
    batches = [_count_batch(writings[at : at + BATCH], lexicon, main) for at in range(0, len(writings), BATCH)]
    joined = [np.concatenate(column) if column else np.empty(0, np.int32) for column in zip(*batches, strict=True)]
    sizes, features, times, lengths, languages = joined or [np.empty(0, np.int32)] * 5
    starts = np.zeros(len(writings) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    names, numbers = lexicon.sorted_features()
    return compacted(
        Counts(names, starts, numbers[features], smallest(times), lengths, np.asarray(languages, np.uint8))
    )


def _count_batch(writings: Sequence[Document], lexicon: Lexicon, main: int | None) -> tuple[Numbers, ...]:
    """Number of features per document; features, times; length and language per document."""
    fields = [field for writing in writings for field in (writing.title, writing.text)]
    raws, raw_fields = lexicon.read(fields)
    words, word_fields = lexicon.words_of(raws, raw_fields)
    size = len(writings)
    if main is None:
        languages = _languages(writings, lexicon, (raws, raw_fields // 2), (words, word_fields // 2))
        spoken = languages[word_fields // 2]
    else:
        languages = np.full(size, UNKNOWN, np.uint8)
        spoken = np.full(len(words), main, np.uint8)
    lengths = np.zeros(size, np.int64)
    keys = []
    for number, language in enumerate(LANGUAGES):
        mine = np.flatnonzero((spoken == number) & (lexicon.grammar[words] >> number & 1 == 0))
        if not len(mine):
            continue
        content, places = words[mine], word_fields[mine]
        weights = np.where(places % 2 == 0, TITLE_WEIGHT, 1)
        lengths += np.bincount(places // 2, weights, size).astype(np.int64)
        stems = lexicon.stems(language, content)
        found_at, ideas = lexicon.ideas(language, content, stems, places)
        places = places // 2 << _DOCUMENT | weights
        keys += [places | stems.astype(np.int64) << _TIMES, places[found_at] | ideas.astype(np.int64) << _TIMES]
    packed = np.concatenate(keys) if keys else np.empty(0, np.int64)
    packed.sort()
    firsts = np.flatnonzero(np.diff(packed >> _TIMES, prepend=-1))
    times = np.add.reduceat(packed & _ONCE, firsts) if len(firsts) else np.empty(0, np.int64)
    found = packed[firsts] >> _TIMES
    sizes = np.bincount(found >> _DOCUMENT - _TIMES, minlength=size)
    features = (found & (1 << _DOCUMENT - _TIMES) - 1).astype(np.int32)
    return sizes, features, times.astype(np.int32), lengths.astype(np.int32), languages


def _languages(
    writings: Sequence[Document], lexicon: Lexicon, raws: tuple[Numbers, Numbers], words: tuple[Numbers, Numbers]
) -> NDArray[np.uint8]:
    """`text.language_of` for each title and text together; raws and words are given with their documents."""
    size = len(writings)
    held = np.bincount(words[1], minlength=size)
    votes = _summed(lexicon.votes[words[0]], words[1], size)
    ranked = np.sort(votes, axis=1)
    # Signs give a language at most three votes for each word: where another is further ahead they need not be found.
    undecided = (ranked[:, -1] - ranked[:, -2] <= 3 * held) | (held < 4)
    doubtful = np.flatnonzero(undecided[raws[1]])
    signs = _summed(lexicon.signs(raws[0][doubtful]), raws[1][doubtful], size)
    votes += 3 * np.minimum(signs, np.maximum(held, 1)[:, None])
    order = np.argsort(-votes, axis=1, kind="stable")
    best, second = (np.take_along_axis(votes, order[:, at : at + 1], 1)[:, 0] for at in (0, 1))
    unsure = (best == 0) | ((held < 4) & (best - second < 3)) | (best <= second)
    languages = np.where(unsure, UNKNOWN, order[:, 0]).astype(np.uint8)
    for number, writing in enumerate(writings):
        if writing.language:
            declared = language_of("", writing.language)
            if declared:
                languages[number] = LANGUAGES.index(declared)
                continue
        if len(writing.title) + 2 + len(writing.text) > SAMPLE:
            found = detect(f"{writing.title}. {writing.text}")
            languages[number] = LANGUAGES.index(found) if found else UNKNOWN
    return languages


def _summed(given: NDArray[np.int64], documents: Numbers, size: int) -> NDArray[np.int64]:
    """What was given to each language, summed for each document: a column per language. The documents rise.

    Sums of a text longer than `SAMPLE` may run over into the next column; its language is told otherwise.
    """
    ends = np.searchsorted(documents, np.arange(size + 1))
    sums = np.append(0, np.cumsum(given))[ends]
    packed = sums[1:] - sums[:-1]
    columns: NDArray[np.int64] = packed[:, None] >> FIELD * np.arange(len(LANGUAGES)) & (1 << FIELD) - 1
    return columns


def _joined(parts: Sequence[Counts]) -> Counts:
    """Counts of documents in a row, from parts with vocabularies of their own."""
    if len(parts) == 1:
        return parts[0]
    names, numbers = merged([part.names for part in parts])
    starts = [parts[0].starts]
    for part in parts[1:]:
        starts.append(part.starts[1:] + starts[-1][-1])
    return Counts(
        names,
        np.concatenate(starts),
        np.concatenate([mine[part.features] for mine, part in zip(numbers, parts, strict=True)]),
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.languages for part in parts]),
    )


def merged(vocabularies: Sequence[Strings]) -> tuple[Strings, list[NDArray[np.int32]]]:
    """The sorted union of sorted vocabularies, and for each of them its strings' numbers in the union."""
    held = [list(names) for names in vocabularies]
    union = list(dict.fromkeys(sorted(chain.from_iterable(held))))
    number = dict(zip(union, range(len(union)), strict=True))
    return Strings.of(union), [np.fromiter(map(number.__getitem__, names), np.int32, len(names)) for names in held]


def compacted(counts: Counts) -> Counts:
    """Without the names that no document has."""
    used = np.zeros(len(counts.names), bool)
    used[counts.features] = True
    if used.all():
        return counts
    number = (np.cumsum(used) - 1).astype(np.int32)
    names = counts.names.only(used)
    return Counts(names, counts.starts, number[counts.features], counts.times, counts.lengths, counts.languages)


def assembled(size: int, pieces: Sequence[tuple[Counts, NDArray[np.integer], NDArray[np.integer]]]) -> Counts:
    """Counts of `size` documents from pieces: counts, which of their rows, and the places those take."""
    names, numbers = merged([counts.names for counts, _, _ in pieces])
    sizes = np.zeros(size, np.int64)
    lengths, languages = np.zeros(size, np.int32), np.zeros(size, np.uint8)
    for counts, rows, places in pieces:
        sizes[places] = counts.starts[rows + 1] - counts.starts[rows]
        lengths[places], languages[places] = counts.lengths[rows], counts.languages[rows]
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    features = np.empty(starts[-1], np.int32)
    times = np.empty(starts[-1], np.result_type(*(counts.times.dtype for counts, _, _ in pieces)))
    for (counts, rows, places), number in zip(pieces, numbers, strict=True):
        source = ranges(counts.starts[rows], sizes[places])
        target = ranges(starts[places], sizes[places])
        features[target] = number[counts.features[source]]
        times[target] = counts.times[source]
    return compacted(Counts(names, starts, features, smallest(times), lengths, languages))
