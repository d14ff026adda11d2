"""Going on from what is seen: from the overview and the catalogue to requests and records, histories, drafts, panes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.content import Content

from matchmaker.errors import UsageError
from matchmaker.tui import editor
from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.catalogue import CatalogueScreen
from matchmaker.tui.screens.desk import DeskScreen
from matchmaker.tui.screens.overview import OverviewScreen
from matchmaker.tui.widgets.bars import TopBar
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.workspace import Workspace
from tests.tui.conftest import press, settle

SIZE = (120, 40)


def text_of(desk: DeskApp) -> str:
    return "\n".join(str(static.render()) for static in desk.screen.query("Static"))


def choices(desk: DeskApp) -> list[str]:
    return [choice.value for choice in desk.screen.choices]  # type: ignore[attr-defined]


async def test_from_a_topic_to_its_requests_and_offerings(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "O")
        await settle(pilot)
        await press(pilot, "j", "enter")
        offered = [at for at, value in enumerate(choices(desk)) if value.startswith("sample:")]
        assert 0 < offered[0] < len(choices(desk))
        wanted = choices(desk)[offered[0]]
        await press(pilot, *["down"] * (offered[0]), "enter")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(desk.screen, CatalogueScreen)
        assert desk.screen.query_one("#shelf", LongList).key == wanted
        await press(pilot, "O", "1", "enter")
        first = choices(desk)[0]
        await press(pilot, "1")
        await settle(pilot)
        assert isinstance(desk.screen, DeskScreen)
        assert desk.screen.key_of_looked == first


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_gaps_and_new_offerings_to_requests_and_from_people_to_their_work(
    desk: DeskApp, size: tuple[int, int]
) -> None:
    async with desk.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "t", "O")
        await settle(pilot)
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.overview is not None
        for pane, row in (("2", screen.overview.gaps[0]), ("3", screen.overview.new[0])):
            await press(pilot, pane, "enter")
            assert choices(desk) == list(row.behind.requests)
            await press(pilot, "escape")
        await press(pilot, "4", "G", "enter")
        await settle(pilot)
        assert isinstance(desk.screen, DeskScreen)
        owners = {row.owner for row in desk.screen.query_one("#queue", LongList).listing.items}  # type: ignore[attr-defined]
        assert desk.memory.filter in ("owner:ana", "owner:none")
        assert owners == {"ana" if desk.memory.filter == "owner:ana" else ""}


async def test_from_a_partner_to_its_requests_and_from_a_provider_to_what_it_offers(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "C", "3", "m")
        await settle(pilot)
        assert isinstance(desk.screen, CatalogueScreen)
        assert desk.screen.shelf.name == "offerings"
        assert len(desk.screen.query_one("#shelf", LongList).listing) == 7
        await press(pilot, "4", "m")
        await settle(pilot)
        assert isinstance(desk.screen, DeskScreen)
        assert re.fullmatch("country:[A-Z]{3}", desk.memory.filter)


async def test_from_a_record_to_the_requests_it_matches(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "C", "m")
        await pilot.pause(1.0)
        first = choices(desk)[0]
        await press(pilot, "1")
        await settle(pilot)
        assert isinstance(desk.screen, DeskScreen)
        assert desk.screen.key_of_looked == first


async def test_the_history_of_a_record_and_of_a_request(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "t", "H")
        assert "owner: none → ana" in text_of(desk)
        await press(pilot, "escape", "C", "H")
        assert "added" in text_of(desk)


async def test_withdrawn_records_are_shown_when_asked_for(
    desk: DeskApp, look: Callable[[], Workspace], tmp_path: Path
) -> None:
    export = tmp_path / "export.csv"
    export.write_text("id,title,description,provider\n1,Open budgets,How budgets are published.,MEX\n")
    with look() as workspace:
        workspace.apply_refresh(workspace.plan_refresh(export, source="agency"))
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "C")
        counts = []
        for _ in range(3):
            counts.append(len(desk.screen.query_one("#shelf", LongList).listing))
            await press(pilot, "W")
    assert counts == [1, 7, 8]


async def test_a_draft_turns_to_the_other_languages_and_is_written(desk: DeskApp, root: Path) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "r", "1")
        drafts = []
        for _ in range(4):
            await pilot.pause(0.3)
            drafts.append(text_of(desk))
            await press(pilot, "l")
        await pilot.pause(0.3)
        assert len(set(drafts)) == 4
        await press(pilot, "m")
        await settle(pilot)
        assert "data/exports" in str(desk.screen.query_one(TopBar).said)
    (letter,) = (root / "data" / "exports").iterdir()
    assert letter.read_text().strip()[:20] in drafts[0]


async def test_a_note_and_a_request_in_the_editor(
    desk: DeskApp, look: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.tui.screens.desk_writing.edited", lambda *_: "first line\nsecond line")
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        asked = desk.screen.key_of_looked  # type: ignore[attr-defined]
        await press(pilot, "n", "ctrl+e")
        await settle(pilot)
        with look() as workspace:
            assert workspace.request(asked).notes == "2026-11-24 first line\nsecond line"
        await press(pilot, "ctrl+e", "ctrl+s")
        await settle(pilot)
    with look() as workspace:
        assert [request.text for request in workspace.requests()] == ["first line\nsecond line"]


async def test_an_editor_that_is_not_there_is_said(desk: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+e")
        assert "needs a terminal" in str(desk.screen.query_one(TopBar).said)
    monkeypatch.setenv("VISUAL", "no-such-editor")
    monkeypatch.setattr(desk, "suspend", lambda: __import__("contextlib").nullcontext())
    with pytest.raises(UsageError, match="no-such-editor"):
        editor.edited(desk, "")


async def test_the_owner_and_what_happens_next(desk: DeskApp, look: Callable[[], Workspace]) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        asked = desk.screen.key_of_looked  # type: ignore[attr-defined]
        await press(pilot, "o", *"ben", "enter")
        await settle(pilot)
        await press(pilot, "A", *"call", "enter", *["backspace"] * 2, *"2w", "enter")
        await settle(pilot)
    with look() as workspace:
        request = workspace.request(asked)
    assert (request.owner, request.next_action, str(request.next_action_on)) == ("ben", "call", "2026-12-08")


async def test_similar_requests_are_shown(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        await pilot.pause(0.5)
        assert "alike" in text_of(desk) or "No earlier request" in text_of(desk)


async def test_offerings_are_compared_in_columns(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "2", "c")
        await pilot.pause(0.3)
        assert len(desk.screen.columns) == 3  # type: ignore[attr-defined]
        assert all(isinstance(column, Content) and "in hand" in column.plain for column in desk.screen.columns)  # type: ignore[attr-defined]


async def test_a_saved_filter_is_kept_used_by_its_key_and_dropped(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"country:MOZ", "enter", "f")
        keep = next(at for at, value in enumerate(choices(desk), start=1) if value.startswith("+"))
        await press(pilot, str(keep))
        await settle(pilot)
        assert desk.memory.saved_filters[-1] == "country:MOZ"
        await press(pilot, "escape", f"f{1 + len(desk.memory.saved_filters)}")
        await settle(pilot)
        assert desk.memory.filter == "country:MOZ"
        await press(pilot, "f")
        drop = next(at for at, value in enumerate(choices(desk), start=1) if value.startswith("-"))
        await press(pilot, str(drop))
        await settle(pilot)
        assert "country:MOZ" not in desk.memory.saved_filters


async def test_what_is_chosen_is_copied_without_contacts(desk: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(desk, "copy_to_clipboard", sent.append)
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "y", "2", "y", "C", "y")
    assert sent[0].startswith("S-124: ")
    assert sent[1].endswith("sample:open-government")
    assert sent[2].startswith("sample:")


async def test_the_palette_runs_an_action(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p")
        await pilot.pause(0.3)
        await press(pilot, *"Catalogue")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        await pilot.pause(0.5)
        await settle(pilot)
        assert isinstance(desk.screen, CatalogueScreen)


async def test_the_mouse_is_switched_and_the_guide_comes_back(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "f10")
        assert not desk.memory.mouse
        await press(pilot, "f10", "C", "f1")
        assert desk.memory.mouse
        assert isinstance(desk.screen, DeskScreen)


async def test_panes_are_gone_to_by_number_tab_and_key(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for key, name in (("2", "offers"), ("3", "proof"), ("4", "why"), ("5", "request"), ("1", "queue")):
            await press(pilot, key)
            assert desk.screen.focused is not None
            assert desk.screen.focused.id == name
        await press(pilot, "tab")
        assert desk.screen.focused.id != "queue"
        await press(pilot, "shift+tab")
        assert desk.screen.focused.id == "queue"
        await press(pilot, "enter", "w")
        assert desk.screen.focused.id == "why"
        await press(pilot, "escape")
        assert desk.screen.focused.id == "offers"
        await press(pilot, "escape")
        assert desk.screen.focused.id == "queue"


async def test_requests_are_gone_through_from_any_pane(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        first = desk.screen.key_of_looked  # type: ignore[attr-defined]
        await press(pilot, "2", "J")
        assert desk.screen.key_of_looked != first  # type: ignore[attr-defined]
        await press(pilot, "K")
        assert desk.screen.key_of_looked == first  # type: ignore[attr-defined]


async def test_needs_are_gone_through(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        screen = desk.screen
        assert isinstance(screen, DeskScreen)
        while screen.looked is None or screen.looked.answer is None or len(screen.looked.answer.needs) < 2:
            await press(pilot, "J")
        needs = len(screen.looked.answer.needs)
        await press(pilot, "h")
        assert screen.looked.need == needs
        await press(pilot, "l")
        assert screen.looked.need == 0


async def test_lists_are_gone_through_and_marked(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        queue = desk.screen.query_one("#queue", LongList)
        places = []
        for key in ("j", "k", "pagedown", "pageup", "G", "g"):
            await press(pilot, key)
            places.append(queue.cursor)
        assert places[:2] == [1, 0]
        assert places[2] > 3
        assert places[3:] == [0, len(queue.listing) - 1, 0]
        await press(pilot, "space")
        assert len(queue.marked) == 1
        await press(pilot, "ctrl+a")
        assert len(queue.marked) == len(queue.listing)
        await press(pilot, "escape")
        assert not queue.marked


async def test_leaving(desk: DeskApp) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("q")
        await pilot.pause(0.2)
    assert desk.return_code == 0
