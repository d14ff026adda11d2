"""Truncated exports: a file cut off anywhere is refused or says so, in every format."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from tests.exchange.files import a_row, an_activity, csv_text, iati, json_lines, outcomes, table, written, xlsx

ROWS = 40


def csv_bytes(folder: Path) -> bytes:
    return csv_text(a_row(n) for n in range(ROWS)).encode()


def quoted_bytes(folder: Path) -> bytes:
    return csv_text(a_row(n, description=f'Says "yes",\r\nand {n}') for n in range(ROWS)).encode()


def json_bytes(folder: Path) -> bytes:
    return json.dumps([a_row(n) for n in range(ROWS)]).encode()


def lines_bytes(folder: Path) -> bytes:
    return json_lines(dict(a_row(n)) for n in range(ROWS)).encode()


def iati_bytes(folder: Path) -> bytes:
    return iati("\n".join(an_activity(n) for n in range(ROWS))).encode()


def xlsx_bytes(folder: Path) -> bytes:
    return xlsx(folder, {"S": table(a_row(n) for n in range(ROWS))}, "whole.xlsx").read_bytes()


FORMATS: dict[str, Callable[[Path], bytes]] = {
    "cut.csv": csv_bytes,
    "quoted.csv": quoted_bytes,
    "cut.json": json_bytes,
    "cut.jsonl": lines_bytes,
    "cut.xml": iati_bytes,
    "cut.xlsx": xlsx_bytes,
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_cut_at_any_point_is_noticed(tmp_path: Path, name: str) -> None:
    whole = FORMATS[name](tmp_path)
    assert not outcomes(written(tmp_path, whole, name)).reading.truncated
    chance = random.Random(name)
    for _ in range(50):
        cut = whole[: chance.randrange(1, len(whole) - 2)]
        if name.endswith(("csv", "jsonl")) and cut.endswith(b"\n"):
            continue  # nothing shows in a file that ends with a whole row; the guard on withdrawals remains
        try:
            found = outcomes(written(tmp_path, cut, name))
        except FileRefused:
            continue
        assert found.reading.truncated, cut[-60:]
