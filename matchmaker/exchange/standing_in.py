"""Standing in: the country or organisation to take where no column of a table names one, and where it comes from."""

from matchmaker import countries
from matchmaker.exchange.organisations import agency_in_name, government_of, known_in_name
from matchmaker.exchange.partners import StandIns
from matchmaker.exchange.places import hinted_country, places_of
from matchmaker.exchange.table import Table
from matchmaker.exchange.tables import AMOUNT, is_total
from matchmaker.exchange.values import is_empty_word

_BY_SOURCE = "the name of the source"


def stand_ins(table: Table) -> StandIns:
    """A country or organisation to take where no column names one: as told, else from names of files around."""
    task, found = table.task, table.mapping.columns
    has_partner = bool({"partner", "partner_code", "region", "region_code"} & found.keys())
    has_provider = bool({"provider", "provider_code", "reporting"} & found.keys())
    partner, partner_from, provider, provider_from = "", "", "", ""
    hint = hinted_country(task.path)
    receives = table.titled if is_sectioned(table) else None
    if hint and not has_provider and receives and receives.sure and receives.place == hint[0]:
        hint = None
    if task.default_country:
        partner, partner_from = task.default_country, "as told"
    elif hint and has_provider and _could_be_partner(table, hint[0]):
        partner, partner_from = hint[0], f"from {hint[1]}"
    if not has_provider:
        organisation = known_in_name(task.path.stem) or known_in_name(task.path.parent.name)
        organisation = organisation or agency_in_name(task.path.stem)
        if hint and (has_partner or not task.default_country):
            provider, provider_from = hint[0], f"from {hint[1]}"
        elif organisation:
            provider, provider_from = organisation, "from the file's name"
        elif task.origin.source:
            provider, provider_from = task.origin.source, _BY_SOURCE
        else:
            provider, provider_from = task.path.stem[:60], "the file's name"
        if _donors_in_institutions(table):
            provider = provider_from = ""
    return StandIns(partner, partner_from, provider, provider_from)


def is_sectioned(table: Table) -> bool:
    """Whether no column names the country of a row, so that titles and headings do."""
    return not {"partner", "partner_code", "country"} & table.mapping.columns.keys()


def is_giverless(table: Table) -> bool:
    """Whether neither a column nor a profile names who gives, so that titles and headings may."""
    given = table.mapping.columns.keys() | table.mapping.constants.keys()
    return not {"provider", "provider_code", "reporting", "organisations"} & given


def donor_columns(table: Table) -> tuple[tuple[int, str], ...]:
    """Columns of amounts that are called after governments or organisations everybody knows, where no other column
    tells who gives: an amount in one says who gave it. None where fewer than two are."""
    used = {index for indexes in table.mapping.columns.values() for index in indexes}
    found = []
    for index, name in enumerate(table.header):
        known = None if index in used else government_of(name) or known_in_name(name)
        filled = [row[index] for row in table.sample if index < len(row) and row[index].strip()]
        if known and filled and all(AMOUNT.fullmatch(cell.strip()[:40]) for cell in filled):
            found.append((index, name))
    return tuple(found) if len(found) > 1 and is_giverless(table) else ()


def words_around(table: Table, maker: object) -> str:
    """The words outside its rows, such as the names of files, on which the records of a table depend; titles, headings
    and sheets are told to each row."""
    told = getattr(maker, "stand_ins", StandIns())
    partner = told.partner if is_sectioned(table) else ""
    return f"{partner}|{told.provider}" if partner or told.provider_from not in ("", _BY_SOURCE) else ""


def filling_columns(table: Table) -> tuple[int, ...]:
    """Columns of countries or donors in which a name stands once, above the rows it is for, as where merged cells were
    taken apart: the first row has one, no name stands twice, and at least half of the rows have none."""
    rows = [cells for cells in table.sample if not is_total(cells)]
    found = []
    for name in ("partner", "provider"):
        for index in table.mapping.columns.get(name, ())[:1]:
            cells = [row[index].strip() if index < len(row) else "" for row in rows]
            filled = [cell for cell in cells if cell]
            once = len(set(filled)) == len(filled) >= 2
            if len(rows) >= 4 and cells[0] and once and 2 * len(filled) <= len(rows):
                found.append(index)
    return tuple(found)


def giver_of(table: Table) -> str:
    """The country that gives in every row of a table: what a title or a sheet's name that names it tells is no partner.

    "" where several give or none is known.
    """
    found = table.mapping.columns
    columns = [index for name in ("provider", "provider_code") for index in found.get(name, ())]
    if table.giver:
        return table.giver if countries.by_code(table.giver) is not None else ""
    if not columns and "reporting" not in found:
        hint = hinted_country(table.task.path)
        return hint[0] if hint else ""
    named = {row[i] for row in table.sample for i in columns if i < len(row) and not is_empty_word(row[i])}
    places = {places_of(cell)[0] for cell in named}
    only = places.pop() if len(places) == 1 else ()
    return only[0] if len(only) == 1 else ""


def _could_be_partner(table: Table, iso3: str) -> bool:
    """Whether a country named by a file's surroundings may be its partner: no other country stands in its columns."""
    for name in ("partner", "partner_code"):
        for index in table.mapping.columns.get(name, ()):
            cells = {row[index] for row in table.sample if index < len(row) and not is_empty_word(row[index])}
            if any(places_of(cell)[0] != (iso3,) for cell in cells):
                return False
    return True


def _donors_in_institutions(table: Table) -> bool:
    """Whether, with no column of donors and no hint, organisations are named often enough to stand in."""
    if (
        hinted_country(table.task.path)
        or known_in_name(table.task.path.stem)
        or "institution" not in table.mapping.columns
    ):
        return False
    index = table.mapping.columns["institution"][0]
    filled = sum(1 for cells in table.sample if index < len(cells) and not is_empty_word(cells[index]))
    return filled > 0.9 * max(1, len(table.sample))
