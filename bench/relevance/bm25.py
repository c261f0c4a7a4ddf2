"""Plain BM25 over given terms. It is a peer that shows what a better engine gains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt


class PlainBM25:
    """An inverted index in memory, with the scores of Lucene (idf = ln(1 + (N - n + 0.5) / (n + 0.5)))."""

    def __init__(self, documents: Iterable[tuple[str, list[str]]], k1: float = 0.9, b: float = 0.4) -> None:
        """Index pairs of id and terms."""
        self._ids: list[str] = []
        numbers: dict[str, list[int]] = {}
        frequencies: dict[str, list[int]] = {}
        lengths: list[int] = []
        for key, terms in documents:
            for term, frequency in Counter(terms).items():
                numbers.setdefault(term, []).append(len(self._ids))
                frequencies.setdefault(term, []).append(frequency)
            self._ids.append(key)
            lengths.append(len(terms))
        length = np.array(lengths, float)
        norm = k1 * (1 - b + b * length / max(1.0, float(length.mean())))
        self._docs = {term: np.array(docs, np.int32) for term, docs in numbers.items()}
        self._weights: dict[str, npt.NDArray[np.float64]] = {}
        for term, docs in self._docs.items():
            tf = np.array(frequencies[term], float)
            idf = float(np.log1p((len(length) - len(docs) + 0.5) / (len(docs) + 0.5)))
            self._weights[term] = idf * tf / (tf + norm[docs])

    def best(self, terms: list[str], depth: int) -> Iterator[tuple[str, float]]:
        """Yield ids and scores of the best documents that contain any of the terms, the best first."""
        scores = np.zeros(len(self._ids))
        for term in terms:
            if term in self._docs:
                scores[self._docs[term]] += self._weights[term]
        found = min(depth, int(np.count_nonzero(scores)))
        if not found:
            return
        candidates = np.argpartition(scores, -found)[-found:]
        for number in candidates[np.argsort(-scores[candidates], kind="stable")]:
            yield self._ids[number], float(scores[number])
