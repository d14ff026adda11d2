"""Quotes in the cells of text tables, written twice, after a backslash, or as they are."""

from pathlib import Path

import pytest

from matchmaker.exchange.quoting import quoting_of
from tests.exchange.files import outcomes, refusal, written

HEAD = ("id", "title", "donor", "country")


def lines(delimiter: str, title: str, count: int = 6) -> str:
    rows = [HEAD, *((f"A{n}", title.replace("#", str(n)), "Norway", "Kenya") for n in range(1, count + 1))]
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


@pytest.mark.parametrize("delimiter", ["\t", "|"])
@pytest.mark.parametrize(
    "title", ['"Clean hands" for office #', '"Office # is open', 'Office # 6" wide', '"Open" and "shut" #']
)
def test_quotes_as_they_are(tmp_path: Path, delimiter: str, title: str) -> None:
    found = outcomes(written(tmp_path, lines(delimiter, title)))
    assert [draft.record.title for draft in found.drafts] == [title.replace("#", str(n)) for n in range(1, 7)]  # type: ignore[union-attr]
    assert not found.problems


def test_quotes_after_a_backslash(tmp_path: Path) -> None:
    found = outcomes(written(tmp_path, lines(",", r'"Open, \"clean\" office #"')))
    assert next(draft.record.title for draft in found.drafts) == 'Open, "clean" office 1'  # type: ignore[union-attr]
    assert len(found.drafts) == 6 and not found.problems


def test_the_usual_way_is_kept_where_it_works(tmp_path: Path) -> None:
    text = lines("\t", '"Said ""twice"" in\r\noffice #"')
    assert quoting_of(text, "\t", 0) == {}
    assert [draft.record.title for draft in outcomes(written(tmp_path, text)).drafts][:1] == [
        'Said "twice" in office 1'
    ]  # type: ignore[union-attr]
    assert quoting_of(lines(",", r"C:\\temp\\#"), ",", 0) == {}


def test_one_row_among_good_ones_is_rejected_alone_and_an_open_quote_refused(tmp_path: Path) -> None:
    broken = lines(",", "Office #") + 'A7,"bad" title,Norway,Kenya\r\n' + "A8,Office 8,Norway,Kenya\r\n"
    found = outcomes(written(tmp_path, broken))
    assert ([problem.row for problem in found.problems], len(found.drafts)) == ([8], 7)
    assert "a quote that opens on line 8" in refusal(
        written(tmp_path, lines(",", "Office #") + 'A7,"open,Norway,Kenya\r\n')
    )
