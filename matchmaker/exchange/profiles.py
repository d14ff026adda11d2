"""Profiles: a mapping written down (TOML), to be given with `--map` or saved for a source and offered again.

```toml
[columns]            # field = column name, or several
title = "Project Title"
text = ["Objective", "Description"]
[constants]          # fields the file has no column for
provider = "BRA"
[reading]            # encoding, delimiter, sheet, header_row, day_first, one_row_per
day_first = true
[assign]             # by word of the status, or default for all: "offering" or "experience"
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
}
_FIELDS = NATIVE | {
    "sector",
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
    """What a profile says. Empty means: recognise everything."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str | int | bool] = field(default_factory=dict)
    assign: dict[str, str] = field(default_factory=dict)
    name: str = ""

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
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"The profile {path} cannot be read: {error}", "See `matchmaker refresh --help` for the form."
        ) from error
    for section in given:
        if section not in ("columns", "constants", "reading", "assign"):
            raise _unclear(path, section, "Sections are columns, constants, reading and assign.")
    columns = {key: _names(path, key, value) for key, value in _section(path, given, "columns").items()}
    constants = {key: str(value) for key, value in _section(path, given, "constants").items()}
    for key in [*columns, *constants]:
        if key not in _FIELDS:
            raise _unclear(path, key, f"Fields are {', '.join(sorted(_FIELDS))}.")
    settings = _section(path, given, "reading")
    for key, value in settings.items():
        if key not in _SETTINGS or type(value) is not _SETTINGS[key]:
            raise _unclear(
                path,
                key,
                f"Reading takes {', '.join(f'{name} ({kind.__name__})' for name, kind in _SETTINGS.items())}.",
            )
    assign = {key.casefold(): str(value) for key, value in _section(path, given, "assign").items()}
    for key, value in assign.items():
        if value not in KINDS:
            raise _unclear(path, key, 'Each is "offering" or "experience".')
    return Profile(columns, constants, settings, assign, path.name)


def _section(path: Path, given: dict[str, Any], name: str) -> dict[str, Any]:
    section = given.get(name, {})
    if not isinstance(section, dict):
        raise _unclear(path, name, f"[{name}] must be a table.")
    return section


def _names(path: Path, key: str, value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise _unclear(path, key, "A column is a name, or a list of names.")
    return tuple(names)


def _unclear(path: Path, key: str, way_out: str) -> UsageError:
    return UsageError(f"{path}: {key!r} is not understood.", way_out)


def applied(profile: Profile, mapping: Mapping, header: Sequence[str], path: Path) -> Mapping:
    """`mapping` with what the profile says in place of what was recognised.

    Raises FileRefused when the profile names columns that the file has not: it belongs to another source.
    """
    places = {name.strip().casefold(): index for index, name in reversed(list(enumerate(header)))}
    named: dict[str, tuple[int, ...]] = {}
    for key, names in profile.columns.items():
        missing = [name for name in names if name.strip().casefold() not in places]
        if missing:
            raise refused(
                path,
                f"the profile {profile.name} names a column the file has not: {missing[0]!r}",
                f"Use the profile of this source. Columns here: {', '.join(list(header)[:20])}.",
            )
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
        columns={**kept, **named},
        recognised=recognised,
        constants={**mapping.constants, **profile.constants},
        assign={**mapping.assign, **profile.assign},
        settings={**mapping.settings, **profile.settings},
    )


def written(mapping: Mapping, header: Sequence[str]) -> str:
    """A mapping as the text of a profile."""
    lines = ["[columns]"]
    for key, indexes in mapping.columns.items():
        names = [json.dumps(header[index], ensure_ascii=False) for index in indexes]
        lines.append(f"{key} = {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}")
    for title, values in (("constants", mapping.constants), ("reading", mapping.settings), ("assign", mapping.assign)):
        if values:
            lines += ["", f"[{title}]"]
            lines += [f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"
