"""The records of what is counted over all matching articles: facets and the timeline."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)  # frozen ones take three times as long to make, and a page has many
class FacetValue:
    """A value of a facet, and the exact number of matching articles that have it.

    selected, excluded: whether the request asks for articles with this value, or for those without it
    by_year: of a name that stands out, the number of these articles in each year that has any
    """

    value: str
    count: int
    selected: bool = False
    excluded: bool = False
    by_year: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """The counts over all matching articles: in order of count, or of time for year and month.

    An article with several values counts once for each of them.

    values:  at most as many as asked for; selected and excluded values are always among them, even without an
             article
    total:   the number of values that can be listed
    missing: the number of matching articles without a value
    missing_selected: whether the request asks for these
    """

    name: str
    values: tuple[FacetValue, ...]
    total: int = 0
    missing: int = 0
    missing_selected: bool = False


@dataclass(slots=True)
class TimelineBucket:
    """A day, month or year, and the exact numbers of articles and matching paragraphs published in it.

    start: "2019-09-10", "2019-09" or "2019"; "" for undated articles
    """

    start: str
    articles: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The matching articles by time of publication.

    interval: "day", "month" or "year"
    buckets:  those with an article, in the order of time
    undated:  the matching articles without a date
    less_exact: the articles of which only the month or the year is known, in months and years longer than the
              interval
    """

    interval: str
    buckets: tuple[TimelineBucket, ...]
    undated: TimelineBucket
    less_exact: tuple[TimelineBucket, ...] = ()
