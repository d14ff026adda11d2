"""What requests of the field say anyway: in how many of the shipped requests each word and idea stands.

It tells a word that asks for something ("extradition") from one that every letter has ("strategy"), where a
catalogue of seven programmes cannot. The requests that ship are of many authors' topics, covered and not, in four
languages.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.analysis import analyse
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.strings import Strings

REQUESTS = "requests.jsonl"
_REMEMBERED = 100_000


@dataclass(frozen=True)
class Background:
    """In how many of `texts` requests each of the sorted `names` (stems and features of ideas) stands."""

    names: Strings
    frequency: NDArray[np.int32]
    texts: int

    @cached_property
    def _known(self) -> dict[str, float]:
        return {}

    @cached_property
    def _held(self) -> dict[str, int]:
        return dict(zip(self.names, self.frequency.tolist(), strict=True))

    def specific(self, names: Sequence[str]) -> float:
        """How specific something known by these names is: 1 when no other request says it, 0 when all do."""
        return self._specific(names[0]) if len(names) == 1 else min(map(self._specific, names), default=1.0)

    def _specific(self, name: str) -> float:
        known = self._known.get(name)
        if known is None:
            held = self._held.get(name, 1)
            known = min(1.0, log((self.texts + 1) / held) / log(self.texts + 1)) if self.texts and held > 1 else 1.0
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[name] = known
        return known


def learn(glossary: Glossary, folder: Path) -> Background:
    """The background of the requests that ship in `folder`; an empty one where there are none."""
    path = folder / REQUESTS
    counted: Counter[str] = Counter()
    texts = 0
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found = analyse(row["text"], glossary, declared=row.get("language"), otherwise="en")
                counted.update({*found.stems, *(glossary.ideas[hit.idea].feature for hit in found.found)})
                texts += 1
    names = sorted(counted)
    return Background(Strings.of(names), np.array([counted[name] for name in names], np.int32), texts)
