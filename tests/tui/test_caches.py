"""What Textual keeps of what was drawn: nothing that is not used, and nothing of widgets that have left."""

import gc
import weakref

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.color import Color
from textual.strip import Strip

from matchmaker.tui import caches


def held(strip: Strip) -> int:
    return sum(isinstance(one, FIFOCache) for one in gc.get_referents(strip))


def test_a_line_has_a_cache_once_it_is_asked_for_something() -> None:
    caches.slim()
    strip = Strip([Segment("on offer "), Segment("from Kenya")])
    assert held(strip) == 0
    cut = strip.crop(3, 12)
    assert cut.text == "offer fro"
    assert strip.crop(3, 12) is cut
    assert held(strip) == 1
    assert [part.text for part in strip.divide([2, 19])] == ["on", " offer from Kenya"]
    assert strip.divide([2, 19]) is strip.divide([2, 19])


def test_few_results_are_kept() -> None:
    caches.slim()
    strip = Strip([Segment("0123456789")])
    first = strip.crop(1, 9)
    assert [strip.crop(1, end).text for end in (3, 4, 5)] == ["12", "123", "1234"]
    assert strip.crop(1, 9) is not first
    assert strip.crop(1, 9) == first


def test_lines_of_a_widget_that_left_are_let_go() -> None:
    caches.slim()
    drawn = StylesCache()
    black, white = Color.parse("black"), Color.parse("white")
    inner, outer = drawn.get_inner_outer(black, white)
    assert (inner.background, outer.background) == (white, black)
    gone = weakref.ref(drawn)
    del drawn
    gc.collect()
    assert gone() is None
