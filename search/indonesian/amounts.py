"""Amounts: a number or two, with the words that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from search.indonesian.tokens import canonical_number
from search.indonesian.unit_words import Kind, unit_words

_LONGEST = 20  # of a number
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)?")
_WITH_LETTERS = re.compile(r"([0-9]+)([a-z][0-9a-z]*)")


class Amount(NamedTuple):
    """What was read.

    rule:   money, measure, percent, number or range
    term:   the one writing of all: rp1500000, 10km, 10-15%
    number: the number alone where part of it was in words, else empty
    ends:   of a range, the terms of both of its ends
    """

    rule: str
    term: str
    number: str = ""
    ends: tuple[str, ...] = ()


def read_amount(tokens: Sequence[str], currency: str = "") -> Amount | None:
    """Read small tokens that begin with a number; None where they make no sense together.

    currency: the code of the one that stands before them

    >>> read_amount(["1,5", "juta", "ton"])
    Amount(rule='measure', term='1500000ton', number='1500000', ends=())
    >>> read_amount(["10-15", "%"])
    Amount(rule='percent', term='10-15%', number='', ends=('10%', '15%'))
    """
    first, *rest = tokens
    if not first.isdigit() and first.isalnum() and (match := _WITH_LETTERS.fullmatch(first)):
        first, rest = match[1], [match[2], *rest]
    written = first.split("-")
    if rest and rest[0][0].isdigit():
        written += rest.pop(0).split("-")
    numbers = [number if number.isdigit() else canonical_number(number) for number in written]
    if len(numbers) > 2 or not all(map(_is_plain, numbers)):
        return None
    power = None
    if rest:
        values = unit_words().values
        power = values[Kind.SCALE].get(rest[0])
        if power is None and currency == "rp":
            power = values[Kind.MONEY_SCALE].get(rest[0])
    return _told(numbers, int(power or 0), rest[1:] if power else rest, currency)


def _is_plain(number: str) -> bool:
    return len(number) <= _LONGEST and (number.isdigit() or _PLAIN_NUMBER.fullmatch(number) is not None)


def _told(numbers: list[str], power: int, rest: list[str], currency: str) -> Amount | None:
    unit = ""
    rule = "money" if currency else ""
    if rest:
        measure = _measure(rest)
        if measure is None or currency:
            return None
        if measure in currencies():
            rule, currency = "money", measure
        else:
            rule, unit = "percent" if measure == "%" else "measure", measure
    if not rule and not power:
        return Amount("range", "-".join(numbers)) if len(numbers) == 2 else None
    scaled = [_scaled(number, power) for number in numbers]
    is_round = power > 0 and all(number.endswith("00") for number in scaled)
    if len(scaled) == 2:
        ends = tuple(f"{currency}{number}{unit}" for number in scaled) if rule or is_round else ()
        return Amount(rule or "range", f"{currency}{'-'.join(scaled)}{unit}", ends=ends)
    number = scaled[0] if is_round else ""
    if not rule:
        return Amount("number", number) if number else None
    return Amount(rule, f"{currency}{scaled[0]}{unit}", number)


def _measure(rest: list[str]) -> str | None:
    """Return what the words behind a number stand for: a measure, percent, or the code of a currency."""
    values, word = unit_words().values, rest[0]
    if dollar := values[Kind.DOLLAR].get(word):
        return dollar if len(rest) == 1 else values[Kind.COUNTRY].get(rest[1])
    if len(rest) > 1:
        return None
    return word if word == "%" else values[Kind.MEASURE].get(word) or values[Kind.PERCENT].get(word)


@cache
def currencies() -> frozenset[str]:
    """Return the codes of all currencies."""
    values = unit_words().values
    of_kinds = (values[kind].values() for kind in (Kind.CURRENCY, Kind.COUNTRY, Kind.DOLLAR))
    return frozenset(chain.from_iterable(of_kinds))


def _scaled(number: str, power: int) -> str:
    """Return a canonical number times a power of ten, without zeros that say nothing."""
    whole, _, decimals = number.partition(",")
    if power:
        whole += decimals[:power].ljust(power, "0")
        decimals = decimals[power:]
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    return f"{whole},{decimals}" if decimals else whole
