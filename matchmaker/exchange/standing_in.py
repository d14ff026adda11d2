"""Standing in: the country or organisation to take where no column of a table names one, and where it comes from."""

from matchmaker.exchange.organisations import known_in_name
from matchmaker.exchange.partners import StandIns
from matchmaker.exchange.places import hinted_country, places_of
from matchmaker.exchange.table import Table
from matchmaker.exchange.values import is_empty_word


def stand_ins(table: Table) -> StandIns:
    """A country or organisation to take where no column names one: as told, else from names of files around."""
    task, found = table.task, table.mapping.columns
    has_partner = bool({"partner", "partner_code", "region", "region_code"} & found.keys())
    has_provider = bool({"provider", "provider_code", "reporting"} & found.keys())
    partner, partner_from, provider, provider_from = "", "", "", ""
    hint = hinted_country(task.path)
    if task.default_country:
        partner, partner_from = task.default_country, "as told"
    elif hint and has_provider and _could_be_partner(table, hint[0]):
        partner, partner_from = hint[0], f"from {hint[1]}"
    if not has_provider:
        organisation = known_in_name(task.path.stem) or known_in_name(task.path.parent.name)
        if hint and (has_partner or not task.default_country):
            provider, provider_from = hint[0], f"from {hint[1]}"
        elif organisation:
            provider, provider_from = organisation, "from the file's name"
        elif task.origin.source:
            provider, provider_from = task.origin.source, "the name of the source"
        else:
            provider, provider_from = task.path.stem[:60], "the file's name"
        if _donors_in_institutions(table):
            provider = provider_from = ""
    return StandIns(partner, partner_from, provider, provider_from)


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
