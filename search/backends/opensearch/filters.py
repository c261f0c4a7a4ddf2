"""The filters of a request as clauses of OpenSearch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from search.backends.opensearch.clauses import NOTHING, Clause, all_of, any_of, published, without
from search.ranking.filters import ARRIVAL, DATE, Choice, Mask, choice_of
from search.request import SearchRequest
from search.values import VALUE_FIELDS


@dataclass(frozen=True)
class ClauseFilter:
    """A filter that the cluster applies.

    name: as that of ``search.ranking.filters.Filter``
    """

    name: str
    clause: Clause

    def passes(self, articles: Any) -> Mask:
        """Return that each article passes: those that do not never come from the cluster."""
        return np.ones(len(articles), bool)


def filters_of(
    request: SearchRequest, spellings: Callable[[str, str], list[str]]
) -> tuple[ClauseFilter, ...]:
    """Return the filters of a request, at most one of each name."""
    found = []
    for field in VALUE_FIELDS:
        choice = choice_of(request, field)
        if any(choice):
            found.append(ClauseFilter(field, _by_values(field, choice, spellings)))
    dated = request.date_from or request.date_to
    if DATE in request.missing and not dated:
        found.append(ClauseFilter(DATE, NOTHING if DATE in request.present else without(DATE)))
    elif dated or DATE in request.present:
        missing = DATE in request.missing and DATE not in request.present
        clause = published(request.date_from, request.date_to, missing=missing)
        found.append(ClauseFilter(DATE, clause))
    if request.indexed_since:
        since = ceil(request.indexed_since.timestamp())
        found.append(ClauseFilter(ARRIVAL, {"range": {"arrived": {"gte": since}}}))
    return tuple(found)


def _by_values(field: str, choice: Choice, spellings: Callable[[str, str], list[str]]) -> Clause:
    def terms(values: Any) -> Clause:
        return {"terms": {field: [one for value in values for one in spellings(field, value)]}}

    there: Clause = {"exists": {"field": field}}
    any_value = terms(choice.wanted) if choice.wanted or choice.missing else there
    passing = [any_value, all_of([], [there])] if choice.without_value() else [any_value]
    return all_of([any_of(passing)], [terms(choice.unwanted)] if choice.unwanted else [])
