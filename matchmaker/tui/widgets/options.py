"""A list of options that takes keys before it was first drawn: Textual's own fails on a page key then."""

from textual.widgets import OptionList


class Options(OptionList):
    """An option list for people who type ahead."""

    @property
    def _is_drawn(self) -> bool:
        return bool(self.options) and len(self._index_to_line) >= len(self.options)

    def action_page_down(self) -> None:
        """Go one page down, once there are pages."""
        if self._is_drawn:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go one page up, once there are pages."""
        if self._is_drawn:
            super().action_page_up()  # type: ignore[no-untyped-call]
