"""The shipped catalogue holds the facts of the document it was made from, and refers to itself without gaps."""

import json
from collections import Counter
from typing import Any

from matchmaker import countries, taxonomy
from matchmaker.settings import shipped_data
from matchmaker.triage.topics import topics


def catalogue() -> Any:
    return json.loads((shipped_data() / "catalogue.json").read_text(encoding="utf-8"))


def test_offerings() -> None:
    offerings = catalogue()["offerings"]
    assert len(offerings) == 7
    assert len({offering["id"] for offering in offerings}) == 7
    for offering in offerings:
        assert set(offering["types"]) <= set(taxonomy.TYPES)
        assert set(offering["articles"]) <= set(taxonomy.articles())
        assert set(offering["topics"]) <= {topic.name for topic in topics()}
        assert all(countries.by_code(code) for code in (offering["provider"], *offering["countries"]))
    sdg = next(offering for offering in offerings if "SDG" in offering["title"])
    assert sorted(sdg["countries"]) == ["GEO", "IDN", "MEX", "SLV", "TUN", "URY", "ZAF"]


def test_a_shared_activity_is_stored_once_and_linked_to_each_partner() -> None:
    shipped = catalogue()
    texts = {activity["id"]: activity["text"] for activity in shipped["activities"]}
    assert len(texts) == len(set(texts.values())) == 27
    links = Counter(link for record in shipped["experience"] for link in record["activities"])
    assert set(links) == set(texts)
    assert sum(links.values()) == 45
    assert max(links.values()) == 11
    assert len({record["partner"] for record in shipped["experience"]}) == 17
    assert all(countries.by_code(record["partner"]) for record in shipped["experience"])


def test_provider_notes() -> None:
    kinds = Counter(note["kind"] for note in catalogue()["provider_notes"])
    assert kinds == {"challenge": 2, "precondition": 5, "priority": 4, "contact": 1}
