"""Settings: where a workspace and the shipped data are, and what a user may configure. Nothing is made at import."""

import os
from dataclasses import dataclass, fields
from pathlib import Path

from matchmaker.errors import UsageError

WORKSPACE_VARIABLE = "MATCHMAKER_WORKSPACE"


def shipped_data() -> Path:
    """The catalogue, glossary, countries and judged samples that come with the program.

    Inside the package when installed, else the `data` folder of the checkout.
    """
    installed = Path(__file__).parent / "shipped"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "data"


def checkout() -> Path | None:
    """The checkout this code runs from, or None for an installed copy."""
    root = Path(__file__).parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "data").is_dir() else None


def default_workspace() -> Path:
    """`MATCHMAKER_WORKSPACE`, else the checkout, else the user's data folder."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return Path(named).expanduser()
    here = checkout()
    if here is not None:
        return here
    from platformdirs import user_data_path

    return user_data_path("matchmaker", appauthor=False)


def current_user() -> str:
    """Who acts: `MATCHMAKER_USER`, else the login name, else "unknown"."""
    named = os.environ.get("MATCHMAKER_USER")
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workspace may configure in `data/settings.toml`; every value has a default that works.

    Clocks are in days: `acknowledge_days` and `answer_working_days` from receipt, `stale_days` without a change,
    `follow_up_days` after delivery. `learning` switches the effect of earlier decisions on rankings on or off.
    """

    acknowledge_days: int = 2
    answer_working_days: int = 5
    stale_days: int = 30
    follow_up_days: int = 365
    offering_old_days: int = 730
    learning: bool = True
    backups_kept: int = 10
    mouse: bool = True


def load_settings(workspace: Path) -> Settings:
    """Settings of a workspace; a missing file means the defaults.

    Raises UsageError naming the file and the key when the file cannot be read or holds something unknown.
    """
    path = workspace / "data" / "settings.toml"
    if not path.is_file():
        return Settings()
    import tomllib

    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        way_out = "Mend the file, or move it away to use the defaults."
        raise UsageError(f"{path} cannot be read: {error}", way_out) from error
    known = {field.name: type(field.default) for field in fields(Settings)}
    for key, value in given.items():
        if key not in known:
            raise UsageError(f"{path}: unknown setting {key!r}", f"Known settings: {', '.join(sorted(known))}.")
        if type(value) is not known[key]:
            raise UsageError(f"{path}: {key} must be a {known[key].__name__}", f"Found {value!r}.")
    return Settings(**given)
