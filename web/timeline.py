"""The timeline of a search as bars, each of which links to the search in its period.

The coordinates are those of an SVG, to which the style sheet gives colours and size. The page also has a
table with the same numbers, for readers who cannot see the drawing and for the keyboard.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from search.facets import Timeline
from web.links import Links

WIDTH, HEIGHT = 6000, 600  # coordinates are whole numbers, which are shorter
_MOST_WIDTH = 240  # bars of a few years stay narrow
_LEAST_WIDTH, _LEAST_HEIGHT = 15, 20  # a bar of one article is still visible beside one of thousands
_MOST_BARS = 62
_LONGER = {"day": "month", "month": "year"}
_LENGTH = {"month": len("2019-09"), "year": len("2019")}


@dataclass(slots=True)
class Bar:
    """A bar: a day, month or year that has articles.

    start, end: the first and the last day
    x, y, width, height: the rectangle
    url:   the address of the search in this period
    """

    start: date
    end: date
    articles: int
    x: int
    y: int
    width: int
    height: int
    url: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A timeline to draw.

    interval: "day", "month" or "year"
    undated:  the number of articles without a date
    less_exact: the number of articles of which only the month or the year is known, if the interval is
                shorter
    """

    interval: str
    bars: tuple[Bar, ...]
    undated: int
    less_exact: int = 0

    @property
    def peak(self) -> Bar:
        """The bar with the most articles; the first one of several."""
        return max(self.bars, key=lambda bar: bar.articles)


def bars_of(timeline: Timeline | None, links: Links) -> Bars | None:
    """Return the bars of a timeline; None if there are fewer than two.

    If there are too many days or months to be readable, longer intervals are used.
    """
    if timeline is None:
        return None
    interval = timeline.interval
    counted = [(_first(bucket.start), bucket.articles) for bucket in timeline.buckets]
    less_exact = [(bucket.start, bucket.articles) for bucket in timeline.less_exact]
    while interval != "year" and counted and _slot(counted[-1][0], counted[0][0], interval) >= _MOST_BARS:
        interval = _LONGER[interval]
        now_exact = [one for one in less_exact if len(one[0]) == _LENGTH[interval]]
        less_exact = [one for one in less_exact if one not in now_exact]
        counted = _summed([*counted, *((_first(start), count) for start, count in now_exact)], interval)
    if len(counted) < 2:
        return None
    first, highest = counted[0][0], max(articles for _, articles in counted)
    step = WIDTH / (_slot(counted[-1][0], first, interval) + 1)
    width = min(max(round(step * 0.82), _LEAST_WIDTH), _MOST_WIDTH)
    before = max(0.0, (step * 0.82 - width) / 2)
    bars = []
    for start, articles in counted:
        height = max(_LEAST_HEIGHT, round(HEIGHT * articles / highest))
        x = round(_slot(start, first, interval) * step + before)
        end = _last(start, interval)
        url = links.search(date_from=start, date_to=end)
        bars.append(Bar(start, end, articles, x, HEIGHT - height, width, height, url))
    return Bars(interval, tuple(bars), timeline.undated.articles, sum(count for _, count in less_exact))


def _first(start: str) -> date:
    """Return the first day of "2019", "2019-09" or "2019-09-10"."""
    year, month, day = (int(part) for part in f"{start}-1-1".split("-")[:3])
    return date(year, month, day)


def _summed(counted: list[tuple[date, int]], interval: str) -> list[tuple[date, int]]:
    sums: dict[date, int] = {}
    for start, articles in counted:
        longer = start.replace(day=1) if interval == "month" else start.replace(month=1, day=1)
        sums[longer] = sums.get(longer, 0) + articles
    return sorted(sums.items())


def _slot(start: date, first: date, interval: str) -> int:
    """Return the number of days, months or years between two dates."""
    if interval == "day":
        return (start - first).days
    years = start.year - first.year
    return years if interval == "year" else 12 * years + start.month - first.month


def _last(start: date, interval: str) -> date:
    if interval == "day":
        return start
    if interval == "month":
        return start.replace(day=monthrange(start.year, start.month)[1])
    return date(start.year, 12, 31)


def recent(today: date, links: Links, newest: date | None) -> list[tuple[str, str]]:
    """Return the codes of the last day, week, month and year, with the addresses of the searches in them.

    newest: the day of the newest article; periods after it would be empty and are not returned
    """
    days = {"day": 1, "week": 7, "month": 30, "year": 365}
    return [
        (code, links.search(date_from=today - timedelta(days=count - 1), date_to=today))
        for code, count in days.items()
        if newest and newest > today - timedelta(days=count)
    ]
