"""Choose a file: type a path, or walk the folders."""

from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DirectoryTree, Input

from matchmaker.tui import show
from matchmaker.tui.dialogs.question import Question


class Folders(DirectoryTree):
    """The folders, without hidden files; names are shown safely."""

    def filter_paths(self, paths):  # type: ignore[no-untyped-def]
        return [path for path in paths if not path.name.startswith(".")]

    def process_label(self, label):  # type: ignore[no-untyped-def]
        from rich.text import Text

        from matchmaker.safetext import visible_line

        return Text(visible_line(str(label), 200))


class ChooseFile(Question[Path]):
    """Dismisses with the path of a file that is there."""

    DEFAULT_CSS = """
    ChooseFile Input { border: none; height: 1; padding: 0; background: $panel; margin-bottom: 1; }
    ChooseFile DirectoryTree { height: 16; background: $surface; padding: 0; scrollbar-size-vertical: 1; }
    """
    keys = "type a path, or tab to the folders · enter chooses · esc to leave"
    wide = True

    def __init__(self, title: Content, start: Path | None = None) -> None:
        super().__init__(title)
        self.start = start or Path.cwd()

    def body(self) -> ComposeResult:
        yield Input(placeholder="path of the file", compact=True)
        yield Folders(self.start)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._choose(Path(event.value.strip()).expanduser())

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self._choose(event.path)

    def _choose(self, path: Path) -> None:
        if path.is_file():
            self.dismiss(path)
        else:
            self.wrong(show.join("There is no file ", show.line(path, limit=160)))
