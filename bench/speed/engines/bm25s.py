"""bm25s with numba: scores are computed when indexing. No positions; one field is searched for any word."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, K1, B, Found, Searcher, copy_of_terms
from bench.speed.queries import BODY, Query


class _Searcher(Searcher):
    def __init__(self, folder: Path, form: str) -> None:
        self._index = bm25s.BM25.load(folder, show_progress=False, override_params={"backend": "numba"})
        documents = self._index.scores["num_docs"]
        self._sources = np.load(folder / "sources.npy")
        self._mask = None
        if form == "deleted":
            self._mask = (np.arange(documents) % 10 != DELETED).astype(np.float32)

    def prepare(self, query: Query) -> Any:
        known = [word for word in query.words if word in self._index.vocab_dict]
        mask = self._mask
        if query.source:
            mask = (self._sources == query.source).astype(np.float32)
        return known, mask

    def run(self, prepared: Any, k: int, count: bool) -> Any:
        words, mask = prepared
        if not words:
            return None
        return self._index.retrieve([words], k=k, show_progress=False, weight_mask=mask)

    def found(self, answer: Any) -> Found:
        if answer is None:
            return Found([], [], None)
        ids, scores = answer.documents[0].tolist(), answer.scores[0].tolist()
        matching = sum(score > 0 for score in scores)
        return Found(ids[:matching], scores[:matching], None)


class _BM25S:
    title = "bm25s"
    forms = ("terms", "deleted")
    limit = 1_500_000
    clock = "words that occur nowhere left out ahead; the others looked up within the clock"

    def version(self) -> str:
        return f"{version('bm25s')} with numba {version('numba')}"

    def supports(self, query: Query) -> bool:
        if query.form == "whole" or query.count or query.without or query.fields != BODY:
            return False
        return query.kind == "any" or len(query.words) == 1

    def build(self, corpus: Corpus, folder: Path, form: str) -> None:
        if form == "deleted":  # it cannot delete paragraphs, so the searcher masks them
            copy_of_terms(folder)
            return
        vocabulary: dict[str, int] = {}
        number_of = vocabulary.setdefault
        ids = [[number_of(t, len(vocabulary)) for t in line.split()] for line in corpus.lines("terms")]
        index = bm25s.BM25(k1=K1, b=B, method="lucene", backend="numba")
        index.index((ids, vocabulary), show_progress=False)
        index.save(folder, show_progress=False)
        np.save(folder / "sources.npy", np.array(list(corpus.lines("sources"))))

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(folder, form)


ENGINE = _BM25S()
