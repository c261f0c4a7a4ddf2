"""An amount is a number, or a range of two, with the words that belong to it. The module reads amounts."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import NamedTuple

from search.indonesian.tokens import canonical_number
from search.indonesian.unit_words import Kind, unit_words
from search.later import Pattern

#: Signs that stand before a number, and the codes of their currencies.
CURRENCY_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"}
_LONGEST = 20  # of a number
_RING = Pattern(" ?° ?")
_PER = "|".join(unit_words().values[Kind.PER])
_WORD = rf"(?! (?:{_PER}) [ ] ) ( [a-z][0-9a-z]* | % )"
_NUMBER = r"[0-9][0-9.,-]*"
_AMOUNT = Pattern(
    rf"""
    (?: ([a-z]+) (\$[ ]? | [. ]{{0,2}}) | ([{"".join(CURRENCY_SIGNS)}])[ ]? )?  # a currency
    ({_NUMBER}) (?: [ ]? [-\u2012-\u2015\u2212] [ ]? ({_NUMBER}) )?           # a number, or two
    (?: [ ]? {_WORD} )?                                                       # a scale, or what follows
    (?: [ ]? {_WORD} )?
    (?: ([ ] | / | [ ] (?:{_PER}) [ ]) ([a-z]+) )?                            # dolar AS, km/jam, km per jam
    """,
    re.VERBOSE,
)
_PLAIN_NUMBER = Pattern(r"[0-9]+(?:,[0-9]+)?")


class Amount(NamedTuple):
    """An amount that was read.

    rule:   "money", "measure", "percent", "number" or "range"
    term:   the index term, the same for all ways to write the amount: rp1500000, 10km, 10-15%
    number: the term of the number alone if a part of it was written in words, else empty
    ends:   the terms of both ends of a range; for a rate such as 60 km/jam, the term of its measure, 60km
    """

    rule: str
    term: str
    number: str = ""
    ends: tuple[str, ...] = ()


def read_amount(text: str) -> Amount | None:
    """Read an amount from a text in small letters. Return None if the text is not an amount.

    >>> read_amount("1,5 juta ton")
    Amount(rule='measure', term='1500000ton', number='1500000', ends=())
    >>> read_amount("us$ 10-15")
    Amount(rule='money', term='usd10-15', number='', ends=('usd10', 'usd15'))
    """
    match = _AMOUNT.fullmatch(_RING.sub(" derajat ", text))
    if match is None:
        return None
    word, mark, sign, first, second, *words = match.groups()
    values = unit_words().values
    currency = CURRENCY_SIGNS[sign] if sign else ""
    measure = values[Kind.MEASURE_BEFORE].get(word, "") if word else ""
    if measure:
        return _measured_behind(word, mark, _numbers(first, second), measure) if not any(words) else None
    if word:
        currency = values[Kind.DOLLAR_SIGN if mark[:1] == "$" else Kind.CURRENCY].get(word, "")
        if not currency:
            return None
    numbers = _numbers(first, second)
    scale, rest, joint, third = words
    power = 0
    if scale in values[Kind.SCALE]:
        power = int(values[Kind.SCALE][scale])
    elif currency == "rp" and scale in values[Kind.MONEY_SCALE]:
        power = int(values[Kind.MONEY_SCALE][scale])
    elif third and rest:
        return None
    else:
        rest, joint, third = scale, joint or " ", third or rest
    if numbers is None or (currency and rest):
        return None
    return _amount(numbers, power, _unit(rest, joint, third) if rest else "", currency)


def _measured_behind(word: str, mark: str, numbers: list[str] | None, measure: str) -> Amount | None:
    """Return a number behind the word of its measure: *magnitudo 5,2*; of one letter only with decimals."""
    if numbers is None or mark[:1] == "$" or (len(word) == 1 and not all("," in one for one in numbers)):
        return None
    return _amount(numbers, 0, measure, "")


def _numbers(first: str, second: str | None) -> list[str] | None:
    """Return one or two numbers in canonical form, or None if they are not plain numbers."""
    if first.isdigit() and second is None:
        return [first] if len(first) <= _LONGEST else None
    written = first.split("-") if second is None else [first, second]
    numbers = [number if number.isdigit() else canonical_number(number) for number in written]
    if len(numbers) > 2:
        return None
    for number in numbers:
        if len(number) > _LONGEST or not (number.isdigit() or _PLAIN_NUMBER.fullmatch(number)):
            return None
    return numbers


def _unit(word: str, joint: str, more: str | None) -> str | None:
    """Return what follows a number: a measure, "%", or the code of a currency.

    Return None if it is none of these.

    word:  the first word after the number
    joint: what stands between this word and the next one
    more:  the next word, or None
    """
    values = unit_words().values
    if dollar := values[Kind.DOLLAR].get(word):
        return values[Kind.COUNTRY].get(more) if more else dollar
    measure = values[Kind.MEASURE].get(word)
    if more is None:
        return measure or values[Kind.PERCENT].get(word) or (word if word == "%" else None)
    if joint != " ":
        rate = values[Kind.RATE].get(more)
        return measure if measure in currencies() else rate and measure and f"{measure}/{rate}"
    power = values[Kind.POWER].get(more)
    if word in values[Kind.DEGREE]:
        power = values[Kind.TEMPERATURE].get(more)
    return None if measure is None or power is None else f"{measure}{power}"


def _amount(numbers: list[str], power: int, unit: str | None, currency: str) -> Amount | None:
    if unit is None:
        return None
    rule = "money" if currency else ""
    if unit in currencies():
        rule, unit, currency = "money", "", unit
    elif unit:
        rule = "percent" if unit == "%" else "measure"
    elif not (rule or power):
        return Amount("range", "-".join(numbers)) if len(numbers) == 2 else None
    first = _scaled(numbers[0], power)
    is_round = power > 0 and first.endswith("00")
    if len(numbers) == 2:
        second = _scaled(numbers[1], power)
        ends = f"{currency}{first}{unit}", f"{currency}{second}{unit}"
        with_ends = rule or (is_round and second.endswith("00"))
        return Amount(rule or "range", f"{currency}{first}-{second}{unit}", ends=ends if with_ends else ())
    if not rule:
        return Amount("number", first) if is_round else None
    measure, _, rate = unit.partition("/")
    measured = (f"{first}{measure}",) if rate else ()  # 60 km/jam is 60 km as well
    return Amount(rule, f"{currency}{first}{unit}", first if is_round else "", measured)


@cache
def currencies() -> frozenset[str]:
    """Return the codes of all currencies."""
    values = unit_words().values
    of_kinds = (values[kind].values() for kind in (Kind.CURRENCY, Kind.COUNTRY, Kind.DOLLAR))
    return frozenset(chain.from_iterable(of_kinds))


def _scaled(number: str, power: int) -> str:
    """Return a canonical number times a power of ten, without zeros that do not change its value."""
    if not power and number.isdigit():
        return number.lstrip("0") or "0"
    whole, _, decimals = number.partition(",")
    if power:
        whole += decimals[:power].ljust(power, "0")
        decimals = decimals[power:]
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    return f"{whole},{decimals}" if decimals else whole
