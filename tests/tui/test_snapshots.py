"""Pictures of each place at two sizes, light and dark, at a fixed time on fixed records; the README shows some of them.

After a change that is meant: `pytest tests/tui/test_snapshots.py --snapshot-update`, then look at what changed.
"""

# ruff: noqa: E501 - records are read best one a line

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from matchmaker.experience import Activity, Experience
from matchmaker.matches import Answer, Kind, Match, NeedAnswer, Reason, ReasonKind, Span, Step, Verdict
from matchmaker.offerings import Offering
from matchmaker.requests import Need, Request, Urgency
from matchmaker.tui.app import DeskApp
from matchmaker.workspace import Workspace
from tests.tui.conftest import NOW, clock, press, settle

SIZES = {"120x40": (120, 40), "80x24": (80, 24)}
PLACES: dict[str, tuple[str, ...]] = {
    "desk": ("2",),
    "why": ("2", "w"),
    "catalogue": ("C", "j"),
    "overview": ("O",),
    "refresh": ("R",),
    "help": ("question_mark", *"list"),
    "decline": ("2", "d"),
    "compare": ("2", "c"),
    "why_not": ("2", "W", *"disclosure", "wait:500", "enter", "wait:500"),
}


def _day(month: int, day: int) -> Any:
    return NOW.date().replace(month=month, day=day)


OFFERINGS = (
    Offering(
        "", "Diploma in the management of seized assets",
        "A diploma for officials on custody, valuation and disposal of seized and forfeited property, with a mock sale.",
        "MEX", ("Capacity-building",), institution="Tax service", last_confirmed=_day(3, 2), language="en",
    ),
    Offering(
        "", "Open contracting clinic",
        "Advice on publishing procurement data in an open standard, from the tender to the last payment.",
        "MEX", ("Policymaking", "Capacity-building"), institution="Ministry of finance", last_confirmed=_day(9, 21), language="en",
    ),
    Offering(
        "", "Registers of beneficial owners",
        "Help with the design, the law and the data of a public register of beneficial owners of companies.",
        "GBR", ("Legislative assistance", "Institution-building"), conditions="a law on company registration", language="en",
    ),
    Offering(
        "", "Asset disclosure for officials",
        "A system in which public officials declare assets and interests, with checks by risk.",
        "GEO", ("Institution-building",), last_confirmed=_day(10, 5), language="en",
    ),
)  # fmt: skip
EXPERIENCE = (
    Experience("", "MEX", "CRI", (Activity("a", "Workshop on the custody and sale of seized vehicles and land."),), language="en"),
    Experience("", "GBR", "GHA", (Activity("b", "Drafting of the law on a register of beneficial owners."),), language="en"),
    Experience("", "MEX", "LCA", (Activity("c", "Visit of the procurement office to see how tenders are published."),), language="en"),
)  # fmt: skip
REQUESTS = (
    Request(
        "R-0139", "Our agency holds several hundred seized vehicles, plots and two hotels that lose value while cases drag on. "
        "We ask for a course on the management and disposal of seized assets.",
        "KEN", "en", ("Capacity-building",), (31, 57), _day(11, 23), "note verbale", "Asset Recovery Agency",
        urgency=Urgency.URGENT,
    ),
    Request("R-0140", "Help us write a law on a register of beneficial owners of companies.", "GHA", "en",
            ("Legislative assistance",), (), _day(11, 22), "e-mail", "Ministry of Justice"),
    Request("R-0141", "How do others publish procurement data and payments?", "PER", "en", (), (9,), _day(11, 12), "form"),
    Request("R-0142", "Please send two mechanics for our ferries.", "TUV", "en", (), (), _day(11, 23), "e-mail"),
    Request("R-0143", "We need help.", "NPL", "en", (), (), _day(11, 20), "meeting"),
)  # fmt: skip


