"""Matching in a workspace: the fitted model, rankings with what people decided, and stored verdicts for the queue."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING

from matchmaker.errors import NotFound
from matchmaker.matches import Answer, Verdict
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from matchmaker.store import catalogue, decisions, history, rankings, requests, writing
from matchmaker.store.store import in_parts
from matchmaker.triage.decisions import pinned_and_excluded, standing_entries
from matchmaker.workspace.opened import Opened
from matchmaker.workspace.shelf import Shelf

if TYPE_CHECKING:
    from matchmaker.matching.glossary import Glossary
    from matchmaker.matching.learned import Learned
    from matchmaker.matching.matcher import Matcher, Rulings

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is (0 when unknown)."""

BLOCK = 256
FEW = 200
"""Records kept where little memory is to be used."""
FORGETS_AFTER = 100
"""Requests after which words are forgotten there."""
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class RequestMatch:
    """A request that a given record matches, with the score the record gets there and the request's verdict."""

    rank: int
    request: Request
    score: float
    verdict: Verdict


class MatchingPart(Opened):
    """Ranks requests against the catalogue."""

    _matcher: "Matcher | None" = None
    _shelf: Shelf | None = None
    _fitted_on: str = ""
    _answered = 0
    _glossary: "Glossary | None" = None
    _lessons: "tuple[tuple[int, str], Learned | None] | None" = None

    def match(self, request: Request, *, top: int = 10) -> Answer:
        """Rank one request, stored or not; pins, exclusions and decisions recorded under its id are applied."""
        matcher, shelf = self._ready()
        self._rest(matcher)
        return matcher.answer(
            request, shelf, top=top, rulings=self._rulings(request.id), learned=self._learned(matcher)
        )

    def match_many(
        self, requests: Iterable[Request], *, top: int = 10, jobs: int = 1, explained: bool = True
    ) -> Iterator[Answer]:
        """Rank requests in the order given, with bounded memory; `explained` as in `Matcher.answer`."""
        matcher, shelf = self._ready()
        learned = self._learned(matcher)
        waiting = iter(requests)
        while block := list(islice(waiting, BLOCK * max(1, jobs))):
            ruled = self._with_decisions([request.id for request in block])
            unruled = [request for request in block if request.id not in ruled]
            plain = matcher.answers(unruled, shelf, top=top, jobs=jobs, learned=learned, explained=explained)
            for request in block:
                self._rest(matcher)
                if request.id in ruled:
                    rulings = self._rulings(request.id)
                    yield matcher.answer(request, shelf, top=top, rulings=rulings, learned=learned, explained=explained)
                else:
                    yield next(plain)

    def rest(self) -> None:
        """Nothing will be matched for a while: where little memory is to be used, give back that of the model."""
        if self._matcher is not None:
            self._rest(self._matcher)

    def _rest(self, matcher: "Matcher") -> None:
        """Between two requests, where little memory is to be used: give back what the last one took."""
        if self.cache_mib is None:
            return
        from matchmaker.matching.resting import forget, let_go

        let_go(matcher)
        self._answered += 1
        if self._answered % FORGETS_AFTER == 0:
            forget(matcher)

    def model_id(self) -> str:
        """The id of the model that fits the present catalogue; fits one if there is none."""
        return self._ready()[0].model_id

    def is_fitted(self) -> bool:
        """Whether a model of the present catalogue is saved; whether it is sound shows when it loads."""
        from matchmaker.matching.modelfile import MANIFEST

        saved = (self.root / "models" / MANIFEST).is_file()
        return saved and self.store.meta("model_of") == self._fingerprint()

    def fit(self, progress: Progress | None = None) -> str:
        """Fit the whole catalogue and save the model now; returns its id."""
        self._fit(self._fingerprint(), progress, anew=True)
        return self._ready()[0].model_id

    def requests_for(self, item_id: str, top: int = 20) -> list[RequestMatch]:
        """The requests that an offering or experience record matches, best first."""
        from matchmaker.triage.likeness import requests_like

        text = self._text_of(item_id)
        found = []
        best_for = rankings.best_for(self.store, item_id, 3 * top)
        for request in requests_like(self.store, text, best_for, 3 * top):
            answer = self.match(request)
            for match in (*answer.offerings, *answer.experience):
                pair = f"{match.provider}|{match.partner}" if match.partner else ""
                if match.id == item_id or pair == item_id or (pair and pair == self._pair_of(item_id)):
                    found.append((match.score, request, answer.verdict))
        found.sort(key=lambda one: (-one[0], one[1].id))
        return [RequestMatch(rank, r, score, v) for rank, (score, r, v) in enumerate(found[:top], start=1)]

    def rankings_due(self) -> int:
        """How many open requests have no stored verdict of the present model. Fits nothing."""
        return rankings.how_many_due(self.store, self._known_model())

    def update_rankings(self, *, limit: int | None = None, progress: Progress | None = None) -> int:
        """Rank up to `limit` open requests that are due, newest first, and store their verdicts; returns how many."""
        model = self.model_id()
        ids = rankings.due(self.store, model, limit)
        self._rank(ids, progress)
        return len(ids)

    def _rank(self, ids: Sequence[str], progress: Progress | None = None) -> list[rankings.Ranking]:
        """Rank stored requests and keep what came out, a block per transaction."""
        made: list[rankings.Ranking] = []
        for start in range(0, len(ids), BLOCK):
            block = [requests.request(self.store, record_id) for record_id in ids[start : start + BLOCK]]
            ranked = [
                ranking_of(request, answer)
                for request, answer in zip(block, self.match_many(block, top=3, explained=False), strict=True)
            ]
            with self.store.write():
                rankings.put(self.store, ranked)
            made += ranked
            if progress is not None:
                progress("ranking requests", len(made), len(ids))
        return made

    # -- the model -------------------------------------------------------------------------------------------------

    def _ready(self) -> "tuple[Matcher, Shelf]":
        """The matcher of the present catalogue: kept, loaded from `models/`, or fitted now."""
        fingerprint = self._fingerprint()
        if self._matcher is None or self._fitted_on != fingerprint:
            self._say_if_sample("catalogue")
            if not self._load(fingerprint):
                self._fit(fingerprint, None)
        if self._matcher is None or self._shelf is None:
            raise RuntimeError("no model after fitting")
        return self._matcher, self._shelf

    def _fingerprint(self) -> str:
        return f"{writing.fingerprint(self.store)}-{self._words().digest[:16]}"

    def _words(self) -> "Glossary":
        if self._glossary is None:
            from matchmaker.matching.glossary import Glossary

            self._glossary = Glossary.shipped(shipped_data(), self.root)
        return self._glossary

    def _load(self, fingerprint: str) -> bool:
        """Whether a saved model fits; a damaged or stale one counts as none."""
        from matchmaker.matching.matcher import Matcher

        found = Matcher.load(self.root / "models", fingerprint, glossary=self._words())
        if found is not None:
            self._use(found, fingerprint)
        return found is not None

    def _fit(self, fingerprint: str, progress: Progress | None, *, anew: bool = False) -> None:
        from matchmaker.workspace.learning import learn

        folder = self.root / "models"
        matcher, mark = learn(self.store, folder, self._words(), self._cores(), progress, anew=anew)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            matcher.save(folder, fingerprint, asdict(mark) if mark else None)
        except OSError as error:
            # Ranking works without a saved model; only the next start is slower.
            self.announce(f"The model could not be saved in {folder}: {error.strerror}.")
        matcher.kept = None  # it is in the saved model, for the next fit
        self._use(matcher, fingerprint)

    def _cores(self) -> int:
        """How many processes a fit may use: for a small catalogue starting them takes longer than the fit."""
        import os

        state = history.totals(self.store)
        return min(8, os.cpu_count() or 1) if state[1] + state[2] > LARGE else 1

    def _use(self, matcher: "Matcher", fingerprint: str) -> None:
        self._matcher, self._fitted_on = matcher, fingerprint
        self._shelf = Shelf(self.store) if self.cache_mib is None else Shelf(self.store, FEW)
        if (self.store.meta("model"), self.store.meta("model_of")) != (matcher.model_id, fingerprint):
            with self.store.write():
                self.store.set_meta("model", matcher.model_id)
                self.store.set_meta("model_of", fingerprint)

    def _known_model(self) -> str:
        """The id of the model of the present catalogue if one was ever fitted, else ""."""
        known = self.store.meta("model_of").partition("-")[0] == writing.fingerprint(self.store)
        return self.store.meta("model") if known else ""

    # -- what decisions teach --------------------------------------------------------------------------------------

    def _learned(self, matcher: "Matcher") -> "Learned | None":
        """What the decisions that stand teach; None when learning is switched off. Kept until another decision."""
        last = self.store.row("SELECT MAX(seq) FROM decisions")
        if not self.settings.learning or last is None or last[0] is None:
            return None
        state = (int(last[0]), matcher.model_id)
        if self._lessons is None or self._lessons[0] != state:
            from matchmaker.matching.learned import Learned, lessons_from

            entries = standing_entries(decisions.log(self.store))
            asked = {id_: requests.request(self.store, id_) for id_ in {entry.request_id for entry in entries}}
            given = lessons_from(entries, asked, lambda item: self._pair_of(item) or item)
            self._lessons = (state, Learned(given, self._words(), matcher.fitted.background) if given else None)
        return self._lessons[1]

    # -- what people ruled -----------------------------------------------------------------------------------------

    def _with_decisions(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of `ids` that have decisions."""
        found: set[str] = set()
        for part in in_parts(filter(None, ids)):
            marks = ", ".join("?" * len(part))
            sql = f"SELECT DISTINCT request_id FROM decisions WHERE request_id IN ({marks})"  # noqa: S608
            found.update(row[0] for row in self.store.rows(sql, part))
        return frozenset(found)

    def _rulings(self, request_id: str) -> "Rulings":
        from matchmaker.matching.matcher import Rulings

        log = decisions.log(self.store, request_id) if request_id else []
        if not log:
            return Rulings()
        pinned, excluded, decided = pinned_and_excluded(log)
        pairs = {item: pair for item in {entry.item_id for entry in log} if (pair := self._pair_of(item))}

        def named(items: Iterable[str]) -> frozenset[str]:
            return frozenset(items) | {pairs[item] for item in items if item in pairs}

        both = decided | {pairs[item]: step for item, step in decided.items() if item in pairs}
        return Rulings(named(pinned), named(excluded), both)

    def _pair_of(self, record_id: str) -> str:
        found = self.store.row("SELECT provider, partner FROM experience WHERE id = ?", (record_id,))
        return "" if found is None else f"{found[0]}|{found[1]}"

    def _text_of(self, item_id: str) -> str:
        offering = catalogue.offering(self.store, item_id)
        if offering is not None:
            return f"{offering.title}. {offering.text}"
        records = catalogue.experiences(self.store, [item_id])
        if not records:
            raise NotFound(f"There is no offering or experience {item_id}.")
        return " ".join([records[0].title, *(activity.text for activity in records[0].activities)])


def ranking_of(request: Request, answer: Answer) -> rankings.Ranking:
    """What the queue needs to know of an answer."""
    best = answer.offerings[0] if answer.offerings else None
    return rankings.Ranking(
        request.id,
        answer.model,
        request.version,
        answer.verdict,
        len(answer.needs),
        sum(need.verdict is Verdict.MATCH for need in answer.needs),
        best.id if best else "",
        best.score if best else None,
        tuple(rankings.RankedNeed(need.verdict, need.need.text) for need in answer.needs),
    )
