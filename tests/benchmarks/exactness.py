"""The same formula computed plainly with scikit-learn, to compare with the posting lists."""

from collections.abc import Sequence

import numpy as np

from matchmaker.matching.analysis import content_words, features
from matchmaker.matching.counting import TITLE_WEIGHT
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.matcher import Matcher
from matchmaker.matching.text import language_of
from matchmaker.matching.weighting import K1, B, rounded_mean
from matchmaker.offerings import Offering
from matchmaker.requests import Request

NEAREST = 10


def largest_difference(
    matcher: Matcher, records: Sequence[Offering], asked: Sequence[Request], glossary: Glossary
) -> float:
    """Over the best `NEAREST` offerings of every request: the largest relative difference from the plain score."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.metrics.pairwise import linear_kernel

    main = matcher.fitted.vocabulary.main_language
    lengths: list[int] = []

    def analyser(record: Offering) -> list[str]:
        language = language_of(f"{record.title}. {record.text}", record.language) or main
        title, text = content_words(record.title, language), content_words(record.text, language)
        lengths.append(TITLE_WEIGHT * len(title) + len(text))
        return features(title, language, glossary) * TITLE_WEIGHT + features(text, language, glossary)

    live = sorted(records, key=lambda record: record.id)
    counter = CountVectorizer(analyzer=analyser, dtype=np.float64)
    counts = counter.fit_transform(live).tocsr()
    names = counter.get_feature_names_out().tolist()
    assert names == list(matcher.fitted.vocabulary.features)
    length = np.array(lengths, np.float64)
    norm = K1 * (1 - B + B * length / rounded_mean(float(length.mean())))
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    counts.data /= counts.data + norm[rows]
    largest = 0.0
    for request in asked:
        for found in matcher.finder.find(request, NEAREST, NEAREST)[1]:
            query = found.asked.query
            wanted = np.zeros((1, counts.shape[1]))
            wanted[0, query.terms] = query.weights
            scores = linear_kernel(wanted, counts)[0]
            hits = matcher.fitted.offerings.postings.search(query.terms, query.weights, NEAREST)
            best = np.sort(scores)[::-1][: len(hits.docs)]
            if len(best):
                scale = max(1.0, float(best[0]))
                largest = max(largest, float(np.abs(hits.scores - best).max()) / scale)
                largest = max(largest, float(np.abs(hits.scores - scores[hits.docs]).max()) / scale)
    return largest
