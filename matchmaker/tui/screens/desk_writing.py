"""Writing: new requests, notes, owners, next actions, moves between states, and draft answers."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from textual.content import Content

from matchmaker.errors import UsageError
from matchmaker.files import atomic_write
from matchmaker.requests import EXITS, TRANSITIONS, Request, State
from matchmaker.tui import jobs, show
from matchmaker.tui.dialogs.choosing import Choice, Choosing
from matchmaker.tui.dialogs.reading import Reader
from matchmaker.tui.dialogs.request_form import RequestForm
from matchmaker.tui.dialogs.writing import IN_EDITOR, Line
from matchmaker.tui.editor import edited
from matchmaker.tui.screens.desk_deciding import DeskDeciding
from matchmaker.tui.screens.exporting import ExportingScreen
from matchmaker.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from matchmaker.workspace import Workspace

LETTERS = {
    "acknowledge": "it arrived, and when they will hear",
    "clarify": "what we need to know",
    "propose": "what is on offer, with citations",
    "regret": "nothing answers it, and what is missing",
}
LANGUAGES = ("en", "es", "fr", "pt")


class DeskWriting(DeskDeciding, ExportingScreen):
    """Everything that writes about the request itself."""

    # -- where it stands --
    def action_move(self) -> None:
        self.attempt(lambda: self._move(), group="question")

    async def _move(self) -> None:
        looked = await self.present()
        if looked is None:
            return
        request, keys = looked.request, list(self.picked_requests())
        allowed = [state for state in State if state in TRANSITIONS[request.state]]
        if not allowed:
            self.say(Content(f"{request.state.value} is final: there is nowhere to go."))
            return
        about = show.line(request.id) if len(keys) == 1 else Content(show.plural(len(keys), "request"))
        choices = [Choice(state.value, Content(state.value.replace("_", " "))) for state in allowed]
        chosen = await self.answered(Choosing(show.join("Move ", about, " to"), choices))
        if chosen is None:
            return
        reason = ""
        if request.state in EXITS:
            reason = await self.answered(Line(Content("Why is it reopened?"))) or ""
            if not reason:
                return

        def write(workspace: "Workspace") -> None:
            with workspace.as_one():
                for key in keys:
                    workspace.move(key, State(chosen), reason=reason)

        await self.ask(write)
        await self._written(f"{', '.join(keys[:3])} is {chosen.replace('_', ' ')}")

    def action_take(self) -> None:
        self.attempt(lambda: self._take(), group="decide")

    async def _take(self) -> None:
        looked = await self.present()
        if looked is None:
            return
        request = looked.request

        def write(workspace: "Workspace") -> None:
            with workspace.as_one():
                made = workspace.change_request(replace(request, owner=workspace.who))
                if made.state is State.RECEIVED:
                    workspace.move(request.id, State.SCREENING, version=made.version)

        await self.ask(write)
        await self._written(f"{request.id} is yours")

    def action_owner(self) -> None:
        self.attempt(lambda: self._change("Who works on it?", "owner"), group="question")

    def action_note(self) -> None:
        self.attempt(lambda: self._note(), group="question")

    async def _note(self) -> None:
        looked = await self.present()
        if looked is None:
            return
        request = looked.request
        note = await self.answered(
            Line(show.join("Note on ", show.line(request.id)), hint="one line, or ^e for your editor", in_editor=True)
        )
        if note == IN_EDITOR:
            note = edited(self.app, "")
        if note:
            notes = "\n".join(filter(None, (request.notes, f"{self.today.isoformat()} {note}")))
            await self.ask(lambda workspace: workspace.change_request(replace(request, notes=notes)))
            await self._written("The note is kept")

    async def _change(self, question: str, name: str) -> None:
        looked = await self.present()
        if looked is None:
            return
        request = looked.request
        value = await self.answered(Line(Content(question), value=getattr(request, name), may_be_empty=True))
        if value is not None:
            changed: Request = replace(request, **{name: value})  # type: ignore[arg-type]
            await self.ask(lambda workspace: workspace.change_request(changed))
            await self._written(f"{request.id} was changed")

    def action_next_action(self) -> None:
        self.attempt(lambda: self._next_action(), group="question")

    async def _next_action(self) -> None:
        looked = await self.present()
        if looked is None:
            return
        request = looked.request
        what = await self.answered(Line(Content("What happens next?"), value=request.next_action))
        if what is None:
            return
        when = await self.answered(Line(Content("When? (3d, 2w or 2026-12-01)"), value="7d"))
        if when is None:
            return
        changed = replace(request, next_action=what, next_action_on=_when(when, self.today))
        await self.ask(lambda workspace: workspace.change_request(changed))
        await self._written(f"{request.id}: {what}")

    async def _written(self, words: str) -> None:
        self.say(show.join(show.line(words, "bold $success"), "  u takes it back"))
        self.reload()
        if self.looked is not None:
            self._choose(self.looked.request.id)

    # -- new requests --
    def action_new_request(self) -> None:
        self.attempt(lambda: self._new_request(""), group="question")

    def action_new_in_editor(self) -> None:
        self.attempt(lambda: self._new_in_editor(), group="question")

    async def _new_in_editor(self) -> None:
        text = edited(self.app, "")
        if text:
            await self._new_request(text)

    async def _new_request(self, text: str) -> None:
        made = await self.answered(RequestForm(self.today, text))
        if made is not None:
            stored = await self.ask(lambda workspace: workspace.add_request(made))
            self.desk.memory = replace(self.desk.memory, request=stored.id)
            await self._written(f"{stored.id} is in the queue")

    # -- answers --
    def action_reply(self) -> None:
        self.attempt(lambda: self._reply(), group="question")

    async def _reply(self) -> None:
        looked = await self.present()
        if looked is None:
            return
        key = looked.request.id
        choices = [Choice(kind, Content(kind), told) for kind, told in LETTERS.items()]
        kind = await self.answered(Choosing(show.join("Answer to ", show.line(key)), choices))
        if kind is None:
            return
        extra = () if self.desk.read_only else (("m", "write Markdown"), ("w", "write Word"))
        language, chosen = looked.request.language, "l"
        while chosen == "l":
            draft = await self._draft(key, kind, language)
            title = show.join("Draft: ", kind, f" ({language})" if language in LANGUAGES else "")
            choose = Reader(title, show.block(draft), extra=(*extra, ("l", "other language")))
            chosen = await self.answered(choose) or ""
            if chosen == "l":
                language = _after(language)
        if chosen in ("m", "w"):
            await self._write_letter(key, kind, language, docx=chosen == "w")

    async def _draft(self, key: str, kind: str, language: str | None) -> str:
        made: str = await self.desk.matching.do(methodcaller("draft", key, kind, language))
        return made

    async def _write_letter(self, key: str, kind: str, language: str | None, *, docx: bool) -> None:
        wanted = methodcaller("draft_docx" if docx else "draft", key, kind, language)
        made: bytes | str = await self.desk.matching.do(wanted)
        content = made.encode() if isinstance(made, str) else made
        path = self.free_path(f"{key}-{kind}.{'docx' if docx else 'md'}")
        with atomic_write(path) as file:
            file.write(content)
        self.say_written(path)

    # -- files --
    def action_export(self) -> None:
        self.attempt(lambda: self._export(), group="question")

    async def _export(self) -> None:
        """What the pane in use shows: the queue as filtered, sorted and marked, or what was found for a request."""
        memory, queue = self.desk.memory, self.query_one("#queue", LongList)
        marked = queue.picked if queue.marked else []
        focused = self.focused.id if self.focused is not None else ""
        if focused in ("offers", "proof", "why", "item") and self.looked is not None:
            key = self.looked.request.id
            title = show.join("What was found for ", show.line(key), ", to")
            await self.export_view("matches", title, partial(jobs.named, ids=[key]), contacts=False)
            return
        listed = partial(jobs.queue_ids, words=memory.filter, sort=memory.sort)
        view = partial(jobs.named, ids=marked) if marked else listed
        count = show.plural(len(marked or queue.listing), "request")
        await self.export_view("requests", Content(f"{count}, as {'marked' if marked else 'listed'}, to"), view)


def _after(language: str | None) -> str:
    """The language after this one, round and round."""
    return LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)] if language in LANGUAGES else LANGUAGES[0]


def _when(given: str, today: date) -> date:
    units = {"d": 1, "w": 7, "m": 30}
    try:
        if given[-1:] in units and given[:-1].isdigit():
            return today + timedelta(days=int(given[:-1]) * units[given[-1]])
        return date.fromisoformat(given)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{given!r} is not a date.", "Write 3d, 2w or 2026-12-01.") from error
