"""Giving memory back between requests, for a process that has little. What a request is answered stays the same."""

import mmap

import numpy as np

from matchmaker.matching import text
from matchmaker.matching.cognates import cognate
from matchmaker.matching.finding import Finder
from matchmaker.matching.matcher import Matcher
from matchmaker.matching.stemming import beginning_of, stem, stems_in


def let_go(matcher: Matcher) -> None:
    """Give the pages of a mapped model back to the system, which reads again what is asked for again."""
    owner: object = matcher.fitted.offerings.postings.docs
    while isinstance(owner, np.ndarray | memoryview):
        owner = owner.base if isinstance(owner, np.ndarray) else owner.obj
    if isinstance(owner, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        owner.madvise(mmap.MADV_DONTNEED)


def forget(matcher: Matcher) -> None:
    """Let go of what was remembered of the words of requests; it is found out again."""
    fitted = matcher.fitted
    matcher.finder = Finder(fitted, matcher.glossary, matcher.recipe)
    for strings in (fitted.vocabulary.features, fitted.offering_ids, fitted.activity_ids, fitted.pair_ids):
        strings.forget()
    text.forget()
    for remembered in (stem, stems_in, beginning_of, cognate):
        remembered.cache_clear()
