"""Forms of one name over a whole archive are one where that is certain: *Sri Mulyani (Indrawati)*.

A shorter form of two words or more is a longer one if all longer names that have its words, in order, include
each other; if articles write the longer one and then the shorter one for it, at least ``_FEWEST`` times; and
if the longer one is not rare beside the shorter one. A single word is never joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

from search.index.format.sections import Array
from search.names import KINDS, PERSON

_FEWEST = 2
_RARE = 20
_MOST_WORDS = 6


def joined_names(
    names: tuple[str, ...], kinds: npt.NDArray[np.uint8], mentions: Mapping[str, Array]
) -> npt.NDArray[np.int32]:
    """Return by code the code of the name that it is another form of, or itself.

    mentions: the columns of ``search.index.format.mentions``
    """
    joined = np.arange(len(names), dtype=np.int32)
    person = kinds == KINDS.index(PERSON)
    codes, lengths = mentions["codes"], mentions["lengths"]
    counts = np.bincount(codes, minlength=len(names))
    sizes = np.fromiter(map(len, names), np.int64, len(names))
    by_name = {names[code]: code for code in np.flatnonzero(person).tolist()}
    shortened = (lengths.astype(np.int64) < sizes[codes]) & person[codes]
    # How often a longer name is written with so many letters: that is how its shorter form is known.
    pairs, written = np.unique((codes[shortened].astype(np.int64) << 8) + lengths[shortened], return_counts=True)
    evidence = dict(zip(pairs.tolist(), written.tolist(), strict=True))
    longer: dict[int, list[int]] = {}
    for code in np.flatnonzero(person & (counts >= _FEWEST)).tolist():
        for shorter in _shorter(names[code]):
            other = by_name.get(shorter)
            if other is not None:
                longer.setdefault(other, []).append(code)
    for shorter_code, others in longer.items():
        best = max(others, key=lambda code: (names[code].count(" "), counts.item(code), -code))
        parts = set(names[best].split(" "))
        alike = all(parts.issuperset(names[code].split(" ")) for code in others)
        known = sum(
            evidence.get((code << 8) + len(names[shorter_code]), 0) for code in others if len(names[code])
        )
        total = sum(counts.item(code) for code in others)
        if alike and known >= _FEWEST and total * _RARE >= counts.item(shorter_code):
            joined[shorter_code] = best
    for code, best in list(enumerate(joined.tolist())):
        joined[code] = joined[best]  # of three forms, the longest
    return joined


def _shorter(name: str) -> Iterator[str]:
    """Yield the forms of a name without some of its words, of two words or more."""
    words = name.split(" ")
    if not 2 < len(words) <= _MOST_WORDS:
        return
    for count in range(2, len(words)):
        yield from map(" ".join, combinations(words, count))
