"""Words of a query that only ask or point, such as *bilang*: an article need not contain them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from whoosh import query

from search.indonesian.details import is_year
from search.indonesian.unit_terms import clock_time
from search.indonesian.variant_lists import asking_words
from search.query.numerals import clock_time_of
from search.query.tree import WordOfName, Words, asks_for_words

#: Words before a clock time or an hour.
BEFORE_TIMES = frozenset(["jam", "pukul", "pkl", "pk"])
_BEFORE_YEARS = frozenset(["tahun", "thn", "th"])
_BEFORE_CASES = frozenset(["nomor", "no"])
_CASE = re.compile("[0-9]+/[A-Za-z]")  # 14/PUU-XVII/2019
_BEHIND_TIMES = frozenset(["wib", "wita", "wit"])


def without_asking(parts: list[query.Query]) -> tuple[list[query.Query], tuple[Words, ...]]:
    """Divide the parts into those that an article must match and the words beside them that only ask."""
    known = asking_words()
    introduced = introducing(parts)
    asking = [
        part
        for part in parts
        if type(part) is Words
        and (part.text.lower() in known or id(part) in introduced)
        and part.fields != ("title",)
        and not (part.quoted or part.prefix)
    ]
    if not asking:
        return parts, ()
    demanded = [part for part in parts if not any(part is one for one in asking)]
    if not any(map(asks_for_words, demanded)):
        return parts, ()
    return demanded, tuple(asking)


def introducing(parts: Sequence[query.Query]) -> set[int]:
    """Return the ids of the words that only say what is beside them: *pukul 10.30 WIB*, *tahun 2022*."""
    plain = [part.word if isinstance(part, WordOfName) else part for part in parts]
    words = [part for part in plain if type(part) is Words]
    beside = set()
    for i, (first, second) in enumerate(pairwise(words)):
        before, behind = first.text.lower(), second.text.lower()
        part_of_day = words[i + 2].text if len(words) > i + 2 else ""
        is_time = clock_time(second.text) or clock_time_of(second.text, part_of_day)
        if (
            (before in BEFORE_TIMES and is_time)
            or (before in _BEFORE_YEARS and is_year(second.text))
            or (before in _BEFORE_CASES and _CASE.match(second.text))
        ):
            beside.add(id(first))
        if behind in _BEHIND_TIMES and clock_time(first.text):
            beside.add(id(second))
    return beside
