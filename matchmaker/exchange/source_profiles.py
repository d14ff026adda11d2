"""Source profiles: what a person said of how the files of a source are to be read, kept for its next file.

A profile given with `--map`, answers to questions and `--as` hold for the source until something else is said;
`--map auto` forgets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from matchmaker.exchange.assigning import ALL, EXPERIENCE, OFFERING
from matchmaker.exchange.profiles import Profile, as_toml, load_profile, profile_of
from matchmaker.store.store import Store

AUTO = Path("auto")
KINDS = {"offerings": OFFERING, "experience": EXPERIENCE}
"""What `--as` takes, and what it makes of every row."""
RULE = "rule"
"""What `--as` takes to leave it to the rule again (see `assigning`)."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a person wants a file read; `fresh` when they said so just now, so that it is to be kept for its source."""

    profile: Profile = field(default_factory=Profile)
    fresh: bool = False


def told(
    store: Store, source: str, *, mapping: Path | None = None, kind: str = "", columns: Mapping[str, str] | None = None
) -> Told:
    """How the file of a source is to be read: what is said now, on top of what was kept for the source.

    `kind` is "offerings" or "experience", for all rows, or `RULE`; `columns` are answers, a column for each field, ""
    for none.
    Raises UsageError for a profile that is not understood.
    """
    kept = store.meta(_key(source))
    fresh = bool(mapping or kind or columns)
    if mapping is not None and mapping != AUTO:
        profile = load_profile(mapping)
    elif kept and mapping is None:
        profile = replace(profile_of(kept, f"the profile kept for source {source}"), kept_for=source)
    else:
        profile = Profile()
    if columns:
        said = {field: (column,) if column else () for field, column in columns.items()}
        profile = replace(profile, columns={**profile.columns, **said})
    if kind:
        by_word = {word: as_one for word, as_one in profile.assign.items() if word != ALL}
        profile = replace(profile, assign=by_word if kind == RULE else {**by_word, ALL: KINDS[kind]})
    return Told(profile, fresh)


def kind_of(said: Told) -> str:
    """What every row becomes, as `told` takes it: one of `KINDS`, or `RULE`."""
    return next((name for name, kind in KINDS.items() if said.profile.assign.get(ALL) == kind), RULE)


def keep(store: Store, source: str, said: Told) -> None:
    """Keep for a source what was said of its file; inside `store.write()`."""
    if said.fresh:
        store.set_meta(_key(source), as_toml(said.profile) if said.profile.says_anything else "")


def _key(source: str) -> str:
    return f"profile of {source}"
