"""The peers: the same texts indexed and searched by other programs, each at its best and all with the same words."""

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

Ranked = list[list[int]]


class Bm25s:
    """bm25s, the fastest BM25 in Python: scores precomputed, numpy only."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._module = bm25s
        tokens = bm25s.tokenize(list(texts), stopwords=None, show_progress=False)
        self._index = bm25s.BM25()
        self._index.index(tokens, show_progress=False)

    def search(self, texts: Sequence[str], k: int = 10, threads: int = 1) -> Ranked:
        tokens = self._module.tokenize(list(texts), stopwords=None, show_progress=False, return_ids=False)
        found, _ = self._index.retrieve(tokens, k=k, show_progress=False, n_threads=threads)
        return [row.tolist() for row in found]


class Tantivy:
    """tantivy, a search engine in Rust."""

    def __init__(self, texts: Sequence[str], threads: int = 2) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text")
        builder.add_integer_field("number", stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(num_threads=threads)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, texts: Sequence[str], k: int = 10, threads: int = 1) -> Ranked:
        if threads == 1:
            return [self._one(text, k) for text in texts]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda text: self._one(text, k), texts))

    def _one(self, text: str, k: int) -> list[int]:
        plain = "".join(letter if letter.isalnum() else " " for letter in text).lower()
        query = self._index.parse_query(plain, ["text"])
        hits = self._searcher.search(query, k).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


class Fts5:
    """SQLite's full-text search, with its own BM25."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
        self._base.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", enumerate(texts))
        self._base.commit()

    def search(self, texts: Sequence[str], k: int = 10, threads: int = 1) -> Ranked:
        return [self._one(text, k) for text in texts]

    def _one(self, text: str, k: int) -> list[int]:
        plain = "".join(letter if letter.isalnum() else " " for letter in text).lower().split()
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(plain))
        rows = self._base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (query, k))
        return [row[0] for row in rows]


class Sklearn:
    """scikit-learn: TF-IDF and linear_kernel over all texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(dtype=np.float32, sublinear_tf=True)
        self.matrix = self._vectorizer.fit_transform(texts)

    def search(self, texts: Sequence[str], k: int = 10, threads: int = 1) -> Ranked:
        from sklearn.metrics.pairwise import linear_kernel

        found = []
        for text in texts:
            scores = linear_kernel(self._vectorizer.transform([text]), self.matrix)[0]
            best = scores.argpartition(-k)[-k:]
            found.append(best[(-scores[best]).argsort(kind="stable")].tolist())
        return found


class SparseDotTopn(Sklearn):
    """sparse_dot_topn over scikit-learn's matrix."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        self._turned = self.matrix.T.tocsr()

    def search(self, texts: Sequence[str], k: int = 10, threads: int = 1) -> Ranked:
        from sparse_dot_topn import sp_matmul_topn

        found = sp_matmul_topn(self._vectorizer.transform(texts), self._turned, top_n=k, sort=True, n_threads=threads)
        bounds = found.indptr
        return [found.indices[a:b].tolist() for a, b in pairwise(bounds)]


ALL: dict[str, Callable[[Sequence[str]], Any]] = {
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "scikit-learn": Sklearn,
    "sparse_dot_topn": SparseDotTopn,
}


def available() -> dict[str, Callable[[Sequence[str]], Any]]:
    """Those that are installed."""
    from importlib.util import find_spec

    modules = {"bm25s": "bm25s", "tantivy": "tantivy", "sparse_dot_topn": "sparse_dot_topn"}
    return {name: peer for name, peer in ALL.items() if name not in modules or find_spec(modules[name])}
