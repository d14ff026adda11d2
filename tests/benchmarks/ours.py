"""Ours: the whole matcher on generated texts, as `match` and `batch` use it."""

from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from matchmaker.experience import Experience
from matchmaker.matches import Answer
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Matcher
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from tests.benchmarks.texts import Text


def offerings(texts: Sequence[Text]) -> list[Offering]:
    """A record per text; the language is found, not declared."""
    return [
        Offering(f"bench:{number:07}", text.title, text.text, "MEX", ("Capacity-building",))
        for number, text in enumerate(texts)
    ]


def requests(texts: Sequence[Text]) -> list[Request]:
    """A request per text, from a country, with a type of assistance."""
    return [
        Request(f"R-{number:06}", text.text, country="KEN", types=("Capacity-building",))
        for number, text in enumerate(texts)
    ]


def glossary() -> Glossary:
    """The glossary that ships."""
    return Glossary.shipped(shipped_data())


def fitted(records: Sequence[Offering], words: Glossary, jobs: int = 2) -> Matcher:
    """The matcher of a catalogue."""
    return Matcher.fit(records, [], words, jobs=jobs)


def reopened(matcher: Matcher, folder: Path, words: Glossary) -> Matcher:
    """The matcher as the next process finds it: saved, and mapped into memory."""
    matcher.save(folder, "bench")
    found = Matcher.load(folder, "bench", glossary=words)
    if found is None:
        raise RuntimeError("the model just saved does not load")
    return found


class Shelf:
    """The records, fetched by id."""

    def __init__(self, records: Sequence[Offering]) -> None:
        self._records = {record.id: record for record in records}

    def offering(self, id: str) -> Offering:  # noqa: A002
        return self._records[id]

    def offerings(self, ids: Sequence[str]) -> Sequence[Offering]:
        return [self._records[id_] for id_ in ids]

    def experiences(self, ids: Sequence[str]) -> Sequence[Experience]:
        return []


def answered(matcher: Matcher, shelf: Shelf, asked: Sequence[Request], top: int = 10, jobs: int = 2) -> int:
    """Answer requests with reasons on `jobs` processes; returns how many reasons were given."""
    if jobs == 1:
        return _reasons(matcher, shelf, asked, top)
    context: Any = get_context("fork")
    shares = [asked[job::jobs] for job in range(jobs)]
    pipes = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=lambda pipe, mine: pipe.send(_reasons(matcher, shelf, mine, top)), args=(theirs, share)
        )
        process.start()
        pipes.append((process, ours))
    total = _reasons(matcher, shelf, shares[0], top)
    for process, ours in pipes:
        total += ours.recv()
        process.join()
    return total


def _reasons(matcher: Matcher, shelf: Shelf, asked: Sequence[Request], top: int) -> int:
    return sum(_count(answer) for answer in matcher.answers(asked, shelf, top=top))


def _count(answer: Answer) -> int:
    return sum(len(match.reasons) for match in answer.offerings)
