"""Details: words of a query that only say how much, when, or which of several, and the initials of a name."""

from __future__ import annotations

import re

from search.indonesian.amounts import read_amount
from search.indonesian.unit_terms import clock_time, is_roman
from search.indonesian.unit_words import LOWERED

_SCORE = re.compile(r"[0-9]{1,3} ?[-–—] ?[0-9]{1,3}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ORDINAL = re.compile("ke[ -]?[0-9]+")
_LARGE_OR_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+|[0-9]{1,3}(?:[.][0-9]{3})+|[0-9]{4,}")
_INITIALS = re.compile(r"[a-z](?:[.] ?[a-z])+[.]?")
_LIKE_A_NAME = re.compile("[0-9]+[a-z]|xi")
_AMOUNTS = frozenset(["money", "measure", "percent", "number", "range"])


def is_year(surface: str) -> bool:
    """Return whether a surface form is a year of this century or the last."""
    return _YEAR.fullmatch(surface) is not None


def is_detail(surface: str) -> bool:
    """Return whether a surface form is an amount, a score, a time, a year, which of many, or initials.

    A number with one letter is none, because it is more often a name: *5G*, *4K*. Neither is *Xi*.

    >>> [is_detail(form) for form in ("5,2 SR", "50 ribu", "2.400", "5,6", "3-0", "10.30", "2019", "ke-26")]
    [True, True, True, True, True, True, True, True]
    >>> [is_detail(form) for form in ("5G", "737", "UU 11/2020", "Xi", "i")]
    [False, False, False, False, False]
    """
    text = surface.lower().replace("\u00a0", " ").translate(LOWERED)
    if _LIKE_A_NAME.fullmatch(text):
        return False
    if any(
        form.fullmatch(text) for form in (_SCORE, _YEAR, _LARGE_OR_DECIMAL, _ORDINAL, _INITIALS)
    ) or is_roman(text.upper()):
        return True
    amount = read_amount(text)
    return clock_time(text) is not None or (amount is not None and amount.rule in _AMOUNTS)
