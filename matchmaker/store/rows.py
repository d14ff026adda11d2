"""Rows and records: the one place that knows which column holds what.

Each kind has its columns in order, a function from record to row, and one from row to record. A row of the catalogue
starts with the columns that say what the record is; a 64-bit digest of those tells quickly whether it changed.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache, wraps
from hashlib import blake2b
from typing import Any, ParamSpec, TypeVar

from matchmaker.errors import WorkspaceError
from matchmaker.experience import Activity, Experience
from matchmaker.files import Source
from matchmaker.matches import Decision, Kind, Step
from matchmaker.offerings import Offering, Outreach
from matchmaker.requests import Request, State, Urgency

Row = tuple[Any, ...]
Given = ParamSpec("Given")
Made = TypeVar("Made")

OFFERING = (
    "provider", "title", "types", "other_type", "outreach_regions", "outreach_countries", "countries", "institution",
    "contact", "link", "language", "languages_of_work", "articles", "topics", "capacity", "conditions", "valid_until",
    "last_confirmed", "text",
)  # fmt: skip
EXPERIENCE = (
    "provider", "partner", "title", "institution", "types", "articles", "topics", "status", "started", "ended", "link",
    "language",
)  # fmt: skip
REQUEST = (
    "state", "country", "language", "types", "articles", "received_on", "channel", "body", "contact", "urgency",
    "due_on", "languages_of_work", "delivery", "readiness", "confidential", "owner", "next_action", "next_action_on",
    "notes", "text",
)  # fmt: skip
RECEIVED = (
    "country", "language", "types", "articles", "received_on", "channel", "body", "contact", "urgency", "due_on",
    "languages_of_work", "delivery", "readiness", "confidential", "text",
)  # fmt: skip
"""The columns of a request that come from whoever sent it; the others belong to the coordinators."""


@lru_cache(maxsize=4096)
def listed(values: tuple[Any, ...]) -> str:
    """A tuple as the JSON array it is stored as."""
    return json.dumps(values, ensure_ascii=False) if values else "[]"


@lru_cache(maxsize=4096)
def unlisted(text: str) -> tuple[Any, ...]:
    """The tuple that a stored JSON array stands for."""
    return tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(text)) if text != "[]" else ()


@lru_cache(maxsize=4096)
def day(text: str | None) -> date | None:
    """A stored date."""
    return None if text is None else date.fromisoformat(text)


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime:
    """A stored instant."""
    return datetime.fromisoformat(text)


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def digest_of(record_id: str, values: Row) -> int:
    """A signed 64-bit digest of a record's id and content."""
    joined = "\x1f".join(["" if value is None else str(value) for value in values])
    found = blake2b(f"{record_id}\x1e{joined}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(found, signed=True)


def offering_values(o: Offering) -> Row:
    """The content of an offering in the order of `OFFERING`."""
    return (
        o.provider, o.title, listed(o.types), o.other_type, listed(o.outreach.regions), listed(o.outreach.countries),
        listed(o.countries), o.institution, o.contact, o.link, o.language, listed(o.languages_of_work),
        listed(o.articles), listed(o.topics), o.capacity, o.conditions, _iso(o.valid_until), _iso(o.last_confirmed),
        o.text,
    )  # fmt: skip


def experience_values(e: Experience) -> Row:
    """The content of an experience record, but for its activities, in the order of `EXPERIENCE`."""
    return (
        e.provider, e.partner, e.title, e.institution, listed(e.types), listed(e.articles), listed(e.topics), e.status,
        _iso(e.started), _iso(e.ended), e.link, e.language,
    )  # fmt: skip


def activities_values(e: Experience) -> str:
    """The activities of an experience record as one text, for its digest."""
    return activities_text((a.id, a.text, a.kind) for a in e.activities)


def activities_text(rows: Iterable[Sequence[str]]) -> str:
    """Ids, texts and kinds of activities as the text that digests cover."""
    return "\x1d".join(["\x1c".join(row) for row in rows])


def request_values(r: Request) -> Row:
    """The content of a request in the order of `REQUEST`."""
    return (
        r.state.value, r.country, r.language, listed(r.types), listed(r.articles), _iso(r.received_on), r.channel,
        r.body, r.contact, r.urgency.value, _iso(r.due_on), listed(r.languages_of_work), r.delivery,
        listed(r.readiness), int(r.confidential), r.owner, r.next_action, _iso(r.next_action_on), r.notes, r.text,
    )  # fmt: skip


def received_digest(r: Request) -> int:
    """A digest of what the sender of a request said, without its reference and what coordinators added."""
    values = dict(zip(REQUEST, request_values(r), strict=True))
    return digest_of("", tuple(values[name] for name in RECEIVED))


def or_damaged(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """A function that makes a record of stored values, so that values no record can have are named as damage."""

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        try:
            return make(*args, **kwargs)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            what = args[0] if isinstance(args[0], str) else args[0][:2] if isinstance(args[0], tuple) else "?"
            raise WorkspaceError(
                f"The record {what} in the database is damaged ({error}).",
                "Run `matchmaker doctor`, then `matchmaker restore` with the last good backup.",
            ) from error

    return made


@or_damaged
def offering_of(record_id: str, v: Row, source: Source | None, *, withdrawn: bool, placeholder: bool) -> Offering:
    """The offering of stored values in the order of `OFFERING`."""
    return Offering(
        id=record_id, provider=v[0], title=v[1], types=unlisted(v[2]), other_type=v[3],
        outreach=Outreach(unlisted(v[4]), unlisted(v[5])), countries=unlisted(v[6]), institution=v[7], contact=v[8],
        link=v[9], language=v[10], languages_of_work=unlisted(v[11]), articles=unlisted(v[12]),
        topics=unlisted(v[13]), capacity=v[14], conditions=v[15], valid_until=day(v[16]), last_confirmed=day(v[17]),
        text=v[18], withdrawn=withdrawn, placeholder=placeholder, source=source,
    )  # fmt: skip


@or_damaged
def experience_of(
    record_id: str,
    v: Row,
    activities: tuple[Activity, ...],
    source: Source | None,
    *,
    withdrawn: bool,
    placeholder: bool,
) -> Experience:
    """The experience record of stored values in the order of `EXPERIENCE`."""
    return Experience(
        id=record_id, provider=v[0], partner=v[1], title=v[2], institution=v[3], types=unlisted(v[4]),
        articles=unlisted(v[5]), topics=unlisted(v[6]), status=v[7], started=day(v[8]), ended=day(v[9]), link=v[10],
        language=v[11], activities=activities, withdrawn=withdrawn, placeholder=placeholder, source=source,
    )  # fmt: skip


# Looking a member up is several times quicker than calling the enumeration, which shows at 100,000 requests.
STATES = {state.value: state for state in State}
URGENCIES = {urgency.value: urgency for urgency in Urgency}


@or_damaged
def request_of(
    record_id: str, v: Row, version: int, changed_at: str, changed_by: str, source: Source | None
) -> Request:
    """The request of stored values in the order of `REQUEST`."""
    return Request(
        id=record_id, state=STATES[v[0]], country=v[1], language=v[2], types=unlisted(v[3]), articles=unlisted(v[4]),
        received_on=day(v[5]), channel=v[6], body=v[7], contact=v[8], urgency=URGENCIES[v[9]], due_on=day(v[10]),
        languages_of_work=unlisted(v[11]), delivery=v[12], readiness=unlisted(v[13]), confidential=bool(v[14]),
        owner=v[15], next_action=v[16], next_action_on=day(v[17]), notes=v[18], text=v[19], version=version,
        changed_at=datetime.fromisoformat(changed_at), changed_by=changed_by, source=source,
    )  # fmt: skip


DECISION = "seq, request_id, offering_id, experience_id, step, reason_code, note, need, undoes, model, score, who, at"


@or_damaged
def decision_of(row: Row) -> Decision:
    """The decision of a row with the columns of `DECISION`."""
    seq, request_id, offering_id, experience_id, step, code, note, need, undoes, model, score, who, at = row
    return Decision(
        seq, request_id, offering_id or experience_id, Kind.OFFERING if offering_id else Kind.EXPERIENCE, Step(step),
        code, note, need, undoes, model, score, who, datetime.fromisoformat(at),
    )  # fmt: skip
