"""What is shown is what is exported: filtered, sorted, marked; contacts only when asked for with a reason."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.tui.app import DeskApp
from matchmaker.tui.widgets.bars import TopBar
from matchmaker.tui.widgets.long_list import LongList
from matchmaker.workspace import Workspace
from tests.tui.conftest import clock, press, settle

SIZE = (120, 40)


def written(root: Path) -> Path:
    """The one file that was exported."""
    (path,) = (root / "data" / "exports").iterdir()
    return path


def ids(path: Path) -> Iterator[str]:
    with path.open(newline="", encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    return (row[1] for row in rows)


async def test_the_queue_as_filtered_and_sorted(desk: DeskApp, root: Path) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"verdict:match", "enter", "S")
        queue = desk.screen.query_one("#queue", LongList)
        shown = [queue.listing.key(item) for item in queue.listing.items]
        await press(pilot, "E", "1")
        await settle(pilot)
        assert f"{len(shown)} of requests" in str(desk.screen.query_one(TopBar).said)
    assert 1 < len(shown) < 36
    assert list(ids(written(root))) == shown


async def test_marked_requests_only(desk: DeskApp, root: Path) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "j", "space", "space")
        marked = desk.screen.query_one("#queue", LongList).picked
        await press(pilot, "E", "3")
        await settle(pilot)
    assert len(marked) == 2
    assert [record["id"] for record in json.loads(written(root).read_text())["records"]] == marked


async def test_what_was_found_for_a_request(desk: DeskApp, root: Path) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "2")
        offers = desk.screen.query_one("#offers", LongList)
        shown = [item.title for item in offers.listing.items]  # type: ignore[attr-defined]
        await press(pilot, "E", "3")
        await settle(pilot)
    rows = json.loads(written(root).read_text())
    assert [row["title"] for row in rows if row["kind"] == "offering"] == shown


async def test_contacts_only_when_asked_with_a_reason(desk: DeskApp, root: Path) -> None:
    with Workspace.open(root, clock=clock) as workspace:
        asked = workspace.requests()[0]
        workspace.change_request(replace(asked, contact="canary@example.org"))
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "E", "1")
        await settle(pilot)
        await press(pilot, "E", "5", *"invitations", "enter", "1")
        await settle(pilot)
    plain, told = sorted((root / "data" / "exports").iterdir(), key=lambda path: "with-contacts" in path.name)
    assert "canary" not in plain.read_text()
    assert "canary@example.org" in told.read_text()
    with Workspace.open(root, clock=clock) as workspace:
        last = workspace.store.row("SELECT what, detail FROM audit WHERE what LIKE 'exported%'")
    assert last is not None
    assert "invitations" in last[1]


@pytest.mark.parametrize(("shelf", "name"), enumerate(("offerings", "experience", "providers", "partners"), start=1))
async def test_each_shelf_as_searched(desk: DeskApp, root: Path, shelf: int, name: str) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "C", str(shelf))
        if name in ("offerings", "experience"):
            await press(pilot, "slash", *"data", "enter")
        await press(pilot, "S", "E", "3")
        await settle(pilot)
        listing = desk.screen.query_one("#shelf", LongList).listing
        shown = [listing.key(item) for item in listing.items]
    made = json.loads(written(root).read_text())
    rows = made["records"] if isinstance(made, dict) else made
    assert [row.get("id") or row.get(name.removesuffix("s")) for row in rows] == shown
    assert shown


@pytest.mark.parametrize(("pane", "part", "title"), [("1", "demand", "Demand by offer"), ("4", "workload", "Workload")])
async def test_the_pane_of_the_overview_in_use(desk: DeskApp, root: Path, pane: str, part: str, title: str) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "O")
        await settle(pilot)
        await press(pilot, pane, "E", "4")
        await settle(pilot)
    assert written(root).name == f"overview-{part}-2026-11-24.md"
    assert f"## {title}" in written(root).read_text()


async def test_a_read_only_desk_writes_no_file(root: Path) -> None:
    desk = DeskApp(root, clock=clock, read_only=True)
    async with desk.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "E")
        assert not desk.screen.is_modal
