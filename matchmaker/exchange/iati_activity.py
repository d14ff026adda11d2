"""IATI activities: one activity element of version 1 or 2 as the cells of a row under `HEADER`."""

from typing import Any

from matchmaker.exchange.places import region_of_code
from matchmaker.exchange.sectors import sector_name

HEADER = (
    "iati-identifier",
    "title",
    "description",
    "funding",
    "funding ref",
    "funding type",
    "participating",
    "reporting-org",
    "recipient-country",
    "recipient-name",
    "recipient-region",
    "sector",
    "activity-status",
    "start",
    "start planned",
    "end",
    "end planned",
    "link",
    "language",
    "contact",
)


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


_PREFERRED = ("en", "es", "fr", "pt")


_FUNDING = "1"


_ACCOUNTABLE = "2"


_EXTENDING = "3"


_IMPLEMENTING = "4"


_ROLES = {"funding": _FUNDING, "accountable": _ACCOUNTABLE, "extending": _EXTENDING, "implementing": _IMPLEMENTING}


_DATES = {"start-planned": "1", "start-actual": "2", "end-planned": "3", "end-actual": "4"}


def local_name(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def row_of(activity: Any) -> list[str]:
    spoken = (activity.get(_LANG) or "").lower()[:2]
    found: dict[str, list[Any]] = {}
    for child in activity:
        if isinstance(child.tag, str):
            found.setdefault(local_name(child.tag), []).append(child)
    titles = [told for element in found.get("title", []) for told in _narratives(element, spoken)]
    language = _main_language(titles, spoken)
    organisations = _organisations(found)
    funding = organisations[_FUNDING] or organisations[_EXTENDING] or organisations[_ACCOUNTABLE]
    doing = organisations[_IMPLEMENTING] or organisations[_EXTENDING] or organisations[_ACCOUNTABLE]
    reporting = _organisation(found["reporting-org"][0]) if "reporting-org" in found else ("", "", "")
    if not funding and reporting[0]:
        funding = [reporting]
    dates = _dates(found.get("activity-date", []))
    codes, names, regions = _recipients(found)
    return [
        "".join(_text(element) for element in found.get("iati-identifier", [])[:1]),
        _in_language(titles, language),
        _description(found, titles, language, spoken),
        " | ".join(name for name, _, _ in funding),
        funding[0][1] if funding else "",
        funding[0][2] if funding else "",
        " | ".join(dict.fromkeys(name for name, _, _ in doing if name)),
        reporting[0],
        ";".join(codes),
        ";".join(names),
        ";".join(regions),
        "; ".join(dict.fromkeys(filter(None, (_sector(element) for element in found.get("sector", []))))),
        _status(found),
        dates.get("2", ""),
        dates.get("1", ""),
        dates.get("4", ""),
        dates.get("3", ""),
        _link(found),
        language if _is_told(found.get("title", []), language) else "",
        _contact(found),
    ]


def _text(element: Any) -> str:
    return (element.text or "").strip()


def _narratives(element: Any, spoken: str) -> list[tuple[str, str]]:
    """The texts of an element with their languages: narratives (2.x), or its own text (1.x)."""
    own = (element.get(_LANG) or spoken).lower()[:2]
    told = [
        ((child.get(_LANG) or own).lower()[:2], " ".join("".join(child.itertext()).split("\r")).strip())
        for child in element
        if isinstance(child.tag, str) and local_name(child.tag) == "narrative"
    ]
    if not told and _text(element):
        told = [(own, _text(element))]
    return [(language, text) for language, text in told if text]


def _main_language(titles: list[tuple[str, str]], spoken: str) -> str:
    """The activity's own language when its title is given in it, else English, Spanish, French or Portuguese."""
    given = [language for language, _ in titles]
    if spoken in given and (spoken in _PREFERRED or not set(_PREFERRED) & set(given)):
        return spoken
    return next((language for language in _PREFERRED if language in given), given[0] if given else spoken)


def _is_told(elements: list[Any], language: str) -> bool:
    """Whether a title itself says that it is in this language; the activity's default is too often a template's."""
    return any((part.get(_LANG) or "").lower()[:2] == language for element in elements for part in (element, *element))


def _in_language(told: list[tuple[str, str]], language: str) -> str:
    return next((text for spoken, text in told if spoken == language), told[0][1] if told else "")


def _description(found: dict[str, list[Any]], titles: list[tuple[str, str]], language: str, spoken: str) -> str:
    """All descriptions in the main language, then what is said in others, titles included; nothing twice."""
    told = [narrative for element in found.get("description", []) for narrative in _narratives(element, spoken)]
    main = [text for given, text in told if given == language]
    others = [text for given, text in [*titles, *told] if given != language]
    parts = dict.fromkeys(main or [text for _, text in told[:1]])
    parts.update(dict.fromkeys(others if told or len(titles) > 1 else []))
    return "\n\n".join(parts)


def _organisation(element: Any) -> tuple[str, str, str]:
    """Name, reference and type of an organisation."""
    names = _narratives(element, "")
    name = _in_language(names, "en") if names else ""
    ref = (element.get("ref") or "").strip()
    return name or ref, ref, (element.get("type") or "").strip()


def _organisations(found: dict[str, list[Any]]) -> dict[str, list[tuple[str, str, str]]]:
    """Participating organisations by role (code of version 2)."""
    roles: dict[str, list[tuple[str, str, str]]] = {_FUNDING: [], _ACCOUNTABLE: [], _EXTENDING: [], _IMPLEMENTING: []}
    for element in found.get("participating-org", []):
        given = (element.get("role") or "").strip().lower()
        role = _ROLES.get(given, given)
        organisation = _organisation(element)
        if organisation[0] and role in roles:
            roles[role].append(organisation)
    return roles


def _recipients(found: dict[str, list[Any]]) -> tuple[list[str], list[str], list[str]]:
    """Codes and names of recipient countries, and names of regions; from transactions where the activity names none."""
    elements = found.get("recipient-country", []) + found.get("recipient-region", [])
    if not elements:
        for transaction in found.get("transaction", []):
            elements += [
                child
                for child in transaction
                if isinstance(child.tag, str) and local_name(child.tag).startswith("recipient-")
            ]
    codes: dict[str, None] = {}
    names: dict[str, None] = {}
    regions: dict[str, None] = {}
    for element in elements:
        code = (element.get("code") or "").strip()
        told = _in_language(_narratives(element, ""), "en")
        if local_name(element.tag) == "recipient-country":
            (codes if code else names)[code or told] = None
        elif region := (region_of_code(code) if (element.get("vocabulary") or "1") in ("1", "2") else None) or told:
            regions[region] = None
    return [code for code in codes if code], [name for name in names if name], list(regions)


def _sector(element: Any) -> str:
    told = _in_language(_narratives(element, ""), "en")
    vocabulary = (element.get("vocabulary") or "1").upper()
    return told or (sector_name(element.get("code") or "") if vocabulary in ("1", "2", "DAC", "DAC-3") else "")


def _status(found: dict[str, list[Any]]) -> str:
    for element in found.get("activity-status", []):
        return (element.get("code") or "").strip() or _in_language(_narratives(element, ""), "en")
    return ""


def _dates(elements: list[Any]) -> dict[str, str]:
    """Dates by the code of their type (1 planned start, 2 actual start, 3 planned end, 4 actual end)."""
    dates: dict[str, str] = {}
    for element in elements:
        kind = (element.get("type") or "").strip().lower()
        day = (element.get("iso-date") or "").strip() or _text(element)
        dates.setdefault(_DATES.get(kind, kind), day[:10])
    return dates


def _link(found: dict[str, list[Any]]) -> str:
    for element in found.get("activity-website", []):
        if _text(element):
            return _text(element)
    for element in found.get("document-link", []):
        if element.get("url"):
            return str(element.get("url"))
    return ""


def _contact(found: dict[str, list[Any]]) -> str:
    for element in found.get("contact-info", []):
        told = {local_name(child.tag): child for child in element if isinstance(child.tag, str)}
        parts = [
            _in_language(_narratives(told[name], ""), "en")
            for name in ("organisation", "person-name", "email")
            if name in told
        ]
        return ", ".join(part for part in parts if part)
    return ""
