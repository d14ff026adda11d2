"""Learning from decisions: what was accepted or declined for like requests moves an item a little, and says so.

The effect is bounded (`MOST`), shown as a reason of its own, gone when the decision is undone, and off when no
lessons are given. It never brings in an item that has nothing else to speak for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt, tanh

from matchmaker.matches import Decision, Step
from matchmaker.matching.analysis import Analysis, analyse
from matchmaker.matching.background import Background
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import frame_stems
from matchmaker.requests import Request

MOST = 0.05
"""The most that lessons can add to, or take from, an item's unscaled score."""
WRONG_MATCH = frozenset({"wrong topic", "wrong type"})
"""Reasons for declining that say the match was wrong."""
LEAST_LIKENESS = 0.25
"""Requests less alike than this teach each other nothing."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An earlier decision: for a request with this text the item was accepted, or declined as wrong.

    `item_id` is an offering's id or a pair "provider|partner".
    """

    request_id: str
    text: str
    item_id: str
    accepted: bool
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What lessons do to an item: a share of its unscaled score, and the requests it comes from, nearest first."""

    share: float
    requests: tuple[str, ...]


class Learned:
    """Lessons, ready to be applied to further requests."""

    def __init__(self, lessons: Iterable[Lesson], glossary: Glossary, background: Background) -> None:
        self._background = background
        self._glossary = glossary
        known: dict[tuple[str, str | None], dict[str, float]] = {}
        self._lessons: list[tuple[Lesson, dict[str, float]]] = []
        for lesson in lessons:
            key = (lesson.text, lesson.language)
            if key not in known:
                known[key] = self._vector(analyse(lesson.text, glossary, declared=lesson.language, otherwise="en"))
            self._lessons.append((lesson, known[key]))

    def effects(self, request: Analysis, request_id: str = "") -> Mapping[str, Effect]:
        """Effects by item id for a request; its own decisions are rulings, not lessons, and are left out."""
        vector = self._vector(request)
        sums: dict[str, float] = {}
        sources: dict[str, list[tuple[float, str]]] = {}
        for lesson, other in self._lessons:
            likeness = _cosine(vector, other) if lesson.request_id != request_id or not request_id else 0.0
            if likeness >= LEAST_LIKENESS:
                sums[lesson.item_id] = sums.get(lesson.item_id, 0.0) + (likeness if lesson.accepted else -likeness)
                sources.setdefault(lesson.item_id, []).append((-likeness, lesson.request_id))
        return {
            item: Effect(MOST * tanh(total), tuple(dict.fromkeys(id_ for _, id_ in sorted(sources[item]))))
            for item, total in sorted(sums.items())
            if total != 0.0
        }

    def _vector(self, analysis: Analysis) -> dict[str, float]:
        """A text's stems and ideas by how specific they are, of length 1."""
        frame = frame_stems()
        names = {*(word for word in analysis.stems if word not in frame)}
        names.update(self._glossary.ideas[found.idea].feature for found in analysis.found)
        weights = {name: self._background.specific([name]) for name in sorted(names)}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {name: weight / length for name, weight in weights.items()}


def lessons_from(
    standing: Iterable[Decision], requests: Mapping[str, Request], item_of: Callable[[str], str]
) -> list[Lesson]:
    """Lessons of the decisions that stand (not undone).

    Accepting teaches; declining teaches only where the match itself was wrong, not where a provider had no capacity. An
    item is known by `item_of` its id, which gives "provider|partner" for an experience record.
    """
    found = []
    for decision in standing:
        request = requests.get(decision.request_id)
        wrong = decision.step is Step.DECLINED and decision.reason_code in WRONG_MATCH
        if request is not None and (wrong or decision.step is Step.ACCEPTED):
            item = item_of(decision.item_id)
            found.append(Lesson(request.id, request.text, item, not wrong, request.language))
    return found


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * many[name] for name, weight in few.items() if name in many)
