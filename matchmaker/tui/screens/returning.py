"""Places that are read again when one comes back to them, where anything in the workspace has changed meanwhile."""

from matchmaker.tui.screens.exporting import ExportingScreen
from matchmaker.tui.widgets.filter_line import FilterLine


class ReturningScreen(ExportingScreen):
    """Subclasses read and show everything in `load`."""

    _seen: int | None = None

    async def to_filter(self, words: str) -> None:
        """Show the requests that pass a filter, at the desk."""
        await self.app.switch_mode("desk")
        self.app.screen.query_one(FilterLine).put(words)

    async def load(self) -> None:
        """Read what the place shows, and show it."""

    def reload(self) -> None:
        self.attempt(self.load, group="load")

    def on_screen_resume(self) -> None:
        # A place that is shown for the first time comes into sight twice.
        self.attempt(self._load_if_changed, group="resume")

    def on_screen_suspend(self) -> None:
        # What is read for nobody to see need not be finished.
        for worker in self.workers:
            if worker.node is self and worker.group == "load" and not self.app.screen.is_modal:
                self._seen = None
                worker.cancel()

    async def _load_if_changed(self) -> None:
        now = await self.ask(lambda workspace: workspace.changes())
        if now != self._seen:
            self._seen = now
            self.reload()


def quoted(value: str) -> str:
    """A value as it can stand after `field:` in a filter; its words stay together."""
    plain = value.replace('"', "").replace("\\", "")
    return f'"{plain}"' if set(plain) & set(" #\t") else plain
