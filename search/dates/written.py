"""The module finds the date in a line of an archive, among what outlets, log files and programs write there.

The grammar is that of the search box (`points.POINTS`) and years of two digits, which are no years in a
search. In *Kompas.com - 10/09/2019, 14:30 WIB (Diperbarui 11/09/2019)*, the first date is the one of
publication; the second says when the article was updated.
"""

from __future__ import annotations

import re
from functools import lru_cache

from search.dates import points, words
from search.dates.orders import Numeric
from search.dates.points import BRACKET, DAY, MONTH, NUMERIC_MONTH, ON, TH
from search.dates.reading import PointMatch, point_at
from search.dates.words import WEEKDAYS_OF_DATES
from search.later import Pattern

_GLUED = Pattern(r"(?<=\d)[Tt_](?=\d)|(?<=/\d{4}):(?=\d\d:)")  # log files write 10/Sep/2019:14:30
_SLASHES = Pattern(r"(?<=\d) ?/ ?(?=\d)")
_SLASH_BEFORE_TIME = Pattern(r"(?<=\d{4}) ?/ ?(?=\d\d?[.:]\d\d(?!\d))")
_WIDE_COLON = Pattern(r"(?<=\d) ?: ?(?=\d\d(?!\d))")
# JavaScript, date(1) and Java write the year behind the time: Tue Sep 10 14:30:00 WIB 2019.
_YEAR_LAST = words.compiled(
    rf"(?P<date>{ON}{MONTH}\.? {DAY}),? (?P<time>\d{{1,2}}:\d\d(?::\d\d)?(?: [\w+:-]+)?)"
    r" (?P<end>\d{4})(?!\w)"
)
_YEAR_AT_END = Pattern(r"(?<![/.+\d-])\d{4}(?: \(|\Z)")
_CLOCK = Pattern(r"(?<![\w.:])\d{1,2}(?::\d\d(?::\d\d)?(?!\d)|\.\d\d(?= WI))")
_UPDATED = words.compiled(
    r"\b(?:di)?(?:perbar(?:ui|ukan)|perbaha?rui|ubah|sunting|edit|updated?|modified|edited|revis(?:i|ed))\b"
)
_LABEL = words.compiled(
    r"\A(?:(?:di)?(?:terbit|tayang|publikasi)(?:kan)?|published|posted|date)(?: on| pada)?:? "
)
_START = Pattern(r"(?<!\w)\w+")
_TWO_DIGITS = r"(?P<year>['’]?\d\d)(?![:.,/-]\d)"
_POINTS = (
    *points.POINTS,
    points.make_point(
        rf"{ON}{DAY}(?P<sep>[-/.]){NUMERIC_MONTH}(?P=sep){_TWO_DIGITS}{BRACKET}", points.full_date
    ),
    points.make_point(
        rf"{ON}{DAY}{TH}(?P<sep>[ /-]){MONTH}\.?(?P=sep){_TWO_DIGITS}{BRACKET}", points.full_date
    ),
)


def respaced(text: str) -> str:
    """Return a text with its date before its time and a blank between them, as the grammar expects it."""
    if " : " in text:
        text = _WIDE_COLON.sub(":", text)
    text = _SLASHES.sub("/", _SLASH_BEFORE_TIME.sub(" ", _GLUED.sub(" ", text)))
    if ":" in text and _YEAR_AT_END.search(text):
        return _YEAR_LAST.sub(r"\g<date> \g<end> \g<time>", text)
    return text


def date_in(text: str) -> PointMatch | None:
    """Return the date in a text, or None.

    It is the first date that does not follow a word such as *diperbarui*. If there is none, it is the first
    of the others, or a year or a month that is the whole text.
    """
    return _first_date(_CLOCK.sub(_midnight, text))


def _midnight(match: re.Match[str]) -> str:
    """Return midnight in the same number of characters, so texts of one day share an entry of the cache."""
    return "00:00:00"[: len(match[0])]


@lru_cache(maxsize=4096)
def _first_date(text: str) -> PointMatch | None:
    others: list[PointMatch] = []
    read_up_to = 0
    for word in _START.finditer(text):
        start = word.start()
        opens = word[0][0].isdigit() or word[0].lower() in words.OPENINGS
        if start < read_up_to or not opens:
            continue
        if point := point_at(text, start, False, _POINTS):
            updated = _UPDATED.search(text, read_up_to, start)
            read_up_to = point.match.end()
            if not updated and not point.point.relative:
                return point
            others.append(point)
    if others:
        return next((point for point in others if not point.point.relative), others[0])
    alone = _LABEL.sub("", text).strip(" .")
    bare = point_at(alone, 0, True)
    return bare if bare and bare.match.end() == len(alone) else None


def numeric_of(point: PointMatch) -> Numeric | None:
    """Return the numbers of a date that has numbers only and its year last; None for other dates."""
    match, parts = point.match, point.match.groupdict()
    if not parts.get("day") or not (parts.get("month") or "").isdigit():
        return None
    if match.start("year") < match.start("day"):
        return None
    weekday = parts.get("weekday")
    return Numeric(
        int(parts["day"]),
        int(parts["month"]),
        full_year(parts["year"]),
        WEEKDAYS_OF_DATES[weekday.lower()] if weekday else None,
        match[0],
    )


def full_year(written: str) -> int:
    """Return a year that has four digits, or two: as in POSIX, 69 is 2069 and 70 is 1970."""
    year = int(written.strip("'’"))
    return year if len(written) == len("2019") else year + (2000 if year < 70 else 1900)
