"""The module tells by the values of a column which field of an article it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from search.addresses import is_address
from search.dates.archive import ArchiveDates, UnreadableDateError
from search.readers.names import TEXT

_GUESSED = ("published", "url", "title")
_NEARLY_ALL = 0.9
_MIN_TEXT = 60  # characters, on average
_TITLE_LENGTH = (12, 160)
_FIRST_MOMENT = 500_000_000  # a smaller number is more likely a count than seconds since 1970


def fields_like(
    columns: Mapping[str, list[object]], known: Collection[str], dates: ArchiveDates, least: int = _MIN_TEXT
) -> Iterator[tuple[str, str]]:
    """Yield the fields that are not known yet, each with the column whose values look like it.

    columns: name -> some values, at least one
    least:   the mean length of a text in characters
    """
    left = dict(columns)
    if TEXT not in known and left:
        longest = max(left, key=lambda name: _mean_length(left[name]))
        if _mean_length(left[longest]) >= least:
            del left[longest]
            yield TEXT, longest
    for name in _GUESSED:
        like = next((key for key in left if name not in known and _is_like(name, left[key], dates)), None)
        if like:
            del left[like]
            yield name, like


def _is_like(field: str, values: list[object], dates: ArchiveDates) -> bool:
    if field == "published":
        return _share(values, lambda value: _is_date(value, dates)) >= _NEARLY_ALL
    if field == "url":
        return _share(values, lambda value: isinstance(value, str) and is_address(value)) >= _NEARLY_ALL
    distinct = len({str(value) for value in values}) / len(values)
    return distinct >= _NEARLY_ALL and _share(values, _is_title) >= _NEARLY_ALL


def _is_date(value: object, dates: ArchiveDates) -> bool:
    if isinstance(value, bool):
        return False
    is_number = isinstance(value, (int, float)) or (isinstance(value, str) and value.strip().isdecimal())
    if is_number and float(str(value)) < _FIRST_MOMENT and not _is_day(str(value).strip()):
        return False
    try:
        dates.read(value)
    except UnreadableDateError:
        return False
    return True


def _is_day(digits: str) -> bool:
    """Return whether digits are a day of these times: 20190905."""
    return len(digits) == 8 and digits[:2] in ("19", "20")


def _is_title(value: object) -> bool:
    shortest, longest = _TITLE_LENGTH
    return isinstance(value, str) and shortest <= len(value) <= longest and " " in value and "\n" not in value


def _share(values: list[object], test: Callable[[object], bool]) -> float:
    return sum(map(test, values)) / len(values)


def _mean_length(values: list[object]) -> float:
    return sum(len(value) for value in values if isinstance(value, str)) / len(values)
