"""OCDS releases and records, alone, in packages or one on each line: contracting processes as links of evidence.

A process (one `ocid`) is experience of its buyer: what was bought, in which country, with the link to the published
release. Releases of one process are joined, the newest word counting.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from matchmaker.exchange.drafts import Reading
from matchmaker.exchange.json_values import Unfit
from matchmaker.exchange.mapping import Mapping
from matchmaker.exchange.table import TableRows, Task
from matchmaker.exchange.table_reading import read_table
from matchmaker.exchange.tables import Broken, Row

HEADER = (
    "ocid",
    "title",
    "description",
    "publisher",
    "buyer",
    "country",
    "status",
    "date",
    "link",
    "language",
    "categories",
    "kind",
)
_FIELDS = (
    "id",
    "title",
    "text",
    "provider",
    "institution",
    "partner",
    "status",
    "started",
    "link",
    "language",
    "sector",
    "kind",
)


Values = Callable[[], Iterable[tuple[str, Any]]]
"""The JSON values of a file, each with where it stands: the one of a JSON file, or one for each line."""


def is_ocds(value: Any) -> bool:
    """Whether a JSON value is a release, a record, or a package of either."""
    if not isinstance(value, dict):
        return False
    records = value.get("records")
    first = records[0] if isinstance(records, list) and records else None
    return "ocid" in value or "releases" in value or (isinstance(first, dict) and "ocid" in first)


def read_ocds(reading: Reading, task: Task, values: Values) -> Reading:
    """Releases, records or packages as a reading, one row for each contracting process."""
    reading.format = "ocds"
    for _, value in islice(values(), 1):
        if isinstance(value, dict) and not value.get("version"):
            reading.note("The package does not say which version of OCDS it follows.")
        if _object(_object(value).get("links")).get("next"):
            reading.cut_off("it is one page of several and names a next one")
    otherwise = task.origin.source or task.path.stem
    fixed = Mapping({field: (index,) for index, field in enumerate(_FIELDS)})
    reading.note("Contracting processes are kept as experience that points to what was published.")
    return read_table(reading, task, lambda: _rows(values(), otherwise, reading), header=HEADER, fixed=fixed)


def _rows(values: Iterable[tuple[str, Any]], otherwise: str, reading: Reading) -> TableRows:
    """A row for each process, in the order in which they come first; a later release adds to what is known."""
    processes: dict[str, tuple[str, list[str]]] = {}
    releases = number = 0
    for place, package in values:
        if isinstance(package, Broken):
            number += 1
            yield package
            continue
        said = _Package(_object(package), otherwise)
        for release in _releases(package):
            releases += 1
            where = f"release {releases}" if not place else f"{place}, release {releases}"
            if not isinstance(release, dict) or not isinstance(release.get("ocid"), str):
                number += 1
                fix = "Every release names its contracting process."
                yield Broken(releases, where, "the release has no ocid", fix, str(release)[:200], "ocid")
                continue
            cells = said.cells(release)
            first, known = processes.get(release["ocid"], (where, cells))
            processes[release["ocid"]] = (first, _joined(known, cells))
    if releases > len(processes) + number:
        reading.note(f"{releases:,} releases tell of {len(processes):,} contracting processes.")
    for row, (place, cells) in enumerate(processes.values(), number + 1):
        cells[1] = cells[1] or cells[-1]
        yield Row(row, place, cells[:-1])


def _joined(known: list[str], cells: list[str]) -> list[str]:
    """What two releases of a process say together: of what both say, the word of the younger one."""
    when = HEADER.index("date")
    older, younger = (known, cells) if cells[when] >= known[when] else (cells, known)
    return [new or old for old, new in zip(older, younger, strict=True)]


def _releases(value: Any) -> Iterator[Any]:
    """The releases of a package, a record or a release; of a record its compiled release where it has one."""
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        for record in value["records"]:
            yield from _releases(record)
    elif isinstance(value, dict) and isinstance(value.get("compiledRelease"), dict):
        yield {"ocid": value.get("ocid"), **value["compiledRelease"]}
    elif isinstance(value, dict) and isinstance(value.get("releases"), list):
        yield from value["releases"]
    else:
        yield value


class _Package:
    """What a package says of all its releases."""

    def __init__(self, package: dict[str, Any], otherwise: str) -> None:
        self._publisher = _named(package.get("publisher")) or otherwise
        self._published = _word(package.get("publishedDate"))
        self._uri = _word(package.get("uri"))

    def cells(self, release: dict[str, Any]) -> list[str]:
        """A release as a row of `HEADER`, and the title of an award, for a process that has no other."""
        tender = _object(release.get("tender"))
        buyer = _object(release.get("buyer"))
        awards = [award for award in _list(release.get("awards")) if isinstance(award, dict)]
        return [
            release["ocid"],
            _word(tender.get("title")),
            _word(tender.get("description")) or _word(release.get("description")),
            self._publisher,
            _named(buyer) or _named(tender.get("procuringEntity")),
            _country(release, buyer),
            _word(tender.get("status")) or ";".join(_word(tag) for tag in _list(release.get("tag"))),
            (_word(release.get("date")) or self._published)[:10],
            _link(tender) or self._uri,
            _word(release.get("language")),
            _word(tender.get("mainProcurementCategory")),
            "experience",
            next((_word(award["title"]) for award in awards if award.get("title")), ""),
        ]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | Unfit) else str(value)


def _named(value: Any) -> str:
    return _word(_object(value).get("name"))


def _country(release: dict[str, Any], buyer: dict[str, Any]) -> str:
    """The buyer's country: from its address, or from the party that has its id."""
    parties = [_object(party) for party in _list(release.get("parties"))]
    same = [party for party in parties if party.get("id") == buyer.get("id")] + [
        party
        for party in parties
        if {"buyer", "procuringEntity"} & {role for role in _list(party.get("roles")) if isinstance(role, str)}
    ]
    for holder in (buyer, *same):
        address = _object(holder.get("address"))
        if address.get("countryName") or address.get("country"):
            return _word(address.get("countryName") or address.get("country"))
    return ""


def _link(tender: dict[str, Any]) -> str:
    return next(
        (
            _word(_object(document).get("url"))
            for document in _list(tender.get("documents"))
            if _object(document).get("url")
        ),
        "",
    )
