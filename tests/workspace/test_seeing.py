"""Seeing the whole workspace."""

from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.matching.matcher import Matcher
from matchmaker.workspace import Workspace


def test_a_report_loads_a_model_only_to_rank_what_is_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.open(tmp_path) as workspace:
        first = workspace.report()
        assert first.needs > 0
    loaded: list[str] = []
    load = Matcher.load
    monkeypatch.setattr(Matcher, "load", lambda *given, **more: loaded.append("model") or load(*given, **more))
    with Workspace.open(tmp_path) as workspace:
        assert (workspace.report(), loaded) == (first, [])
        request = workspace.requests(limit=1)[0]
        workspace.change_request(replace(request, text="Vaccine refrigerators for district hospitals."))
        assert workspace.report() != first
    assert loaded == ["model"]
