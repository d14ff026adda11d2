"""Profiles: how the columns of a file are to be read, written down (TOML), given with `--map` or kept for a source.

```toml
[columns]            # field = column name, or several; [] says that no column holds it
title = "Project Title"
text = ["Objective", "Description"]
[constants]          # fields the file has no column for
provider = "BRA"
[reading]            # encoding, delimiter, sheet, header_row, day_first, one_row_per, new_ids
day_first = true
[assign]             # "offering" or "experience": by word of the status, by default for the rest, or for all whatever
pipeline = "offering"
```
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from matchmaker.errors import UsageError
from matchmaker.exchange.assigning import KINDS
from matchmaker.exchange.drafts import Recognised
from matchmaker.exchange.limits import refused
from matchmaker.exchange.mapping import NATIVE, Mapping

_SETTINGS: dict[str, type] = {
    "encoding": str,
    "delimiter": str,
    "sheet": str,
    "header_row": int,
    "day_first": bool,
    "one_row_per": str,
    "new_ids": bool,
}
_FIELDS = NATIVE | {
    "sector",
    "period",
    "dates",
    "date_types",
    "organisations",
    "roles",
    "reporting",
    "provider_code",
    "partner_code",
    "region",
    "country",
    "received_on",
    "channel",
    "body",
}
_FIELDS |= {
    "urgency",
    "due_on",
    "delivery",
    "readiness",
    "confidential",
    "state",
    "owner",
    "notes",
    "next_action",
    "updated",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile says. Empty means: recognise everything. `kept_for` is the source that it was kept for."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str | int | bool] = field(default_factory=dict)
    assign: dict[str, str] = field(default_factory=dict)
    name: str = ""
    kept_for: str = ""

    @property
    def says_anything(self) -> bool:
        return bool(self.columns or self.constants or self.settings or self.assign)

    def text(self, key: str) -> str:
        """A setting that is text, "" where it is not given."""
        return str(self.settings.get(key, ""))


def load_profile(path: Path | None) -> Profile:
    """The profile in a file. Raises UsageError naming the file and the key for anything that is not understood."""
    if path is None:
        return Profile()
    try:
        if path.stat().st_size > 1_000_000:
            raise ValueError("it is larger than 1 MB")
        return profile_of(path.read_text(encoding="utf-8"), str(path))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"The profile {path} cannot be read: {error}", "See `matchmaker refresh --help` for the form."
        ) from error


def profile_of(text: str, name: str) -> Profile:
    """The profile that a text is, called `name` in messages. Raises UsageError, or ValueError for what is no TOML."""
    given = tomllib.loads(text)
    for section in given:
        if section not in ("columns", "constants", "reading", "assign"):
            raise _unclear(name, section, "Sections are columns, constants, reading and assign.")
    columns = {key: _names(name, key, value) for key, value in _section(name, given, "columns").items()}
    constants = {key: str(value) for key, value in _section(name, given, "constants").items()}
    for key in [*columns, *constants]:
        if key not in _FIELDS:
            raise _unclear(name, key, f"Fields are {', '.join(sorted(_FIELDS))}.")
    settings = _section(name, given, "reading")
    for key, value in settings.items():
        if key not in _SETTINGS or type(value) is not _SETTINGS[key]:
            known = ", ".join(f"{setting} ({kind.__name__})" for setting, kind in _SETTINGS.items())
            raise _unclear(name, key, f"Reading takes {known}.")
    assign = {key.casefold(): str(value) for key, value in _section(name, given, "assign").items()}
    for key, value in assign.items():
        if value not in KINDS:
            raise _unclear(name, key, 'Each is "offering" or "experience".')
    return Profile(columns, constants, settings, assign, Path(name).name)


def _section(name: str, given: dict[str, Any], section: str) -> dict[str, Any]:
    found = given.get(section, {})
    if not isinstance(found, dict):
        raise _unclear(name, section, f"[{section}] must be a table.")
    return found


def _names(name: str, key: str, value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(column, str) for column in names):
        raise _unclear(name, key, "A column is a name, or a list of names.")
    return tuple(names)


def _unclear(name: str, key: str, way_out: str) -> UsageError:
    return UsageError(f"{name}: {key!r} is not understood.", way_out)


def applied(profile: Profile, mapping: Mapping, header: Sequence[str], path: Path) -> Mapping:
    """`mapping` with what the profile says in place of what was recognised.

    Raises FileRefused when the profile names columns that the file has not: it belongs to another source.
    """
    places = {name.strip().casefold(): index for index, name in reversed(list(enumerate(header)))}
    named: dict[str, tuple[int, ...]] = {}
    for key, names in profile.columns.items():
        missing = [name for name in names if name.strip().casefold() not in places]
        if missing:
            here = f"Columns here: {', '.join(list(header)[:20])}."
            if profile.kept_for:
                said = f"the profile kept for source {profile.kept_for} names a column the file has not: {missing[0]!r}"
                raise refused(path, said, f"Give another with --map, or --map auto to recognise all anew. {here}")
            said = f"the profile {profile.name} names a column the file has not: {missing[0]!r}"
            raise refused(path, said, f"Use the profile of this source. {here}")
        named[key] = tuple(places[name.strip().casefold()] for name in names)
    taken = {index for indexes in named.values() for index in indexes}
    kept = {
        key: left
        for key, indexes in mapping.columns.items()
        if key not in named and key not in profile.constants and (left := tuple(i for i in indexes if i not in taken))
    }
    recognised = tuple(Recognised(key, header[index], 1.0) for key, indexes in named.items() for index in indexes)
    recognised += tuple(
        r for r in mapping.recognised if r.field in kept and r.column not in {x.column for x in recognised}
    )
    return replace(
        mapping,
        columns={**kept, **{key: indexes for key, indexes in named.items() if indexes}},
        recognised=recognised,
        constants={**mapping.constants, **profile.constants},
        assign={**mapping.assign, **profile.assign},
        settings={**mapping.settings, **profile.settings},
    )


def written(mapping: Mapping, header: Sequence[str]) -> str:
    """A mapping as the text of a profile."""
    columns = {key: tuple(header[index] for index in indexes) for key, indexes in mapping.columns.items()}
    return as_toml(Profile(columns, mapping.constants, mapping.settings, mapping.assign))


def as_toml(profile: Profile) -> str:
    """The text of a profile, which `profile_of` reads back."""
    lines = ["[columns]"]
    for key, columns in profile.columns.items():
        names = [_quoted(name) for name in columns]
        lines.append(f"{key} = {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}")
    for title, values in (("constants", profile.constants), ("reading", profile.settings), ("assign", profile.assign)):
        if values:
            lines += ["", f"[{title}]"]
            lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _quoted(value: str | int | bool) -> str:
    """A value as TOML: a string as JSON writes it, but for DEL, which TOML does not take as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
