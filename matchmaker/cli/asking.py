"""Asking in the terminal which column holds what, where a file leaves it open."""

import sys
from typing import TYPE_CHECKING

from matchmaker.cli.output import talk
from matchmaker.cli.session import Session
from matchmaker.safetext import visible_line

if TYPE_CHECKING:
    from matchmaker.exchange.drafts import Doubt
    from matchmaker.exchange.layouts import Layout

_COLUMNS = 60


def may_ask(here: Session) -> bool:
    """Whether a person is there to answer: a terminal on both sides, and no --quiet."""
    return here.shows_progress and sys.stdin.isatty()


def ask_columns(file: str, layout: "Layout") -> dict[str, str]:
    """The column of each field that is asked about, "" for none. Nothing where the person ends the input."""
    from matchmaker.exchange.asking import ASKED

    answers: dict[str, str] = {}
    for doubt in layout.doubts:
        taken = f"{doubt.column!r}, which is not sure" if doubt.column else "no column that is known"
        talk(f"{file}: {ASKED[doubt.field]} is taken from {taken}. The columns are:")
        for number, column in enumerate(layout.columns[:_COLUMNS], 1):
            examples = ", ".join(visible_line(text, 24) for text in layout.examples(column))
            talk(f"{'>' if column == doubt.column else ' '}{number:3} {visible_line(column, 30):30} {examples}")
        answer = _answer(doubt, layout)
        if answer is None:
            return {}
        answers[doubt.field] = answer
    if answers:
        talk("The answers are kept for the next file of this source; --map auto forgets them.")
    return answers


def _answer(doubt: "Doubt", layout: "Layout") -> str | None:
    """One answer: a number or name of a column, 0 for none, enter for what was recognised; None at the end of input."""
    while True:
        sys.stderr.write(f"Number of the column, 0 for none, enter for {visible_line(doubt.column, 30) or 'none'}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        said = line.strip()
        if not line:
            return None
        if not said:
            return doubt.column
        if said.isascii() and said.isdigit() and int(said) <= len(layout.columns):
            return layout.columns[int(said) - 1] if int(said) else ""
        if said in layout.columns:
            return said
        talk("There is no such column.")
