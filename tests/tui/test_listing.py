"""Rows in columns: what fits, how wide, and which column a click meets."""

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from matchmaker.tui.widgets.listing import GUTTER, Column, column_at, header_of, line_of, widths

COLUMNS = (Column("id", "request", 9), Column("who", "country"), Column("n", "count", 5, right=True, from_width=40))


@given(st.integers(20, 200))
def test_a_line_and_its_header_fill_the_width_alike(width: int) -> None:
    cells = [Content("R-1"), Content("Democratic Republic of the Congo, a long name"), Content("12")]
    line = line_of(COLUMNS, cells, width, cursor="▶", marked=True)
    named = header_of(COLUMNS, width, ("who", True))
    assert line.cell_length == named.cell_length == width
    assert line.plain.startswith("▶✓R-1")
    assert named.plain[GUTTER:].startswith("request")


def test_a_column_hides_where_there_is_no_room_for_it() -> None:
    assert [column.key for column, _ in widths(COLUMNS, 39)] == ["id", "who"]
    assert [size for _, size in widths(COLUMNS, 60)] == [9, 40, 5]


def test_a_click_meets_a_column_or_the_gap_between() -> None:
    assert column_at(COLUMNS, 60, 0) is None
    assert column_at(COLUMNS, 60, GUTTER) == "id"
    assert column_at(COLUMNS, 60, GUTTER + 10) is None
    assert column_at(COLUMNS, 60, 59) == "n"
