"""Scored items into matches: the record fetched, the score taken apart into reasons, what a score cannot say noted."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Protocol

from matchmaker.countries import by_code
from matchmaker.experience import Experience
from matchmaker.matches import Kind, Match, Reason, ReasonKind, Span
from matchmaker.matching.analysis import Analysis, analyse
from matchmaker.matching.explain import Asked, Shares, Side, related_reason, word_reasons
from matchmaker.matching.fitted import Fitted
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.index import TextIndex
from matchmaker.matching.ranking import Extra, Item, scale_of, shown
from matchmaker.matching.recipe import Recipe
from matchmaker.matching.text import LANGUAGES, language_of
from matchmaker.offerings import Offering
from matchmaker.requests import Request

MANY_RECORDS = 50
MOST_ACTIVITIES = 5
"""Activities shown for a pair; the text that ranks it comes first."""


class Catalogue(Protocol):
    """Where records are fetched."""

    def offering(self, id: str) -> Offering: ...  # noqa: A002

    def experiences(self, ids: Sequence[str]) -> Sequence[Experience]: ...


class Presents(Protocol):
    """Turns scored items into matches of a rank, as it stands if nobody ruled otherwise."""

    def offering(self, rank: int, item: Item, shares: Shares, request: Request) -> Match: ...

    def pair(self, rank: int, item: Item, shares: Shares) -> Match: ...


class Bare:
    """Matches of ids and scores alone, for verdicts that nobody reads the reasons of."""

    def __init__(self, fitted: Fitted) -> None:
        self._fitted = fitted

    def offering(self, rank: int, item: Item, shares: Shares, request: Request) -> Match:
        return Match(rank, Kind.OFFERING, self._fitted.offering_ids[item.number], shown(item.score), (), "", "")

    def pair(self, rank: int, item: Item, shares: Shares) -> Match:
        pair = self._fitted.pair_ids[item.number]
        provider, _, partner = pair.rpartition("|")
        return Match(rank, Kind.EXPERIENCE, pair, shown(item.score), (), "", provider, partner)


class Presenter:
    """Turns scored items of one fitted catalogue into matches."""

    def __init__(self, fitted: Fitted, glossary: Glossary, recipe: Recipe, catalogue: Catalogue) -> None:
        self._fitted = fitted
        self._glossary = glossary
        self._recipe = recipe
        self._catalogue = catalogue

    def offering(self, rank: int, item: Item, shares: Shares, request: Request) -> Match:
        """The match of an offering, of which `shares` know the text."""
        offering = self._catalogue.offering(self._fitted.offering_ids[item.number])
        side = self._side(
            {"title": offering.title, "text": offering.text},
            _language(self._fitted.offerings, item.number, offering.language),
        )
        why = self._words(item, shares, side)
        shared = [kind for kind in request.types if kind in offering.types]
        for extra in item.extras:
            why.append(self._extra(extra, scale_of(item.score), shares.asked, shared, offering.articles))
        offered = bool(shared) if request.types and offering.types else None
        return Match(
            rank,
            Kind.OFFERING,
            offering.id,
            fsum(reason.share for reason in why),
            tuple(why),
            offering.title,
            offering.provider,
            types=offering.types,
            type_offered=offered,
            notes=notes_on(offering, request, offered),
        )

    def pair(self, rank: int, item: Item, shares: Shares) -> Match:
        """The match of a provider-partner pair, its best activities first."""
        pair = self._fitted.pair_ids[item.number]
        provider, _, partner = pair.rpartition("|")
        about = [extra.about for extra in item.extras if extra.kind is ReasonKind.RELATED and extra.about >= 0]
        wanted = [self._fitted.activity_ids[number] for number in (item.text, *item.others, *about)]
        records = self._of_pair(item.number, wanted)
        held = {activity.id: (record, activity.text) for record in records for activity in record.activities}
        ranked = [self._fitted.activity_ids[number] for number in (item.text, *item.others)]
        ranked = [id_ for id_ in ranked if id_ in held]
        shown = [*ranked, *(id_ for id_ in held if id_ not in ranked)][:MOST_ACTIVITIES]
        record, text = held[ranked[0]]
        side = self._side(
            {"activities[0]": text, "title": record.title},
            _language(self._fitted.activities, item.text, record.language),
        )
        why = self._words(item, shares, side)
        for extra in item.extras:
            scale = scale_of(item.score)
            if extra.kind is ReasonKind.RELATED:
                second = held.get(self._fitted.activity_ids[extra.about])
                why.append(Reason(extra.kind, "", second[1] if second else "", extra.share * scale))
            else:
                why.append(self._extra(extra, scale, shares.asked, (), ()))
        return Match(
            rank,
            Kind.EXPERIENCE,
            record.id,
            fsum(reason.share for reason in why),
            tuple(why),
            record.title,
            provider,
            partner,
            tuple(dict.fromkeys(kind for one in records for kind in one.types)),
            tuple(held[id_][1] for id_ in shown),
        )

    def _words(self, item: Item, shares: Shares, side: Side) -> list[Reason]:
        """The reasons of words and relatedness, whose shares add up to what words count in the item's score."""
        if item.words <= 0:
            return []
        fitted = self._fitted
        asked, index = shares.asked, shares.index
        parts = shares.of(item.text)
        total = fsum(share for share, _ in parts)
        scale = scale_of(item.score)
        plain = item.words / item.lift
        scaled = word_reasons(parts, asked.analysis, side, self._glossary, plain / max(total, 1e-12) * scale)
        if item.lift > 1.0:
            rest = (item.words - plain) * scale
            scaled.append(related_reason(item.text, asked, index, fitted.vocabulary, self._glossary, side, rest))
        return scaled

    def _extra(self, extra: Extra, scale: float, asked: Asked, types: Sequence[str], articles: Sequence[int]) -> Reason:
        """The reason behind a bonus, in words."""
        share = extra.share * scale
        text = asked.analysis.text
        if extra.place is not None:
            start, end = extra.place.start, extra.place.end
            return Reason(extra.kind, text[start:end], text[start:end], share, (Span("text", start, end),))
        if extra.kind is ReasonKind.PROVEN:
            return Reason(extra.kind, "", self._activity(extra.about), share)
        if extra.kind is ReasonKind.TYPE:
            return Reason(extra.kind, "; ".join(types), "; ".join(types), share)
        if extra.kind is ReasonKind.ARTICLE:
            return Reason(extra.kind, "", "UNCAC " + ", ".join(map(str, articles)), share)
        if extra.kind is ReasonKind.LEARNED:
            said = "accepted" if share > 0 else "declined"
            return Reason(extra.kind, ", ".join(extra.words[:3]), said, share)
        if extra.kind is ReasonKind.COUNTRY:
            country = by_code(extra.words[0]) if extra.words else None
            name = country.name(asked.analysis.language) if country else ""
            return Reason(extra.kind, name, name, share)
        return Reason(extra.kind, "", self._catalogue.offering(self._fitted.offering_ids[extra.about]).title, share)

    def _of_pair(self, number: int, activities: Sequence[str]) -> Sequence[Experience]:
        """The records of a pair; of one with many, only those that hold the activities asked for."""
        numbers = self._fitted.pair_records[number]
        provider, _, partner = self._fitted.pair_ids[number].rpartition("|")
        some = getattr(self._catalogue, "pair", None)
        if len(numbers) > MANY_RECORDS and some is not None:
            found: Sequence[Experience] = some(provider, partner, activities)
            return found
        return self._catalogue.experiences([self._fitted.record_ids[each] for each in numbers.tolist()])

    def _activity(self, number: int) -> str:
        """An activity's text, and with whom it was done."""
        pairs = self._fitted.activity_pairs[number].tolist()
        pair = self._fitted.pair_ids[pairs[0]]
        wanted = self._fitted.activity_ids[number]
        records = self._of_pair(pairs[0], [wanted])
        text = next((a.text for record in records for a in record.activities if a.id == wanted), "")
        partner = by_code(pair.rpartition("|")[2])
        return f"{partner.name() if partner else pair.rpartition('|')[2]}: {text}"

    def _side(self, fields: Mapping[str, str], language: str | None) -> Side:
        main = self._fitted.vocabulary.main_language

        def taken(text: str) -> Analysis:
            return analyse(text, self._glossary, declared=language, otherwise=main)

        spoken = language_of("", language)
        return Side(fields, spoken, spoken or main, taken)


def _language(index: TextIndex, text: int, declared: str | None) -> str | None:
    """The language a text was read in: as declared, else as found when the catalogue was learned."""
    bit = int(index.languages[text]).bit_length() - 1
    return declared or (LANGUAGES[bit] if bit < len(LANGUAGES) else None)


def notes_on(offering: Offering, request: Request, offered: bool | None) -> tuple[str, ...]:
    """What a coordinator should know beside the score."""
    notes = []
    if offered is False:
        notes.append(f"topic fits, {', '.join(request.types)} not offered")
    reach = offering.outreach
    if reach.reaches(request.country) is False:
        notes.append("outreach: " + ", ".join((*reach.regions, *reach.countries)) + " only")
    return tuple(notes)
