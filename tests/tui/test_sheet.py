"""Rules are parsed once for each theme, ahead of the change, and the same as Textual parses them."""

import pytest
from textual.css.stylesheet import Stylesheet

from matchmaker.tui.app import DeskApp
from matchmaker.tui.sheet import Sheet
from tests.tui.conftest import settle

DARK, LIGHT = {"ink": "#eeeeee"}, {"ink": "#111111"}


def sheet(kind: type[Stylesheet], kinds: int) -> Stylesheet:
    made = kind(variables=DARK)
    for number in range(kinds):
        made.add_source(f"Kind{number} {{ color: $ink; }}", ("kinds", str(number)), is_default_css=True)
    return made


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was parsed, each time."""
    seen: list[str] = []
    plain = Stylesheet._parse_rules

    def told(self, css, read_from, is_default_rules=False, tie_breaker=0, scope=""):
        if (css, read_from, is_default_rules, tie_breaker, scope) not in self._parse_cache:
            seen.append(css)
        return plain(self, css, read_from, is_default_rules, tie_breaker, scope)

    monkeypatch.setattr(Stylesheet, "_parse_rules", told)
    return seen


async def test_another_theme_is_parsed_ahead(parsed: list[str]) -> None:
    ours, theirs = sheet(Sheet, 100), sheet(Stylesheet, 100)
    assert ours.css == theirs.css
    ours.add_source("Late { color: $ink; }", ("kinds", "late"), is_default_css=True)
    theirs.add_source("Late { color: $ink; }", ("kinds", "late"), is_default_css=True)
    parsed.clear()
    assert len(ours.rules) == 101
    assert parsed == ["Late { color: $ink; }"]
    assert isinstance(ours, Sheet)
    await ours.prepare(LIGHT)
    parsed.clear()
    for one in (ours, theirs):
        one.set_variables(LIGHT)
        one.reparse()
    assert ours.css == theirs.css
    assert "#111111" in ours.css
    assert len(parsed) == 101  # theirs


async def test_the_desk_changes_its_theme_without_parsing(desk: DeskApp, parsed: list[str]) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await desk.other_theme()
        parsed.clear()
        await settle(pilot)
        await pilot.press("C")
        await settle(pilot)
        await pilot.press("D")
        await settle(pilot)
        assert not [css for css in parsed if "DeskScreen" in css or "LongList" in css]
        assert desk.current_theme.dark is False
        assert desk.stylesheet._variables == desk.get_css_variables()
