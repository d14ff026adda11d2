"""Exported cells: our own records as named cells and back, for every format we write, without loss.

A list is written with "; " between its entries, or as JSON where an entry holds a semicolon, a line end or looks like
JSON. The cell `matchmaker` says what a row is and that we wrote it; only then is it read back by `record_of`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from matchmaker.exchange.contacts import REMOVED, scrub
from matchmaker.exchange.drafts import Record, activity
from matchmaker.experience import Experience
from matchmaker.offerings import Offering, Outreach
from matchmaker.requests import Request, State, Urgency

MARK = "matchmaker"
OFFERING_COLUMNS = (
    "id", "source", "title", "text", "provider", "types", "other_type", "outreach", "countries", "institution",
    "contact", "link", "language", "languages_of_work", "articles", "topics", "capacity", "conditions", "valid_until",
    "last_confirmed", "placeholder",
)  # fmt: skip
EXPERIENCE_COLUMNS = (
    "id", "source", "title", "provider", "partner", "activities", "activity_kinds", "activity_ids", "institution",
    "types", "articles", "topics", "status", "started", "ended", "link", "language", "placeholder",
)  # fmt: skip
REQUEST_COLUMNS = (
    "id", "source", "text", "country", "language", "types", "articles", "received_on", "channel", "body", "contact",
    "urgency", "due_on", "languages_of_work", "delivery", "readiness", "confidential", "state", "owner", "next_action",
    "next_action_on", "notes",
)  # fmt: skip
_TEXTS = frozenset(
    {
        "title",
        "text",
        "other_type",
        "institution",
        "conditions",
        "activities",
        "body",
        "notes",
        "next_action",
        "status",
        "owner",
    }
)
Cells = dict[str, str]


def columns_for(kinds: Iterable[type[Record]], *, with_contacts: bool) -> tuple[str, ...]:
    """The columns of a table of these kinds of records, the mark first."""
    named = {Offering: OFFERING_COLUMNS, Experience: EXPERIENCE_COLUMNS, Request: REQUEST_COLUMNS}
    found = dict.fromkeys(name for kind in kinds for name in named[kind])
    return (MARK, *(name for name in found if name != "contact" or with_contacts))


def joined(values: Iterable[object]) -> str:
    """A list as one cell."""
    texts = [str(value) for value in values]
    plain = not any(";" in text or "\n" in text or text.strip() != text or not text for text in texts)
    if plain and not (texts and texts[0].startswith("[")):
        return "; ".join(texts)
    return json.dumps(texts, ensure_ascii=False)


def parted(cell: str) -> tuple[str, ...]:
    """The list that `joined` made a cell of."""
    if cell.startswith("["):
        return tuple(str(value) for value in json.loads(cell))
    return tuple(part for part in cell.split("; ") if part)


def _lines(values: Iterable[str]) -> str:
    """Texts as lines of one cell, or as JSON where a text has lines of its own."""
    texts = list(values)
    if any("\n" in text or not text or text != text.strip() for text in texts) or (texts and texts[0].startswith("[")):
        return json.dumps(texts, ensure_ascii=False)
    return "\n".join(texts)


def _unlined(cell: str) -> tuple[str, ...]:
    return tuple(json.loads(cell)) if cell.startswith("[") else tuple(cell.split("\n")) if cell else ()


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def cells_of(record: Record, *, with_contacts: bool = False) -> Cells:
    """The cells of a record. Without contacts, addresses and telephone numbers in its texts are taken out too."""
    if isinstance(record, Offering):
        cells = _offering_cells(record)
    elif isinstance(record, Experience):
        cells = _experience_cells(record)
    else:
        cells = _request_cells(record)
    cells["source"] = record.source.name if record.source is not None else ""
    if with_contacts:
        return cells
    cells.pop("contact", None)
    return {name: scrub(cell) if name in _TEXTS else cell for name, cell in cells.items()}


def _offering_cells(o: Offering) -> Cells:
    return {
        MARK: "offering", "id": o.id, "title": o.title, "text": o.text, "provider": o.provider,
        "types": joined(o.types), "other_type": o.other_type,
        "outreach": joined((*o.outreach.regions, *o.outreach.countries)),
        "countries": joined(o.countries), "institution": o.institution, "contact": o.contact, "link": o.link,
        "language": o.language or "", "languages_of_work": joined(o.languages_of_work), "articles": joined(o.articles),
        "topics": joined(o.topics), "capacity": "" if o.capacity is None else str(o.capacity),
        "conditions": o.conditions, "valid_until": _day(o.valid_until), "last_confirmed": _day(o.last_confirmed),
        "placeholder": "yes" if o.placeholder else "",
    }  # fmt: skip


def _experience_cells(e: Experience) -> Cells:
    return {
        MARK: "experience", "id": e.id, "title": e.title, "provider": e.provider, "partner": e.partner,
        "activities": _lines(done.text for done in e.activities),
        "activity_kinds": ";".join(done.kind for done in e.activities), "activity_ids": _ids_of(e),
        "institution": e.institution,
        "types": joined(e.types), "articles": joined(e.articles), "topics": joined(e.topics), "status": e.status,
        "started": _day(e.started), "ended": _day(e.ended), "link": e.link, "language": e.language or "",
        "placeholder": "yes" if e.placeholder else "",
    }  # fmt: skip


def _ids_of(e: Experience) -> str:
    """The ids of the activities where they are not those we would make of their texts."""
    usual = all(activity(done.text).id == done.id for done in e.activities)
    return "" if usual else ";".join(done.id for done in e.activities)


def _request_cells(r: Request) -> Cells:
    return {
        MARK: "request", "id": r.id, "text": r.text, "country": r.country or "", "language": r.language or "",
        "types": joined(r.types), "articles": joined(r.articles), "received_on": _day(r.received_on),
        "channel": r.channel, "body": r.body, "contact": r.contact, "urgency": r.urgency.value,
        "due_on": _day(r.due_on), "languages_of_work": joined(r.languages_of_work), "delivery": r.delivery,
        "readiness": "; ".join(f"{law}={answer}" for law, answer in r.readiness),
        "confidential": "yes" if r.confidential else "", "state": r.state.value, "owner": r.owner,
        "next_action": r.next_action, "next_action_on": _day(r.next_action_on), "notes": r.notes,
    }  # fmt: skip


# -- back -------------------------------------------------------------------------------------------------------------
def record_of(cells: Mapping[str, str]) -> Record:
    """The record that `cells_of` made these cells of. Raises ValueError or KeyError where the cells are not ours.

    `contact` is `REMOVED` where contacts were left out of the file: nothing is known of it. See `restored`.
    """
    makers: dict[str, Callable[[Mapping[str, str]], Record]] = {
        "offering": _offering_of,
        "experience": _experience_of,
        "request": _request_of,
    }
    return makers[cells[MARK]](cells)


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _offering_of(c: Mapping[str, str]) -> Offering:
    outreach = parted(c["outreach"])
    coded = tuple(place for place in outreach if len(place) == 3 and place.isupper())
    return Offering(
        id=c["id"], title=c["title"], text=c["text"], provider=c["provider"], types=parted(c["types"]),
        other_type=c["other_type"], outreach=Outreach(tuple(place for place in outreach if place not in coded), coded),
        countries=parted(c["countries"]), institution=c["institution"], contact=c.get("contact", REMOVED),
        link=c["link"], language=c["language"] or None, languages_of_work=parted(c["languages_of_work"]),
        articles=tuple(map(int, parted(c["articles"]))), topics=parted(c["topics"]),
        capacity=int(c["capacity"]) if c["capacity"] else None, conditions=c["conditions"],
        valid_until=_date(c["valid_until"]), last_confirmed=_date(c["last_confirmed"]),
        placeholder=c["placeholder"] == "yes",
    )  # fmt: skip


def _experience_of(c: Mapping[str, str]) -> Experience:
    kinds = c["activity_kinds"].split(";")
    texts = _unlined(c["activities"])
    if texts and len(kinds) != len(texts):
        raise ValueError("activities and activity_kinds do not agree")
    done = tuple(activity(text, kind) for text, kind in zip(texts, kinds, strict=False))
    if c.get("activity_ids"):
        done = tuple(replace(one, id=named) for one, named in zip(done, c["activity_ids"].split(";"), strict=True))
    return Experience(
        id=c["id"], title=c["title"], provider=c["provider"], partner=c["partner"], activities=done,
        institution=c["institution"], types=parted(c["types"]), articles=tuple(map(int, parted(c["articles"]))),
        topics=parted(c["topics"]), status=c["status"], started=_date(c["started"]), ended=_date(c["ended"]),
        link=c["link"], language=c["language"] or None, placeholder=c["placeholder"] == "yes",
    )  # fmt: skip


def _request_of(c: Mapping[str, str]) -> Request:
    pairs = (part.split("=", 1) for part in c["readiness"].split("; ") if "=" in part)
    return Request(
        id=c["id"], text=c["text"], country=c["country"] or None, language=c["language"] or None,
        types=parted(c["types"]), articles=tuple(map(int, parted(c["articles"]))), received_on=_date(c["received_on"]),
        channel=c["channel"], body=c["body"], contact=c.get("contact", REMOVED), urgency=Urgency(c["urgency"]),
        due_on=_date(c["due_on"]), languages_of_work=parted(c["languages_of_work"]), delivery=c["delivery"],
        readiness=tuple((law, answer) for law, answer in pairs), confidential=c["confidential"] == "yes",
        state=State(c["state"]), owner=c["owner"], next_action=c["next_action"],
        next_action_on=_date(c["next_action_on"]), notes=c["notes"],
    )  # fmt: skip


def restored(record: Record, stored: Record) -> Record:
    """`record`, read from an export without contacts, with what was taken out put back from the stored one.

    A text that equals the stored text with contacts taken out is that text; `REMOVED` as contact is the stored contact.
    """
    if isinstance(record, Experience) and isinstance(stored, Experience):
        known = {scrub(done.text): done for done in stored.activities}
        return replace(record, activities=tuple(known.get(done.text, done) for done in record.activities))
    changes: dict[str, str] = {}
    for name in (*_TEXTS, "contact"):
        mine, theirs = getattr(record, name, None), getattr(stored, name, None)
        if (
            isinstance(mine, str)
            and isinstance(theirs, str)
            and mine != theirs
            and (mine == scrub(theirs) or (name == "contact" and mine == REMOVED))
        ):
            changes[name] = theirs
    return replace(record, **changes)  # type: ignore[arg-type]


# -- JSON -------------------------------------------------------------------------------------------------------------
_LISTS = frozenset(["types", "outreach", "countries", "languages_of_work", "topics"])


def structured(cells: Mapping[str, str]) -> dict[str, object]:
    """Cells as the values of a JSON object: lists as arrays, articles and capacity as numbers."""
    found: dict[str, object] = dict(cells)
    for name, cell in cells.items():
        if name in _LISTS:
            found[name] = list(parted(cell))
        elif name == "articles":
            found[name] = [int(number) for number in parted(cell)]
        elif name == "activities":
            found[name] = list(_unlined(cell))
        elif name in ("activity_kinds", "activity_ids"):
            found[name] = cell.split(";") if cell or (cells.get("activities") and name == "activity_kinds") else []
        elif name == "capacity":
            found[name] = int(cell) if cell else None
        elif name in ("placeholder", "confidential"):
            found[name] = cell == "yes"
    return found


def unstructured(entry: Mapping[str, object]) -> Cells:
    """The cells that `structured` was given."""
    cells: Cells = {}
    for name, value in entry.items():
        if isinstance(value, list):
            texts = [str(item) for item in value]
            between = name in ("activity_kinds", "activity_ids")
            cells[name] = ";".join(texts) if between else _lines(texts) if name == "activities" else joined(texts)
        elif isinstance(value, bool):
            cells[name] = "yes" if value else ""
        else:
            cells[name] = "" if value is None else str(value)
    return cells