@pytest.fixture(scope="session")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace that no tuning of what ships can change; copied for each picture."""
    root = tmp_path_factory.mktemp("fixed")
    with Workspace.open(root, who="ana", clock=clock) as workspace:
        for offering in OFFERINGS:
            workspace.add_offering(offering)
        for experience in EXPERIENCE:
            workspace.add_experience(experience)
        for request in REQUESTS:
            workspace.add_request(request)
        workspace.update_rankings()
        best = workspace.match(workspace.request("R-0140")).offerings[0]
        workspace.decide("R-0140", best.id, Step.SHORTLISTED)
        workspace.update_rankings()
    return root


def _reason(
    kind: ReasonKind, asked: str, offered: str, share: float, request: Request, item: Offering | Experience
) -> Reason:
    """A reason with the spans of its words, wherever they stand."""
    texts = (
        {"text": item.text, "title": item.title}
        if isinstance(item, Offering)
        else {"activities[0]": item.activities[0].text}
    )
    start = request.text.find(asked)
    return Reason(
        kind, asked, offered, share,
        (Span("text", start, start + len(asked)),) if start >= 0 else (),
        tuple(Span(name, text.find(offered), text.find(offered) + len(offered)) for name, text in texts.items() if offered in text),
    )  # fmt: skip


def _match(
    request: Request, item: Offering | Experience, rank: int, words: tuple[tuple[ReasonKind, str, str, float], ...]
) -> Match:
    reasons = tuple(_reason(kind, asked, offered, share, request, item) for kind, asked, offered, share in words)
    offering = isinstance(item, Offering)
    return Match(
        rank, Kind.OFFERING if offering else Kind.EXPERIENCE, item.id, sum(reason.share for reason in reasons), reasons,
        item.title, item.provider, "" if offering else item.partner, item.types,
        () if offering else (item.activities[0].text,), rank == 1 if offering else None,
        notes=("topic fits, Capacity-building not offered",) if offering and rank > 1 else (),
    )  # fmt: skip


def answer_that_stays(workspace: Workspace, request: Request, *, top: int = 10) -> Answer:
    """What the pictures show as found: written down here, since every tuning of the matcher moves the real scores."""
    term, same, kind = ReasonKind.TERM, ReasonKind.EXPANSION, ReasonKind.TYPE
    offers = {offering.title: offering for offering in workspace.offerings()}
    (proof,) = workspace.experience(partner="CRI")
    best = (
        (term, "seized assets", "seized assets", 0.21), (term, "disposal", "disposal", 0.14), (term, "management", "management", 0.09),
        (same, "course", "diploma", 0.06), (kind, "Capacity-building", "Capacity-building", 0.05), (same, "lose value", "valuation", 0.04),
    )  # fmt: skip
    offerings = (
        _match(request, offers["Diploma in the management of seized assets"], 1, best),
        _match(request, offers["Asset disclosure for officials"], 2, ((term, "assets", "assets", 0.12),)),
    )
    experience = (
        _match(
            request, proof, 1, ((term, "seized vehicles", "seized vehicles", 0.31), (same, "disposal", "sale", 0.11))
        ),
    )
    need = NeedAnswer(Need(request.text, 0, len(request.text)), Verdict.MATCH, offerings, experience)
    return Answer(
        "7f3a21c",
        request.id,
        request.text,
        "en",
        request.country,
        Verdict.MATCH,
        (),
        (),
        (need,),
        offerings,
        experience,
    )


@pytest.fixture
def pictured(fixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], DeskApp]:
    """A desk in a theme on a copy of the fixed workspace; it shows no model, which changes with every tuning."""
    import shutil

    monkeypatch.setenv("MATCHMAKER_USER", "ana")
    monkeypatch.setattr(Workspace, "match", answer_that_stays)
    monkeypatch.setattr(Workspace, "update_rankings", lambda *_, **__: 0)
    root = tmp_path / "workspace"
    shutil.copytree(fixed, root)
    (root / "data" / "state").mkdir(exist_ok=True)

    def made(theme: str) -> DeskApp:
        memory = f'{{"guided": true, "theme": "matchmaker-{theme}", "request": "R-0139"}}'
        (root / "data" / "state" / "desk.json").write_text(memory)
        return DeskApp(root, clock=clock)

    return made


def _pictured(
    snap_compare: Any, pictured: Callable[[str], DeskApp], keys: tuple[str, ...], size: tuple[int, int], theme: str
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await press(pilot, *keys)
        await pilot.pause(0.2)
        _without_model(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    assert snap_compare(pictured(theme), terminal_size=size, run_before=go)


def _without_model(pilot: Pilot[int]) -> None:
    from dataclasses import replace

    from matchmaker.tui.widgets.bars import TopBar

    for screen in pilot.app.screen_stack:
        for bar in screen.query(TopBar):
            bar.show(replace(bar.standing, model="7f3a21c"))


def _picture(keys: tuple[str, ...], size: tuple[int, int], theme: str) -> Callable[..., None]:
    def test(snap_compare: Any, pictured: Callable[[str], DeskApp]) -> None:
        _pictured(snap_compare, pictured, keys, size, theme)

    return test


# A function for each picture, so that its file has a name that a link can hold: test_desk_120x40_dark.svg.
for _place, _keys in PLACES.items():
    for _name, _size in SIZES.items():
        for _theme in ("dark", "light"):
            _called = f"test_{_place}_{_name}_{_theme}"
            globals()[_called] = _picture(_keys, _size, _theme)
            globals()[_called].__name__ = _called
