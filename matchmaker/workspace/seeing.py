"""Seeing the whole workspace: overview, exports, draft answers."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from matchmaker.errors import UsageError
from matchmaker.experience import Experience
from matchmaker.matches import Answer
from matchmaker.offerings import Offering
from matchmaker.requests import Request
from matchmaker.store import catalogue, decisions, queue_rows, rankings, requests
from matchmaker.store.store import in_parts
from matchmaker.triage.history import partner_rows, provider_rows
from matchmaker.workspace.judging import JudgingPart

if TYPE_CHECKING:
    from matchmaker.exchange.exporting import Items
    from matchmaker.triage.answers import Cited
    from matchmaker.triage.overview import Overview

CITED = 3
"""How many offerings, and how many records of experience, a letter names where nothing was chosen."""


class SeeingPart(JudgingPart):
    """Reports and files out."""

    def report(self, *, rank: bool = True) -> "Overview":
        """Demand by offer, gaps, workload and response times. Requests not ranked yet are ranked first, if `rank`."""
        from matchmaker.triage.overview import Supply, overview

        self.keep_little()
        self._say_if_sample("requests")
        if rank and not (self.is_fitted() and self.rankings_due() == 0):
            self.update_rankings()
        supply = (Supply(o.id, o.title, o.text, o.types) for o in catalogue.live_offerings(self.store, whence=False))
        rows = queue_rows.queue_rows(self.store, self.store.meta("model"))
        return overview(
            rows,
            rankings.asked(self.store),
            supply,
            decisions.log(self.store),
            self.settings,
            self.clock().astimezone().date(),
        )

    def export(
        self,
        what: str,
        to: Path | IO[bytes],
        format: str = "",  # noqa: A002
        *,
        with_contacts: bool = False,
        reason: str = "",
        force: bool = False,
        only: Sequence[str] | None = None,
    ) -> Path | None:
        """Export requests, matches, decisions, offerings, experience, the catalogue, providers or partners.

        To a file, of which the path is returned, or to a stream; record by record, in memory that does not grow with
        their number. `only` names the records (for matches and decisions, the requests; for providers and
        partners, theirs) and their order; without it, all. An export with contacts needs a reason and is noted
        in the audit trail. Raises UsageError.
        """
        from matchmaker.exchange import exporting

        self.keep_little()
        items = self._to_export(what) if only is None else self._some(what, only)
        made: Path | None = None
        if isinstance(to, Path):
            inputs = (self.store.path,)
            made = exporting.export_file(
                what, items, to, format, with_contacts=with_contacts, reason=reason, force=force, inputs=inputs
            ).path
        else:
            form = format or "csv"
            exporting.check(what, form, with_contacts, reason)
            exporting.export(what, items, form, to, with_contacts=with_contacts)
        if with_contacts:
            with self.store.write():
                self._audit("exported with contacts", what, {"reason": reason, "file": made.name if made else "-"})
        return made

    def _to_export(self, what: str) -> "Items":
        everything: dict[str, Callable[[], Items]] = {
            "requests": lambda: requests.all_requests(self.store),
            "offerings": lambda: catalogue.live_offerings(self.store),
            "experience": lambda: catalogue.live_experience(self.store),
            "catalogue": self._whole_catalogue,
            "matches": lambda: self.match_many(requests.all_requests(self.store)),
            "decisions": lambda: decisions.in_pages(self.store),
            "providers": lambda: (row for _, row in provider_rows(self.store)),
            "partners": lambda: (row for _, row in partner_rows(self.store)),
        }
        if what not in everything:
            raise UsageError(f"{what!r} cannot be exported.", f"Export one of: {', '.join(everything)}.")
        return everything[what]()

    def _some(self, what: str, only: Sequence[str]) -> "Items":
        """The records named, in the order they are named in."""
        asked = (request for part in in_parts(only) for request in requests.by_id(self.store, part))
        if what == "requests":
            return asked
        if what == "matches":
            return self.match_many(asked)
        if what == "decisions":
            return (entry for key in only for entry in decisions.log(self.store, key))
        if what in ("offerings", "experience"):
            read = catalogue.offerings_by_id if what == "offerings" else catalogue.experiences
            return (record for part in in_parts(only) for record in read(self.store, part))
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
