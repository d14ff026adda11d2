"""A workspace of any size, for trying the desk on it: `python -m tests.tui.large DIR [REQUESTS [OFFERINGS]]`."""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from matchmaker.offerings import Offering
from matchmaker.requests import Request, State, Urgency
from matchmaker.store import requests as stored
from matchmaker.store import writing
from matchmaker.store.sources import OWN, need_source, start_run
from matchmaker.taxonomy import TYPES
from matchmaker.workspace import Workspace
from tests.benchmarks.texts import Text, texts

TODAY = date(2026, 11, 24)
COUNTRIES = ("KEN", "PER", "SEN", "NPL", "BRA", "MOZ", "TUN", "GEO", "IDN", "HND")
OWNERS = ("", "", "", "ana", "ben", "chidi")
STATES = (*[State.RECEIVED] * 6, *[State.SCREENING] * 3, State.NEEDS_INFO, State.MATCHING, State.PROPOSED, State.CLOSED)


def make(root: Path, requests: int, offerings: int) -> None:
    """Fill the workspace in `root`; equal numbers give equal records."""
    with Workspace.open(root, who="ana") as workspace, workspace.store.write():
        store, at = workspace.store, workspace.clock()
        need_source(store, OWN, "own")
        run = start_run(store, at, "ana", OWN, "catalogue", rows=offerings, added=offerings)
        writing.withdraw_sample(store, run)
        writing.add_offerings(store, run, OWN, _offerings(texts(offerings)))
        writing.settle(store, OWN, run)
        run = start_run(store, at, "ana", OWN, "requests", rows=requests, added=requests)
        writing.set_sample_requests_aside(store)
        made = _requests(texts(requests, words=60, title=0, seed=7))
        stored.add_all(store, ((request, "") for request in made), at, "ana", run)


def _offerings(given: list[Text]) -> Iterator[Offering]:
    chance = random.Random(1)
    for number, text in enumerate(given, start=1):
        confirmed = TODAY - timedelta(days=chance.randrange(1500)) if chance.random() < 0.8 else None
        yield Offering(
            f"{OWN}:O-{number:06}", text.title, text.text, chance.choice(COUNTRIES), (chance.choice(TYPES),),
            last_confirmed=confirmed,
        )  # fmt: skip


def _requests(given: list[Text]) -> Iterator[Request]:
    chance = random.Random(2)
    for number, text in enumerate(given, start=1):
        yield Request(
            f"R-{number:06}", text.text, chance.choice(COUNTRIES), types=(chance.choice(TYPES),),
            received_on=TODAY - timedelta(days=chance.randrange(900)) if chance.random() < 0.95 else None,
            urgency=Urgency.URGENT if chance.random() < 0.1 else Urgency.ROUTINE,
            state=chance.choice(STATES), owner=chance.choice(OWNERS),
        )  # fmt: skip


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[2:4]]
    make(Path(sys.argv[1]), *[*sizes, 100_000, 100_000][:2] if len(sizes) != 1 else (sizes[0], 100_000))
