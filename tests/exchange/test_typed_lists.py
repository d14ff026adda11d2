"""Cells that list several values beside cells that list their types, as flat exports of IATI have them."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from matchmaker.exchange.typed_lists import parts_of, typed, types_of, untyped
from matchmaker.experience import Experience
from tests.exchange.files import AT, Outcomes, outcomes, written

FLAT = {
    "iati_identifier": "XX-1-{n}",
    "reporting_org_narrative": "Agency of works",
    "title_narrative": "Support to audit office {n}",
    "description_narrative": r"Training of auditors\, with manuals\, in province {n}",
    "participating_org_role": "1,4,2",
    "participating_org_narrative": r"Norway,Ministry of Finance\, Audit office {n},Sweden",
    "activity_status_code": "2",
    "activity_date_type": "1,2,3",
    "activity_date_iso_date": "2015-01-01T00:00:00Z,2015-02-03T00:00:00Z,2017-12-31T00:00:00Z",
    "recipient_country_code": "KE",
}


def flat(folder: Path, **changed: str) -> Outcomes:
    columns = {name: cell for name, cell in {**FLAT, **changed}.items() if cell != "-"}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        [list(columns), *([cell.replace("{n}", str(n)) for cell in columns.values()] for n in range(1, 6))]
    )
    return outcomes(written(folder, text.getvalue()))


def first(found: Outcomes) -> Experience:
    assert (len(found.drafts), found.problems) == (5, [])
    record = found.drafts[0].record
    assert isinstance(record, Experience)
    return record


def test_dates_and_organisations_are_told_apart_by_their_types(tmp_path: Path) -> None:
    record = first(flat(tmp_path))
    assert (record.started, record.ended) == (date(2015, 2, 3), date(2017, 12, 31))
    assert (record.provider, record.institution) == ("NOR", "Ministry of Finance, Audit office 1")
    assert record.activities[0].text == "Training of auditors, with manuals, in province 1"


@pytest.mark.parametrize(
    ("types", "dates", "started", "ended"),
    [
        ("1,3", "2015-01-01,2017-12-31", date(2015, 1, 1), date(2017, 12, 31)),
        ("4,3,2,1", "2018-05-06,2017-12-31,2015-02-03,2015-01-01", date(2015, 2, 3), date(2018, 5, 6)),
        ("2", "2015-02-03", date(2015, 2, 3), None),
        ("start-planned|end-planned", "2015-01-01|2017-12-31", date(2015, 1, 1), date(2017, 12, 31)),
        ("Planned start; Actual end", "01/02/2015; 31/12/2017", date(2015, 2, 1), date(2017, 12, 31)),
        ("['1', '4']", "['2015-01-01', '2017-12-31']", date(2015, 1, 1), date(2017, 12, 31)),
        ('["2", "4"]', '["2015-01-01", null]', date(2015, 1, 1), None),
        ("9,2", "2010-01-01,2015-02-03", date(2015, 2, 3), None),
        ("2,2", "2015-02-03,2016-02-03", date(2015, 2, 3), None),
        ("1,2", ",2015-02-03", date(2015, 2, 3), None),
    ],
)
def test_dates_by_type(tmp_path: Path, types: str, dates: str, started: date, ended: date | None) -> None:
    record = first(flat(tmp_path, activity_date_type=types, activity_date_iso_date=dates))
    assert (record.started, record.ended) == (started, ended)


def test_a_column_of_its_own_for_each_end_comes_before_lists(tmp_path: Path) -> None:
    record = first(flat(tmp_path, **{"activity-date-start-actual": "2014-04-04"}))
    assert (record.started, record.ended) == (date(2014, 4, 4), date(2017, 12, 31))


def test_lists_of_unlike_length_are_left_out_and_told(tmp_path: Path) -> None:
    found = flat(tmp_path, activity_date_type="1,2,3,4", participating_org_role="1,4")
    record = first(found)
    assert (record.started, record.ended, record.provider) == (None, None, "Agency of works")
    notes = [note for note in found.reading.notes if "not as many of each" in note]
    assert len(notes) == 2 and all(note.startswith("5 rows list") for note in notes)


def test_dates_without_types_are_first_and_last(tmp_path: Path) -> None:
    record = first(flat(tmp_path, activity_date_type="-"))
    assert (record.started, record.ended) == (date(2015, 1, 1), date(2017, 12, 31))


def test_pairs_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    pairs = {"activity-date/0/@type": "2", "activity-date/0/@iso-date": "2015-02-03"}
    pairs |= {"activity-date/1/@iso-date": "2017-12-31", "activity-date/1/@type": "4"}
    found = flat(tmp_path, activity_date_type="-", activity_date_iso_date="-", **pairs)
    record = first(found)
    assert (record.started, record.ended) == (date(2015, 2, 3), date(2017, 12, 31))
    assert AT.year > 2017


def test_without_a_donor_among_them_the_reporting_organisation_gives(tmp_path: Path) -> None:
    record = first(flat(tmp_path, participating_org_role="4", participating_org_narrative=r"Court\, of audit {n}"))
    assert (record.provider, record.institution) == ("Agency of works", "Court, of audit 1")


def test_parts_are_split_only_where_as_many_are_wanted() -> None:
    assert parts_of("a, b; c, d", 2) == ["a, b", "c, d"]
    assert parts_of("a, b", 1) == ["a, b"]
    assert parts_of("a, b", 3) is None
    assert parts_of("", 0) == [] and parts_of("", 1) is None and parts_of("a", 0) is None
    assert untyped(["2015-01-01;2016-01-01", "['2017-01-01']"]) == ["2015-01-01", "2016-01-01", "2017-01-01"]
    assert types_of("Start_Planned, 2.0") == ("start-planned", "2")
    assert typed(["a"], ["x"], {"1": "one"}) == []


def test_a_list_made_to_be_slow_is_not(tmp_path: Path) -> None:
    for text in ("[" + "'\\" * 9_000 + "]", "[" * 20_000 + "]", "\\," * 10_000, "[" + '"' * 19_999 + "]"):
        assert parts_of(text, 3) is None or len(text) > 3
