"""The results of a search in their exact order, one part after the other, however many there are.

Articles come from the cluster in the order of upper bounds of their scores
(``search.backends.opensearch.scoring``). Each part is scored here; a result is told as soon as nothing that
has not come yet can stand before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from search.backends.opensearch.candidates import Candidates, Source
from search.backends.opensearch.clauses import Clause
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.inverting import Inverter
from search.backends.opensearch.scoring import bound_of, scored
from search.budget import checkpoint

_LAST = float(np.iinfo(np.int64).max)
#: Articles of the first part beside those that are asked for; of further parts, at most.
FEW_MORE, _MOST = 10, 400
_MOST_AT_ONCE = 1_000
_KEEP_ALIVE = "5m"


class Result(NamedTuple):
    """One result.

    key:    its place in the order: the moment by which it is sorted, and its score, negative
    seq:    the place of its article in the archive; ``number`` that of the paragraph, 0 for an article
    matching: how many of its paragraphs match
    source: the stored document of its article
    """

    key: tuple[float, float]
    seq: int
    number: int
    matching: int
    source: Source

    @property
    def score(self) -> float:
        """The score."""
        return -self.key[1]


class Scored(NamedTuple):
    """A scored candidate: the numbers of the article and of the paragraph in it, and as in ``Result``."""

    article: int
    number: int
    score: float
    matching: int


class Question(NamedTuple):
    """What is asked for.

    condition: the clause that results satisfy, filters included
    bounds:    clauses whose summed scores are an upper bound for the scores of an article
    score:     scores candidates
    sort:      as in ``Collector``
    collapse:  whether copies share one place
    """

    condition: Clause
    bounds: Sequence[Clause]
    score: Callable[[Candidates], Iterator[Scored]]
    sort: str = "relevance"
    collapse: bool = False


class Stream:
    """The results of a search.

    size: how many results are wanted first
    hold: whether the cluster holds the generation as it is, so that a walk may go on for minutes
    """

    def __init__(
        self, generation: Generation, inverter: Inverter, question: Question, size: int, *, hold: bool = False
    ) -> None:
        self._generation, self._inverter, self._question = generation, inverter, question
        self._size = min(size + FEW_MORE, _MOST_AT_ONCE)
        self._after: list[Any] | None = None
        self._point = generation.hold(question.condition, _KEEP_ALIVE) if hold else None
        self._waiting: list[Result] = []
        self._least: tuple[float, float] | None = (-_LAST, -_LAST)  # no later result has a smaller key
        self._seen: set[int] = set()
        self._taken: set[int] = set()  # without a point in time an article may come twice
        self.fetched = 0

    def body(self) -> dict[str, Any]:
        """Return the request for the next part."""
        question = self._question
        sort: list[Any] = [{"_score": "desc"}, {"seq": "asc"}]
        if question.sort in ("newest", "oldest"):
            order = "desc" if question.sort == "newest" else "asc"
            sort.insert(0, {"instant": {"order": order, "missing": "_last"}})
        elif question.sort == "arrived":
            sort.insert(0, {"arrived": "desc"})
        body: dict[str, Any] = {
            "size": self._size,
            "query": scored(question.condition, question.bounds),
            "sort": sort,
            "track_scores": True,
            "track_total_hits": False,
        }
        if self._after:
            body["search_after"] = self._after
        if self._point:
            body["pit"] = {"id": self._point, "keep_alive": _KEEP_ALIVE}
        return body

    def fetch(self) -> None:
        """Take the next part from the cluster."""
        self.take(self._generation.search(self.body(), held=bool(self._point))["hits"]["hits"])

    def take(self, hits: list[dict[str, Any]]) -> None:
        """Take a part: the answer to ``body``."""
        checkpoint()
        self.fetched += len(hits)
        if hits:
            last = hits[-1]
            self._after = last["sort"]
            self._least = (self._moment(last["_source"]), -bound_of(last["_score"]))
            new = [hit["_source"] for hit in hits if hit["_source"]["seq"] not in self._taken]
            in_order = sorted(new, key=lambda source: source["seq"])
            self._taken.update(source["seq"] for source in in_order)
            for result in self._scored(in_order):
                heapq.heappush(self._waiting, result)
        if len(hits) < self._size:
            self._least = None
            if self._point:
                self._generation.cluster.release(self._point)
        self._size = min(2 * self._size, _MOST)

    def _moment(self, source: Source) -> float:
        sort = self._question.sort
        if sort == "relevance":
            return 0.0
        if sort == "arrived":
            return -float(source["arrived"])
        instant = source.get("instant")
        if instant is None:
            return _LAST
        return -float(instant) if sort == "newest" else float(instant)

    def _scored(self, sources: list[Source]) -> Iterator[Result]:
        candidates = Candidates(self._generation, self._inverter, sources)
        for article, number, score, count in self._question.score(candidates):
            source = sources[article]
            yield Result((self._moment(source), -score), source["seq"], number, count, source)

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Result:
        while True:
            while self._least is not None and not (self._waiting and self._waiting[0].key < self._least):
                self.fetch()
            if not self._waiting:
                raise StopIteration
            result = heapq.heappop(self._waiting)
            if not self._question.collapse:
                return result
            cluster = result.source["cluster"]
            if cluster not in self._seen:
                self._seen.add(cluster)
                return result
