"""An answer for people: the verdict in words, both lists, and why."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matchmaker.cli.output import bar, fold, put, width
from matchmaker.matches import Answer, Match, NeedAnswer, ReasonKind, Verdict
from matchmaker.safetext import visible_line

if TYPE_CHECKING:
    from matchmaker.triage.why_not import WhyNot

MARKS = {Verdict.MATCH: "●", Verdict.PARTIAL: "◐", Verdict.CLARIFY: "?", Verdict.NONE: "○"}
WORDS = {
    Verdict.MATCH: "match",
    Verdict.PARTIAL: "partial match",
    Verdict.CLARIFY: "too vague to match",
    Verdict.NONE: "nothing suitable",
}
REASON_WORDS = {
    ReasonKind.TERM: "word",
    ReasonKind.TRANSLATION: "translation",
    ReasonKind.EXPANSION: "same term of the field",
    ReasonKind.SPELLING: "spelling",
    ReasonKind.TYPE: "type of assistance",
    ReasonKind.ARTICLE: "article of the convention",
    ReasonKind.COUNTRY: "country",
    ReasonKind.REGION: "region",
    ReasonKind.PROVEN: "proven by past work",
    ReasonKind.RELATED: "related words",
    ReasonKind.LEARNED: "earlier decisions",
}


def put_answer(answer: Answer, *, why: bool = False, available: Mapping[str, str] | None = None) -> None:
    """Print an answer; `available` says of offerings, by id, whom they are open to, how fresh, how much in hand."""
    covered = sum(need.verdict is Verdict.MATCH for need in answer.needs)
    tail = f", {covered} of {len(answer.needs)} needs covered" if len(answer.needs) > 1 else ""
    put(f"{MARKS[answer.verdict]} {WORDS[answer.verdict]}{tail}", weight="bold")
    for question in answer.clarify:
        _put_folded(f"to clarify: {question}", "  ")
    if len(answer.needs) > 1:
        for number, need in enumerate(answer.needs, 1):
            _put_need(number, need)
    elif answer.verdict is not Verdict.MATCH:
        for missing in answer.missing:
            _put_folded(f"not answered: {missing}", "  ")
    near = " (near misses, not answers)" if answer.verdict is Verdict.NONE else ""
    _put_list(f"On offer{near}", answer.offerings, why, available or {})
    _put_list(f"Proof and peers{near}", answer.experience, why, {})


def _put_need(number: int, need: NeedAnswer) -> None:
    put()
    _put_folded(f"{number}. {MARKS[need.verdict]} {WORDS[need.verdict]}: {visible_line(need.need.text, 300)}", "  ")
    if need.verdict in (Verdict.MATCH, Verdict.PARTIAL) and need.offerings:
        _put_folded(f"→ {need.offerings[0].title} ({need.offerings[0].provider})", "     ")
    for missing in need.missing:
        _put_folded(f"not answered: {missing}", "     ")


def _put_list(title: str, matches: tuple[Match, ...], why: bool, available: Mapping[str, str]) -> None:
    put()
    put(title, weight="bold")
    if not matches:
        put("  nothing with any evidence", weight="dim")
    for match in matches:
        name = f"{match.title}  {match.provider}" if not match.partner else f"{match.partner} ← {match.provider}"
        put(f"{match.rank:3}  {match.score:.2f} {bar(match.score):10}  {visible_line(name, width() - 24)}")
        told = ", ".join(filter(None, (match.id, match.overruled, available.get(match.id, ""))))
        put(f"       {told}", weight="dim")
        for activity in match.activities[:2]:
            put(f"       {visible_line(activity, width() - 8)}", weight="dim")
        for note in match.notes:
            _put_folded(note, "       ")
        if why or match.rank == 1:
            _put_reasons(match)


def put_why_not(found: "WhyNot") -> None:
    """Print what keeps an item from being first for a request, and what speaks for it."""
    put(f"{visible_line(found.title, width() - 12)}  {visible_line(found.provider, 10)}", weight="bold")
    where = f"number {found.rank} by evidence, {found.score:.2f}" if found.rank else "not ranked"
    put(f"{found.item_id}: {where}" + (f", best for need {found.need}" if found.need else ""), weight="dim")
    for one in found.against:
        _put_folded(f"✗ {one.kind}: {one.words}", "  ")
    if not found.against:
        put("  Nothing speaks against it.")
    if found.match is not None:
        _put_reasons(found.match)


def _put_reasons(match: Match) -> None:
    for reason in sorted(match.reasons, key=lambda r: -r.share)[: None if len(match.reasons) <= 8 else 7]:
        same = reason.request == reason.item or not reason.item
        words = visible_line(reason.request if same else f"{reason.request} = {reason.item}", 44)
        put(f"       {reason.share:5.3f} {bar(reason.share * 2, 6):6}  {words}  ({REASON_WORDS[reason.kind]})")
    rest = sorted(match.reasons, key=lambda r: -r.share)[7:] if len(match.reasons) > 8 else ()
    if rest:
        put(f"       {sum(r.share for r in rest):5.3f}         {len(rest)} smaller reasons")


def _put_folded(text: str, indent: str) -> None:
    for line in fold(text, indent):
        put(line)
