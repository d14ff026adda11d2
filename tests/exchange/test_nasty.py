"""The nasty collection: nothing in it breaks a reader, and every row of what can be read is accounted for."""

from pathlib import Path

import pytest

from matchmaker.errors import MatchmakerError
from tests.exchange.files import HEADER, a_row, csv_text, outcomes, written
from tests.shared import SHARED, needs_shared

NASTY = sorted(path for path in (SHARED / "nasty").rglob("*") if path.is_file()) if SHARED.is_dir() else []


@needs_shared
@pytest.mark.parametrize("kind", ["catalogue", "requests"])
def test_every_file_is_read_or_refused_and_every_row_accounted_for(kind: str) -> None:
    read = refused = 0
    for path in NASTY:
        try:
            outcomes(path, kind=kind)
            read += 1
        except MatchmakerError as error:
            assert error.message
            refused += 1
    assert read + refused == len(NASTY) > 300


@needs_shared
def test_naughty_strings_pass_through_every_field(tmp_path: Path) -> None:
    import json

    strings = json.loads((SHARED / "nasty" / "blns" / "blns.json").read_text(encoding="utf-8"))
    rows = [
        {"id": f"N{n}", "title": f"Title {n} {text}", "donor": text, "country": "Peru", "description": text}
        for n, text in enumerate(strings)
    ]
    found = outcomes(written(tmp_path, json.dumps(rows), "naughty.json"))
    assert found.reading.rows == len(rows)
    assert len(found.drafts) > 0.9 * len(rows)
    for draft in found.drafts:
        draft.record.title.encode()


def test_long_runs_of_one_thing_in_any_column_are_read(tmp_path: Path) -> None:
    """Were an expression quadratic in such a cell, this would take minutes."""
    hostile = ("a@", "(", "1", " ", "<a ", "&", "-", "\n", "total ", "a, ", ", and ", "<!--", "no ", "http://", "x ")
    rows = [
        {name: f"x{piece * (40_000 // len(piece))}x" for name in HEADER} | {"id": str(number)}
        for number, piece in enumerate(hostile)
    ]
    found = outcomes(written(tmp_path, csv_text([*rows, a_row(99)])))
    assert found.reading.rows == len(hostile) + 1
