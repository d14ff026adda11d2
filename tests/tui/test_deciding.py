"""Each action of the desk, and what of it reached the database."""

from collections.abc import Callable

import pytest

from matchmaker.matches import Kind, Step
from matchmaker.requests import State
from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.desk import DeskScreen
from matchmaker.tui.widgets.bars import TopBar
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.workspace import Workspace
from tests.tui.conftest import press, settle

SIZE = (120, 40)
Look = Callable[[], Workspace]


async def to_a_match(pilot, desk: DeskApp) -> DeskScreen:
    """Wait for the desk, and go to the first request that has something on offer."""
    await settle(pilot)
    screen = desk.screen
    assert isinstance(screen, DeskScreen)
    for _ in range(30):
        if screen.looked and screen.looked.matches(Kind.OFFERING):
            break
        await press(pilot, "j")
    await press(pilot, "2")
    return screen


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("s", Step.SHORTLISTED),
        ("p", Step.PROPOSED),
        ("a", Step.ACCEPTED),
        ("plus", Step.PINNED),
        ("minus", Step.EXCLUDED),
    ],
)
async def test_one_key_records_a_decision(desk: DeskApp, look: Look, key: str, step: Step) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked, match = screen.key_of_looked, screen.chosen_match()
        await press(pilot, key)
    assert match is not None
    with look() as workspace:
        (made,) = workspace.decisions(asked)
    assert (made.step, made.item_id, made.who, made.score) == (step, match.id, "ana", pytest.approx(match.score))


async def test_decline_asks_for_the_reason_and_keeps_the_note(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "d", "2", *"late", "enter")
        await settle(pilot)
    with look() as workspace:
        (made,) = workspace.decisions(asked)
    assert (made.step, made.reason_code, made.note) == (Step.DECLINED, "wrong type", "late")


async def test_a_proposal_moves_on_and_a_shortlisting_stays(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "s")
        assert screen.key_of_looked == asked
        await press(pilot, "p")
        assert screen.key_of_looked != asked


async def test_undo_and_redo_from_the_log(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "s", "u")
        with look() as workspace:
            assert workspace.standing(asked) == {}
        await press(pilot, "ctrl+r")
    with look() as workspace:
        assert [d.step for d in workspace.standing(asked).values()] == [Step.SHORTLISTED]
        assert len(workspace.decisions(asked)) == 3


