"""A ranking: what is on offer, or proof and peers."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content

from matchmaker.matches import Kind, Match, Step
from matchmaker.triage.availability import Availability, told
from matchmaker.tui import show
from matchmaker.tui.widgets.long_list import Column, Listing, LongList
from matchmaker.tui.widgets.pane import Pane

BAR = 8
BRIEF = {"any country": "global", "never confirmed": "unconfirmed", "0 in hand": ""}
"""How a row says what most offerings have in common."""
COLUMNS = (
    Column("score", "", 6, right=True),
    Column("bar", "", BAR),
    Column("title", ""),
    Column("who", "", 3),
)


def _offering_cells(match: Match, highest: float, step: Step | None) -> list[Content]:
    return [
        show.join(_step(step), Content(" "), _score(match)),
        _bar(match, highest, step),
        show.line(match.title, limit=200),
        show.line(match.provider, show.QUIET, 40),
    ]


def _proof_cells(match: Match, highest: float, step: Step | None) -> list[Content]:
    who = show.join(
        show.line(show.country(match.partner), limit=60),
        Content.styled(" ← ", show.QUIET),
        show.line(show.country(match.provider), show.QUIET, 60),
    )
    return [show.join(_step(step), Content(" "), _score(match)), _bar(match, highest, step), who, Content("")]


def _step(step: Step | None) -> Content:
    wrong = step in (Step.DECLINED, Step.EXCLUDED)
    return (
        Content.styled(show.STEP_MARKS.get(step, ""), show.QUIET if wrong else "bold $success") if step else Content("")
    )


def _score(match: Match) -> Content:
    return Content(f"{match.score:.2f}")


def _bar(match: Match, highest: float, step: Step | None) -> Content:
    quiet = step in (Step.DECLINED, Step.EXCLUDED)
    return show.bar(match.score / highest if highest > 0 else 0.0, BAR, show.QUIET if quiet else show.ACCENT)


def _below(match: Match, step: Step | None, available: Availability | None) -> Content:
    parts: list[Content] = []
    if step in show.STEP_MARKS:
        parts.append(
            Content.styled(str(step), "bold $success" if step not in (Step.DECLINED, Step.EXCLUDED) else "$warning")
        )
    if match.overruled and match.overruled != step:
        parts.append(show.line(match.overruled, "$warning", 80))
    if match.kind is Kind.OFFERING:
        fits = {True: "✓ ", False: "✗ only ", None: ""}[match.type_offered]
        others = f" +{len(match.types) - 1}" if len(match.types) > 1 else ""
        parts.append(show.line(fits + "".join(match.types[:1]) + others, show.QUIET, 60))
        parts += _available(match, available)
    else:
        parts += [show.line(text, show.QUIET, 160) for text in match.activities[:1]]
        more = len(match.activities) - 1
        if more > 0:
            parts.insert(len(parts) - 1, Content.styled(f"{more + 1} activities", show.QUIET))
    return Content.styled(" · ", show.QUIET).join([part for part in parts if part])


def _available(match: Match, available: Availability | None) -> list[Content]:
    """Outreach, freshness and load; what speaks against the offering stands out, and what the matcher noted follows."""
    if available is None:
        return [show.line(note, show.QUIET, 120) for note in match.notes]
    wrong = (available.reaches is False, available.old or available.expired, available.full)
    # The pane's legend says what each is, so that the row can be brief; what is usual is not said.
    brief = [BRIEF.get(words, words.removeprefix("confirmed ")) for words in told(available)]
    told_briefly = [(words, bad) for words, bad in zip(brief, wrong, strict=True) if words]
    return [show.line(words, "$warning" if bad else show.QUIET, 60) for words, bad in told_briefly]


def match_listing(
    matches: Sequence[Match], steps: Mapping[str, Step], available: Mapping[str, Availability]
) -> Listing[Match]:
    """The rows of a ranking, two lines each: the score, and what a score cannot say."""
    highest = max((match.score for match in matches), default=0.0)

    def cells(match: Match) -> list[Content]:
        draw = _offering_cells if match.kind is Kind.OFFERING else _proof_cells
        return draw(match, highest, steps.get(match.id))

    def below(match: Match) -> Content:
        return _below(match, steps.get(match.id), available.get(match.id))

    return Listing(matches, lambda match: match.id, cells, below)


class MatchesPane(Pane):
    """One of the two rankings."""

    DEFAULT_CSS = "MatchesPane { width: 1fr; }"

    def __init__(self, number: str, title: str, list_id: str) -> None:
        super().__init__(number, title, id=f"{list_id}-pane")
        self._title = title
        self._list_id = list_id

    def compose(self) -> ComposeResult:
        yield LongList(*COLUMNS, header=False, row_height=2, below_from=8, id=self._list_id)

    @property
    def list(self) -> LongList:
        """The list itself."""
        return self.query_one(LongList)

    @property
    def match(self) -> Match | None:
        """The match under the cursor."""
        item = self.list.item
        return item if isinstance(item, Match) else None

    def show_matches(
        self,
        matches: Sequence[Match],
        steps: Mapping[str, Step],
        *,
        about: str,
        empty: str,
        fresh: bool,
        available: Mapping[str, Availability] | None = None,
    ) -> None:
        """Show a ranking; `about` says of what, `empty` why there is none; `fresh` starts at its first line."""
        self.list.empty = show.block(empty)
        if fresh:
            self.list.unmark()
        self.list.show(
            match_listing(matches, steps, available or {}), keep=matches[0].id if fresh and matches else None
        )
        count = f" ─ {len(matches)}" if matches else ""
        offered = bool(available and matches and matches[0].kind is Kind.OFFERING)
        legend = Content("type · open to · confirmed · in hand" if offered else "")
        self.entitle(Content(f"{self._title}{count}{about}"), legend)
