"""Lines in UTF-8 are those of the decoded text, however the file is encoded and its lines end."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.exchange import decoding, limits
from matchmaker.exchange.decoding import decode

PIECES = st.lists(st.sampled_from(["a,b", "é", "ж", '"', "\r", "\n", "\r\n", "x" * 9]), max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=PIECES,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    tail=st.sampled_from([b"", b"\xc3"]),
)
def test_lines_are_those_of_the_text(tmp_path: Path, pieces: list[str], encoding: str, tail: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("".join(pieces).encode(encoding, "ignore") + tail)
    found = decode(path)
    with found.open(path) as text:
        wanted = list(text)
    assert [line.decode("utf-8", "surrogatepass") for line in found.lines(path)] == wanted


@pytest.mark.parametrize(("end", "feeds"), [("\n", True), ("\r\n", True), ("\r", False)])
def test_file_without_line_feeds_is_not_read_as_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, feeds: bool
) -> None:
    monkeypatch.setattr(limits, "LINE", 100)
    monkeypatch.setattr(decoding, "_BLOCK", 64)
    path = tmp_path / "file.csv"
    path.write_text(f"{'x' * 30}{end}" * 20, newline="")
    found = decode(path)
    assert found.feeds is feeds
    assert len(list(found.lines(path))) == 20
