"""Decisions: the log only grows, and undo and redo lead back and forth exactly."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.errors import NotFound, UsageError
from matchmaker.matches import Decision, Kind, Step
from matchmaker.triage.decisions import pinned_and_excluded, redoable, standing, standing_entries, undoable
from matchmaker.workspace import Workspace
from tests.builders import a_request, an_experience, an_offering

ITEMS = ("own:A", "own:B", "own:E")
STEPS = [step for step in Step if step is not Step.UNDONE]


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), who="ana") as opened:
        opened.add_offering(an_offering(id="own:A"))
        opened.add_offering(an_offering(id="own:B"))
        opened.add_experience(an_experience(id="own:E"))
        yield opened


made = st.tuples(st.sampled_from(ITEMS), st.sampled_from(STEPS), st.text(max_size=20))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made, max_size=6), made)
def test_decide_then_undo_is_the_state_before(workspace: Workspace, earlier: list, last: tuple) -> None:
    request = workspace.add_request(a_request(id=""))
    for item, step, note in earlier:
        workspace.decide(request.id, item, step, note=note)
    before = workspace.standing(request.id)
    rulings = workspace._rulings(request.id)
    decided = workspace.decide(request.id, last[0], last[1], note=last[2])
    after = workspace.standing(request.id)
    assert after[last[0]].seq == decided.seq
    assert workspace.undo(request.id).undoes == decided.seq
    assert workspace.standing(request.id) == before
    assert workspace._rulings(request.id) == rulings
    workspace.redo(request.id)
    assert workspace.standing(request.id) == after


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(made, st.sampled_from(["undo", "redo"])), max_size=20))
def test_any_walk_matches_a_stack_of_done_and_undone(workspace: Workspace, walk: list) -> None:
    request = workspace.add_request(a_request(id=""))
    done: list[int] = []
    undone: list[int] = []
    for move in walk:
        if move == "undo" and done:
            assert workspace.undo(request.id)
            undone.append(done.pop())
        elif move == "redo" and undone:
            assert workspace.redo(request.id)
            done.append(undone.pop())
        elif move in ("undo", "redo"):
            with pytest.raises(UsageError):
                getattr(workspace, move)(request.id)
        else:
            done.append(workspace.decide(request.id, move[0], move[1]).seq)
            undone.clear()
        log = workspace.decisions(request.id)
        assert [entry.seq for entry in standing_entries(log)] == done
        assert (undoable(log).seq if undoable(log) else None) == (done[-1] if done else None)
        assert (redoable(log) is not None) == bool(undone)


def test_undo_without_a_request_takes_back_only_what_this_person_did(tmp_path: Path) -> None:
    with Workspace.open(tmp_path, who="ana") as ana, Workspace.open(tmp_path, who="ben") as ben:
        ana.add_offering(an_offering(id="own:A"))
        ana.add_request(a_request(id="R-1"))
        first = ana.decide("R-1", "own:A", Step.SHORTLISTED)
        second = ben.decide("R-1", "own:A", Step.PROPOSED)
        assert ana.undo().undoes == first.seq
        assert ana.standing("R-1")["own:A"].seq == second.seq
        with pytest.raises(UsageError):
            ana.undo()


def test_pin_and_exclusion_hold_beside_other_steps() -> None:
    log = [
        Decision(1, "R", "a", Kind.OFFERING, Step.PINNED),
        Decision(2, "R", "a", Kind.OFFERING, Step.SHORTLISTED),
        Decision(3, "R", "b", Kind.OFFERING, Step.EXCLUDED),
        Decision(4, "R", "c", Kind.OFFERING, Step.EXCLUDED),
        Decision(5, "R", "c", Kind.OFFERING, Step.UNDONE, undoes=4),
    ]
    assert pinned_and_excluded(log) == (frozenset("a"), frozenset("b"), {"a": Step.SHORTLISTED})
    assert standing(log)["a"].step is Step.SHORTLISTED


def test_pair_stands_for_its_record(workspace: Workspace) -> None:
    request = workspace.add_request(a_request(id=""))
    assert workspace.decide(request.id, "MEX|LCA", Step.SHORTLISTED).item_id == "own:E"


def test_decision_about_nothing_is_refused(workspace: Workspace) -> None:
    request = workspace.add_request(a_request(id=""))
    for bad in (
        lambda: workspace.decide("R-none", "own:A", Step.PINNED),
        lambda: workspace.decide(request.id, "own:none", Step.PINNED),
    ):
        with pytest.raises(NotFound):
            bad()
    with pytest.raises(UsageError, match="Unknown reason"):
        workspace.decide(request.id, "own:A", Step.DECLINED, reason_code="because")
    with pytest.raises(UsageError):
        workspace.decide(request.id, "own:A", Step.UNDONE)
    assert workspace.decisions(request.id) == []


def test_pin_and_exclusion_beat_scores(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        asked = workspace.add_request(a_request(id=""), keep_sample=True)
        ranked = [match.id for match in workspace.match(asked).offerings]
        assert len(ranked) > 2
        workspace.decide(asked.id, ranked[-1], Step.PINNED)
        workspace.decide(asked.id, ranked[0], Step.EXCLUDED)
        now = workspace.match(asked).offerings
        assert now[0].id == ranked[-1]
        assert now[0].overruled
        assert ranked[0] not in [match.id for match in now]
        workspace.undo(asked.id)
        workspace.undo(asked.id)
        assert [match.id for match in workspace.match(asked).offerings] == ranked
