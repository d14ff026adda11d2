"""The first frame: what is seen before the desk is loaded, and what becomes of keys pressed meanwhile."""

from textual import events

from matchmaker.tui.app import DeskApp
from matchmaker.tui.screens.catalogue import CatalogueScreen
from matchmaker.tui.screens.frame import Frame
from matchmaker.tui.widgets.pane import Pane
from tests.tui.conftest import settle


class Early(DeskApp):
    """Somebody presses a key as soon as there is something to see."""

    seen: dict[str, tuple[object, ...]]

    def on_frame_painted(self, message: Frame.Painted) -> None:
        self.seen = placed(self)
        message.frame.post_message(events.Key("C", "C"))


def placed(app: DeskApp) -> dict[str, tuple[object, ...]]:
    """Where each pane stands."""
    return {str(pane.id): (pane.region, pane.display, pane.number) for pane in app.screen.query(Pane)}


async def test_a_key_pressed_before_the_desk_is_there_goes_to_it(desk: DeskApp) -> None:
    app = Early(desk.root, clock=desk.now)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CatalogueScreen)


async def test_the_panes_do_not_move_when_the_desk_takes_the_place_of_the_frame(desk: DeskApp) -> None:
    for size in ((80, 24), (120, 40), (120, 24)):
        app = Early(desk.root, clock=desk.now)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await pilot.press("D")
            await settle(pilot)
            assert placed(app) == app.seen
