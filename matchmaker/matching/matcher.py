"""The matcher: fitted on a catalogue, it answers requests with ranked, explained matches and an honest verdict."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matchmaker.experience import Experience
from matchmaker.matches import Answer, NeedAnswer, Verdict
from matchmaker.matching import saving
from matchmaker.matching import verdict as judging
from matchmaker.matching.analysis import Analysis
from matchmaker.matching.clarifying import questions
from matchmaker.matching.finding import CANDIDATES, Finder, Found
from matchmaker.matching.fitted import Fitted, Kept, fit
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.learned import Learned
from matchmaker.matching.presenting import Bare, Presenter, Presents
from matchmaker.matching.ranking import shown
from matchmaker.matching.recipe import DEFAULT, Recipe
from matchmaker.matching.refitting import Changes, Records, refit
from matchmaker.matching.rulings import Rulings, in_order, merged, offering_items, pair_items
from matchmaker.matching.text import plain
from matchmaker.offerings import Offering
from matchmaker.requests import Need, Request
from matchmaker.taxonomy import articles_in

__all__ = ["Catalogue", "Changes", "Matcher", "Records", "Rulings"]

MOST_MISSING = 5
READ_AHEAD = 32


class Catalogue(Protocol):
    """Where the matcher fetches the records it returns."""

    def offering(self, id: str) -> Offering: ...  # noqa: A002

    def experiences(self, ids: Sequence[str]) -> Sequence[Experience]: ...


class Matcher:
    """Answers requests against one fitted catalogue. Equal data, glossary and recipe give equal answers, bit for
    bit."""

    def __init__(
        self, fitted: Fitted, glossary: Glossary, model_id: str, recipe: Recipe = DEFAULT, kept: Kept | None = None
    ) -> None:
        self.fitted = fitted
        self.kept = kept
        self.glossary = glossary
        self.model_id = model_id
        self.recipe = recipe
        self.finder = Finder(fitted, glossary, recipe)

    @classmethod
    def fit(
        cls,
        offerings: Iterable[Offering],
        experience: Iterable[Experience],
        glossary: Glossary,
        *,
        recipe: Recipe = DEFAULT,
        jobs: int = 1,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> "Matcher":
        """Learn a catalogue. Withdrawn records and placeholders are left out; order of the records does not matter."""
        offered, given = list(offerings), list(experience)
        if progress is not None:
            progress("learning the catalogue", 0, len(offered) + len(given))
        fitted, kept = fit(offered, given, glossary, recipe, jobs)
        if progress is not None:
            progress("learning the catalogue", len(offered) + len(given), len(offered) + len(given))
        return cls(fitted, glossary, _model_id(fitted, glossary, recipe), recipe, kept)

    def refit(self, changes: Changes, source: Records, *, jobs: int = 1) -> "Matcher | None":
        """The matcher of the catalogue after `changes`, which `source` holds, without reading what did not change.

        Equal to that of `fit` in every bit, but for latent directions (see `recounting`). None when everything must be
        fitted: the catalogue is small, much has changed, or the language most texts are in has; or this matcher was
        not loaded to be fitted again.
        """
        if self.kept is None:
            return None
        found = refit(self.fitted, self.kept, changes, source, self.glossary, self.recipe, jobs)
        if found is None:
            return None
        return Matcher(found[0], self.glossary, _model_id(found[0], self.glossary, self.recipe), self.recipe, found[1])

    def save(self, folder: Path, fingerprint: str, mark: Mapping[str, Any] | None = None) -> None:
        """Save what was learned, in place of what `folder` holds; `fingerprint` names the catalogue learned from.

        `mark` tells later which records have changed since; it must survive JSON.
        """
        origin = _origin(self.glossary, self.recipe)
        facts = {"fingerprint": fingerprint, "model_id": self.model_id, "mark": mark, **origin}
        beside = {"kept": self.kept} if self.kept is not None else {}
        saving.save(folder, self.fitted, facts, self.glossary.prepared(), beside)

    @classmethod
    def load(cls, folder: Path, fingerprint: str, *, glossary: Glossary, recipe: Recipe = DEFAULT) -> "Matcher | None":
        """The saved matcher of the catalogue `fingerprint` names; None when it is missing, stale or damaged."""
        expected = {"fingerprint": fingerprint, **_origin(glossary, recipe)}
        found = saving.load(folder, Fitted, expected, glossary.prepare)
        return None if found is None else cls(found[0], glossary, found[1]["model_id"], recipe)

    @classmethod
    def load_to_refit(
        cls, folder: Path, *, glossary: Glossary, recipe: Recipe = DEFAULT
    ) -> "tuple[Matcher, Mapping[str, Any]] | None":
        """The saved matcher of whichever catalogue, and the mark saved with it; None without one."""
        found = saving.load(folder, Fitted, _origin(glossary, recipe), glossary.prepare, {"kept": Kept})
        if found is None or not found[1]["mark"]:
            return None
        fitted, facts, beside = found
        return cls(fitted, glossary, facts["model_id"], recipe, beside["kept"]), facts["mark"]

    def answer(
        self,
        request: Request,
        catalogue: Catalogue,
        *,
        top: int = 10,
        rulings: Rulings | None = None,
        learned: Learned | None = None,
        explained: bool = True,
    ) -> Answer:
        """Rank one request, need by need, and as a whole. What is not `explained` has ids, scores and verdicts only, of
        which no record is fetched."""
        ruled = rulings or Rulings()
        deep = top + len(ruled.excluded) + len(ruled.decided)
        found = self.finder.find(request, CANDIDATES, deep, learned)
        return self._answer(request, found, catalogue, top, ruled, explained)

    def _answer(
        self,
        request: Request,
        read: tuple[Analysis, Sequence[Found]],
        catalogue: Catalogue,
        top: int,
        ruled: Rulings,
        explained: bool,
    ) -> Answer:
        analysis, found = read
        presenter: Presents = Bare(self.fitted)
        if explained:
            presenter = Presenter(self.fitted, self.glossary, self.recipe, catalogue)
        needs = [self._need(one, request, presenter, top, ruled) for one in found]
        verdict = judging.of_request([need.verdict for need in needs])
        left = [need for need in needs if need.verdict is Verdict.NONE]
        missing = tuple(dict.fromkeys(name for need in left for name in need.missing or (need.need.text[:80],)))
        covered = [need.verdict is Verdict.MATCH for need in needs]
        offerings = merged([need.offerings for need in needs], ruled, top, covered)
        clarify: tuple[str, ...] = ()
        if verdict is Verdict.CLARIFY and explained:
            clarify = questions(analysis.language, [match.title for match in offerings[:3]], bool(request.types))
        return Answer(
            self.model_id,
            request.id or None,
            request.text,
            analysis.language,
            request.country,
            verdict,
            clarify,
            missing,
            needs=tuple(needs),
            offerings=offerings,
            experience=merged([need.experience for need in needs], ruled, top),
        )

    def answers(
        self,
        requests: Iterable[Request],
        catalogue: Catalogue,
        *,
        top: int = 10,
        jobs: int = 1,
        learned: Learned | None = None,
        explained: bool = True,
    ) -> Iterator[Answer]:
        """`answer` for each request, in order; a few are read ahead, so that their words are looked up together."""
        waiting, unruled = iter(requests), Rulings()
        while block := list(islice(waiting, READ_AHEAD)):
            for request, found in zip(block, self.finder.find_all(block, CANDIDATES, top, learned), strict=True):
                yield self._answer(request, found, catalogue, top, unruled, explained)

    def rank(self, request: Request, depth: int) -> list[tuple[str, float]]:
        """Offerings for a request as a whole, `depth` deep: ids with their scores, best first. Fetches no record.

        What `answer` lists, in its order, but deeper and unexplained; what has no evidence at all is left out.
        """
        _, found = self.finder.find(request, depth, depth)
        best: dict[int, float] = {}
        for need in found:
            for item in need.offerings:
                best[item.number] = max(item.score, best.get(item.number, 0.0))
        order = sorted(best, key=lambda number: (-round(best[number], 12), number))[:depth]
        return [(self.fitted.offering_ids[number], shown(best[number])) for number in order]

    def _need(self, found: Found, request: Request, presenter: Presents, top: int, rulings: Rulings) -> NeedAnswer:
        words = request.text[found.part.start : found.part.end]
        articles = articles_in(plain(words).text) or request.articles
        need = Need(words, found.part.start, found.part.end, request.types, articles)
        offered = offering_items(found.offerings, rulings, self.fitted, top)
        done = pair_items(found.pairs, rulings, self.fitted, top)
        shares = self.finder.shares(found, offered, done)
        offerings = [presenter.offering(rank, item, shares[0], request) for rank, item in enumerate(offered, 1)]
        experience = [presenter.pair(rank, item, shares[1]) for rank, item in enumerate(done, 1)]
        evidence = self.finder.evidence(found, shares)
        verdict = judging.of_need(evidence)
        return NeedAnswer(
            need,
            verdict,
            in_order(offerings, rulings, top),
            in_order(experience, rulings, top),
            evidence.open[:MOST_MISSING] if verdict is not Verdict.CLARIFY else (),
        )


def _origin(glossary: Glossary, recipe: Recipe) -> dict[str, str]:
    """What a saved model is bound to besides its catalogue."""
    return {"glossary": glossary.digest, "recipe": repr(recipe)}


def _model_id(fitted: Fitted, glossary: Glossary, recipe: Recipe) -> str:
    """A name for everything that rankings are made from."""
    digest = hashlib.sha256(f"{glossary.digest}{recipe!r}".encode())
    arrays: list[NDArray[Any]] = [fitted.types, fitted.articles]
    for index in (fitted.offerings, fitted.activities):
        digest.update(f"{index.latent and index.latent.origin}".encode())
        arrays += [index.postings.starts, index.postings.docs, index.postings.weights, index.languages]
    for names in (
        fitted.vocabulary.features,
        fitted.offering_ids,
        fitted.activity_ids,
        fitted.pair_ids,
        fitted.record_ids,
    ):
        arrays += names.arrays("").values()
    for rows in (fitted.pair_activities, fitted.pair_records):
        arrays += [rows.starts, rows.items]
    arrays += [fitted.proven.starts, fitted.proven.offerings, fitted.proven.strengths]
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()[:12]
