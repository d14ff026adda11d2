"""What speaks for an offering besides its own text: its provider's proven work, and offerings of the same make.

An activity supports the offerings of its provider whose title its text names, and a little those that the provider's
work is mostly about. Two offerings are kin as far as their texts are alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.postings import Postings

MOST_PROVEN = 1_000
"""A catalogue with more offerings or activities is not compared pair by pair; its texts speak for themselves."""
MOST_KIN = 200
FEW = 20.0
"""Kinship helps where texts are few; its strength is halved at this many offerings."""
NAMED = 0.6
MOSTLY = 0.4
LEAST = 0.05
MOST_LINKS = 5


@dataclass(frozen=True)
class Links:
    """Rows of (offering, strength), strongest first: those of row `r` are `starts[r]:starts[r + 1]`."""

    starts: NDArray[np.int64]
    offerings: NDArray[np.int32]
    strengths: NDArray[np.float32]

    def of(self, row: int) -> list[tuple[int, float]]:
        """Offerings linked to a row, with strengths from 0 to 1."""
        a, b = int(self.starts[row]), int(self.starts[row + 1])
        return list(zip(self.offerings[a:b].tolist(), self.strengths[a:b].tolist(), strict=True))


def no_links(rows: int) -> Links:
    """Links that say nothing about any of `rows` rows."""
    return Links(np.zeros(rows + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))


def kin(offerings: Postings, rarity: NDArray[np.float64]) -> Links:
    """Offerings by likeness of their texts (cosine of weighted features), weaker the more offerings there are."""
    if offerings.size > MOST_KIN:
        return no_links(offerings.size)
    rows = _unit(_weights(offerings) * rarity)
    alike = np.round(np.einsum("if,jf->ij", rows, rows) * FEW / (FEW + offerings.size), 6)
    np.fill_diagonal(alike, 0.0)
    return _strongest(alike)


def proven(
    offerings: Postings,
    titles: NDArray[np.bool_],
    activities: Postings,
    providers: tuple[NDArray[np.int32], NDArray[np.int32]],
    partners: NDArray[np.int64],
    rarity: NDArray[np.float64],
) -> Links:
    """Activities to the offerings of the same provider that they prove.

    `titles` says which features stand in which offering's title. `providers` numbers the provider of each offering and
    activity. `partners` is with how many partners each activity was done.
    """
    held = _weights(activities) > 0
    wanted = titles * rarity
    named = (held.astype(np.float64) @ wanted.T) / np.maximum(wanted.sum(axis=1), 1e-9)
    same = providers[1][:, None] == providers[0][None, :]
    mostly = np.zeros_like(named)
    for provider in np.unique(providers[1]).tolist():
        rows = np.flatnonzero(providers[1] == provider)
        mostly[rows] = np.average(named[rows], axis=0, weights=partners[rows])
    return _strongest(np.round((NAMED * named + MOSTLY * mostly) * same, 6))


def _weights(postings: Postings) -> NDArray[np.float64]:
    """The weights as a dense array, a row per text."""
    dense = np.zeros((postings.size, postings.terms))
    dense[postings.docs, np.repeat(np.arange(postings.terms), np.diff(postings.starts))] = postings.weights
    return dense


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.sqrt((rows * rows).sum(axis=1, keepdims=True)), 1e-12))


def _strongest(strengths: NDArray[np.float64]) -> Links:
    kept = [np.lexsort((np.arange(len(row)), -row))[:MOST_LINKS] for row in strengths]
    kept = [chosen[strengths[number][chosen] >= LEAST] for number, chosen in enumerate(kept)]
    starts = np.concatenate(([0], np.cumsum([len(chosen) for chosen in kept]))).astype(np.int64)
    values = [strengths[number][chosen] for number, chosen in enumerate(kept)]
    return Links(
        starts,
        np.concatenate(kept).astype(np.int32) if kept else np.zeros(0, np.int32),
        np.concatenate(values).astype(np.float32) if values else np.zeros(0, np.float32),
    )
