"""Decisions adjust later rankings through the workspace: shown, reversible, switchable."""

from dataclasses import replace
from pathlib import Path

from matchmaker.matches import ReasonKind, Step
from matchmaker.workspace import Workspace
from tests.builders import a_request

TEXT = "We want to publish all public contracts as open data."


def learned_shares(workspace: Workspace) -> list[float]:
    answer = workspace.match(a_request(id="", text="Please help us publish every public contract as open data."))
    return [r.share for match in answer.offerings for r in match.reasons if r.kind is ReasonKind.LEARNED]


def test_a_decision_teaches_until_undone_and_not_when_switched_off(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w", who="ana") as workspace:
        request = workspace.add_request(a_request(id="", text=TEXT), keep_sample=True)
        second = workspace.match(request).offerings[1].id
        assert learned_shares(workspace) == []
        workspace.decide(request.id, second, Step.ACCEPTED)
        assert [share > 0 for share in learned_shares(workspace)] == [True]
        settings = workspace.settings
        workspace.settings = replace(settings, learning=False)
        assert learned_shares(workspace) == []
        workspace.settings = settings
        workspace.undo(request.id)
        assert learned_shares(workspace) == []
        workspace.decide(request.id, second, Step.DECLINED, reason_code="wrong topic")
        assert [share < 0 for share in learned_shares(workspace)] == [True]
