"""The shipped catalogue as a fitted matcher, fitted once per test run."""

from collections.abc import Sequence
from functools import cache

from matchmaker.exchange.samples import CATALOGUE, read_catalogue
from matchmaker.experience import Experience
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Matcher
from matchmaker.offerings import Offering
from matchmaker.settings import shipped_data


class Records:
    """A catalogue in memory, as the matcher asks for it."""

    def __init__(self, offerings: Sequence[Offering], experience: Sequence[Experience]) -> None:
        self.offerings = {offering.id: offering for offering in offerings}
        self.records = {record.id: record for record in experience}

    def offering(self, id: str) -> Offering:  # noqa: A002
        return self.offerings[id]

    def experiences(self, ids: Sequence[str]) -> list[Experience]:
        return [self.records[id_] for id_ in ids]


@cache
def glossary() -> Glossary:
    return Glossary.shipped(shipped_data())


@cache
def shipped() -> tuple[tuple[Offering, ...], tuple[Experience, ...]]:
    offerings, experience, _ = read_catalogue(shipped_data() / CATALOGUE)
    return tuple(offerings), tuple(experience)


@cache
def matcher() -> tuple[Matcher, Records]:
    offerings, experience = shipped()
    return Matcher.fit(offerings, experience, glossary()), Records(offerings, experience)
