"""What people ruled beats every score: pins first, then what was accepted, proposed or shortlisted; declined last."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matchmaker.matches import Match, Step
from matchmaker.matching.fitted import Fitted
from matchmaker.matching.ranking import Item

_TIERS = {Step.ACCEPTED: 1, Step.PROPOSED: 2, Step.SHORTLISTED: 3, Step.DECLINED: 5}
_UNRULED = 4


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people ruled for one request. Item ids are offering ids, "provider|partner" pairs or experience record
    ids."""

    pinned: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    decided: Mapping[str, Step] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.pinned or self.excluded or self.decided)

    def tier(self, names: Iterable[str]) -> tuple[int, str]:
        """Where an item known by these names stands (0 is first), and the ruling that says so."""
        if not self:
            return _UNRULED, ""
        known = set(names)
        if known & self.pinned:
            return 0, Step.PINNED.value
        steps = sorted(_TIERS[step] for name in known if (step := self.decided.get(name)) in _TIERS)
        if not steps:
            return _UNRULED, ""
        return steps[0], next(step.value for step, tier in _TIERS.items() if tier == steps[0])


def offering_items(items: Sequence[Item], rulings: Rulings, fitted: Fitted, top: int) -> list[Item]:
    """Scored offerings without those excluded, and with those pinned even where nothing else speaks for them."""
    if not rulings:
        return list(items[:top])
    pinned = [fitted.offering_ids.number(id_) for id_ in sorted(rulings.pinned)]
    kept = [item for item in items if fitted.offering_ids[item.number] not in rulings.excluded]
    held = {item.number for item in kept}
    missing = [Item(number, 0.0, number, 0.0) for number in pinned if number is not None and number not in held]
    return _first(kept, missing, top, lambda item: rulings.tier([fitted.offering_ids[item.number]])[0])


def pair_items(items: Sequence[Item], rulings: Rulings, fitted: Fitted, top: int) -> list[Item]:
    """The same for pairs, which go by their own id or by that of any of their records."""
    if not rulings:
        return list(items[:top])

    def names(number: int) -> list[str]:
        records = fitted.pair_records[number].tolist()
        return [fitted.pair_ids[number], *(fitted.record_ids[record] for record in records)]

    kept = [item for item in items if not rulings.excluded.intersection(names(item.number))]
    held = {item.number for item in kept}
    pinned = [fitted.pair_ids.number(id_) for id_ in sorted(rulings.pinned)]
    missing = [
        Item(number, 0.0, int(fitted.pair_activities[number][0]), 0.0)
        for number in pinned
        if number is not None and number not in held and len(fitted.pair_activities[number])
    ]
    return _first(kept, missing, top, lambda item: rulings.tier(names(item.number))[0])


def _first(kept: list[Item], missing: list[Item], top: int, tier: Callable[[Item], int]) -> list[Item]:
    return sorted([*kept, *missing], key=lambda item: (tier(item), -round(item.score, 12), item.number))[:top]


def in_order(matches: Iterable[Match], rulings: Rulings, top: int, first: Collection[str] = ()) -> tuple[Match, ...]:
    """By ruling, then those `first`, then score, then id; ranks counted from 1, each ruled match saying how."""
    ruled = [(*rulings.tier(names_of(match)), match) for match in matches]
    ruled.sort(key=lambda row: (row[0], names_of(row[2])[0] not in first, -round(row[2].score, 12), row[2].id))
    return tuple([_placed(match, rank, said) for rank, (_, said, match) in enumerate(ruled[:top], 1)])


def _placed(match: Match, rank: int, said: str) -> Match:
    as_it_is = match.rank == rank and match.overruled == said
    return match if as_it_is else replace(match, rank=rank, overruled=said)


def merged(
    lists: Sequence[Sequence[Match]], rulings: Rulings, top: int, covered: Sequence[bool] = ()
) -> tuple[Match, ...]:
    """One list over all needs: each item by the need it answers best.

    The best answer of every need `covered` comes before all others, so that no need crowds out another.
    """
    if len(lists) == 1:
        return tuple(lists[0])
    best: dict[str, Match] = {}
    for matches in lists:
        for match in matches:
            key = names_of(match)[0]
            if key not in best or match.score > best[key].score:
                best[key] = match
    leads = {
        names_of(matches[0])[0] for matches, is_covered in zip(lists, covered, strict=False) if is_covered and matches
    }
    return in_order(best.values(), rulings, top, leads)


def names_of(match: Match) -> tuple[str, ...]:
    """The ids a match goes by; the first is the same whichever record of a pair ranks best."""
    return (f"{match.provider}|{match.partner}", match.id) if match.partner else (match.id,)
