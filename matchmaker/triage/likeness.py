"""Likeness: which earlier requests say much the same, and which requests a record's text speaks to."""

from matchmaker.matches import Step
from matchmaker.requests import EXITS, Request, State
from matchmaker.store.decisions import log
from matchmaker.store.requests import all_requests
from matchmaker.store.store import Store
from matchmaker.triage.decisions import standing
from matchmaker.triage.history import SimilarRequest

DUPLICATE_FROM = 0.9
WINDOW = 20_000


def _near(store: Store, text: str, top: int, skip: str = "") -> list[tuple[Request, float]]:
    """Requests whose words are like `text`, most alike first, with a likeness from 0 to 1."""
    from rapidfuzz import fuzz, process, utils

    given = list(all_requests(store))
    others = [request for request in given if request.id != skip]
    wanted = utils.default_process(text[:WINDOW])
    scored = process.extract(
        wanted,
        [utils.default_process(request.text[:WINDOW]) for request in others],
        scorer=fuzz.token_sort_ratio,
        limit=top,
    )
    return [(others[index], score / 100) for _, score, index in scored]


def similar(store: Store, request: Request, top: int) -> list[SimilarRequest]:
    """Requests like this one, most alike first."""
    return [
        SimilarRequest(other, score, score >= DUPLICATE_FROM, outcome_of(store, other))
        for other, score in _near(store, request.text, top, skip=request.id)
    ]


def requests_like(store: Store, text: str, top: int) -> list[Request]:
    """Requests whose words are like those of a record."""
    return [request for request, _ in _near(store, text, top)]


def outcome_of(store: Store, request: Request) -> str:
    """What became of a request, in words."""
    entries = standing(log(store, request.id)).values()
    for step in (Step.ACCEPTED, Step.PROPOSED, Step.SHORTLISTED, Step.DECLINED):
        items = [entry.item_id for entry in entries if entry.step is step]
        if items:
            return f"{step.value}: {', '.join(items[:3])}"
    words = request.state.value.replace("_", " ")
    return words if request.state in EXITS or request.state is not State.RECEIVED else "nothing decided yet"
