"""What every place has: the top line, the line of keys, the actions that work everywhere, and one way to fail."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from matchmaker.errors import Conflict, MatchmakerError, WorkspaceBusy, WorkspaceError
from matchmaker.safetext import visible
from matchmaker.tui import show
from matchmaker.tui.actions import ACTIONS, Place, actions_of, bindings, key_shown, keys_of, matching
from matchmaker.tui.dialogs.reading import Searchable
from matchmaker.tui.screens.frame import HEIGHTS, WIDTHS
from matchmaker.tui.widgets.bars import ActionBar, Hint, KeyBar, Standing, TopBar
from matchmaker.tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from matchmaker.tui.app import DeskApp
    from matchmaker.workspace import Workspace

T = TypeVar("T")
ALWAYS = ("filter", "help", "command_palette")
SAID_FOR = 6.0
"""Seconds a word about what was done stays in the top line."""


class PlaceScreen(Screen[None]):
    """A place of the desk. Subclasses name it, compose `body`, and carry out its actions."""

    place: ClassVar[Place] = Place.EVERYWHERE
    tab: ClassVar[str] = ""
    BINDINGS: ClassVar = [*bindings(Place.EVERYWHERE)]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    _saying: Timer | None = None

    @property
    def desk(self) -> "DeskApp":
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    def compose(self) -> ComposeResult:
        yield TopBar(self.tab)
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The panes of the place."""
        yield from ()

    def on_mount(self) -> None:
        # Textual runs the handler of every class of a screen by itself: a subclass must not call this one.
        self.show_keys()
        self.attempt(lambda: self._standing())
        if self.desk.complaint:
            self.desk.tell(self.desk.complaint)
            self.desk.complaint = ""

    def show_keys(self) -> None:
        """Write the line of keys from the declared actions."""
        mine = [
            action for action in actions_of(self.place) if action.footer and not (action.writes and self.desk.read_only)
        ]
        always = [action for action in actions_of(Place.EVERYWHERE) if action.name in ALWAYS]
        keys = self.desk.keys

        def hints(actions: Sequence[Any]) -> list[Hint]:
            return [Hint(key_shown(keys_of(a, keys)[0]), a.label, a.name) for a in actions]

        self.query_one(KeyBar).show(hints(mine), hints(always))

    # -- reaching the workspace --
    def attempt(self, work: Callable[[], Coroutine[Any, Any, None]], *, group: str = "") -> None:
        """Run work in the background; what a person can act on is said, never thrown. A group runs its latest only."""
        # A partial, made a coroutine only when it runs: a cancelled one leaves nothing un-awaited.
        run: Any = partial(self._guarded, work)
        self.run_worker(run, group=group or "loose", exclusive=bool(group), exit_on_error=False)

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Conflict as error:
            self.say(show.join(show.line(error.message, show.WRONG), " ", show.line(error.way_out)))
            self.reload()
        except WorkspaceBusy as error:
            self.say(show.join(show.line(error.message, show.WRONG), " ", show.line(error.way_out)))
        except WorkspaceError as error:
            self.desk.give_up(error)
        except MatchmakerError as error:
            self.say(show.join(show.line(error.message, show.WRONG), " ", show.line(error.way_out)))
        except OSError as error:
            self.say(show.line(f"{error.strerror or error}. Nothing was half-written.", show.WRONG))
        except Exception as error:  # noqa: BLE001 - a fault of ours must be seen, and must not end the morning
            self.desk.fault(error)

    async def ask(self, job: "Callable[[Workspace], T]") -> T:
        """What the job returns, from the lane of single records; a decision never waits for a list."""
        return await self.desk.data.do(job)

    def reload(self) -> None:
        """Show what is there now."""

    async def answered(self, question: "ModalScreen[T | None]") -> T | None:
        """The answer to a question; only within a worker."""
        return await self.app.push_screen_wait(question)

    async def _standing(self) -> None:
        def read(workspace: "Workspace") -> tuple[str, str]:
            runs = workspace.refresh_history()
            source = (
                f"{runs[0].source}, refreshed {show.day(runs[0].at, self.desk.now().date())}" if runs else "sample data"
            )
            return source, workspace.store.meta("model") or ""

        source, model = await self.ask(read)
        clock = f"{self.desk.now():%H:%M}"
        self.query_one(TopBar).show(Standing(source, model, clock, self.desk.read_only))

    def say(self, what: Content) -> None:
        """A word about what was just done, in the top line for a while."""
        self.query_one(TopBar).say(what)
        if self._saying is not None:
            self._saying.stop()
        self._saying = self.set_timer(SAID_FOR, lambda: self.query_one(TopBar).say(Content("")))

    # -- actions that work everywhere --
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What writes is not there when the desk is read-only."""
        if self.desk.read_only and any(a.writes and a.name.split("(")[0] == action for a in ACTIONS):
            return False
        return super().check_action(action, parameters)

    async def on_action_bar_pressed(self, message: ActionBar.Pressed) -> None:
        await self.run_action(message.action)

    def action_show_desk(self) -> None:
        self.app.switch_mode("desk")

    def action_show_catalogue(self) -> None:
        self.app.switch_mode("catalogue")

    def action_show_overview(self) -> None:
        self.app.switch_mode("overview")

    def action_show_refresh(self) -> None:
        self.app.switch_mode("refresh")

    async def action_theme(self) -> None:
        await self.desk.other_theme()

    def action_mouse(self) -> None:
        on = not self.desk.memory.mouse
        self.desk.remember(mouse=on)
        driver = self.app._driver
        if driver is not None:
            switch = getattr(driver, "_enable_mouse_support" if on else "_disable_mouse_support", None)
            if switch is not None:
                switch()
        self.say(Content(f"The mouse is {'on' if on else 'off: the terminal selects text'}."))

    def action_filter(self) -> None:
        for line in self.query(FilterLine):
            line.open()
            return

    def action_help(self) -> None:
        actions = [*actions_of(self.place), *actions_of(Place.LISTS), *actions_of(Place.EVERYWHERE)]
        keys = self.desk.keys

        def found(words: str) -> Content:
            rows = []
            for action in matching(words, actions):
                shown = " ".join(key_shown(key) for key in keys_of(action, keys))
                rows.append(
                    Content.assemble(
                        (f"{shown:>14}  ", "bold $primary"), f"{action.label:<15} ", (action.help, show.QUIET)
                    )
                )
            return show.stack(rows) if rows else Content.styled("No action has these words.", show.QUIET)

        self.app.push_screen(Searchable(Content(f"Keys ─ {self.tab}"), found))

    def action_copy(self) -> None:
        text = self.copied()
        if not text:
            self.say(Content("There is nothing chosen to copy."))
            return
        self.app.copy_to_clipboard(visible(text))
        self.say(Content("Sent to the terminal's clipboard. If it did not arrive, E writes it to a file."))

    def copied(self) -> str:
        """What `y` copies; never contacts."""
        return ""

    def action_export(self) -> None:
        self.say(Content("There is nothing to export here."))

    def action_sort(self) -> None:
        self.say(Content("There is nothing to sort here."))

    def action_saved_filters(self) -> None:
        self.say(Content("Filters are kept for the queue; D goes there."))

    def action_guide(self) -> None:
        self.desk.remember(guided=False)
        self.app.switch_mode("desk")

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_previous_pane(self) -> None:
        self.focus_previous()

    def action_back(self) -> None:
        for line in self.query(FilterLine):
            if line.text:
                line.put("")
                return

    async def action_command_palette(self) -> None:
        self.app.action_command_palette()

    def action_quit(self) -> None:
        self.app.exit(0)
