"""Places that are read again when one comes back to them, where anything in the workspace has changed meanwhile."""

from matchmaker.tui.screens.exporting import ExportingScreen


class ReturningScreen(ExportingScreen):
    """Subclasses read and show everything in `load`."""

    _seen: int | None = None

    async def load(self) -> None:
        """Read what the place shows, and show it."""

    def reload(self) -> None:
        self.attempt(self.load, group="load")

    def on_screen_resume(self) -> None:
        # A place that is shown for the first time comes into sight twice.
        self.attempt(self._load_if_changed, group="resume")

    async def _load_if_changed(self) -> None:
        now = await self.ask(lambda workspace: workspace.changes())
        if now != self._seen:
            self._seen = now
            self.reload()
