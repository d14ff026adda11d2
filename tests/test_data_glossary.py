"""The shipped glossary keeps its form, so that an edit that breaks it is seen at once."""

import csv
from collections import Counter

from matchmaker.settings import shipped_data

COLUMNS = ["id", "en", "es", "fr", "pt", "acronyms_en", "acronyms_es", "acronyms_fr", "acronyms_pt", "kind"]


def rows() -> list[dict[str, str]]:
    with (shipped_data() / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_ids_and_order() -> None:
    table = rows()
    assert list(table[0]) == COLUMNS
    ids = [row["id"] for row in table]
    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))


def test_enough_entries_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in rows())
    assert set(kinds) <= {"term", "phrase", "word"}
    assert kinds["term"] + kinds["phrase"] >= 300


def test_every_entry_has_every_language_and_clean_cells() -> None:
    for row in rows():
        for column in COLUMNS[1:9]:
            parts = row[column].split("|")
            assert all(part == part.strip() for part in parts), row["id"]
            assert len(parts) == len(set(parts)), (row["id"], column)
            if column in COLUMNS[1:5]:
                assert all(parts), (row["id"], column)


def test_acronyms_go_both_ways() -> None:
    by_id = {row["id"]: row for row in rows()}
    assert "EDCA" in by_id["open-contracting-data-standard"]["acronyms_es"]
    assert "ODD" in by_id["sustainable-development-goals"]["acronyms_fr"]
    assert "PGO" in by_id["open-government-partnership"]["acronyms_fr"]
    assert "CNUCC" in by_id["united-nations-convention-against-corruption"]["acronyms_fr"]
