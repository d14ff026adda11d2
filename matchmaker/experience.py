"""Experience: assistance a provider already gave to a partner country, as activities."""

import hashlib
from dataclasses import dataclass
from datetime import date

from matchmaker.files import Source


def activity_id(text: str) -> str:
    """The id of an activity: a digest of its text, to the letter, since one text is kept for each id."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that was done, in one sentence (or the description of a project).

    The same sentence is often reported for many partners: the store keeps it once and links it to each.
    `id` is a digest of the text, so equal sentences have equal ids.
    `kind` is one of workshop, visit, tool transfer, drafting, joint statement, project, or empty.
    """

    id: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Experience:
    """What `provider` did with `partner`, as one source reports it.

    `id` is `<source name>:<id in the source>`. `provider` is an alpha-3 code where the provider is a country, else the
    organisation's name; `partner` is an alpha-3 code, or the name of a region where no country is given.
    A ranking has one entry per provider-partner pair, which may join several of these.
    """

    id: str
    provider: str
    partner: str
    activities: tuple[Activity, ...]
    title: str = ""
    institution: str = ""
    types: tuple[str, ...] = ()
    articles: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    status: str = ""
    started: date | None = None
    ended: date | None = None
    link: str = ""
    language: str | None = None
    placeholder: bool = False
    withdrawn: bool = False
    source: Source | None = None
