"""What Textual keeps of what it has drawn, kept small (Textual 8; where it is built otherwise, nothing is changed).

Textual gives each line that it draws seven caches, most of which are never used: an hour's drawing is then half a
million objects that every collection looks at. And one of its caches holds on to every widget that was ever drawn.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.strip import Strip

_OF_A_STRIP = (
    "_divide_cache", "_crop_cache", "_style_cache", "_filter_cache", "_line_length_cache", "_crop_extend_cache",
    "_offsets_cache",
)  # fmt: skip
_KEPT = 2
"""Results in each cache of a strip: what it became on the screen now, and on the one before."""


class _WhenAsked:
    """A cache of a strip that is made when it is first asked for."""

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def __get__(self, strip: Strip | None, owner: type[Strip]) -> Any:
        if strip is None:
            return self
        try:
            return self._slot.__get__(strip, owner)
        except AttributeError:
            made: FIFOCache[object, object] = FIFOCache(_KEPT)
            self._slot.__set__(strip, made)
            return made

    def __set__(self, strip: Strip, value: object) -> None:
        self._slot.__set__(strip, value)


def _begin(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """`Strip.__init__` without the caches."""
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = strip._link_ids = strip._cell_count = None


def slim() -> None:
    """Make the caches of strips when they are first used, and let go of widgets that have left. Once is enough."""
    if Strip.__init__ is _begin:
        return
    others = {"_segments", "_cell_length", "_render_cache", "_link_ids", "_cell_count"}
    if set(getattr(Strip, "__slots__", ())) == others | set(_OF_A_STRIP):
        for name in _OF_A_STRIP:
            setattr(Strip, name, _WhenAsked(getattr(Strip, name)))
        Strip.__init__ = _begin  # type: ignore[method-assign,assignment]
    of_two = getattr(StylesCache.get_inner_outer, "__wrapped__", None)
    if of_two is not None:
        # As it is, what it remembers begins with the cache it was called on, which holds a widget's lines.
        remembered = lru_cache(256)(lambda base, background: of_two(None, base, background))
        StylesCache.get_inner_outer = staticmethod(remembered)  # type: ignore[method-assign,assignment]
