"""How right the rankings are: on judged collections, on what ships, and on the workspace's own decisions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.errors import UsageError
from matchmaker.matching.recipe import DEFAULT
from matchmaker.settings import shipped_data
from matchmaker.store import catalogue, decisions, requests
from matchmaker.workspace.matching import MatchingPart

if TYPE_CHECKING:
    from matchmaker.matching.configurations import Configuration
    from matchmaker.matching.evaluation import Comparison, Scores
    from matchmaker.matching.glossary import Glossary


class JudgingPart(MatchingPart):
    """Evaluation of the matcher, alone or beside another configuration of it."""

    def evaluate(
        self, folder: Path | None = None, *, decisions: bool = False, run: Path | None = None, depth: int = 100
    ) -> "Scores":
        """Score the rankings: on a judged collection in `folder`, on this workspace's decisions, or on what ships.

        `run` gets the rankings of a collection in TREC format, `depth` deep. Raises FileRefused or UsageError.
        """
        if folder is None and run is not None:
            raise UsageError("--run needs a collection to rank.", "Name its folder.")
        scores = self._judged_by(folder, decisions, depth)(None)
        if run is not None:
            from matchmaker.exchange.judged_files import write_run

            write_run(run, scores.run)
        return scores

    def compare(
        self, against: str, folder: Path | None = None, *, decisions: bool = False, depth: int = 100
    ) -> "Comparison":
        """`evaluate` with the matcher as it is and with another configuration: a built-in one, or a TOML file."""
        from matchmaker.exchange.judged_files import read_configuration
        from matchmaker.matching.evaluation import Comparison

        other = read_configuration(against)
        score = self._judged_by(folder, decisions, depth)
        return Comparison(score(None), score(other), other.name)

    def _judged_by(
        self, folder: Path | None, decisions: bool, depth: int
    ) -> "Callable[[Configuration | None], Scores]":
        """What scores a configuration (None: the matcher's own) on the judgments asked for."""
        if folder is not None:
            from matchmaker.exchange.judged_files import read_collection
            from matchmaker.matching.evaluation import evaluate

            judged = read_collection(folder)
            return lambda other: evaluate(
                judged, self._words_for(other), depth=depth, recipe=other.recipe if other else DEFAULT
            )
        return self._judged_by_decisions() if decisions else self._judged_by_what_ships()

    def _words_for(self, other: "Configuration | None") -> "Glossary":
        return other.glossary(self._words()) if other else self._words()

    def _judged_by_what_ships(self) -> "Callable[[Configuration | None], Scores]":
        """The judged requests that ship, against the catalogue that ships, whatever this workspace holds."""
        from matchmaker.exchange.judged_files import read_judgments
        from matchmaker.exchange.samples import REQUESTS, Shipped, read_requests
        from matchmaker.matching.evaluation import evaluate_answers
        from matchmaker.matching.matcher import Matcher

        shelf = Shipped(shipped_data())
        asked = read_requests(shipped_data() / REQUESTS, samples_only=False)
        judgments = read_judgments(shipped_data() / "judgments.json")

        def score(other: "Configuration | None") -> "Scores":
            recipe = other.recipe if other else DEFAULT
            matcher = Matcher.fit(shelf.offerings, shelf.experience, self._words_for(other), recipe=recipe)
            return evaluate_answers(asked, judgments, lambda request: matcher.answer(request, shelf))

        return score

    def _judged_by_decisions(self) -> "Callable[[Configuration | None], Scores]":
        """Accepted, proposed and shortlisted matches are right (2, 1.5 and 1), all others are not."""
        from matchmaker.matches import Kind, Step
        from matchmaker.matching.evaluation import Judgment, evaluate_answers
        from matchmaker.matching.matcher import Matcher
        from matchmaker.triage.decisions import standing

        grades = {Step.ACCEPTED: 2.0, Step.PROPOSED: 1.5, Step.SHORTLISTED: 1.0}
        judged: dict[str, dict[str, float]] = {}
        log = decisions.log(self.store)
        for key in dict.fromkeys(entry.request_id for entry in log):
            said = standing(entry for entry in log if entry.request_id == key)
            right = {i: grades[d.step] for i, d in said.items() if d.kind is Kind.OFFERING and d.step in grades}
            if right:
                judged[key] = right
        if not judged:
            raise UsageError("There are no decisions to judge by yet.", "Shortlist, propose or accept some first.")
        asked = [requests.request(self.store, key) for key in judged]
        wanted = {key: Judgment(None, right, {}) for key, right in judged.items()}
        present, shelf = self._ready()

        def score(other: "Configuration | None") -> "Scores":
            matcher = present
            if other is not None:
                offerings, experience = catalogue.live_offerings(self.store), catalogue.live_experience(self.store)
                matcher = Matcher.fit(offerings, experience, self._words_for(other), recipe=other.recipe)
            # Without rulings and without what was learned: the question is what the texts alone would have given.
            return evaluate_answers(asked, wanted, lambda request: matcher.answer(request, shelf), by_title=False)

        return score
