"""Matching in a workspace: the fitted model, rankings with what people decided, and stored verdicts for the queue."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from matchmaker.matches import Answer, Verdict
from matchmaker.requests import Request
from matchmaker.workspace.opened import Opened

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is (0 when unknown)."""


@dataclass(frozen=True, slots=True)
class RequestMatch:
    """A request that a given record matches, with the score the record gets there and the request's verdict."""

    rank: int
    request: Request
    score: float
    verdict: Verdict


class MatchingPart(Opened):
    """Ranks requests against the catalogue."""

    def match(self, request: Request, *, top: int = 10) -> Answer:
        """Rank one request, stored or not; pins, exclusions and decisions recorded under its id are applied."""
        raise NotImplementedError

    def match_many(self, requests: Iterable[Request], *, top: int = 10, jobs: int = 1) -> Iterator[Answer]:
        """Rank requests in the order given, with bounded memory."""
        raise NotImplementedError

    def model_id(self) -> str:
        """The id of the model that fits the present catalogue; fits one if there is none."""
        raise NotImplementedError

    def fit(self, progress: Progress | None = None) -> str:
        """Fit and save the model now; returns its id."""
        raise NotImplementedError

    def requests_for(self, item_id: str, top: int = 20) -> list[RequestMatch]:
        """The requests that an offering or experience record matches, best first."""
        raise NotImplementedError

    def rankings_due(self) -> int:
        """How many open requests have no stored verdict of the present model."""
        raise NotImplementedError

    def update_rankings(self, *, limit: int | None = None, progress: Progress | None = None) -> int:
        """Rank up to `limit` open requests that are due and store their verdicts; returns how many were ranked."""
        raise NotImplementedError
