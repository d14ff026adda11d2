"""The matcher: fitted on a catalogue, it answers requests with ranked, explained matches and an honest verdict."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from typing import Protocol

from matchmaker.experience import Experience
from matchmaker.matches import Answer, Kind, Match, NeedAnswer, Reason, ReasonKind, Step, Verdict
from matchmaker.matching import needs as splitting
from matchmaker.matching import verdict as judging
from matchmaker.matching.analysis import Analysis, analyse
from matchmaker.matching.explain import Side, reasons
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import Document, TextIndex, Vocabulary, build
from matchmaker.matching.query import Query, ask
from matchmaker.matching.ranking import SCALE, search
from matchmaker.matching.recipe import DEFAULT, Recipe
from matchmaker.matching.spelling import Spelling
from matchmaker.offerings import Offering
from matchmaker.requests import Need, Request
from matchmaker.taxonomy import articles_in

CANDIDATES = 200


class Catalogue(Protocol):
    """Where the matcher fetches the records it returns."""

    def offering(self, id: str) -> Offering: ...  # noqa: A002

    def experiences(self, ids: Sequence[str]) -> Sequence[Experience]: ...


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people ruled for one request. Item ids are offering ids, "provider|partner" pairs or experience record ids."""

    pinned: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    decided: Mapping[str, Step] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """A provider-partner pair: its record ids, and the numbers of its activities."""

    provider: str
    partner: str
    records: tuple[str, ...]
    activities: tuple[int, ...]


@dataclass(frozen=True)
class Fitted:
    """What a fit leaves: the vocabulary, an index per kind, and what the texts belong to."""

    vocabulary: Vocabulary
    offerings: TextIndex
    activities: TextIndex
    offering_ids: Sequence[str]
    offering_providers: Sequence[str]
    activity_ids: Sequence[str]
    pairs: Sequence[Pair]


class Matcher:
    """Answers requests against one fitted catalogue. Equal data, glossary and recipe give equal answers, bit for bit."""

    def __init__(self, fitted: Fitted, glossary: Glossary, model_id: str, recipe: Recipe = DEFAULT) -> None:
        self.fitted = fitted
        self.glossary = glossary
        self.model_id = model_id
        self.recipe = recipe
        self.spelling = Spelling(fitted.vocabulary.features)
        self._of_activity: dict[int, list[int]] = {}
        for number, pair in enumerate(fitted.pairs):
            for activity in pair.activities:
                self._of_activity.setdefault(activity, []).append(number)

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
        live = sorted((o for o in offerings if not o.withdrawn and not o.placeholder), key=lambda o: o.id)
        given = sorted((e for e in experience if not e.withdrawn), key=lambda e: e.id)
        activities, pairs = _pairs(given)
        texts = [Document(o.title, _offering_text(o), o.language) for o in live]
        vocabulary, (of_offerings, of_activities) = build([texts, list(activities.values())], glossary)
        fitted = Fitted(
            vocabulary,
            of_offerings,
            of_activities,
            [o.id for o in live],
            [o.provider for o in live],
            list(activities),
            pairs,
        )
        return cls(fitted, glossary, _model_id(live, given, glossary, recipe), recipe)

    def answer(
        self,
        request: Request,
        catalogue: Catalogue,
        *,
        top: int = 10,
        rulings: Rulings | None = None,
        learned: object = None,
    ) -> Answer:
        """Rank one request, need by need, and as a whole."""
        main = self.fitted.vocabulary.main_language
        text = splitting.without_courtesies(request.text)
        analysis = analyse(text, self.glossary, declared=request.language, otherwise=main)
        asked = [
            self._need(part, analysis, request, catalogue, top, rulings or Rulings()) for part in splitting.part(text)
        ]
        verdict = judging.of_request([need.verdict for need in asked])
        missing = tuple(dict.fromkeys(name for need in asked for name in need.missing))
        return Answer(
            self.model_id,
            request.id or None,
            request.text,
            analysis.language,
            request.country,
            verdict,
            needs=tuple(asked),
            missing=missing,
            offerings=_merged([need.offerings for need in asked], top),
            experience=_merged([need.experience for need in asked], top),
        )

    def answers(
        self, requests: Iterable[Request], catalogue: Catalogue, *, top: int = 10, jobs: int = 1
    ) -> Iterator[Answer]:
        """`answer` for each request, in order."""
        for request in requests:
            yield self.answer(request, catalogue, top=top)

    def _need(
        self,
        part: splitting.Part,
        analysis: Analysis,
        request: Request,
        catalogue: Catalogue,
        top: int,
        rulings: Rulings,
    ) -> NeedAnswer:
        query = ask(
            analysis,
            self.fitted.vocabulary,
            self.glossary,
            self.spelling,
            self.recipe,
            (part.start, part.end),
            part.context,
        )
        offerings = self._offerings(query, analysis, request, catalogue, top, rulings)
        experience = self._experience(query, analysis, request, catalogue, top, rulings)
        words = request.text[part.start : part.end]
        need = Need(words, part.start, part.end, request.types, articles_in(words) or request.articles)
        evidence = max((match.score for match in (*offerings[:1], *experience[:1])), default=0.0)
        verdict = judging.of_need(evidence, 1.0)
        return NeedAnswer(need, verdict, offerings, experience, () if verdict is Verdict.MATCH else (words[:80],))

    def _offerings(
        self, query: Query, analysis: Analysis, request: Request, catalogue: Catalogue, top: int, rulings: Rulings
    ) -> tuple[Match, ...]:
        ranked = search(query, self.fitted.offerings, self.recipe, CANDIDATES)
        matches = []
        for number in ranked.items.tolist():
            offering = catalogue.offering(self.fitted.offering_ids[number])
            side = self._side({"title": offering.title, "text": offering.text}, offering.language)
            why = reasons(
                number,
                query,
                self.fitted.offerings,
                self.fitted.vocabulary,
                self.glossary,
                analysis,
                side,
                SCALE / query.ceiling, self.recipe,
            )
            shared = [kind for kind in request.types if kind in offering.types]
            if shared:
                why.append(
                    Reason(
                        ReasonKind.TYPE, "; ".join(shared), "; ".join(shared), 0.03 * len(shared) / len(request.types)
                    )
                )
            offered = bool(shared) if request.types and offering.types else None
            matches.append(
                Match(
                    0,
                    Kind.OFFERING,
                    offering.id,
                    fsum(r.share for r in why),
                    tuple(why),
                    offering.title,
                    offering.provider,
                    types=offering.types,
                    type_offered=offered,
                )
            )
            if len(matches) >= top:
                break
        return _ordered(matches, top, rulings)

    def _experience(
        self, query: Query, analysis: Analysis, request: Request, catalogue: Catalogue, top: int, rulings: Rulings
    ) -> tuple[Match, ...]:
        ranked = search(query, self.fitted.activities, self.recipe, CANDIDATES)
        best: dict[int, list[int]] = {}
        for activity in ranked.items.tolist():
            for pair in self._of_activity.get(activity, ()):
                best.setdefault(pair, []).append(activity)
        matches = []
        for number, activities in list(best.items())[: top * 2]:
            pair = self.fitted.pairs[number]
            matches.append(self._pair(pair, activities, query, analysis, catalogue))
        return _ordered(matches, top, rulings)

    def _pair(
        self, pair: Pair, activities: Sequence[int], query: Query, analysis: Analysis, catalogue: Catalogue
    ) -> Match:
        records = catalogue.experiences(pair.records)
        texts = {activity.id: activity.text for record in records for activity in record.activities}
        shown = [texts[self.fitted.activity_ids[activity]] for activity in activities]
        side = self._side({f"activities[{i}]": text for i, text in enumerate(shown[:1])}, records[0].language)
        why = reasons(
            activities[0],
            query,
            self.fitted.activities,
            self.fitted.vocabulary,
            self.glossary,
            analysis,
            side,
            SCALE / query.ceiling, self.recipe,
        )
        return Match(
            0,
            Kind.EXPERIENCE,
            records[0].id,
            fsum(r.share for r in why),
            tuple(why),
            records[0].title or shown[0],
            pair.provider,
            pair.partner,
            tuple(dict.fromkeys(t for r in records for t in r.types)),
            tuple(shown),
        )

    def _side(self, fields: Mapping[str, str], declared: str | None) -> Side:
        main = self.fitted.vocabulary.main_language
        return Side(
            {name: analyse(text, self.glossary, declared=declared, otherwise=main) for name, text in fields.items()}
        )


