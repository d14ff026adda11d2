"""BM25 as an estimator agrees with the formula, and with scikit-learn's way of being one."""

import numpy as np
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from matchmaker.matching.estimator import Bm25Transformer

TEXTS = ["open data open government", "data portal", "ethics committee for the civil service and its ethics"]


def test_weights_are_those_of_the_formula() -> None:
    counts = CountVectorizer().fit_transform(TEXTS).toarray().astype(float)
    ours = Bm25Transformer(k1=1.2, b=0.75).fit(counts).transform(counts).toarray()
    frequency = (counts > 0).sum(axis=0)
    idf = np.log1p((len(TEXTS) - frequency + 0.5) / (frequency + 0.5))
    lengths = counts.sum(axis=1, keepdims=True)
    wanted = idf * counts / (counts + 1.2 * (1 - 0.75 + 0.75 * lengths / lengths.mean()))
    assert np.allclose(ours, wanted, atol=1e-12)


def test_it_works_in_a_pipeline_and_can_be_cloned() -> None:
    made = clone(make_pipeline(CountVectorizer(), Bm25Transformer(use_idf=False)))
    rows = made.fit(TEXTS).transform(TEXTS)
    assert rows.shape[0] == len(TEXTS)
    assert 0 < rows.max() < 1
