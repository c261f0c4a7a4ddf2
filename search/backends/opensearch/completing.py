"""Completions of a query that is still being typed, from an index in a cluster.

It is the way of ``search.searcher.completing``, where a set of articles is a clause whose size the cluster
counts: those of all terms or phrases in one request.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from search.backends.opensearch.clauses import Clause, all_of, any_of
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.values import CountedValues
from search.backends.opensearch.words import WordsIndex
from search.budget import checkpoint
from search.index.format.stored import loaded_metadata
from search.indonesian import Analyzer
from search.searcher.beginnings import MOST_COMPARED, MOST_TERMS, Beginnings, NearTerms
from search.searcher.completing import Completer
from search.searcher.headlines import (
    MOST,
    OF_A_TERM,
    PLAIN_TERM,
    TERMS,
    Headline,
    Headlines,
    headline_of,
)
from search.spelling import LONGEST, is_spelt
from search.spelling.edits import Letters, as_letters
from search.values import COUNTED_FIELDS, NAME_FIELDS

# Where articles are hidden, the visible documents of so many words are counted first, and of so many at most.
_FIRST_COUNTED, _MOST_COUNTED = 100, 1_600
_SHOWN = ["about", "paragraphs"]
_NEWEST = [{"instant": {"order": "desc", "missing": "_last"}}, {"seq": "desc"}]


class Having:
    """The articles that satisfy a clause. Its length is asked for if it is not known yet."""

    def __init__(self, generation: Generation, clause: Clause) -> None:
        self._generation, self.clause = generation, clause
        self.size: int | None = None

    #: About what it takes in memory, in bytes.
    nbytes = 500

    def __len__(self) -> int:
        if self.size is None:
            self.size = self._generation.count(self.clause)
        return self.size


class ClusterCompleter(Completer):
    """Suggests completions from a generation in a cluster. Threads may share it."""

    def __init__(self, words: WordsIndex, analyzer: Analyzer) -> None:
        generation: Any = words.generation
        super().__init__(generation, analyzer)
        self._words_index, self._generation = words, words.generation
        self._headlines_of = _ClusterHeadlines(words.generation, analyzer)

    def _terms(self, field: str, beginning: str) -> list[str]:
        checkpoint()
        having = {"prefix": {"word": {"value": beginning}}}
        if self._generation.partial:
            return self._visible_terms(field, having)
        found = self._words_index.found(having, MOST_TERMS, _counted(field))
        return [term for term, _ in found if PLAIN_TERM.match(term)]

    def _visible_terms(self, field: str, having: Clause) -> list[str]:
        """Return the words that satisfy a clause and that most visible documents contain."""
        most = _FIRST_COUNTED
        while True:
            found = self._words_index.found(having, most, _counted(field))
            counts = self._words_index.shown([word for word, _ in found], [field])
            words = sorted(counts, key=lambda word: (-counts[word], word))
            least = counts[words[MOST_TERMS - 1]] if len(words) >= MOST_TERMS else 0
            # No further word has more documents, visible or not, than the last one.
            if len(found) < most or found[-1][1] < least or most >= _MOST_COUNTED:
                return [word for word in words[:MOST_TERMS] if PLAIN_TERM.match(word)]
            most *= 4

    def _new_articles(self, field: str, term: str) -> Any:
        return Having(self._generation, {"term": {field: term}})

    def _common(self, some: Any, others: Any) -> Any:
        return Having(self._generation, all_of([some.clause, others.clause]))

    def _count(self, sets: Sequence[Any]) -> None:
        unknown = [one for one in sets if one.size is None]
        for one, count in zip(unknown, self._generation.counts([s.clause for s in unknown]), strict=True):
            one.size = count

    def _counts_in_texts(self, terms: Sequence[str]) -> list[int]:
        return self._generation.counts([{"term": {"exact": term}} for term in terms])

    @cached_property
    def _near(self) -> dict[str, NearTerms]:
        return {f"{name}_exact": _ClusterNear(self._words_index, name) for name in ("body", "title")}

    @cached_property
    def _beginnings(self) -> dict[str, Beginnings]:
        return {
            field: Beginnings(
                CountedValues(field, {}) if field in NAME_FIELDS else self._generation.values(field)
            )
            for field in COUNTED_FIELDS
        }


def _counted(field: str) -> str:
    """Return the field of the index of words with the frequencies of a field such as "title_exact"."""
    return field.removesuffix("_exact")


class _ClusterNear(NearTerms):
    """The terms of one field with nearly a given prefix."""

    def __init__(self, words: WordsIndex, field: str) -> None:
        super().__init__(())
        self._words, self._field = words, field

    def _most_frequent(self, beginning: str) -> tuple[Letters, npt.NDArray[np.int64]]:
        checkpoint()
        having = {"prefix": {"word": {"value": beginning[:1]}}}
        found = self._words.found(having, 2 * MOST_COMPARED, self._field)  # not all of them are spelt
        kept = [(word, count) for word, count in found if is_spelt(word)][:MOST_COMPARED]
        words = np.array([word for word, _ in kept], f"S{LONGEST}")
        return as_letters(words), np.array([count for _, count in kept], np.int64)


class _ClusterHeadlines(Headlines):
    """The headlines of a generation in a cluster."""

    def __init__(self, generation: Generation, analyzer: Analyzer) -> None:
        self._generation, self._analyzer = generation, analyzer

    def newest(self, completed: Sequence[Any], context: Any) -> list[Headline]:
        """Return the headlines of the newest articles, the newest first; see ``Headlines``."""
        parts = list(completed) or ([] if context is None else [context])
        if not parts:
            return []
        newest = {"size": MOST, "_source": [*_SHOWN, "instant", "seq"], "sort": _NEWEST}
        if not completed or context is not None:
            hits = self._generation.search({"query": any_of([one.clause for one in parts]), **newest})
            found = [hit["_source"] for hit in hits["hits"]["hits"]]
        else:
            clauses = {str(at): one.clause for at, one in enumerate(parts[:TERMS])}
            some = {"newest": {"top_hits": {**newest, "size": OF_A_TERM}}}
            aggs = {"of_terms": {"filters": {"filters": clauses}, "aggs": some}}
            buckets = self._generation.search({"size": 0, "aggs": aggs})["aggregations"]["of_terms"]
            of_all = [hit for one in buckets["buckets"].values() for hit in one["newest"]["hits"]["hits"]]
            by_seq = {hit["_source"]["seq"]: hit["_source"] for hit in of_all}
            found = sorted(by_seq.values(), key=_age)[:MOST]
        abouts = (loaded_metadata(one["about"], one["paragraphs"]) for one in found)
        return [headline_of(about.id, about.title or "", self._analyzer) for about in abouts]


def _age(source: dict[str, Any]) -> tuple[float, int]:
    return -source.get("instant", float("-inf")), -source["seq"]
