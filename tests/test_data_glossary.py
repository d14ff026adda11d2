"""The shipped glossary keeps its form, so that an edit that breaks it is seen at once."""

from collections import Counter

from matchmaker.settings import shipped_data

COLUMNS = ["id", "kind", "en", "es", "fr", "pt", "acronyms", "related"]


def rows() -> list[dict[str, str]]:
    lines = (shipped_data() / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def test_columns_ids_and_order() -> None:
    table = rows()
    assert list(table[0]) == COLUMNS
    ids = [row["id"] for row in table]
    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))


def test_enough_entries_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in rows())
    assert set(kinds) == {"topic", "word"}
    assert kinds["topic"] >= 150
    assert sum(kinds.values()) >= 750


def test_every_entry_has_every_language_and_clean_cells() -> None:
    for row in rows():
        for column in COLUMNS[2:7]:
            parts = row[column].split("|")
            assert all(part == part.strip() for part in parts), row["id"]
            assert len(parts) == len(set(parts)), (row["id"], column)
            if column != "acronyms":
                assert all(parts), (row["id"], column)


def test_acronyms_go_both_ways() -> None:
    by_id = {row["id"]: row for row in rows()}
    assert {"EDCA", "OCDS"} <= set(by_id["open-contracting-data-standard"]["acronyms"].split("|"))
    assert {"SDG", "ODS", "ODD!en"} <= set(by_id["sustainable-development-goals"]["acronyms"].split("|"))
    assert {"OGP", "PGO"} <= set(by_id["open-government-partnership"]["acronyms"].split("|"))
    assert {"UNCAC", "CNUCC"} <= set(by_id["united-nations-convention-against-corruption"]["acronyms"].split("|"))