def _offering_text(offering: Offering) -> str:
    return "\n".join(filter(None, (offering.text, offering.other_type)))


def _pairs(given: Sequence[Experience]) -> tuple[dict[str, Document], list[Pair]]:
    """Activities by id, each once, and the provider-partner pairs that link to them."""
    activities: dict[str, Document] = {}
    joined: dict[tuple[str, str], tuple[list[str], dict[str, None]]] = {}
    for record in given:
        records, ids = joined.setdefault((record.provider, record.partner), ([], {}))
        records.append(record.id)
        if record.placeholder:
            continue
        for activity in record.activities:
            activities.setdefault(activity.id, Document(record.title, activity.text, record.language))
            ids[activity.id] = None
    activities = dict(sorted(activities.items()))
    number = {id_: position for position, id_ in enumerate(activities)}
    return activities, [
        Pair(provider, partner, tuple(records), tuple(number[id_] for id_ in ids))
        for (provider, partner), (records, ids) in sorted(joined.items())
    ]


def _model_id(live: Sequence[Offering], given: Sequence[Experience], glossary: Glossary, recipe: Recipe) -> str:
    digest = hashlib.sha256(glossary.digest.encode())
    digest.update(repr(recipe).encode())
    for offering in live:
        digest.update(
            repr((offering.id, offering.title, _offering_text(offering), offering.types, offering.articles)).encode()
        )
    for record in given:
        digest.update(repr((record.id, record.provider, record.partner, record.title, record.activities)).encode())
    return digest.hexdigest()[:12]


def _ordered(matches: Iterable[Match], top: int, rulings: Rulings) -> tuple[Match, ...]:
    """By score, then id; pins first, exclusions out; ranks counted from 1."""
    kept = [match for match in matches if not _named(match) & rulings.excluded]
    kept.sort(key=lambda match: (not _named(match) & rulings.pinned, -match.score, match.id))
    return tuple(
        replace(match, rank=rank, overruled="pinned" if _named(match) & rulings.pinned else "")
        for rank, match in enumerate(kept[:top], 1)
    )


def _named(match: Match) -> frozenset[str]:
    return frozenset({match.id, f"{match.provider}|{match.partner}"} if match.partner else {match.id})


def _merged(lists: Sequence[Sequence[Match]], top: int) -> tuple[Match, ...]:
    """One list over all needs: each item by the need it answers best."""
    best: dict[str, Match] = {}
    for matches in lists:
        for match in matches:
            if match.id not in best or match.score > best[match.id].score:
                best[match.id] = match
    ranked = sorted(best.values(), key=lambda match: (not match.overruled, -match.score, match.id))
    return tuple(replace(match, rank=rank) for rank, match in enumerate(ranked[:top], 1))
