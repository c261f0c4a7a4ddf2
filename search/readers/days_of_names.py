"""The module reads the day of an article in the name of its file, where the article itself has none.

``2019-06-03-panen.md``, ``Kompas_20190603_hal1.txt``, ``2019/06/03/panen.txt``.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from search.dates.words import MONTHS
from search.later import Pattern
from search.published import PartialDate, Published

_FIRST, _LAST = 1900, 2100
_BETWEEN = r"[-_. ]"
_YEAR_FIRST = Pattern(rf"(?<!\d)(?P<y>\d{{4}})(?P<s>{_BETWEEN}?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?!\d)")
_DAY_FIRST = Pattern(rf"(?<!\d)(?P<d>\d{{1,2}})(?P<s>{_BETWEEN})(?P<m>\d{{1,2}})(?P=s)(?P<y>\d{{4}})(?!\d)")
_IN_WORDS = Pattern(
    rf"(?<!\d)(?P<d>\d{{1,2}}){_BETWEEN}?(?P<m>[A-Za-z]{{3,9}}){_BETWEEN}?(?P<y>\d{{4}})(?!\d)"
)
_MONTH = Pattern(r"(?P<y>\d{4})[-_/](?P<m>\d\d)")
_DAY = Pattern(r"(?P<y>\d{4})([-_/]?)(?P<m>\d\d)\2(?P<d>\d\d)")


def day_of_name(name: str) -> Published | None:
    """Return the day, or the month, that the name of a file says, or that its folders say; None without one.

    >>> day_of_name("2019-06-03-panen.md"), day_of_name("arsip/2019/06/panen.txt"), day_of_name("panen.txt")
    (datetime.date(2019, 6, 3), PartialDate(year=2019, month=6), None)
    """
    path = PurePosixPath(name.replace("\\", "/"))
    for form in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS):
        for found in form.finditer(path.name):
            if day := _day(found):
                return day
    parts = path.parts[:-1]
    for form, most in ((_DAY, 3), (_MONTH, 2)):
        for end in range(len(parts), 0, -1):
            for count in range(1, most + 1):
                folders = "/".join(parts[max(end - count, 0) : end])
                whole = form.fullmatch(folders)
                if whole and (day := _day(whole)):
                    return day
    return None


def _day(found: re.Match[str]) -> Published | None:
    parts = found.groupdict()
    month = int(parts["m"]) if parts["m"].isdecimal() else MONTHS.get(parts["m"].lower(), 0)
    year = int(parts["y"])
    if not (_FIRST <= year < _LAST and 1 <= month <= 12):
        return None
    if "d" not in parts:
        return PartialDate(year, month)
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None
