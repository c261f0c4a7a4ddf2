"""The timeline: how many matching articles and paragraphs were published in each day, month or year."""

from __future__ import annotations

from datetime import date

import numpy as np

from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.ranking.counting import Matches
from search.results import Timeline, TimelineBucket

#: More days or months than these would be more than a reader can tell apart, and a long answer.
MOST_BUCKETS = 5_000
# In a timeline of no given interval: about two months by day, ten years by month.
_MOST_DAYS, _MOST_MONTHS = 62, 120


def timeline_of(snapshot: Snapshot, matches: Matches, interval: str) -> Timeline:
    """Count articles and paragraphs by time; only days, months or years with an article are listed.

    matches:  the articles to count
    interval: "day", "month", "year", or "auto": the shortest with which a span of time stays readable. With
              more than ``MOST_BUCKETS`` buckets the next longer one is taken
    """
    day, month = snapshot.doc_values.day[matches.articles], snapshot.doc_values.month[matches.articles]
    dated = day != NO_DAY
    undated = TimelineBucket("", int((~dated).sum()), int(matches.paragraphs[~dated].sum()))
    day, month, paragraphs = day[dated], month[dated], matches.paragraphs[dated]
    if not len(day):
        return Timeline(interval if interval != "auto" else "year", (), undated)
    if interval == "auto":
        interval = _readable(day, month)
    found = _counted(day if interval == "day" else month if interval == "month" else month // 12, paragraphs)
    if len(found[0]) > MOST_BUCKETS:
        interval = "month" if interval == "day" else "year"
        found = _counted(month if interval == "month" else month // 12, paragraphs)
    label = {"day": _day, "month": _month, "year": _year}[interval]
    buckets = (
        TimelineBucket(label(at), *counts) for at, *counts in zip(*map(np.ndarray.tolist, found), strict=True)
    )
    return Timeline(interval, tuple(buckets), undated)


def _readable(day: IntArray, month: IntArray) -> str:
    if day.max() - day.min() < _MOST_DAYS:
        return "day"
    return "month" if month.max() - month.min() < _MOST_MONTHS else "year"


def _counted(time: IntArray, paragraphs: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the times that occur, ascending, and how many articles and paragraphs each has."""
    first = int(time.min())
    articles = np.bincount(time - first)
    # Sums of numbers below 2^53 are exact in float64.
    of_paragraphs = np.bincount(time - first, paragraphs).astype(np.int64)
    occurring = np.flatnonzero(articles)
    return occurring + first, articles[occurring], of_paragraphs[occurring]


def _day(at: int) -> str:
    return date.fromordinal(at).isoformat()


def _month(at: int) -> str:
    return f"{at // 12:04}-{at % 12 + 1:02}"


def _year(at: int) -> str:
    return f"{at:04}"
