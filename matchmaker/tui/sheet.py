"""The stylesheet: Textual's, which reads every rule again for another theme, and for each new widget once there are
more than 64 kinds. This one has them read before the theme changes, one kind of widget at a time.
"""

import asyncio

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

MOST = 1024
"""Kinds of widgets whose rules are kept."""
_Parsed = LRUCache[tuple[object, ...], list[RuleSet]]


class Sheet(Stylesheet):
    """Parses the rules of a widget once for each theme in use."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = _Parsed(MOST)
        self._ahead: tuple[dict[str, str], _Parsed] | None = None

    async def prepare(self, variables: dict[str, str]) -> None:
        """Parse all rules for these variables, to which `set_variables` is about to change, giving others a turn."""
        other = Sheet(variables=variables)
        for read_from, (css, is_default, tie_breaker, scope) in list(self.source.items()):
            other._parse_rules(css, read_from, is_default, tie_breaker, scope)
            await asyncio.sleep(0)
        self._ahead = (variables, other._parse_cache)

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables == self._variables:
            return
        super().set_variables(variables)
        ahead, self._ahead = self._ahead, None
        self._parse_cache = ahead[1] if ahead is not None and ahead[0] == variables else _Parsed(MOST)
        self._require_parse = True

    def reparse(self) -> None:
        """Rules that are parsed for the present variables are not parsed again."""
        if self._require_parse:
            self.parse()
