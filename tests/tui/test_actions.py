"""Every declared action is carried out by a test that presses its key and looks at what came of it."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from matchmaker.tui.actions import ACTIONS, Action
from matchmaker.tui.app import DeskApp
from tests.tui.conftest import press, settle

BY = {
    "test_deciding": {
        "one_key_records_a_decision": "desk.shortlist desk.propose desk.accept desk.pin desk.exclude",
        "decline_asks_for_the_reason_and_keeps_the_note": "desk.decline",
        "undo_and_redo_from_the_log": "desk.undo desk.redo",
        "an_item_looked_for_by_name_says_why_it_is_not_first_and_can_be_pinned": "desk.why_not",
        "take_makes_it_mine_and_starts_screening": "desk.take",
        "only_legal_moves_are_offered": "desk.move",
        "a_note_is_kept_with_its_date": "desk.note",
        "a_new_request_by_form": "desk.new_request",
        "the_filter_narrows_as_one_types_and_is_remembered": "everywhere.filter",
    },
    "test_going_on": {
        "offerings_are_compared_in_columns": "desk.compare",
        "the_owner_and_what_happens_next": "desk.owner desk.next_action",
        "requests_are_gone_through_from_any_pane": "desk.next_request desk.previous_request",
        "needs_are_gone_through": "desk.next_need desk.previous_need",
        "similar_requests_are_shown": "desk.similar",
        "the_history_of_a_record_and_of_a_request": "desk.history catalogue.record_history",
        "a_draft_turns_to_the_other_languages_and_is_written": "desk.reply",
        "a_note_and_a_request_in_the_editor": "desk.new_in_editor",
        "panes_are_gone_to_by_number_tab_and_key": "desk.why desk.go.queue desk.go.offers desk.go.proof desk.go.why"
        " desk.go.request everywhere.next_pane everywhere.previous_pane everywhere.back",
        "withdrawn_records_are_shown_when_asked_for": "catalogue.withdrawn",
        "from_a_record_to_the_requests_it_matches": "catalogue.to_requests",
        "from_a_topic_to_its_requests_and_offerings": "overview.drill overview.panel.heat everywhere.show_overview",
        "from_gaps_and_new_offerings_to_requests_and_from_people_to_their_work": "overview.panel.gaps"
        " overview.panel.new overview.panel.work",
        "lists_are_gone_through_and_marked": "lists.down lists.up lists.page_down lists.page_up lists.first lists.last"
        " lists.mark lists.mark_all",
        "a_saved_filter_is_kept_used_by_its_key_and_dropped": "everywhere.saved_filters",
        "what_is_chosen_is_copied_without_contacts": "everywhere.copy everywhere.show_catalogue",
        "the_palette_runs_an_action": "everywhere.command_palette",
        "the_mouse_is_switched_and_the_guide_comes_back": "everywhere.mouse everywhere.guide",
        "leaving": "everywhere.quit",
    },
    "test_exporting": {"the_queue_as_filtered_and_sorted": "everywhere.export everywhere.sort"},
    "test_places": {
        "the_catalogue_lists_every_shelf": "catalogue.shelf.offerings catalogue.shelf.experience"
        " catalogue.shelf.providers catalogue.shelf.partners",
        "a_place_reads_once_when_first_shown_and_again_when_something_changed": "everywhere.show_desk",
        "a_file_is_planned_then_loaded": "refresh.choose_file refresh.apply everywhere.show_refresh",
        "help_narrows_as_one_types": "everywhere.help",
        "the_theme_is_remembered": "everywhere.theme",
    },
    "test_actions": {"a_refresh_is_undone": "refresh.undo_refresh"},
    "test_refreshing": {"every_row_is_read_as_is_said": "refresh.read_as"},
}
"""The tests of actions: by module, the end of the test's name and the actions it carries out."""
TESTED = {
    name: (module, test) for module, tests in BY.items() for test, names in tests.items() for name in names.split()
}


def test_no_action_is_left_out_and_none_is_made_up() -> None:
    assert set(TESTED) == {action.id for action in ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_test_of_an_action_presses_its_key(action: Action) -> None:
    module, name = TESTED[action.id]
    test = getattr(import_module(f"tests.tui.{module}"), f"test_{name}")
    # The keys may stand in the test itself or in what it is parametrized with.
    told = inspect.getsource(test) + "".join(str(mark.args) for mark in getattr(test, "pytestmark", ()))
    strings = told.replace("'", '"').split('"')[1::2]
    assert any(
        key in strings or (len(key) == 1 and key in "".join(s for s in strings if len(s) < 7)) for key in action.keys
    )
    assert "assert" in told


async def test_a_refresh_is_undone(desk: DeskApp, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("id,title,description,provider\n1,Open budgets,How budgets are published.,MEX\n")
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await desk.data.do(lambda ws: ws.apply_refresh(ws.plan_refresh(export, source="agency")))
        await press(pilot, "R", "u")
        assert desk.screen.is_modal
        await press(pilot, *"agency", "enter")
        await settle(pilot)
        titles = [o.title for o in await desk.data.do(lambda workspace: workspace.offerings(source="agency"))]
    assert titles == []
