"""Undo and redo of anything: one history of what each person did, walked back and forth exactly."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.errors import Conflict, UsageError
from matchmaker.matches import Step
from matchmaker.requests import TRANSITIONS, Request, State
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_offering

ITEMS = ("own:A", "own:B")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), who="ana") as opened:
        for item in ITEMS:
            opened.add_offering(an_offering(id=item))
        yield opened


def said(workspace: Workspace, key: str) -> tuple[Request, dict[str, Step]]:
    """What a request and its decisions say, apart from how often it was written."""
    request = replace(workspace.request(key), version=0, changed_at=None)
    return request, {item: d.step for item, d in workspace.standing(key).items()}


def shortlist_both(workspace: Workspace, key: str) -> None:
    with workspace.as_one():
        for item in ITEMS:
            workspace.decide(key, item, Step.SHORTLISTED)


def note(workspace: Workspace, key: str) -> None:
    request = workspace.request(key)
    workspace.change_request(replace(request, notes=request.notes + "x"))


def plan(workspace: Workspace, key: str) -> None:
    request = workspace.request(key)
    workspace.change_request(replace(request, next_action=request.next_action + "call ", owner="ana"))


def move(workspace: Workspace, key: str) -> None:
    now = workspace.request(key).state
    onwards = min(TRANSITIONS[now], default=None)
    if onwards is None:
        note(workspace, key)
    else:
        workspace.move(key, onwards, reason="because")


def take(workspace: Workspace, key: str) -> None:
    with workspace.as_one():
        note(workspace, key)
        move(workspace, key)


DOING: dict[str, Callable[[Workspace, str], object]] = {
    "propose": lambda workspace, key: workspace.decide(key, "own:A", Step.PROPOSED),
    "decline": lambda workspace, key: workspace.decide(key, "own:B", Step.DECLINED, reason_code="other"),
    "shortlist both": shortlist_both,
    "note": note,
    "plan": plan,
    "move": move,
    "take": take,
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*DOING, "undo", "redo", "undo", "redo"]), max_size=16))
def test_any_walk_is_a_stack_of_states(workspace: Workspace, walk: list[str]) -> None:
    key = workspace.add_request(a_request(id="")).id
    done, undone = [said(workspace, key)], []
    for word in walk:
        if word == "undo":
            if len(done) == 1:
                continue
            undone.append(done.pop())
            workspace.take_back()
        elif word == "redo":
            if not undone:
                with pytest.raises(UsageError):
                    workspace.do_again()
                continue
            done.append(undone.pop())
            workspace.do_again()
        else:
            DOING[word](workspace, key)
            done.append(said(workspace, key))
            undone.clear()
        assert said(workspace, key) == done[-1]


def test_it_says_what_it_took_back(workspace: Workspace) -> None:
    key = workspace.add_request(a_request(id="")).id
    shortlist_both(workspace, key)
    note(workspace, key)
    assert workspace.take_back().what == "notes: none → x"
    both = workspace.take_back()
    assert (both.request_id, both.entries) == (key, 2)
    assert both.what.startswith("shortlisted ")
    assert workspace.do_again().what == both.what


def test_a_new_request_is_taken_back_by_withdrawing_it(workspace: Workspace) -> None:
    key = workspace.add_request(a_request(id="")).id
    workspace.take_back()
    assert workspace.request(key).state is State.WITHDRAWN
    workspace.do_again()
    assert workspace.request(key).state is State.RECEIVED


def test_what_somebody_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    with Workspace.open(tmp_path, who="ana") as ana, Workspace.open(tmp_path, who="ben") as ben:
        key = ana.add_request(a_request(id="")).id
        ana.change_request(replace(ana.request(key), owner="ana"))
        ben.change_request(replace(ben.request(key), notes="seen"))
        ana.take_back()
        assert (ana.request(key).owner, ana.request(key).notes) == ("", "seen")
        ana.do_again()
        ben.change_request(replace(ben.request(key), owner="ben"))
        with pytest.raises(Conflict, match="ben"):
            ana.take_back()
        assert ana.request(key).owner == "ben"


def test_each_person_takes_back_their_own_and_a_request_anybody_s(tmp_path: Path) -> None:
    with Workspace.open(tmp_path, who="ana") as ana, Workspace.open(tmp_path, who="ben") as ben:
        key = ana.add_request(a_request(id="")).id
        other = ana.add_request(a_request(id="")).id
        note(ana, key)
        note(ben, other)
        with pytest.raises(UsageError) as refused:
            ben.take_back()
            ben.take_back()
        assert refused.value.way_out
        assert ben.take_back(key).request_id == key
        assert ana.request(key).notes == ""


def test_a_need_that_is_not_there_is_refused_naming_those_that_are(workspace: Workspace) -> None:
    text = "We ask for: 1. training of judges; 2. a law on registers; 3. advice on audits."
    key = workspace.add_request(a_request(id="", text=text)).id
    assert workspace.decide(key, "own:A", Step.SHORTLISTED, need=2).need == 2
    with pytest.raises(UsageError, match="3 needs; there is no need 100") as refused:
        workspace.decide(key, "own:A", Step.SHORTLISTED, need=99)
    assert "2: a law on registers" in refused.value.way_out