async def test_one_key_takes_back_anything_that_was_done(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        with look() as workspace:
            untouched = workspace.request(asked)
        await press(pilot, "n", *"seen", "enter", "t", "A", *"call", "enter", "enter", "2", "space", "space", "s")
        for said in ("shortlisted", "next_action", "received → screening", "notes"):
            await press(pilot, "u")
            assert said in str(screen.query_one(TopBar).said), said
        with look() as workspace:
            now = workspace.request(asked)
            assert (now.notes, now.owner, now.state) == (untouched.notes, untouched.owner, untouched.state)
            assert workspace.standing(asked) == {}
        await press(pilot, "ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
    with look() as workspace:
        now = workspace.request(asked)
        assert (now.notes[-4:], now.owner, now.next_action) == ("seen", "ana", "call")
        assert [d.step for d in workspace.standing(asked).values()] == [Step.SHORTLISTED] * 2


async def test_an_item_looked_for_by_name_says_why_it_is_not_first_and_can_be_pinned(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "W", *"diploma")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        await pilot.pause(0.5)
        text = "\n".join(str(static.render()) for static in desk.screen.query("Static"))
        assert "Diploma in Management" in text
        assert "✗ " in text
        await press(pilot, "plus")
        await settle(pilot)
        assert screen.chosen_match() is not None
        first = screen.query_one("#offers", LongList).listing.items[0]
        assert first.id == "sample:management-and-disposal-of-assets"  # type: ignore[attr-defined]
    with look() as workspace:
        (made,) = workspace.decisions(asked)
    assert (made.step, made.item_id) == (Step.PINNED, "sample:management-and-disposal-of-assets")


async def test_keys_typed_ahead_act_on_the_request_that_was_gone_to(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        before = screen.key_of_looked
        queue = screen.query_one("#queue", LongList)
        screen.action_next_request()
        screen.action_take()
        await settle(pilot)
        after = queue.key
    assert after is not None
    with look() as workspace:
        assert (workspace.request(before).owner, workspace.request(after).owner) == ("", "ana")


async def test_keys_typed_ahead_of_one_s_own_note_meet_no_conflict(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "n", *"seen")
        await pilot.press("enter", "p")
        await settle(pilot)
        await settle(pilot)
    with look() as workspace:
        assert [d.step for d in workspace.decisions(asked)] == [Step.PROPOSED]
        assert workspace.request(asked).notes.endswith("seen")


async def test_what_others_write_does_not_hold_one_at_the_request_before(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        await screen._look_for_others()
        with Workspace.open(desk.root, who="ben", clock=desk.now) as other:
            other.move(screen.key_of_looked, State.ON_HOLD)
        screen.action_next_request()
        await screen._look_for_others()
        await settle(pilot)
        assert screen.key_of_looked == screen.query_one("#queue", LongList).key


async def test_an_undo_of_nothing_names_a_way_out(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "u")
        assert "matchmaker requests undo" in str(desk.screen.query_one(TopBar).said)
        await press(pilot, "ctrl+r")
        assert "Undo first" in str(desk.screen.query_one(TopBar).said)


async def test_several_at_once(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "space", "space", "s")
    with look() as workspace:
        assert [d.step for d in workspace.decisions(asked)] == [Step.SHORTLISTED] * 2


async def test_take_makes_it_mine_and_starts_screening(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "t")
    with look() as workspace:
        request = workspace.request(asked)
    assert (request.owner, request.state) == ("ana", State.SCREENING)


async def test_only_legal_moves_are_offered(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "m")
        offered = [choice.value for choice in desk.screen.choices]  # type: ignore[attr-defined]
        assert "screening" in offered
        assert "closed" not in offered
        await press(pilot, "u")
        await settle(pilot)
    with look() as workspace:
        assert workspace.request(asked).state is State.UNMATCHED


async def test_a_note_is_kept_with_its_date(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "n", *"asked", "enter")
        await settle(pilot)
    with look() as workspace:
        assert workspace.request(asked).notes == "2026-11-24 asked"


async def test_a_new_request_by_form(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "N", *"help", "ctrl+s")
        await settle(pilot)
        await settle(pilot)
    with look() as workspace:
        texts = [request.text for request in workspace.requests()]
    assert texts == ["help"]


async def test_a_country_that_is_not_known_is_asked_about(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "N", *"help", "tab", *"Atlantis", "ctrl+s")
        assert desk.screen.is_modal
        assert "Atlantis" in str(desk.screen.query_one(".error").render())
    with look() as workspace:
        assert "help" not in [request.text for request in workspace.requests()]


async def test_what_another_coordinator_did_is_not_overwritten(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        with Workspace.open(desk.root, who="ben", clock=desk.now) as other:
            other.move(asked, State.ON_HOLD)
        await pilot.press("s")
        await settle(pilot)
        said = str(screen.query_one("TopBar").said)  # type: ignore[attr-defined]
    assert "ben" in said
    with look() as workspace:
        assert workspace.decisions(asked) == []


async def test_read_only_writes_nothing(root, look: Look) -> None:
    desk = DeskApp(root, read_only=True)
    async with desk.run_test(size=SIZE) as pilot:
        await to_a_match(pilot, desk)
        before = look().changes
        await press(pilot, "s", "p", "t", "u", "N")
        assert not desk.screen.is_modal
    with look() as workspace:
        assert workspace.decisions() == []
    assert before is not None


async def test_the_filter_narrows_as_one_types_and_is_remembered(desk: DeskApp, root) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        queue = desk.screen.query_one("#queue", LongList)
        everything = len(queue.listing)
        await press(pilot, "slash", *"country:MOZ", "enter")
        assert 0 < len(queue.listing) < everything
    again = DeskApp(root, clock=desk.now)
    assert again.memory.filter == "country:MOZ"


async def test_a_filter_that_cannot_be_read_is_said_in_place(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"nofield:x")
        assert "nofield" in str(desk.screen.query_one("#queue-pane").border_subtitle)


async def test_a_proposal_brings_the_request_along_and_undo_brings_it_back(desk: DeskApp, look: Look) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        screen = await to_a_match(pilot, desk)
        asked = screen.key_of_looked
        await press(pilot, "p")
        with look() as workspace:
            assert workspace.request(asked).state is State.PROPOSED
        await press(pilot, "u")
        with look() as workspace:
            assert workspace.request(asked).state is State.RECEIVED
        await press(pilot, "ctrl+r")
    with look() as workspace:
        assert workspace.request(asked).state is State.PROPOSED
