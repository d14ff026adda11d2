"""The JSON that other programs read. Its shapes are a contract: fields may be added, never renamed or removed."""

from collections.abc import Sequence
from typing import Any

from matchmaker.experience import Experience
from matchmaker.files import Source
from matchmaker.matches import Answer, Decision, Match, NeedAnswer, Reason
from matchmaker.offerings import Offering
from matchmaker.requests import Request

SCHEMA_VERSION = 1


def answer_json(answer: Answer) -> dict[str, Any]:
    """What `match --json` prints, and each line of `batch --format jsonl`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "model": answer.model,
        "request": {
            "id": answer.request_id,
            "text": answer.text,
            "language": answer.language,
            "country": answer.country,
        },
        "verdict": answer.verdict.value,
        "clarify": list(answer.clarify),
        "missing": list(answer.missing),
        "needs": [_need(need) for need in answer.needs],
        "offerings": [_offering_match(match) for match in answer.offerings],
        "experience": [_experience_match(match) for match in answer.experience],
    }


def _need(answer: NeedAnswer) -> dict[str, Any]:
    return {
        "text": answer.need.text,
        "start": answer.need.start,
        "end": answer.need.end,
        "verdict": answer.verdict.value,
        "missing": list(answer.missing),
        "offerings": [_offering_match(match) for match in answer.offerings],
        "experience": [_experience_match(match) for match in answer.experience],
    }


def _offering_match(match: Match) -> dict[str, Any]:
    return {
        "rank": match.rank,
        "id": match.id,
        "title": match.title,
        "provider": match.provider,
        "types": list(match.types),
        **_scored(match),
    }


def _experience_match(match: Match) -> dict[str, Any]:
    return {
        "rank": match.rank,
        "id": match.id,
        "provider": match.provider,
        "partner": match.partner,
        "activities": list(match.activities),
        **_scored(match),
    }


def _scored(match: Match) -> dict[str, Any]:
    return {
        "score": match.score,
        "reasons": [_reason(reason) for reason in match.reasons],
        "type_offered": match.type_offered,
        "overruled": match.overruled or None,
        "notes": list(match.notes),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"kind": reason.kind.value, "request": reason.request, "item": reason.item, "share": reason.share}


def offering_json(offering: Offering) -> dict[str, Any]:
    """One entry of `offerings list --json`. The contact is left out; `export --with-contacts` gives it."""
    return {
        "id": offering.id,
        "source": _source_name(offering.source, offering.id),
        "title": offering.title,
        "text": offering.text,
        "provider": offering.provider,
        "institution": offering.institution,
        "types": list(offering.types),
        "other_type": offering.other_type,
        "outreach": {
            "global": offering.outreach.is_global,
            "regions": list(offering.outreach.regions),
            "countries": list(offering.outreach.countries),
        },
        "countries": list(offering.countries),
        "articles": list(offering.articles),
        "topics": list(offering.topics),
        "language": offering.language,
        "languages_of_work": list(offering.languages_of_work),
        "link": offering.link,
        "conditions": offering.conditions,
        "capacity": offering.capacity,
        "valid_until": _iso(offering.valid_until),
        "last_confirmed": _iso(offering.last_confirmed),
        "placeholder": offering.placeholder,
        "withdrawn": offering.withdrawn,
        "place": _place(offering.source),
    }


def experience_json(experience: Experience) -> dict[str, Any]:
    """One entry of `experience list --json`."""
    return {
        "id": experience.id,
        "source": _source_name(experience.source, experience.id),
        "title": experience.title,
        "provider": experience.provider,
        "partner": experience.partner,
        "institution": experience.institution,
        "activities": [activity.text for activity in experience.activities],
        "kinds": [activity.kind for activity in experience.activities],
        "types": list(experience.types),
        "articles": list(experience.articles),
        "topics": list(experience.topics),
        "status": experience.status,
        "started": _iso(experience.started),
        "ended": _iso(experience.ended),
        "language": experience.language,
        "link": experience.link,
        "placeholder": experience.placeholder,
        "withdrawn": experience.withdrawn,
        "place": _place(experience.source),
    }


def request_json(request: Request) -> dict[str, Any]:
    """One entry of `requests list --json`. The contact is left out."""
    return {
        "id": request.id,
        "source": _source_name(request.source, ""),
        "text": request.text,
        "country": request.country,
        "language": request.language,
        "types": list(request.types),
        "articles": list(request.articles),
        "received_on": _iso(request.received_on),
        "channel": request.channel,
        "body": request.body,
        "urgency": request.urgency.value,
        "due_on": _iso(request.due_on),
        "languages_of_work": list(request.languages_of_work),
        "delivery": request.delivery,
        "readiness": dict(request.readiness),
        "confidential": request.confidential,
        "state": request.state.value,
        "owner": request.owner,
        "next_action": request.next_action,
        "next_action_on": _iso(request.next_action_on),
        "notes": request.notes,
        "version": request.version,
        "place": _place(request.source),
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    """One entry of the log of decisions."""
    return {
        "seq": decision.seq,
        "request": decision.request_id,
        "item": decision.item_id,
        "kind": decision.kind.value,
        "step": decision.step.value,
        "reason": decision.reason_code,
        "note": decision.note,
        "need": decision.need,
        "undoes": decision.undoes,
        "model": decision.model,
        "score": decision.score,
        "who": decision.who,
        "at": _iso(decision.at),
    }


def refresh_json(files: Sequence[dict[str, Any]], *, dry_run: bool) -> dict[str, Any]:
    """What `refresh --json` prints."""
    return {"schema_version": SCHEMA_VERSION, "dry_run": dry_run, "files": list(files)}


def _iso(moment: Any) -> str | None:
    return None if moment is None else str(moment.isoformat())


def _source_name(source: Source | None, id_: str) -> str:
    return source.name if source else id_.partition(":")[0] if ":" in id_ else ""


def _place(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {"file": source.file, "sha256": source.sha256, "place": source.place, "at": _iso(source.at)}
