"""Options and arguments that several commands share, and how words become values."""

from typing import Annotated

import typer

from matchmaker.errors import UsageError

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Top = Annotated[int, typer.Option("--top", min=1, max=1000, help="How many of each list to show.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Show at most this many.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Skip this many first.")]
Text = Annotated[str, typer.Option("--text", metavar="WORDS", help="Only those that hold these words.")]
KeepSample = Annotated[bool, typer.Option("--keep-sample", help="Keep the samples that ship beside real data.")]
Withdrawn = Annotated[bool, typer.Option("--withdrawn", help="Show the withdrawn ones instead of the live ones.")]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="Only those of this source.")]

LANGUAGES = ("en", "es", "fr", "pt")


def new_app() -> typer.Typer:
    """A Typer app as every command of ours is: plain help, no pretty tracebacks."""
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def country_code(name: str | None) -> str | None:
    """The alpha-3 code of a country as people write it. Raises AmbiguousName with suggestions; never guesses."""
    if not name:
        return None
    from matchmaker.countries import resolve

    return resolve(name).iso3


def type_names(given: list[str] | None) -> tuple[str, ...]:
    """Canonical types of assistance. Raises UsageError naming what is not one."""
    from matchmaker.taxonomy import TYPES, assistance_type

    found = []
    for name in given or ():
        known = assistance_type(name)
        if known is None:
            raise UsageError(f"{name!r} is not a type of assistance.", f"The types are: {'; '.join(TYPES)}.")
        found.append(known[0])
    return tuple(dict.fromkeys(found))


def language_code(given: str | None) -> str | None:
    """A language that is served, as its two letters."""
    if given is None or given.lower() in LANGUAGES:
        return given.lower() if given else None
    raise UsageError(f"{given!r} is not a language we serve.", f"Use one of {', '.join(LANGUAGES)}, or leave it out.")


def text_or_stdin(text: str) -> str:
    """The text given, or all of stdin for `-`. Raises UsageError when it is empty."""
    import sys

    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if not text.strip():
        raise UsageError("There is no text.", "Give it as an argument, or `-` to read it from stdin.")
    return text
