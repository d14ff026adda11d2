"""Which requests are alike does not depend on how many are held in memory at a time."""

from pathlib import Path

import pytest

from matchmaker.store import requests as stored
from matchmaker.triage import likeness
from matchmaker.workspace import Workspace
from tests.builders import a_request

TEXTS = (
    "Please train our officers to manage seized property.",
    "Please train our officers to manage seized and confiscated property!!",
    "Beekeeping permits in the digital archive.",
    "Officers who manage property that was seized need training, please.",
    "Please train our judges to manage seized property.",
    "Please train our officers to manage seized property.",
)


def test_in_parts_as_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.open(tmp_path) as workspace:
        for number, text in enumerate(TEXTS):
            workspace.add_request(a_request(id=f"R-{number}", text=text))
        at_once = [(one.request.id, one.score) for one in workspace.similar("R-0", top=3)]
        monkeypatch.setattr(likeness, "KEPT_UP_TO", 2)
        monkeypatch.setattr(stored, "CHUNK", 2)
        in_parts = [(one.request.id, one.score) for one in workspace.similar("R-0", top=3)]
    assert at_once == in_parts
    assert at_once[0] == ("R-5", 1.0)
    assert "R-0" not in dict(at_once)
