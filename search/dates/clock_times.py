"""The module finds times of day: *14:30 WIB*, *pukul 14.30*, *2:30 PM GMT+7*, *14:30:25.123+07:00*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone

from search.dates.words import ANY_GAP, Match, compiled, one_of

#: Hours from UTC. Names with several meanings (IST, BST) are left out; for CST and EST RFC 5322 decides.
ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), 0.0),
    **{"wib": 7.0, "wita": 8.0, "wit": 9.0},
    **{"sgt": 8.0, "myt": 8.0, "hkt": 8.0, "ict": 7.0, "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0},
    **{"cet": 1.0, "cest": 2.0, "msk": 3.0, "ast": -4.0},
    **{"est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0},
    **{"mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0},
}
_OFFSET = r"(?P<offset>[+-]\d{1,2}(?::?\d{2})?)(?![\d:])"
# Capitals directly behind a time are a zone, even an unknown one; small letters are one only if it is known.
_ZONE = rf"{ANY_GAP}\(?(?P<zone>{one_of(ZONES)}|(?-i:[A-Z]{{3,4}}))\b\)?"
_TIME = compiled(
    r"(?<![\w.,:/])(?<!\d-)"
    rf"(?P<label>(?:pukul|pkl\.?|jam|at){ANY_GAP})?"
    r"(?P<hour>\d{1,2})(?:(?P<sep>[:.])(?P<minute>\d{2})(?:(?P=sep)(?P<second>\d{2}))?(?:[.,]\d{1,9})?(?!\d))?"
    rf"(?:{ANY_GAP}(?P<half>[ap])\.?m\b\.?)?"
    rf"(?:{_ZONE})?(?:{ANY_GAP}{_OFFSET})?"
)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day.

    time:     hour, minute and second; a leap second is read as second 59
    next_day: whether 24:00 is written, which is 00:00 of the next day
    zone:     the time zone, or None if the text has none that is known
    unknown:  the name of an unknown time zone, or ""
    """

    time: time
    next_day: bool
    zone: timezone | None
    unknown: str = ""


def find_time(text: str) -> ClockTime | None:
    """Return the first time of day in a text, or None.

    A number without minutes is a time only beside *pukul*, *jam*, *am*, *pm* or a zone.

    Raises ValueError for a time that does not exist, such as 25:00.
    """
    for match in _TIME.finditer(text):
        zone = match["zone"]
        if match["minute"] or match["label"] or match["half"] or (zone and zone.lower() in ZONES):
            return _time(match)
    return None


def _time(match: Match) -> ClockTime:
    hour, minute, second = (int(match[group] or 0) for group in ("hour", "minute", "second"))
    if half := match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(match[0])
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    next_day = (hour, minute, second) == (24, 0, 0)
    clock = time(0 if next_day else hour, minute, 59 if second == 60 else second)
    name = (match["zone"] or "").lower()
    if match["offset"]:
        return ClockTime(clock, next_day, offset(match["offset"]))
    if not name:
        return ClockTime(clock, next_day, None)
    if name not in ZONES:
        return ClockTime(clock, next_day, None, unknown=match["zone"])
    return ClockTime(clock, next_day, timezone(timedelta(hours=ZONES[name])))


def offset(written: str) -> timezone:
    """Return the time zone of ``+07``, ``+7``, ``-0330`` or ``+07:00``.

    Raises ValueError if the hours exceed 23 or the minutes 59.
    """
    digits = re.sub(r"\D", "", written)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(written)
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-distance if written.startswith("-") else distance)
