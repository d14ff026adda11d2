"""Loading exports from the desk: what is asked before a plan, and what a plan lets one do."""

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from matchmaker.exchange.source_profiles import RULE, kind_of
from matchmaker.tui.app import DeskApp
from matchmaker.tui.dialogs.choosing import Choosing
from matchmaker.tui.screens.refresh import RefreshScreen
from matchmaker.workspace import Workspace
from tests.tui.conftest import press, settle


async def test_a_column_that_is_not_sure_is_asked(desk: DeskApp, tmp_path: Path) -> None:
    export = tmp_path / "odd.csv"
    export.write_text("Que,Wer,Wo\nAudit of roads,Spain,Peru\nAudit of schools,Spain,Kenya\n")
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "R", "f", *str(export), "enter")
        await pilot.pause(0.1)
        await press(pilot, "enter")
        await pilot.pause(0.2)
        for _ in range(5):
            if not isinstance(desk.screen, Choosing):
                break
            words = [choice.words.plain for choice in desk.screen.choices]
            title = desk.screen.heading.plain
            wanted = next(
                (name for word, name in (("title", "Que"), ("country", "Wo")) if word in title), "none of them"
            )
            await press(pilot, str(words.index(wanted) + 1))
            await pilot.pause(0.2)
        await settle(pilot)
        assert isinstance(desk.screen, RefreshScreen)
        assert desk.screen.plan is not None
        assert [change.title for change in desk.screen.plan.changes] == ["Audit of roads", "Audit of schools"]
        assert desk.screen.plan.told.profile.columns["partner"] == ("Wo",)


async def test_an_older_export_is_loaded_only_when_said(
    desk: DeskApp, look: Callable[[], Workspace], tmp_path: Path
) -> None:
    head = "id,title,description,donor,country,last updated\n"
    newer, older = tmp_path / "newer.csv", tmp_path / "older.csv"
    newer.write_text(f"{head}1,Audit,How audits are done.,Spain,Peru,2026-05-01\n")
    older.write_text(f"{head}1,Audits,How audits are done.,Spain,Peru,2026-04-01\n")
    with look() as workspace:
        workspace.apply_refresh(workspace.plan_refresh(newer, source="s"))
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "R", "f", *str(older), "enter")
        await pilot.pause(0.1)
        await press(pilot, *("backspace" for _ in "older"), "s", "enter")
        await settle(pilot)
        screen = desk.screen
        assert isinstance(screen, RefreshScreen) and screen.plan is not None and screen.plan.refused
        await press(pilot, "a")
        await pilot.pause(0.1)
        await press(pilot, "1")
        await settle(pilot)
        assert screen.plan is not None
        await press(pilot, "a")
        await pilot.pause(0.1)
        await press(pilot, "2")
        await settle(pilot)
        assert screen.plan is None


async def test_every_row_is_read_as_is_said(desk: DeskApp, look: Callable[[], Workspace], tmp_path: Path) -> None:
    export = tmp_path / "courses.csv"
    export.write_text(
        "id,title,description,donor,country,status\n1,Audit of roads,How roads are audited.,Spain,Peru,Ongoing\n"
    )

    async def load(pilot: Pilot[None], said: str) -> tuple[int, int]:
        """Read the file as is said, carry out the plan, and count what the database then holds."""
        await press(pilot, "f", *str(export), "enter")
        await pilot.pause(0.1)
        await press(pilot, "enter")
        await settle(pilot)
        await press(pilot, "o")
        await pilot.pause(0.1)
        assert isinstance(desk.screen, Choosing)
        await press(pilot, said)
        await settle(pilot)
        await press(pilot, "a")
        await settle(pilot)
        with look() as workspace:
            return len(workspace.offerings(source="courses")), len(workspace.experience(source="courses"))

    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "R", "o")
        assert isinstance(desk.screen, RefreshScreen)
        assert await load(pilot, "o") == (1, 0)
        assert await load(pilot, "e") == (0, 1)
        assert await load(pilot, "1") == (1, 0)
        assert await load(pilot, "b") == (0, 1)
        with look() as workspace:
            assert kind_of(workspace.plan_refresh(export, source="courses").told) == RULE
