"""The desk's shell: themes, modes, the lanes that reach the workspace, and what is remembered. It decides nothing."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from matchmaker.errors import WorkspaceError
from matchmaker.safetext import visible
from matchmaker.settings import default_workspace, load_settings
from matchmaker.tui import caches, heap, remembered
from matchmaker.tui.background import Lane, Process, Thread
from matchmaker.tui.screens.frame import Frame
from matchmaker.tui.sheet import Sheet
from matchmaker.tui.sweeping import sweep
from matchmaker.tui.themes import DARK, LIGHT, themes
from matchmaker.tui.worker import CACHE_MIB

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

Clock = Callable[[], datetime]
TURN = 0.0005
"""Seconds; Python's own 0.005 is for work that nobody watches."""


def local_now() -> datetime:
    """The time with the coordinator's zone."""
    return datetime.now().astimezone()


def _desk() -> Screen[None]:
    from matchmaker.tui.screens.desk import DeskScreen

    return DeskScreen()


def _catalogue() -> Screen[None]:
    from matchmaker.tui.screens.catalogue import CatalogueScreen

    return CatalogueScreen()


def _overview() -> Screen[None]:
    from matchmaker.tui.screens.overview import OverviewScreen

    return OverviewScreen()


def _refresh() -> Screen[None]:
    from matchmaker.tui.screens.refresh import RefreshScreen

    return RefreshScreen()


