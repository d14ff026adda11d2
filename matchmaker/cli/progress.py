"""A progress bar on stderr with rate and time left, for people only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matchmaker.cli.session import Session
from matchmaker.safetext import visible_line

Step = Callable[[str, int, int], None]


@contextmanager
def progress(here: Session, title: str) -> Iterator[Step | None]:
    """A function to call with what is done, how much, and of how much (0: unknown); None when nobody watches."""
    if not here.shows_progress:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(TextColumn):
        """Rows per second."""

        def __init__(self) -> None:
            super().__init__("")

        def render(self, task: object) -> Text:
            speed = getattr(task, "speed", None)
            return Text(f"{speed:,.0f}/s" if speed else "")

    shown = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        tasks: dict[str, object] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(visible_line(f"{title}: {what}", 48), total=total or None)
            shown.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield step
