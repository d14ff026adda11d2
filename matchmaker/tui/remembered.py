"""What the desk remembers between runs, and the user's own keys. A damaged file never stops a start."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Remembered:
    """The state of the desk: how it looks, where one was, filters that were kept."""

    theme: str = ""
    mouse: bool = True
    filter: str = ""
    sort: str = "attention"
    request: str = ""
    guided: bool = False
    saved_filters: tuple[str, ...] = field(default=("state:received", "verdict:match", "verdict:none", "is:overdue"))


def load(path: Path) -> tuple[Remembered, str]:
    """The state kept in `path`, and a line to say where it could not be used; then the defaults hold."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Remembered(), ""
    except (OSError, ValueError, RecursionError):
        return Remembered(), "What the desk remembered was damaged; it starts afresh."
    made = Remembered()
    if not isinstance(given, dict):
        return made, "What the desk remembered was damaged; it starts afresh."
    for known in fields(Remembered):
        value = given.get(known.name)
        if known.name == "saved_filters":
            if isinstance(value, list) and all(isinstance(text, str) for text in value):
                made = replace(made, saved_filters=tuple(value[:9]))
        elif type(value) is type(getattr(made, known.name)):
            made = replace(made, **{known.name: value})  # type: ignore[arg-type]
    return made, ""


def save(path: Path, state: Remembered) -> None:
    """Keep the state; where it cannot be written, nothing is lost but the memory."""
    from matchmaker.files import atomic_write

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(json.dumps(asdict(state), indent=1).encode())
    except OSError:
        return


def load_keymap(path: Path) -> tuple[dict[str, str], str]:
    """The user's keys from a TOML file of `action.id = "key"`, and a line about what in it could not be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError):
        text = "="
    import tomllib

    from matchmaker.tui.actions import ACTIONS

    try:
        given = tomllib.loads(text)
    except ValueError:
        return {}, f"{path.name} cannot be read; the usual keys hold."
    known = {action.id for action in ACTIONS}
    flat = _flat(given)
    wrong = sorted(name for name in flat if name not in known)
    told = f"{path.name} names no action of ours: {', '.join(wrong[:3])}." if wrong else ""
    return {name: key for name, key in flat.items() if name in known}, told


def _flat(given: dict[str, object], before: str = "") -> dict[str, str]:
    """`[desk] decline = "x"` and `"desk.decline" = "x"` mean the same."""
    flat: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}.")
        elif isinstance(value, str):
            flat[before + name] = value
    return flat
