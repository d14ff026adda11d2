"""Real exports, read with no profile: nearly all rows become records with everything in its place."""

from pathlib import Path

import pytest

from matchmaker.experience import Experience
from matchmaker.offerings import Offering
from tests.exchange.files import outcomes
from tests.shared import SHARED, needs_shared

EXPORTS = (
    sorted(path for path in (SHARED / "exports").rglob("*") if path.suffix in (".csv", ".xml", ".xlsx", ".xls"))
    if SHARED.is_dir()
    else []
)


def in_place(record: object) -> bool:
    """Title, text, country and organisation are where they belong."""
    assert isinstance(record, Offering | Experience)
    text = record.text if isinstance(record, Offering) else record.activities[0].text
    places = record.outreach.countries + record.outreach.regions if isinstance(record, Offering) else (record.partner,)
    return bool(record.title and text and record.provider and places) and len(record.provider) < 200


@needs_shared
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nearly_all_rows_become_records(path: Path) -> None:
    found = outcomes(path)
    placed = sum(1 for draft in found.kept if in_place(draft.record))
    assert found.reading.rows > 0
    assert placed + len(found.duplicates) >= 0.95 * found.reading.rows
    assert all(problem.reason and problem.fix for problem in found.problems)


@needs_shared
@pytest.mark.parametrize(
    ("name", "providers", "partners"),
    [
        ("xlsx/Brazil_2005-2011_raw_data.xlsx", {"BRA"}, {"AFG", "HTI", "PSE", "TLS", "COD"}),
        ("xlsx/Cyprus_cooperation_data.xlsx", {"CYP"}, {"EGY", "LBN", "BIH"}),
        ("xlsx/Czech_re-export.xls", {"CZE"}, {"IND", "ZMB", "UKR"}),
        ("xlsx/Lithuania_2009_formated.xlsx", {"LTU"}, {"AFG", "TJK"}),
        ("xlsx/liechtenstein_export_for_raw.xlsx", {"LIE"}, {"KHM", "AFG", "UGA"}),
        ("csv/HondurasAIMS/projects_ancillary.csv", {"CHN", "ESP"}, {"HND"}),
        ("csv/SenegalAIMS/projects.csv", {"ESP", "JPN", "International Commercial Bank Senegal"}, {"SEN"}),
        ("csv/iati_datastore_governance.csv", {"GBR", "SWE", "DEU"}, {"IND", "KEN", "BIH"}),
        ("csv/worldbank_windows1252.csv", {"World Bank"}, {"AFG", "ARG", "BGD"}),
        ("iati/iati_1.04_SenegalAIMS_GeocodedResearchRelease.xml", {"ESP", "JPN"}, {"SEN"}),
        ("iati/iati_2.03_ColombiaAIMS_GeocodedResearchRelease.xml", {"SWE", "USA", "JPN"}, {"COL"}),
    ],
)
def test_providers_and_partners_are_told_apart(name: str, providers: set[str], partners: set[str]) -> None:
    records = [record for draft in outcomes(SHARED / "exports" / name).kept for record in draft.records]
    assert providers <= {record.provider for record in records}
    assert partners <= {record.partner for record in records if isinstance(record, Experience)}


@needs_shared
def test_a_row_for_each_place_of_a_project_makes_one_project() -> None:
    found = outcomes(SHARED / "exports" / "csv" / "worldbank_windows1252.csv")
    assert len(found.drafts) < 300 < 2_000 < len(found.duplicates)
    assert not found.problems
