"""The timeline: how many matching articles and paragraphs were published in each day, month or year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.index.format.doc_values import DocValues, IntArray
from search.index.reading.snapshot import Snapshot
from search.ranking.counting import Matches
from search.results import Timeline, TimelineBucket

#: More days or months than these would be more than a reader can tell apart, and a long answer.
MOST_BUCKETS = 5_000
# In a timeline of no given interval: about two months by day, ten years by month.
_MOST_DAYS, _FEW_MONTHS, _MOST_MONTHS = 62, 3, 120


def timeline_of(snapshot: Snapshot, matches: Matches, interval: str) -> Timeline:
    """Count articles and paragraphs by time; only days, months or years with an article are listed.

    matches:  the articles to count
    interval: "day", "month", "year", or "auto": the shortest with which a span of time stays readable. With
              more than ``MOST_BUCKETS`` buckets the next longer one is taken
    """
    doc_values = snapshot.doc_values
    months = _counted(doc_values.month, *doc_values.months, matches)
    return timeline_of_counts(months, lambda: _days(doc_values, matches), interval)


def timeline_of_counts(months: TimeCounts, days_of: Callable[[], TimeCounts], interval: str) -> Timeline:
    """Return the timeline with an interval, see ``timeline_of``.

    months:  the counts by months since the year 0
    days_of: returns the counts by days, as ordinals of ``datetime.date``
    """
    if interval == "auto":
        interval = "month" if 0 < months.span <= _MOST_MONTHS else "year"
        if 0 < months.span <= _FEW_MONTHS and (days := days_of()).span <= _MOST_DAYS:
            return _timeline("day", days)
    if interval == "day" and len((days := days_of()).times) <= MOST_BUCKETS:
        return _timeline("day", days)
    if interval == "year" or len(months.times) > MOST_BUCKETS:
        return _timeline("year", months.by_years())
    return _timeline("month", months)


@dataclass(frozen=True)
class TimeCounts:
    """The times that occur, ascending, and how many articles and paragraphs each has; those of no time."""

    times: IntArray
    articles: IntArray
    paragraphs: IntArray
    undated: tuple[int, int]

    @property
    def span(self) -> int:
        """The number of times from the first to the last one that occurs."""
        return int(self.times[-1] - self.times[0]) + 1 if len(self.times) else 0

    def by_years(self) -> TimeCounts:
        """Return the counts of months by year."""
        years, firsts = np.unique(self.times // 12, return_index=True)
        if not len(years):
            return self
        articles, paragraphs = (np.add.reduceat(one, firsts) for one in (self.articles, self.paragraphs))
        return TimeCounts(years, articles, paragraphs, self.undated)


def _days(doc_values: DocValues, matches: Matches) -> TimeCounts:
    return _counted(doc_values.day, *doc_values.days, matches)


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


def _timeline(interval: str, counts: TimeCounts) -> Timeline:
    label = {"day": _day, "month": _month, "year": _year}[interval]
    starts = map(label, counts.times.tolist())
    buckets = map(TimelineBucket, starts, counts.articles.tolist(), counts.paragraphs.tolist())
    return Timeline(interval, tuple(buckets), TimelineBucket("", *counts.undated))


def _day(at: int) -> str:
    return date.fromordinal(at).isoformat()


def _month(at: int) -> str:
    return f"{at // 12:04}-{at % 12 + 1:02}"


def _year(at: int) -> str:
    return f"{at:04}"
