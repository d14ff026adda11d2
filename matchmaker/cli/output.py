"""What commands print: data on stdout, talk on stderr, nothing from a file unescaped."""

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import IO, Any, TextIO, cast

from matchmaker.errors import UsageError
from matchmaker.safetext import visible, visible_line

ELLIPSIS = "…"
BINARY = ("xlsx",)


def talk(line: object) -> None:
    """A line on stderr, safe for a terminal."""
    print(visible(line), file=sys.stderr)  # noqa: T201


def put(line: object = "", *, weight: str = "") -> None:
    """A line on stdout, safe for a terminal; `weight` is bold or dim where colour is welcome."""
    text = visible(line)
    if weight and colourful(sys.stdout):
        text = f"\x1b[{ {'bold': 1, 'dim': 2}[weight] }m{text}\x1b[0m"
    print(text)  # noqa: T201


def put_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON document on stdout; escaped to ASCII on a terminal, so that nothing in it can drive one."""
    print(  # noqa: T201
        json.dumps(value, ensure_ascii=sys.stdout.isatty(), allow_nan=False, indent=indent), flush=True
    )


def put_json_list(values: Iterable[Any]) -> None:
    """`put_json` of a list, one value after the other: nothing of it is kept."""
    escaped, between = sys.stdout.isatty(), "["
    for value in values:
        text = json.dumps(value, ensure_ascii=escaped, allow_nan=False, indent=2)
        # A line end within a text is escaped: those here are all layout.
        sys.stdout.write(f"{between}\n  " + text.replace("\n", "\n  "))
        between = ","
    sys.stdout.write("[]\n" if between == "[" else "\n]\n")
    sys.stdout.flush()


class _Shown(io.RawIOBase):
    """Takes bytes of text and puts them on a terminal, line by line, with nothing that could drive it."""

    def __init__(self) -> None:
        super().__init__()
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        *lines, self._rest = (self._rest + bytes(content)).split(b"\n")
        for line in lines:
            put(line.decode("utf-8", "replace").rstrip("\r"))
        return len(content)

    def flush(self) -> None:
        sys.stdout.flush()


def data_stream(form: str) -> IO[bytes]:
    """Stdout for a file: as it is in a pipe, safe text on a terminal. Raises UsageError for a workbook on a terminal.

    On a terminal a line appears once its end was written.
    """
    if not sys.stdout.isatty():
        sys.stdout.flush()
        return sys.stdout.buffer
    if form in BINARY:
        raise UsageError(f"A terminal cannot show {form}.", "Name a file with --out, or send the output to one.")
    return cast(IO[bytes], _Shown())


def put_bytes(content: bytes, form: str) -> None:
    """A whole file on stdout, as `data_stream` says."""
    stream = data_stream(form)
    stream.write(content if content.endswith(b"\n") or form in BINARY else content + b"\n")
    stream.flush()


def colourful(stream: TextIO) -> bool:
    """Whether weights may be used: a terminal, and no NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to write for: the terminal's, at most 120; 80 where there is none."""
    return min(shutil.get_terminal_size((80, 24)).columns, 120) if sys.stdout.isatty() else 80


def bar(share: float, cells: int = 10) -> str:
    """A bar for a number between 0 and 1, in eighths of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * cells * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")


def fold(text: str, indent: str = "", columns: int | None = None) -> Iterable[str]:
    """The text in lines no wider than the screen."""
    import textwrap

    for line in visible(text).splitlines() or [""]:
        yield from textwrap.wrap(
            line, (columns or width()) - len(indent), initial_indent=indent, subsequent_indent=indent
        ) or [""]


def put_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Aligned columns, the last one cut to the screen. Piped, columns are separated by tabs and nothing is cut."""
    if not sys.stdout.isatty():
        for row in rows:
            put("\t".join(visible_line(cell) for cell in row))
        return
    cells = [[visible_line(cell) for cell in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(head)]
    for i in range(len(widths) - 1):
        widths[i] = min(widths[i], 36)
    put(_line(head, widths), weight="bold")
    for row in cells:
        put(_line(row, widths))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [_cut(cell, size).ljust(size) for cell, size in zip(cells[:-1], widths, strict=False)]
    left = "  ".join(padded)
    room = max(10, width() - len(left) - 2)
    return f"{left}  {_cut(cells[-1], room)}".rstrip()


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + ELLIPSIS
