"""BM25 weighting as a scikit-learn estimator, for pipelines after `CountVectorizer`. Imports scikit-learn: load it
lazily."""

from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix, diags, spmatrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matchmaker.matching.weighting import K1, B, saturated


class Bm25Transformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts to BM25 weights: idf(t) tf / (tf + k1 (1 - b + b length / mean length)).

    Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond, eq. 3.15, without the constant
    factor k1 + 1; idf = ln(1 + (N - df + 0.5) / (df + 0.5)), never negative. `fit` learns idf and the mean length;
    `transform` keeps the sparsity pattern, and the order of documents never matters.

    Parameters
    ----------
    k1: saturation, 0 or more. b: how far length counts, 0 to 1. use_idf: off leaves only the saturated counts, for
    document vectors whose idf is put into the query.
    """

    def __init__(self, k1: float = K1, b: float = B, use_idf: bool = True) -> None:
        self.k1 = k1
        self.b = b
        self.use_idf = use_idf

    def fit(self, X: spmatrix, y: Any = None) -> Self:  # noqa: N803
        """Learn from counts, a row per document."""
        counts = csr_matrix(X, dtype=np.float64)
        documents = counts.shape[0]
        frequency = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
        self.idf_ = np.log1p((documents - frequency + 0.5) / (frequency + 0.5))
        self.mean_length_ = float(counts.sum()) / max(documents, 1)
        self.n_features_in_ = counts.shape[1]
        return self

    def transform(self, X: spmatrix) -> csr_matrix:  # noqa: N803
        """Weights of counts, in float64."""
        check_is_fitted(self)
        counts = csr_matrix(X, dtype=np.float64)
        lengths = np.repeat(np.asarray(counts.sum(axis=1)).ravel(), np.diff(counts.indptr))
        weights = saturated(counts.data, lengths, self.mean_length_, self.k1, self.b)
        weighed = csr_matrix((weights, counts.indices.copy(), counts.indptr.copy()), shape=counts.shape)
        return csr_matrix(weighed @ diags(self.idf_)) if self.use_idf else weighed