class DeskApp(App[int]):
    """The desk of one workspace.

    `read_only` leaves out every action that changes the workspace. `clock` is the coordinator's local time. `apart`
    matches and makes lists in processes of their own, where that holds up nothing here; they go by the machine's clock.
    """

    TITLE = "Matchmaker"
    MODES: ClassVar = {
        "frame": Frame, "desk": _desk, "catalogue": _catalogue, "overview": _overview, "refresh": _refresh,
    }  # fmt: skip
    DEFAULT_MODE = "frame"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = []
    CSS = "ToastRack { dock: bottom; margin-bottom: 1; }"

    def __init__(
        self, root: Path | None = None, *, read_only: bool = False, clock: Clock = local_now, apart: bool = False
    ) -> None:
        self.root = (root or default_workspace()).expanduser().absolute()
        self.read_only = read_only
        self.now = clock
        self.state_file = self.root / "data" / "state" / "desk.json"
        self.memory, self.complaint = remembered.load(self.state_file)
        self.keys, told = remembered.load_keymap(self.root / "data" / "keymap.toml")
        self.complaint = self.complaint or told
        self.faults: list[Exception] = []
        self.unusable: WorkspaceError | None = None
        self.data = Thread("data", self._opened)
        self._apart = apart
        self.lists = self._lane("lists")
        self.matching = self._lane("matching", matches=True)
        self._errands: set[Lane] = set()
        self._one = asyncio.Lock()
        self._sweeping: asyncio.Task[None] | None = None
        self.promised: set[Path] = set()
        """Paths of files that are being written, or were."""
        caches.slim()
        super().__init__()
        for theme in themes():
            self.register_theme(theme)
        self.theme = self.memory.theme if self.memory.theme in self.available_themes else DARK
        self.stylesheet = Sheet(variables=self.get_css_variables())

    def _opened(self) -> "Workspace":
        from matchmaker.workspace import Workspace

        return Workspace.open(self.root, clock=self.now, cache_mib=CACHE_MIB)

    def _lane(self, name: str, *, matches: bool = False, stays: bool = False) -> Lane:
        if self._apart:
            return Process(self.root, matches=matches, stays=stays)
        return Thread(name, self._opened, portable=True)

    @asynccontextmanager
    async def errand_in_turn(self) -> AsyncIterator[Lane]:
        """The same for work that does not wait for a person: one at a time, so that memory holds out."""
        async with self._one, self.errand() as lane:
            yield lane

    @asynccontextmanager
    async def errand(self) -> AsyncIterator[Lane]:
        """A lane for one piece of work that takes long or much memory; it ends with the block, whatever ends that."""
        lane = self._lane("errand", stays=True)
        self._errands.add(lane)
        try:
            yield lane
        finally:
            self._errands.discard(lane)
            await lane.close()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Words of ours that a theme may not know."""
        return {**super().get_theme_variable_defaults(), "quiet": "#8b98a5"}

    def on_mount(self) -> None:
        if self.keys:
            self.set_keymap(self.keys)

    def on_frame_painted(self, message: Frame.Painted) -> None:
        self.call_after_refresh(self.call_later, self._furnish, message.frame)

    async def _furnish(self, frame: Frame) -> None:
        """Now that there is something to see: load the desk."""
        if self.return_code is not None:
            return
        # While a lane works, the screen's thread waits this long for its turn, many times for each key.
        sys.setswitchinterval(TURN)
        heap.give_back()
        if isinstance(self.lists, Process):
            await self.lists.start()
        await asyncio.to_thread(import_module, "matchmaker.tui.screens.desk")
        await self.switch_mode("desk")
        for key in frame.held:
            self.post_message(events.Key(key.key, key.character))
        await self.remove_mode("frame")
        # What is loaded by now stays: collections need not look at it again, which would hold the screen up.
        gc.freeze()
        self._sweeping = asyncio.create_task(sweep())

    def remember(self, **changes: object) -> None:
        """Keep a part of the state for the next run."""
        self.memory = replace(self.memory, **changes)  # type: ignore[arg-type]
        if not self.read_only:
            remembered.save(self.state_file, self.memory)

    @property
    def old_days(self) -> int:
        """Days after which a confirmation counts as old."""
        return load_settings(self.root).offering_old_days

    def go_to_request(self, key: str) -> None:
        """Show a request at the desk."""
        from matchmaker.tui.screens.desk_looking import DeskLooking

        self.memory = replace(self.memory, request=key)
        self.switch_mode("desk")
        if isinstance(self.screen, DeskLooking):
            self.screen.choose_request(key)

    async def other_theme(self) -> None:
        """Between light and dark."""
        other = DARK if self.theme == LIGHT else LIGHT
        theme = self.available_themes[other]
        named = {**self.get_theme_variable_defaults(), **theme.to_color_system().generate(), **theme.variables}
        if isinstance(self.stylesheet, Sheet):
            await self.stylesheet.prepare(named)
        self.theme = other
        self.remember(theme=other)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the present place, and those of everywhere, for the palette."""
        from matchmaker.tui.actions import Place, actions_of
        from matchmaker.tui.screens.place import PlaceScreen

        place = screen.place if isinstance(screen, PlaceScreen) else Place.EVERYWHERE
        for action in actions_of(place, Place.EVERYWHERE):
            if action.palette and not (self.read_only and action.writes):

                async def run(name: str = action.name) -> None:
                    await self.screen.run_action(name)

                yield SystemCommand(action.label.capitalize(), action.help, run)

    def action_command_palette(self) -> None:
        """Every command by name."""
        from matchmaker.tui.widgets.options import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def tell(self, message: str, *, wrong: bool = False) -> None:
        """A toast, for what has no place of its own; never markup."""
        self.notify(visible(message, 400), markup=False, severity="error" if wrong else "information", timeout=6)

    def give_up(self, error: WorkspaceError) -> None:
        """The workspace cannot be used: leave the screen, so that it is said in the terminal."""
        self.unusable = error
        self.exit(error.exit_code)

    def fault(self, error: Exception) -> None:
        """Something that should not happen: said in a toast without any data, kept for whoever asks."""
        self.faults.append(error)
        self.tell(f"Something unexpected happened ({type(error).__name__}). What you decided is safe.", wrong=True)

    def _fatal_error(self) -> None:
        """End without Textual's account of an error, which shows what variables hold; `run_desk` raises it instead."""
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        if self._sweeping is not None:
            self._sweeping.cancel()
        await asyncio.gather(*(lane.close() for lane in (self.data, self.matching, self.lists, *self._errands)))
        self.data.join(5.0)


def run_desk(root: Path | None, *, read_only: bool = False) -> int:
    """Open the desk on a workspace and return the exit code once it is left."""
    app = DeskApp(root, read_only=read_only, apart=True)
    left = app.run(mouse=app.memory.mouse)
    if app.unusable is not None:
        raise app.unusable
    if app._exception is not None:
        raise app._exception
    return left or app.return_code or 0
