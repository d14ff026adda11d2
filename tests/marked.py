"""Parts of the README that are written by a program stand between two markers."""

from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def _edges(text: str, name: str) -> tuple[int, int]:
    start, end = f"<!-- {name}:start -->\n", f"<!-- {name}:end -->"
    if text.count(start) != 1 or text.count(end) != 1:
        raise ValueError(f"the README must hold the markers of {name!r} once")
    return text.index(start) + len(start), text.index(end)


def read_part(name: str, path: Path = README) -> str:
    """The text between the markers of `name`."""
    text = path.read_text(encoding="utf-8")
    first, last = _edges(text, name)
    return text[first:last]


def write_part(name: str, part: str, path: Path = README) -> None:
    """Replace the text between the markers of `name`."""
    text = path.read_text(encoding="utf-8")
    first, last = _edges(text, name)
    path.write_text(text[:first] + part.rstrip("\n") + "\n" + text[last:], encoding="utf-8")
