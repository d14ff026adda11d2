"""OCDS release packages: contracting processes as links of evidence.

A process (one `ocid`) is experience of its buyer: what was bought, in which country, with the link to the published
release. Releases of one process are joined, the newest word counting.
"""

from collections.abc import Iterator
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


def read_ocds(reading: Reading, task: Task, package: dict[str, Any]) -> Reading:
    """A release package (or a single release) as a reading."""
    reading.format = "ocds"
    releases = package.get("releases", [package])
    publisher = _named(package.get("publisher")) or task.origin.source or task.path.stem
    published = str(package.get("publishedDate") or "")[:10]
    if not package.get("version"):
        reading.note("The package does not say which version of OCDS it follows.")
    if package.get("links", {}) and isinstance(package["links"], dict) and package["links"].get("next"):
        reading.cut_off("it is one page of several and names a next one")
    uri = str(package.get("uri") or "")
    fixed = Mapping({field: (index,) for index, field in enumerate(_FIELDS)})

    def rows() -> TableRows:
        yield from _rows(releases if isinstance(releases, list) else [], publisher, published, uri)

    reading.note("Contracting processes are kept as experience that points to what was published.")
    return read_table(reading, task, rows, header=HEADER, fixed=fixed)


def _rows(releases: list[Any], publisher: str, published: str, uri: str) -> Iterator[Row | Broken]:
    for number, release in enumerate(releases, 1):
        place = f"release {number}"
        if not isinstance(release, dict) or not isinstance(release.get("ocid"), str):
            yield Broken(
                number,
                place,
                "the release has no ocid",
                "Every release names its contracting process.",
                str(release)[:200],
                "ocid",
            )
            continue
        tender = _object(release.get("tender"))
        buyer = _object(release.get("buyer"))
        awards = [award for award in _list(release.get("awards")) if isinstance(award, dict)]
        cells = [
            release["ocid"],
            _word(tender.get("title"))
            or next((_word(award.get("title")) for award in awards if award.get("title")), ""),
            _word(tender.get("description")) or _word(release.get("description")),
            publisher,
            _named(buyer) or _named(tender.get("procuringEntity")),
            _country(release, buyer),
            _word(tender.get("status")) or ";".join(_word(tag) for tag in _list(release.get("tag"))),
            (_word(release.get("date")) or published)[:10],
            _link(tender) or uri,
            _word(release.get("language")),
            _word(tender.get("mainProcurementCategory")),
            "experience",
        ]
        yield Row(number, place, cells)


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
