"""Damaged ids: numbers that lost their leading zeros in a spreadsheet, known by the whole ones the source had before.

Taken as they are they would add every record anew and leave the old one to be withdrawn.
"""

from collections.abc import Iterable, Iterator

from matchmaker.exchange.drafts import Draft, Outcome, Problem, Reading


def refuse_shortened(reading: Reading, source: str, padded: Iterable[str]) -> None:
    """Let a reading reject rows whose id is one of `padded`, ids of the source that start with zeros, without them."""
    whole = {key.lstrip("0"): key for key in padded if key.isdigit()}
    inner = reading.outcomes
    if not whole or inner is None:
        return

    def outcomes(current: Reading) -> Iterator[Outcome]:
        for outcome in inner(current):
            yield _shortened(outcome, whole.get(outcome.key), source) if isinstance(outcome, Draft) else outcome

    reading.outcomes = outcomes


def _shortened(draft: Draft, whole: str | None, source: str) -> Outcome:
    if whole is None:
        return draft
    reason = f"the id seems to have lost its leading zeros: {source} had {whole} before"
    fix = "Export again with the id column as text; or, if the ids did change, say new_ids = true in a profile (--map)."
    return Problem(draft.place, draft.row, "id", draft.key, reason, fix, draft.raw)
