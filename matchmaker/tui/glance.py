"""The overview as the desk shows it: what each line counts, and the first records behind it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.taxonomy import TYPES
from matchmaker.triage.overview import Cell, Load, Overview

SHOWN = 40
"""How many requests, and how many offerings, behind a line are listed."""
UNSAID = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """How many records there are behind a line, and the first of them."""

    requests: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One topic: for each type, how many requests need it and how many offerings there are."""

    topic: str
    cells: Mapping[str, tuple[int, int]]
    asked: int
    behind: Behind


@dataclass(frozen=True, slots=True)
class GapRow:
    """A topic that nothing answers in a region."""

    topic: str
    region: str
    needs: int
    behind: Behind


@dataclass(frozen=True, slots=True)
class NewRow:
    """An offering that is not there: what it would answer."""

    topic: str
    type: str
    needs: int
    countries: int
    behind: Behind


@dataclass(frozen=True, slots=True)
class Glance:
    """The whole in a few rows. `waiting` open requests were not ranked yet, and are not in the counts of needs."""

    heat: tuple[HeatRow, ...]
    gaps: tuple[GapRow, ...]
    new: tuple[NewRow, ...]
    workload: tuple[Load, ...]
    days_to_decision: float | None
    requests: int
    needs: int
    unanswered: int
    waiting: int = 0


def glance_of(made: Overview, waiting: int = 0) -> Glance:
    """What of an overview is shown."""
    return Glance(
        heat_rows(made.demand),
        tuple(GapRow(g.topic, g.region, len(g.needs), Behind(g.requests[:SHOWN])) for g in made.gaps),
        tuple(
            NewRow(one.topic, one.type, one.needs, len(one.countries), Behind(one.requests[:SHOWN]))
            for one in made.new_offerings
        ),
        made.workload, made.days_to_decision, made.requests, made.needs, made.unanswered, waiting,
    )  # fmt: skip


def heat_rows(demand: tuple[Cell, ...]) -> tuple[HeatRow, ...]:
    """The cells by topic, most asked for first; a type that is not one of ours counts as not said."""
    topics: dict[str, list[Cell]] = defaultdict(list)
    for cell in demand:
        topics[cell.topic].append(cell)
    rows = [_heat_row(topic, cells) for topic, cells in topics.items()]
    return tuple(sorted(rows, key=lambda row: (-row.asked, row.topic)))


def _heat_row(topic: str, cells: list[Cell]) -> HeatRow:
    counts: dict[str, tuple[int, int]] = {}
    asked: dict[str, None] = {}
    offered: dict[str, None] = {}
    for cell in cells:
        kind = cell.type if cell.type in TYPES else UNSAID
        requests, offerings = counts.get(kind, (0, 0))
        counts[kind] = (requests + len(cell.requests), offerings + len(cell.offerings))
        asked.update(dict.fromkeys(cell.requests))
        offered.update(dict.fromkeys(cell.offerings))
    return HeatRow(topic, counts, len(asked), Behind(tuple(asked)[:SHOWN], tuple(offered)[:SHOWN]))
