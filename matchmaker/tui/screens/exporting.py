"""Exporting what a place shows: the format is asked for, contacts only where somebody wants them and says why."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.tui import show
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.writing import Line
from matchmaker.tui.screens.place import PlaceScreen

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

FORMATS = {"csv": "for spreadsheets and scripts", "xlsx": "a workbook", "json": "for programs", "md": "to read"}
CONTACTS = "with contacts"
View = Callable[["Workspace"], list[str]]
"""Names the records of a view, in its order."""


class ExportingScreen(PlaceScreen):
    """A place whose view can be written to a file in the workspace's `data/exports`."""

    async def export_view(self, what: str, title: Content, view: View, *, contacts: bool = True) -> None:
        """Ask for the format and write the records of the view. A twin of `matchmaker export`."""
        form = await self._format(title, contacts=contacts)
        reason = ""
        if form == CONTACTS:
            reason = await self.answered(Line(Content("Why are contacts needed? It is kept in the log."))) or ""
            form = await self._format(show.join(title, ", with contacts"), contacts=False) if reason else None
        if form is None:
            return
        path, chosen = self.free_path(f"{what}-{self.desk.now():%Y-%m-%d}.{form}"), form

        def write(workspace: "Workspace") -> tuple[int, object]:
            only = view(workspace)
            return len(only), workspace.export(
                what, path, chosen, with_contacts=bool(reason), reason=reason, only=only
            )  # fmt: skip

        count, made = await self.ask_long(write)
        self.say_written(made if isinstance(made, Path) else path, f"{count:,} of {what}: ")

    async def _format(self, title: Content, *, contacts: bool) -> str | None:
        choices = [Choice(form, Content(form), told) for form, told in FORMATS.items()]
        if contacts:
            choices.append(Choice(CONTACTS, Content(f"{CONTACTS} …"), "asks why, and keeps the reason"))
        return await self.answered(Choosing(title, choices))

    def say_written(self, path: Path, what: str = "") -> None:
        """Say where a file is."""
        where = path.relative_to(self.desk.root) if path.is_relative_to(self.desk.root) else path
        self.say(show.join(Content.styled("Written", "bold $success"), f" {what}", show.line(where, limit=200)))

    def free_path(self, name: str) -> Path:
        """A path in the workspace's `data/exports` that no file has yet."""
        from matchmaker.exchange.naming import safe_name

        folder = self.desk.root / "data" / "exports"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem, _, suffix = name.rpartition(".")
        path, count = folder / f"{safe_name(stem)}.{suffix}", 1
        while path.exists():
            count += 1
            path = folder / f"{safe_name(stem)}-{count}.{suffix}"
        return path
