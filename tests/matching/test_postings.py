"""Search over posting lists is exact: it agrees with a dense product, with its unpruned self and with blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import postings as lists_module
from matchmaker.matching import topk as module
from matchmaker.matching.postings import Postings, Query


def _random(seed: int, docs: int = 400, terms: int = 60, levels: int = 4) -> tuple[Postings, np.ndarray]:
    """An index and its dense (documents x terms) matrix; few distinct weights, so that ties are common."""
    rng = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, terms + 1)
    dense = (rng.random((docs, terms)) < popularity) * rng.integers(1, levels + 1, (docs, terms)) / np.float32(levels)
    doc, term = np.nonzero(dense)
    shuffle = rng.permutation(len(doc))
    doc, term = doc[shuffle], term[shuffle]
    return Postings.build(term, doc, dense[doc, term].astype(np.float32), (terms, docs)), dense


def _expected(dense: np.ndarray, query: Query, k: int, allowed=None, bonus=None) -> tuple[list[int], list[float]]:
    evidence = dense[:, query.terms].astype(np.float64) @ query.weights.astype(np.float64)
    totals = evidence if bonus is None else evidence + bonus
    docs = [d for d in range(len(dense)) if evidence[d] > 1e-12 and (allowed is None or allowed[d])]
    docs.sort(key=lambda d: (-round(totals[d], 9), d))
    return docs[:k], [totals[d] for d in docs[:k]]


def _query(rng: np.random.Generator, terms: int, signs: bool = False) -> Query:
    chosen = rng.choice(terms, rng.integers(1, 12), replace=False)
    weights = rng.integers(1, 5, len(chosen)) / 4
    if signs:
        weights *= rng.choice([-1, 1, 1, 1], len(chosen))
    return Query(chosen, weights)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prune at any size, so that small trials go through it."""
    monkeypatch.setattr(module, "_WORTH_PRUNING", 0)
    monkeypatch.setattr(module, "_TOGETHER", 1)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    k=st.integers(1, 30),
    masked=st.booleans(),
    lifted=st.booleans(),
    signs=st.booleans(),
    least=st.sampled_from([0.0, 1.5]),
    together=st.sampled_from([1, 500]),
)
def test_agrees_with_the_dense_product_ties_included(seed, k, masked, lifted, signs, least, together) -> None:
    postings, dense = _random(seed)
    rng = np.random.default_rng(seed + 1)
    allowed = rng.random(postings.size) < 0.5 if masked else None
    bonus = (rng.integers(0, 3, postings.size) / 2).astype(np.float32) if lifted else None
    query = _query(rng, postings.terms, signs)
    docs, scores = _expected(dense, query, k, allowed, bonus)
    docs, scores = [d for d, s in zip(docs, scores, strict=True) if s >= least], [s for s in scores if s >= least]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_WORTH_PRUNING", 0)
        patch.setattr(module, "_TOGETHER", together)
        pruned = postings.search(query.terms, query.weights, k, allowed=allowed, bonus=bonus, least=least)
    whole = postings.search(query.terms, query.weights, k, allowed=allowed, bonus=bonus, least=least, prune=False)

    assert pruned.docs.tolist() == docs
    assert pruned.scores == pytest.approx(scores, abs=1e-9)
    assert whole.docs.tolist() == docs
    assert whole.scores.tobytes() == pruned.scores.tobytes()


def test_pruning_is_taken_and_changes_no_bit(eager: None, monkeypatch: pytest.MonkeyPatch) -> None:
    postings, _ = _random(3, docs=20_000, terms=200, levels=1000)
    query = Query(np.array([0, 1, 2, 120, 150, 199]), np.array([0.01, 0.02, 0.02, 3.0, 3.1, 3.2]))
    taken = []
    finish = module.Search._finish
    monkeypatch.setattr(module.Search, "_finish", lambda self, *rest: taken.append(1) or finish(self, *rest))

    pruned = postings.search(query.terms, query.weights, 10)
    whole = postings.search(query.terms, query.weights, 10, prune=False)

    assert taken == [1]
    assert pruned.docs.tobytes() == whole.docs.tobytes()
    assert pruned.scores.tobytes() == whole.scores.tobytes()


def test_equal_documents_stand_by_number_across_the_boundary(eager: None) -> None:
    docs = 5000
    postings = Postings.build(np.zeros(docs, int), np.arange(docs)[::-1], np.ones(docs), (1, docs))
    assert postings.search(np.array([0]), np.array([1.0]), 7).docs.tolist() == list(range(7))


def test_a_block_gives_what_single_searches_give_whatever_the_threads() -> None:
    postings, _ = _random(5, docs=3000)
    rng = np.random.default_rng(5)
    queries = [_query(rng, postings.terms) for _ in range(40)]
    alone = [postings.search(query.terms, query.weights, 10) for query in queries]
    for threads in (1, 2, 4):
        block = postings.search_block(queries, 10, threads=threads)
        assert [hits.docs.tobytes() for hits in block] == [hits.docs.tobytes() for hits in alone]
        assert [hits.scores.tobytes() for hits in block] == [hits.scores.tobytes() for hits in alone]


@pytest.mark.parametrize("worth_reading", [0, 10**9])
def test_parts_add_up_to_the_score(worth_reading: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_module, "_WORTH_READING", worth_reading)
    postings, dense = _random(7)
    query = _query(np.random.default_rng(1), postings.terms)
    hits = postings.search(query.terms, query.weights, 5)
    rows = postings.parts_of(hits.docs, query.terms, query.weights)
    assert rows.sum(axis=1) == pytest.approx(hits.scores, abs=1e-12)
    again = postings.parts_of(np.append(hits.docs, hits.docs[0]), query.terms, query.weights)
    assert again[-1].tolist() == again[0].tolist()
    assert len(postings.parts_of(hits.docs, np.empty(0, np.int64), np.empty(0))[0]) == 0
    for doc, row in zip(hits.docs, rows, strict=True):
        assert postings.parts(doc, query.terms, query.weights) == pytest.approx(row)
        assert row == pytest.approx(dense[doc, query.terms] * query.weights)


def test_rows_and_triplets_build_the_same_index() -> None:
    postings, dense = _random(9)
    doc, term = np.nonzero(dense)
    indptr = np.searchsorted(doc, np.arange(len(dense) + 1))
    rows = Postings.from_rows(indptr, term, dense[doc, term].astype(np.float32), (dense.shape[1], len(dense)))
    assert rows.starts.tolist() == postings.starts.tolist()
    assert rows.docs.tolist() == postings.docs.tolist()
    assert rows.weights.tolist() == postings.weights.tolist()
    assert rows.peaks.tolist() == postings.peaks.tolist()


def test_bonus_alone_is_no_evidence() -> None:
    postings = Postings.build(np.array([0]), np.array([1]), np.array([0.5]), (1, 3))
    hits = postings.search(np.array([0]), np.array([1.0]), 3, bonus=np.array([9, 1, 9], np.float32))
    assert hits.docs.tolist() == [1]
    assert hits.scores.tolist() == [1.5]


def test_nothing_asked_or_held_gives_nothing() -> None:
    empty = Postings.build(np.empty(0, int), np.empty(0, int), np.empty(0), (0, 0))
    assert len(empty.search(np.empty(0, int), np.empty(0), 5).docs) == 0
    postings, _ = _random(1)
    assert len(postings.search(np.empty(0, int), np.empty(0), 5).docs) == 0
    assert len(postings.search(np.array([0]), np.array([1.0]), 0).docs) == 0
