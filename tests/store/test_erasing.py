"""Erasing: nothing of what was asked to be erased is left in the file, and everything still verifies."""

from pathlib import Path

import pytest

from matchmaker.errors import NotFound, UsageError
from matchmaker.exchange import refreshing
from matchmaker.matches import Step
from matchmaker.requests import State
from matchmaker.store import audit, checking
from matchmaker.workspace import Workspace
from tests.builders import a_request

NAME, MAIL, PHONE = "Wilhelmina Ñandú", "w.nandu@canary.example", "+254 700 111 222"
CANARIES = (NAME, MAIL, PHONE)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which a person stands everywhere one can: catalogue, history, rejections, requests, notes."""
    opened = Workspace.open(tmp_path / "ws", who="ana")
    header = "id,title,description,provider,contact,country\n"
    for version in ("first", "second"):
        path = tmp_path / f"{version}.csv"
        path.write_text(
            f"{header}1,Audit {version},Ask {NAME} about it,MEX,{MAIL},\n"
            f"2,Visit,{NAME} and {PHONE} were there,MEX,,Kenya\n3,Visit,By {MAIL},MEX,,Republic\n",
            encoding="utf-8",
        )
        plan = opened.plan_refresh(path, source="s")
        refreshing.apply(opened.store, plan, opened.clock(), opened.who, withdraw=True)
        plan.close()
    opened.add_request(a_request(id="R-1", text=f"Please train us. {NAME}", contact=f"{NAME}, {MAIL}", body="Court"))
    opened.add_request(a_request(id="R-2", text="Something else entirely", contact="Bo"))
    opened.decide("R-1", "s:1", Step.SHORTLISTED, note=f"call {PHONE}")
    opened.decide("R-2", "s:2", Step.PROPOSED, note="nothing private")
    opened.move("R-2", State.ON_HOLD, reason=f"wait for {NAME.upper()}")
    return opened


def in_file(workspace: Workspace, words: tuple[str, ...]) -> int:
    """How often the words stand in the database and its journals, as UTF-8 or in JSON."""
    content = b"".join(path.read_bytes() for path in (workspace.root / "data").glob("matchmaker.db*"))
    folded = content.decode("utf-8", "replace").casefold()
    return sum(folded.count(word.casefold()) for word in words)


def test_nothing_of_a_person_is_left_and_everything_verifies(workspace: Workspace) -> None:
    assert in_file(workspace, CANARIES) > 10
    done = workspace.erase(CANARIES, reason="asked to")
    assert in_file(workspace, CANARIES) == 0
    assert {"offerings", "activities", "record_changes", "requests", "request_changes", "decisions"} <= done.rows.keys()
    assert checking.damage(workspace.store) == []
    assert audit.broken_at(workspace.store) is None
    assert workspace.offering("s:1").contact == "[erased]"
    assert workspace.offering("s:1").text == "Ask [erased] about it"
    assert [d.note for d in workspace.decisions()] == ["call [erased]", "nothing private"]
    assert workspace.request("R-1").contact == "[erased], [erased]"
    assert workspace.request("R-2").contact == "Bo"


def test_logs_only_grow_again_afterwards(workspace: Workspace) -> None:
    from matchmaker.errors import WorkspaceError

    workspace.erase([NAME], reason="asked to")
    for table in ("audit", "decisions", "request_changes", "record_changes"):
        with pytest.raises(WorkspaceError), workspace.store.write():
            workspace.store.execute(f"DELETE FROM {table}")


def test_a_request_is_emptied_and_its_decisions_stay(workspace: Workspace) -> None:
    workspace.erase(request_id="R-1", reason="sent by mistake")
    assert "Please train us" not in (workspace.root / "data" / "matchmaker.db").read_bytes().decode("utf-8", "replace")
    request = workspace.request("R-1")
    assert (request.text, request.contact, request.body) == ("[erased]", "", "")
    assert [(d.step, d.note) for d in workspace.decisions("R-1")] == [(Step.SHORTLISTED, "")]
    assert workspace.request("R-2").contact == "Bo"
    assert checking.damage(workspace.store) == []


def test_a_trial_changes_nothing_and_tells_the_same(workspace: Workspace) -> None:
    before = list(workspace.store.connection.iterdump())
    told = workspace.erase([MAIL, PHONE], dry_run=True)
    assert list(workspace.store.connection.iterdump()) == before
    assert workspace.erase([MAIL, PHONE], reason="asked to").rows == told.rows


def test_backups_that_still_hold_it_are_named(workspace: Workspace) -> None:
    kept = workspace.backup()
    clean = workspace.erase(["nobody at all"], reason="none")
    assert (clean.rows, clean.files) == ({}, ())
    assert kept in workspace.erase([MAIL], reason="asked to").files


def test_the_trail_says_that_and_why_but_not_what(workspace: Workspace) -> None:
    workspace.erase([MAIL], reason="asked on 3 May")
    said = workspace.store.rows("SELECT what, detail FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert said[0] == "erased"
    assert "asked on 3 May" in said[1]
    assert MAIL not in said[1]


def test_what_cannot_be_asked_for_is_refused(workspace: Workspace) -> None:
    for words, request, reason in (((), None, "x"), (("ab",), None, "x"), (("abc",), "R-1", "x"), (("abc",), None, "")):
        with pytest.raises(UsageError):
            workspace.erase(words, request_id=request, reason=reason)
    with pytest.raises(NotFound):
        workspace.erase(request_id="R-9", reason="x")
