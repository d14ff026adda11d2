"""Truncated exports: a file cut off anywhere is refused or says so, in every format."""

import json
import random
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from matchmaker.errors import FileRefused
from matchmaker.exchange import refreshing
from matchmaker.workspace import Workspace
from tests.exchange.files import (
    a_row,
    an_activity,
    csv_text,
    iati,
    json_lines,
    outcomes,
    page,
    table,
    workbook_xml,
    written,
    xlsx,
)
from tests.exchange.old_workbooks import cells_of, compound, stream

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


def page_bytes(folder: Path) -> bytes:
    return page(table(a_row(n) for n in range(ROWS))).removesuffix("</body></html>\n").encode()


def xls_bytes(folder: Path) -> bytes:
    return compound(stream(cells_of(table(a_row(n) for n in range(ROWS)))))  # type: ignore[arg-type]


def own_bytes(folder: Path, form: str) -> bytes:
    """The catalogue as we export it ourselves."""
    with Workspace.open(folder / f"own-{form}") as workspace:
        plan = workspace.plan_refresh(written(folder, csv_bytes(folder), "whole.csv"), source="s")
        refreshing.apply(workspace.store, plan, workspace.clock(), "x", withdraw=True)
        plan.close()
        made = BytesIO()
        workspace.export("catalogue", made, form)
        return made.getvalue()


def workbook_bytes(folder: Path) -> bytes:
    return workbook_xml({"S": table(a_row(n) for n in range(ROWS))}).encode()


FORMATS: dict[str, Callable[[Path], bytes]] = {
    "cut.csv": csv_bytes,
    "quoted.csv": quoted_bytes,
    "cut.json": json_bytes,
    "cut.jsonl": lines_bytes,
    "cut.xml": iati_bytes,
    "cut.xlsx": xlsx_bytes,
    "cut.html": page_bytes,
    "cut workbook.xml": workbook_bytes,
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


OWN = {f"own.{form}": form for form in ("csv", "xlsx", "json", "jsonl", "md")}


@pytest.mark.parametrize("name", [*FORMATS, "cut.xls", *OWN])
def test_nothing_is_withdrawn_by_a_file_that_was_cut_off(tmp_path: Path, name: str) -> None:
    """50 cuts of each format, applied without a confirmation; what the file still has may change, nothing leaves."""
    make = {**FORMATS, "cut.xls": xls_bytes, **{n: partial(own_bytes, form=f) for n, f in OWN.items()}}[name]
    whole = make(tmp_path)
    chance = random.Random(name)
    refused = held = 0
    with Workspace.open(tmp_path / "ws") as workspace:
        plan = workspace.plan_refresh(written(tmp_path, whole, name), source="s")
        refreshing.apply(workspace.store, plan, workspace.clock(), "x", withdraw=True)
        plan.close()
        for _ in range(50):
            cut = whole[: chance.randrange(1, len(whole) - 2)]
            if cut.endswith((b"\n", b"\r")):
                continue  # see above
            try:
                plan = workspace.plan_refresh(written(tmp_path, cut, name), source="s")
            except FileRefused:
                refused += 1
                continue
            report = refreshing.apply(workspace.store, plan, workspace.clock(), "x", withdraw=not plan.guard)
            plan.close()
            held += report.held > 0
            assert report.withdrawn == 0, cut[-60:]
        assert len(workspace.experience(source="s", withdrawn=True)) == 0
        assert len(workspace.experience(source="s")) == ROWS
    print(f"{name}: {refused} refused, {held} held, 0 withdrawn")
