"""The timeline: how many matching articles and paragraphs were published in each day, month or year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.facets import Timeline, TimelineBucket
from search.index.format.doc_values import DAY_KNOWN, MONTHS, DocValues, IntArray
from search.index.reading.snapshot import Snapshot
from search.ranking.counting import Matches

#: With more buckets, a reader could not distinguish them and the answer would be long.
MOST_BUCKETS = 5_000
# With interval "auto", a timeline of up to two months is by day, and of up to ten years by month.
_MOST_DAYS, _FEW_MONTHS, _MOST_MONTHS = 62, 3, 120


def timeline_of(snapshot: Snapshot, matches: Matches, interval: str) -> Timeline:
    """Count articles and paragraphs by time; only days, months or years with an article are listed.

    Articles of which only the month or the year is known are in a bucket of that month or year; where the
    buckets are shorter, in one of ``less_exact``.

    matches:  the articles to count
    interval: "day", "month", "year", or "auto": the shortest with which a span of time stays readable. With
              more than ``MOST_BUCKETS`` buckets the next longer one is taken
    """
    doc_values = snapshot.doc_values
    return timeline_of_counts(
        _counted(doc_values.month, *doc_values.months, matches),
        lambda: _days(doc_values, matches),
        lambda: _less_exact(doc_values, matches),
        interval,
    )


def timeline_of_counts(
    months: TimeCounts,
    days_of: Callable[[], TimeCounts],
    less_exact_of: Callable[[], TimeCounts | None],
    interval: str,
) -> Timeline:
    """Return the timeline with an interval, see ``timeline_of``.

    months:        the counts by ``DocValues.month``
    days_of:       returns the counts by day, of articles whose day is known
    less_exact_of: returns the counts by month of the others; None without any
    """
    if interval == "auto":
        span = months.span_of_months()
        interval = "month" if 0 < span <= _MOST_MONTHS else "year"
        if 0 < span <= _FEW_MONTHS and 0 < (days := days_of()).span <= _MOST_DAYS:
            return _timeline("day", days, less_exact_of())
    if interval == "day" and len((days := days_of()).times) <= MOST_BUCKETS:
        return _timeline("day", days, less_exact_of())
    if interval == "year" or len(months.times) > MOST_BUCKETS:
        return _timeline("year", months.by_years())
    of_months = months.times % MONTHS > 0
    return _timeline("month", months.some(of_months), months.some(~of_months))


@dataclass(frozen=True)
class TimeCounts:
    """The times that occur, ascending, with numbers of articles and paragraphs, and the undated ones."""

    times: IntArray
    articles: IntArray
    paragraphs: IntArray
    undated: tuple[int, int]

    @property
    def span(self) -> int:
        """The number of times from the first to the last one that occurs."""
        return int(self.times[-1] - self.times[0]) + 1 if len(self.times) else 0

    def span_of_months(self) -> int:
        """Return how many months there are from the first to the last; times are ``DocValues.month``."""
        years, months = np.divmod(self.times[self.times % MONTHS > 0], MONTHS)
        numbers = 12 * years + months
        return int(numbers[-1] - numbers[0]) + 1 if len(numbers) else 0

    def some(self, chosen: IntArray) -> TimeCounts:
        """Return the counts of the times for which ``chosen``, an array of bool, says so."""
        return TimeCounts(self.times[chosen], self.articles[chosen], self.paragraphs[chosen], self.undated)

    def by_years(self) -> TimeCounts:
        """Return the counts of months by year."""
        years, firsts = np.unique(self.times // MONTHS, return_index=True)
        if not len(years):
            return self
        articles, paragraphs = (np.add.reduceat(one, firsts) for one in (self.articles, self.paragraphs))
        return TimeCounts(years, articles, paragraphs, self.undated)


def _days(doc_values: DocValues, matches: Matches) -> TimeCounts:
    if doc_values.known is not None:
        matches = _of(matches, doc_values.known.take(matches.articles) == DAY_KNOWN)
    return _counted(doc_values.day, *doc_values.days, matches)


def _less_exact(doc_values: DocValues, matches: Matches) -> TimeCounts | None:
    """Return the counts by month of the articles whose day is not known."""
    if doc_values.known is None:
        return None
    matches = _of(matches, doc_values.known.take(matches.articles) != DAY_KNOWN)
    return _counted(doc_values.month, *doc_values.months, matches)


def _of(matches: Matches, chosen: IntArray) -> Matches:
    return Matches(*(of_each[chosen] for of_each in matches))


def _counted(times: IntArray, first: int, last: int, matches: Matches) -> TimeCounts:
    """Count matching articles and their paragraphs by time.

    times: int32[A]; a time before ``first`` is none
    """
    numbers = np.maximum(times.take(matches.articles) - (first - 1), 0)
    size = last - first + 2
    articles = np.bincount(numbers, minlength=size)
    # Sums of numbers below 2^53 are exact in float64.
    paragraphs = np.bincount(numbers, matches.paragraphs, size)
    occurring = np.flatnonzero(articles[1:]) + 1
    undated = int(articles[0]), int(paragraphs[0])
    of_paragraphs = paragraphs.take(occurring).astype(np.int64)
    return TimeCounts(occurring + (first - 1), articles.take(occurring), of_paragraphs, undated)


def _timeline(interval: str, counts: TimeCounts, less_exact: TimeCounts | None = None) -> Timeline:
    label = {"day": _day, "month": _month, "year": _year}[interval]
    others = _buckets(less_exact, _month) if less_exact else ()
    return Timeline(interval, _buckets(counts, label), TimelineBucket("", *counts.undated), others)


def _buckets(counts: TimeCounts, label: Callable[[int], str]) -> tuple[TimelineBucket, ...]:
    starts = map(label, counts.times.tolist())
    return tuple(map(TimelineBucket, starts, counts.articles.tolist(), counts.paragraphs.tolist()))


def _day(at: int) -> str:
    return date.fromordinal(at).isoformat()


def _month(at: int) -> str:
    year, month = divmod(at, MONTHS)
    return f"{year:04}-{month:02}" if month else _year(year)


def _year(at: int) -> str:
    return f"{at:04}"
