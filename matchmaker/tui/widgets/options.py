"""Lists of options that take keys before they were first drawn: Textual's own fails on a page key then."""

from typing import Any

from textual.command import CommandList, CommandPalette
from textual.widgets import OptionList
from textual.worker import Worker


def has_pages(listed: OptionList) -> bool:
    """Whether the option under the cursor was given a line, which paging starts from."""
    return (listed.highlighted or 0) in listed._index_to_line


class Options(OptionList):
    """An option list for people who type ahead."""

    def action_page_down(self) -> None:
        """Go one page down, once there are pages."""
        if has_pages(self):
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go one page up, once there are pages."""
        if has_pages(self):
            super().action_page_up()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """The command palette for people who type ahead, and close it before it has answered."""

    def run_worker(self, *given: Any, **named: Any) -> Worker[Any]:
        """Search; a search that finds the palette closed is no reason to end the desk."""
        return super().run_worker(*given, **{**named, "exit_on_error": False})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages are there once the list is drawn."""
        if action == "command_list" and str(parameters[0]).startswith("page_"):
            return has_pages(self.query_one(CommandList))
        return super().check_action(action, parameters)
