"""Exporting what a place shows: the format is asked for, contacts only where somebody wants them and says why."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.tui import jobs, show
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.writing import Line
from matchmaker.tui.screens.place import PlaceScreen

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

FORMATS = {"csv": "for spreadsheets and scripts", "xlsx": "a workbook", "json": "for programs", "md": "to read"}
CONTACTS = "with contacts"


class ExportingScreen(PlaceScreen):
    """A place whose view can be written to a file in the workspace's `data/exports`."""

    async def export_view(self, what: str, title: Content, view: jobs.View, *, contacts: bool = True) -> None:
        """Ask for the format and write the records of the view. A twin of `matchmaker export`."""
        form = await self._format(title, contacts=contacts)
        reason = ""
        if form == CONTACTS:
            reason = await self.answered(Line(Content("Why are contacts needed? It is kept in the log."))) or ""
            form = await self._format(show.join(title, ", with contacts"), contacts=False) if reason else None
        if form is None:
            return
        path = self.free_path(f"{what}-{self.desk.now():%Y-%m-%d}.{form}")
        job = partial(jobs.exported, what=what, path=path, form=form, view=view, reason=reason)
        # In no group: another question that is asked meanwhile does not end it.
        self.attempt(lambda: self._write(job, what))

    async def _write(self, job: "Callable[[Workspace], tuple[int, Path]]", what: str) -> None:
        self.say(Content(f"Writing {what} …"))
        async with self.desk.errand_in_turn() as lane:
            count, made = await lane.do(job)
        self.say_written(made, f"{count:,} of {what}: ")

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
        """A path in the workspace's `data/exports` that no file has yet, nor will get."""
        from matchmaker.exchange.naming import safe_name

        folder = self.desk.root / "data" / "exports"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem, _, suffix = name.rpartition(".")
        path, count = folder / f"{safe_name(stem)}.{suffix}", 1
        while path.exists() or path in self.desk.promised:
            count += 1
            path = folder / f"{safe_name(stem)}-{count}.{suffix}"
        self.desk.promised.add(path)
        return path
