"""OCDS packages as links of evidence; and the table of ids, which must be exact at any size."""

import json
import random
from pathlib import Path

from matchmaker.exchange.seen import CONFLICT, Seen, digest
from matchmaker.experience import Experience
from tests.exchange.files import outcomes, written


def test_a_release_is_experience_that_points_to_what_was_published(tmp_path: Path) -> None:
    release = {
        "ocid": "ocds-abc-1",
        "date": "2021-05-06T00:00:00Z",
        "language": "es",
        "tag": ["tender"],
        "parties": [
            {"id": "B1", "name": "Ministerio de Obras", "roles": ["buyer"], "address": {"countryName": "Paraguay"}}
        ],
        "buyer": {"id": "B1", "name": "Ministerio de Obras"},
        "tender": {
            "title": "Construcción de escuelas",
            "description": "Dos escuelas rurales.",
            "status": "complete",
            "documents": [{"url": "https://example.org/pliego.pdf"}],
        },
    }
    package = {
        "uri": "https://example.org/p",
        "version": "1.1",
        "publisher": {"name": "DNCP"},
        "releases": [release, {"date": "2020"}],
    }
    found = outcomes(written(tmp_path, json.dumps(package), "release.json"))
    record = found.drafts[0].record
    assert isinstance(record, Experience)
    assert (found.reading.format, record.provider, record.partner, record.institution) == (
        "ocds",
        "DNCP",
        "PRY",
        "Ministerio de Obras",
    )
    assert (record.title, record.link) == ("Construcción de escuelas", "https://example.org/pliego.pdf")
    assert [problem.field for problem in found.problems] == ["ocid"]


def test_ids_are_found_again_after_growing() -> None:
    seen, chance = Seen(), random.Random(7)
    ids = [digest(str(chance.random())) for _ in range(20_000)]
    for row, identity in enumerate(ids):
        assert seen.add(identity, row + 2, row, row % 60_000) is None
    assert len(seen) == len(ids)
    for row in chance.sample(range(len(ids)), 2_000):
        assert seen.add(ids[row], 0, 0) == (row + 2, row, row % 60_000)
    seen.mark_conflict(ids[5])
    assert seen.add(ids[5], 9, 9) == (CONFLICT, 5, 5)
