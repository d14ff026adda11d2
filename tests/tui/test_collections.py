"""Garbage collection while records are read: out of the way for many, as always for few."""

import gc
from collections.abc import Iterator

import pytest

from matchmaker.tui import background
from matchmaker.tui.background import few_collections


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_few_records_stay_where_collections_find_them() -> None:
    before = gc.get_freeze_count()
    with few_collections():
        assert not gc.isenabled()
        rows = [[number] for number in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() <= before
    assert len(rows) == 100


def test_many_records_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MANY", 1_000)
    with few_collections():
        rows = [[number] for number in range(5_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(rows)
