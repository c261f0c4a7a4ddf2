"""What is counted of all matching articles, in one request: totals, places, facets and days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from search.backends.opensearch.clauses import Case, all_of
from search.backends.opensearch.filters import ClauseFilter
from search.backends.opensearch.generation import Generation
from search.capabilities import refuse
from search.facets import Timeline
from search.index.format.doc_values import DAY_KNOWN
from search.ranking.counting import Counted, filter_of
from search.ranking.timeline import TimeCounts, timeline_of_counts
from search.values import NAME_FIELDS

_MOST_BUCKETS = 60_000  # OpenSearch makes no more than 65,535 in one answer


class Count(NamedTuple):
    """What was counted. times: the aggregations by time, if they were asked for."""

    articles: int
    paragraphs: int
    places: int
    facets: dict[str, Counted]
    times: dict[str, Any] | None


class Counting:
    """Makes the aggregations of a search, and reads the answer.

    cases:   see ``Trees.cases``
    filters: those that the query does not have already
    """

    def __init__(
        self,
        generation: Generation,
        cases: Sequence[Case] | None,
        filters: Sequence[ClauseFilter],
        facets: Sequence[str],
        *,
        places: bool,
        days: bool,
    ) -> None:
        if cases is None:
            refuse(generation.cluster.address, "cluster_many_conditions")
        if any(name in NAME_FIELDS for name in facets):
            refuse(generation.cluster.address, "cluster_names")
        self._generation, self._cases = generation, cases
        self._filters, self._facets = filters, facets
        self._places, self._days = places, days

    def aggregations(self) -> dict[str, Any]:
        """Return the aggregations."""
        inner: dict[str, Any] = dict(self._paragraphs())
        if self._places:
            clusters = {"terms": {"field": "cluster", "size": _MOST_BUCKETS}}
            inner["copied"] = {"filter": {"term": {"copies": True}}, "aggs": {"clusters": clusters}}
        if self._days:
            inner |= self._timelines()
        aggs: dict[str, Any] = {
            "passing": {"filter": all_of([one.clause for one in self._filters]), "aggs": inner}
        }
        for facet in self._facets:
            own = filter_of(facet)
            others = all_of([one.clause for one in self._filters if one.name != own])
            field = "month" if facet == "month" else facet
            totals = self._generation.totals
            size = (
                totals.last_month - totals.first_month + 1
                if facet == "month"
                else len(self._generation.values(facet).spelt)
            )
            if size > _MOST_BUCKETS:
                refuse(
                    self._generation.cluster.address, "cluster_many_values", field=facet, most=_MOST_BUCKETS
                )
            values = {
                "values": {"terms": {"field": field, "size": max(1, size)}},
                "without": {"missing": {"field": field}},
            }
            aggs[f"facet_{facet}"] = {"filter": others, "aggs": values}
        return aggs

    def _timelines(self) -> dict[str, Any]:
        """Return the aggregations by time: all by month, and by day those whose day is known."""

        def by(field: str) -> dict[str, Any]:
            histogram = {"field": field, "interval": 1, "min_doc_count": 1}
            return {"histogram": histogram, "aggs": dict(self._paragraphs())}

        known: dict[str, Any] = {"range": {"known": {"lte": DAY_KNOWN}}}
        inexact: dict[str, Any] = {"range": {"known": {"gt": DAY_KNOWN}}}
        return {
            "months": by("month"),
            "exact": {"filter": known, "aggs": {"times": by("day")}},
            "inexact": {"filter": inexact, "aggs": {"times": by("month")}},
        }

    def _paragraphs(self) -> dict[str, Any]:
        """Return the aggregations that count matching paragraphs, one for each case."""
        aggs: dict[str, Any] = {}
        for number, case in enumerate(self._cases):
            if case.paragraphs is None:
                counted: dict[str, Any] = {"sum": {"field": "paragraphs"}}
            else:
                matching = {"matching": {"filter": case.paragraphs}}
                counted = {"nested": {"path": "p"}, "aggs": matching}
            aggs[f"case_{number}"] = {"filter": case.articles, "aggs": {"counted": counted}}
        return aggs

    def _paragraphs_in(self, found: dict[str, Any]) -> int:
        total = 0
        for number, case in enumerate(self._cases):
            counted = found[f"case_{number}"]["counted"]
            total += int(counted["value"] if case.paragraphs is None else counted["matching"]["doc_count"])
        return total

    def read(self, found: dict[str, Any]) -> Count:
        """Return what an answer says."""
        passing = found["passing"]
        articles = passing["doc_count"]
        places = articles
        if self._places:
            clusters = passing["copied"]["clusters"]
            if clusters["sum_other_doc_count"]:
                refuse(self._generation.cluster.address, "cluster_many_copies")
            places += len(clusters["buckets"]) - passing["copied"]["doc_count"]
        facets = {name: self._facet(name, found[f"facet_{name}"]) for name in self._facets}
        return Count(articles, self._paragraphs_in(passing), places, facets, passing if self._days else None)

    def _facet(self, name: str, found: dict[str, Any]) -> Counted:
        buckets = found["values"]["buckets"]
        keys = [one["key"] for one in buckets]
        counts = np.array([one["doc_count"] for one in buckets], np.int64)
        if name == "month":
            totals = self._generation.totals
            first, size = totals.first_month, totals.last_month - totals.first_month + 1
            numbers = np.array(keys, np.int64) - first
        else:
            values = self._generation.values(name)
            size, spelt = len(values), values.spelt
            numbers = np.array([spelt[key] for key in keys], np.int64)
        summed = np.bincount(numbers, counts, size).astype(np.int64) if keys else np.zeros(size, np.int64)
        return Counted.of_all(summed, found["without"]["doc_count"])

    def timeline(self, found: dict[str, Any], interval: str) -> Timeline:
        """Return the timeline of what was counted by time. found: ``Count.times``."""
        dated = self._times(found["months"], (0, 0))
        rest = (
            found["doc_count"] - int(dated.articles.sum()),
            self._paragraphs_in(found) - int(dated.paragraphs.sum()),
        )
        exact, inexact = found["exact"]["times"], found["inexact"]["times"]
        return timeline_of_counts(
            self._times(found["months"], rest),
            lambda: self._times(exact, rest),
            lambda: self._times(inexact, rest) if self._generation.totals.inexact else None,
            interval,
        )

    def _times(self, found: dict[str, Any], undated: tuple[int, int]) -> TimeCounts:
        buckets = found["buckets"]
        columns = (
            [int(one["key"]) for one in buckets],
            [one["doc_count"] for one in buckets],
            [self._paragraphs_in(one) for one in buckets],
        )
        times, articles, paragraphs = (np.array(one, np.int64) for one in columns)
        return TimeCounts(times, articles, paragraphs, undated)
