"""Guarding: what makes a refresh wait, be refused, or need a number confirmed."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.errors import FileRefused, UsageError, WithdrawalsHeld
from matchmaker.exchange.drafts import Reading
from matchmaker.safetext import clean_id
from matchmaker.store import plans
from matchmaker.store.sources import SourceState
from matchmaker.store.store import Store

if TYPE_CHECKING:
    from matchmaker.exchange.refreshing import RefreshPlan

ACCEPT_OLDER = "Load the newest export, or --accept-older if this one is right"
LEAST_HELD = 5
SHARE_HELD = 0.10


def reasons_to_hold(
    reading: Reading, state: SourceState, leaving: int, *, rejected: int, added: int, records: int
) -> tuple[str, ...]:
    """Why the records that the file does not have must not be withdrawn without a word; empty when they may."""
    live = state.offerings + state.experience
    reasons = []
    if leaving > max(LEAST_HELD, SHARE_HELD * live):
        reasons.append(f"they are {leaving:,} of the source's {live:,} live records")
    if not records:
        reasons.append("the file has no usable rows")
    if reading.truncated:
        reasons.append("the file looks cut off or partial")
    if rejected:
        reasons.append(f"{rejected:,} rows were rejected and may be among them")
    if state.fingerprint and reading.fingerprint and state.fingerprint != reading.fingerprint:
        reasons.append("the columns are not those of this source's last file")
    if live >= LEAST_HELD and leaving >= live / 2 and added >= records / 2 > 0:
        reasons.append("most ids are new and most known ones are gone: did the source change its ids?")
    return tuple(reasons)


def older(reading: Reading, state: SourceState) -> str:
    """Why an export that is older than the one loaded last is refused; "" when it is not."""
    if reading.exported_at is None or state.exported_on is None or reading.exported_at >= state.exported_on:
        return ""
    return f"The file was exported on {reading.exported_at}, before the one loaded last ({state.exported_on})."


def check_layout(store: Store, state: SourceState, reading: Reading, path: Path) -> None:
    """Refuse a file whose layout is that of another source and not of its own."""
    if not state.fingerprint or not reading.fingerprint or state.fingerprint == reading.fingerprint:
        return
    other = plans.source_with_layout(store, reading.fingerprint, but=state.name)
    if other:
        raise FileRefused(
            f"{path.name} has the columns of source {other}, not those of {state.name}.",
            f"Use --source {other}, or another name for a new source. Nothing was changed.",
        )


def check_confirmation(made: "RefreshPlan", confirmed: int | None, *, accept_older: bool) -> bool:
    """Whether withdrawals may happen. Raises WithdrawalsHeld when the number given is not the number there is."""
    if made.refused and not accept_older:
        raise FileRefused(made.refused, f"{ACCEPT_OLDER}; nothing was changed.")
    leaving = made.report.withdrawn + made.report.held
    if confirmed is not None and leaving and confirmed != leaving:
        raise WithdrawalsHeld(
            f"{made.path.name}: {leaving} records would be withdrawn, not {confirmed}. Nothing was changed.",
            f"If that is right: --confirm-withdrawals {leaving}",
        )
    return leaving > 0 and (not made.guard or confirmed == leaving)


def check_name(name: str) -> str:
    """A source name as given, cleaned. Raises UsageError when it cannot be one."""
    cleaned = clean_id(name)
    if not cleaned or len(cleaned) > 64 or any(mark in cleaned for mark in ":|/\\"):
        raise UsageError(f"{name!r} cannot be the name of a source.", "Use at most 64 letters, digits and dashes.")
    if cleaned.lower() in ("own", "sample"):
        raise UsageError(f"Source {cleaned!r} is kept for Matchmaker itself.", "Choose another name.")
    return cleaned


def day_in_name(name: str, today: date) -> date | None:
    """The day that a file's name says it is of ("aims-2026-11-01.csv"); None where it names none, or several."""
    found = set()
    for year, month, day in re.findall(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", name[:255]):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)))
    return found.pop() if len(found) == 1 and max(found) <= today else None


def source_name(path: Path) -> str:
    """A source name from a file name: without dates, so that next month's export is the same source."""
    stem = path.name.split(".")[0].lower()
    stem = re.sub(r"(?:[-_. ]*(?:19|20)\d\d(?:[-_.]?\d\d){0,2}(?:t?\d{4,6}z?)?)+$", "", stem) or stem
    name = re.sub(r"[^a-z0-9._-]+", "-", stem).strip("-._")[:64] or "source"
    return f"{name}-export" if name in ("own", "sample") else name
