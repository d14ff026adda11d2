"""Seeing the whole workspace: overview, exports, draft answers, evaluation."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.errors import UsageError
from matchmaker.experience import Experience
from matchmaker.matches import Answer
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.settings import shipped_data
from matchmaker.store import catalogue, decisions, rankings, requests
from matchmaker.triage.history import partner_rows, provider_rows
from matchmaker.workspace.matching import MatchingPart

if TYPE_CHECKING:
    from matchmaker.exchange.exporting import Items
    from matchmaker.matching.evaluation import Scores
    from matchmaker.triage.answers import Cited
    from matchmaker.triage.overview import Overview

CITED = 3
"""How many offerings, and how many records of experience, a letter names where nothing was chosen."""


class SeeingPart(MatchingPart):
    """Reports and files out."""

    def report(self) -> "Overview":
        """Demand by offer, gaps, workload and response times. Requests not ranked yet are ranked first."""
        from matchmaker.triage.overview import Supply, overview

        self._say_if_sample("requests")
        self.update_rankings()
        supply = (Supply(o.id, o.title, o.text, o.types) for o in catalogue.live_offerings(self.store))
        rows = requests.queue_rows(self.store, self.store.meta("model"))
        return overview(
            list(rows),
            rankings.asked(self.store),
            supply,
            decisions.log(self.store),
            self.settings,
            self.clock().astimezone().date(),
        )

    def evaluate(
        self, folder: Path | None = None, *, decisions: bool = False, run: Path | None = None, depth: int = 100
    ) -> "Scores":
        """Score the rankings: on a judged collection in `folder`, on this workspace's decisions, or on what ships.

        `run` gets the rankings of a collection in TREC format, `depth` deep. Raises FileRefused or UsageError.
        """
        from matchmaker.exchange.judged_files import read_collection, write_run
        from matchmaker.matching.evaluation import evaluate

        if folder is not None:
            scores = evaluate(read_collection(folder), self._words(), depth=depth)
            if run is not None:
                write_run(run, scores.run)
            return scores
        if run is not None:
            raise UsageError("--run needs a collection to rank.", "Name its folder.")
        return self._evaluate_decisions() if decisions else self._evaluate_shipped()

    def _evaluate_shipped(self) -> "Scores":
        """The judged requests that ship, against the catalogue that ships, whatever this workspace holds."""
        from matchmaker.exchange.judged_files import read_judgments
        from matchmaker.exchange.samples import REQUESTS, Shipped, read_requests
        from matchmaker.matching.evaluation import evaluate_answers
        from matchmaker.matching.matcher import Matcher

        shelf = Shipped(shipped_data())
        matcher = Matcher.fit(shelf.offerings, shelf.experience, self._words())
        asked = read_requests(shipped_data() / REQUESTS, samples_only=False)
        judgments = read_judgments(shipped_data() / "judgments.json")
        return evaluate_answers(asked, judgments, lambda request: matcher.answer(request, shelf))

    def _evaluate_decisions(self) -> "Scores":
        """Accepted, proposed and shortlisted matches are right (2, 1.5 and 1), all others are not."""
        from matchmaker.matches import Kind, Step
        from matchmaker.matching.evaluation import Judgment, evaluate_answers
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
        matcher, shelf = self._ready()
        # Without rulings and without what was learned: the question is what the texts alone would have given.
        return evaluate_answers(asked, wanted, lambda request: matcher.answer(request, shelf), by_title=False)

    def export(
        self,
        what: str,
        path: Path | None,
        format: str = "",  # noqa: A002
        *,
        with_contacts: bool = False,
        reason: str = "",
        force: bool = False,
        only: Sequence[str] | None = None,
    ) -> bytes | Path:
        """Export requests, matches, decisions, offerings, experience, the catalogue, providers or partners.

        Bytes when `path` is None. `only` names the records (for matches and decisions, the requests; for providers and
        partners, theirs) and their order; without it, all. An export with contacts needs a reason and is noted
        in the audit trail. Raises UsageError.
        """
        from matchmaker.exchange import exporting

        items = self._to_export(what) if only is None else self._some(what, only)
        if path is None:
            made: bytes | Path = exporting.export_bytes(
                what, items, format or "csv", with_contacts=with_contacts, reason=reason
            )
        else:
            inputs = (self.store.path,)
            made = exporting.export_file(
                what, items, path, format, with_contacts=with_contacts, reason=reason, force=force, inputs=inputs
            ).path
        if with_contacts:
            with self.store.write():
                self._audit("exported with contacts", what, {"reason": reason, "file": path.name if path else "-"})
        return made

    def _to_export(self, what: str) -> "Items":
        everything: dict[str, Callable[[], Items]] = {
            "requests": lambda: requests.all_requests(self.store),
            "offerings": lambda: catalogue.live_offerings(self.store),
            "experience": lambda: catalogue.live_experience(self.store),
            "catalogue": self._whole_catalogue,
            "matches": lambda: self.match_many(requests.all_requests(self.store)),
            "decisions": lambda: iter(decisions.log(self.store)),
            "providers": lambda: (row for _, row in provider_rows(self.store)),
            "partners": lambda: (row for _, row in partner_rows(self.store)),
        }
        if what not in everything:
            raise UsageError(f"{what!r} cannot be exported.", f"Export one of: {', '.join(everything)}.")
        return everything[what]()

    def _some(self, what: str, only: Sequence[str]) -> "Items":
        """The records named, in the order they are named in."""
        asked = (requests.request(self.store, key) for key in only)
        if what == "requests":
            return asked
        if what == "matches":
            return self.match_many(asked)
        if what == "decisions":
            return (entry for key in only for entry in decisions.log(self.store, key))
        if what in ("offerings", "experience"):
            read = catalogue.offerings_by_id if what == "offerings" else catalogue.experiences
            return (r for at in range(0, len(only), 500) for r in read(self.store, only[at : at + 500]))
        if what in ("providers", "partners"):
            rows = dict((provider_rows if what == "providers" else partner_rows)(self.store))
            return (rows[key] for key in only if key in rows)
        raise UsageError(f"{what!r} cannot be exported in part.", "Export offerings or experience.")

    def _whole_catalogue(self) -> Iterator[Request | Offering | Experience]:
        yield from catalogue.live_offerings(self.store)
        yield from catalogue.live_experience(self.store)

    def draft(self, request_id: str, kind: str, language: str | None = None) -> str:
        """A draft answer in Markdown: acknowledge, clarify, propose or regret. `data/templates` may hold own templates.

        A proposal cites what was decided on (accepted, proposed, shortlisted), else the best. Raises UsageError.
        """
        from matchmaker.triage.answers import draft

        request = requests.request(self.store, request_id)
        answer = None if kind == "acknowledge" else self.match(request)
        cited, proof = ([], []) if answer is None else self._cited(request_id, answer)
        return draft(
            kind,
            request,
            answer,
            offerings=cited,
            experience=proof,
            language=language,
            templates=self.root / "data" / "templates",
            today=self.clock().astimezone().date(),
            signature=self.who,
            answer_days=self.settings.answer_working_days,
        )

    def draft_docx(self, request_id: str, kind: str, language: str | None = None) -> bytes:
        """The same draft as a Word document."""
        from matchmaker.triage.answers import draft_docx

        return draft_docx(self.draft(request_id, kind, language))

    def _cited(self, request_id: str, answer: Answer) -> "tuple[list[Cited], list[Cited]]":
        """The matches a letter names, with their records: chosen ones where something was chosen."""
        from matchmaker.triage.answers import Cited
        from matchmaker.triage.decisions import OPEN_STEPS, standing

        chosen = {
            entry.item_id
            for entry in standing(decisions.log(self.store, request_id)).values()
            if entry.step in OPEN_STEPS
        }
        offered = [match for match in answer.offerings if match.id in chosen] or list(answer.offerings[:CITED])
        helped = [match for match in answer.experience if match.id in chosen] or list(answer.experience[:CITED])
        records = {o.id: o for o in catalogue.offerings_by_id(self.store, [match.id for match in offered])}
        proof = {e.id: e for e in catalogue.experiences(self.store, [match.id for match in helped])}
        return (
            [Cited(match, records[match.id]) for match in offered if match.id in records],
            [Cited(match, proof[match.id]) for match in helped if match.id in proof],
        )
