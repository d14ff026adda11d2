"""Likeness: which earlier requests say much the same, and which requests a record's text speaks to.

Two texts are as alike as their words, sorted, are in sequence (the share of characters that need no edit). What that
needs of each request is kept while the workspace is open and brought up to date with what changed, unless there are
very many.
"""

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest

from matchmaker.matches import Step
from matchmaker.requests import EXITS, Request, State
from matchmaker.store import requests
from matchmaker.store.decisions import log
from matchmaker.store.searching import folded
from matchmaker.store.store import Store
from matchmaker.triage.decisions import standing
from matchmaker.triage.history import SimilarRequest

DUPLICATE_FROM = 0.9
LEAST = 0.3
WINDOW = 5_000
CONSIDERED = 5_000
KEPT_UP_TO = 20_000
"""Of more requests nothing is kept: they would take tens of megabytes."""
_WORD = re.compile(r"[^\W_]+")


class KnownTexts:
    """The words of every request, sorted, as of the last change seen."""

    def __init__(self) -> None:
        self._seen = -1
        self._words: dict[str, str] = {}

    def of(self, store: Store) -> dict[str, str]:
        """Sorted words by request id, up to date with the store."""
        newest = requests.newest_change(store)
        if newest != self._seen:
            for request in requests.changed_since(store, self._seen):
                self._words[request.id] = sorted_words(request.text)
            for gone in requests.ids_set_aside(store):
                self._words.pop(gone, None)
            self._seen = newest
        return self._words

    def parts(self, store: Store) -> Iterator[dict[str, str]]:
        """The same in parts that fit into little memory."""
        if requests.how_many(store) <= KEPT_UP_TO:
            yield self.of(store)
            return
        for some in requests.texts(store):
            yield {record_id: sorted_words(text) for record_id, text in some}


def sorted_words(text: str) -> str:
    """The words of a text without accents, case and punctuation, in alphabetical order."""
    return " ".join(sorted(_WORD.findall(folded(text[:WINDOW]))))


def similar(store: Store, known: KnownTexts, request: Request, top: int) -> list[SimilarRequest]:
    """Requests like this one, most alike first."""
    from rapidfuzz import fuzz, process

    sought, best = sorted_words(request.text), list[tuple[float, str]]()
    for words in known.parts(store):
        found = process.extract(sought, words, scorer=fuzz.ratio, score_cutoff=100 * LEAST, limit=top + 1)
        best += [(score, record_id) for _, score, record_id in found if record_id != request.id]
        best = nlargest(top, best, key=lambda one: one[0])
    return [
        SimilarRequest(other, score / 100, score >= 100 * DUPLICATE_FROM, outcome_of(store, other))
        for score, record_id in best
        for other in (requests.request(store, record_id),)
    ]


def requests_like(store: Store, text: str, first: Sequence[str], top: int) -> list[Request]:
    """Requests that share most words with a text: those named `first`, then others among the newest `CONSIDERED`."""
    from rapidfuzz import fuzz, process

    newest = {record_id: sorted_words(said) for record_id, said in requests.newest_texts(store, CONSIDERED)}
    found = process.extract(sorted_words(text), newest, scorer=fuzz.token_set_ratio, limit=top)
    ids = dict.fromkeys([*first, *(record_id for _, _, record_id in found)])
    return [requests.request(store, record_id) for record_id in list(ids)[:top]]


def outcome_of(store: Store, request: Request) -> str:
    """What became of a request, in words."""
    entries = standing(log(store, request.id)).values()
    for step in (Step.ACCEPTED, Step.PROPOSED, Step.SHORTLISTED, Step.DECLINED):
        items = [entry.item_id for entry in entries if entry.step is step]
        if items:
            return f"{step.value}: {', '.join(items[:3])}"
    words = request.state.value.replace("_", " ")
    return words if request.state in EXITS or request.state is not State.RECEIVED else "nothing decided yet"
