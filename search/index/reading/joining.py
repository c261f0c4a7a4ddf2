"""Forms of one name over a whole archive are one where that is certain: *Sri Mulyani (Indrawati)*.

A shorter form of two words or more is a longer one if all longer names that have its words, in order, include
each other; if articles write the longer one and then the shorter one for it, at least ``_FEWEST`` times; and
if the longer one is not rare beside the shorter one. A single word is never joined. All of them are known by
the form that is most frequent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from search.index.format.sections import Array
from search.names import KINDS, PERSON

_FEWEST = 2
_RARE = 20
_MOST_WORDS = 5


def joined_names(
    names: Sequence[str], kinds: npt.NDArray[np.uint8], mentions: Mapping[str, Array]
) -> npt.NDArray[np.int32]:
    """Return by code the code of the name that it is another form of, or itself.

    mentions: the columns of ``search.index.format.mentions``
    """
    joined = np.arange(len(names), dtype=np.int32)
    codes, lengths = mentions["codes"], mentions["lengths"]
    counts = np.bincount(codes, minlength=len(names))
    often = np.flatnonzero((kinds == KINDS.index(PERSON)) & (counts >= _FEWEST)).tolist()
    texts = tuple(names)
    by_name = {texts[code]: code for code in often}
    longer: dict[int, list[int]] = {}
    for code in often:
        for shorter in _shorter(texts[code]):
            other = by_name.get(shorter)
            if other is not None:
                longer.setdefault(other, []).append(code)
    evidence = _written(codes, lengths, sorted({code for some in longer.values() for code in some}))
    members: dict[int, list[int]] = {}  # of the groups of several forms, by the code in ``joined``
    for shorter_code, others in longer.items():
        longest = max(others, key=lambda code: (texts[code].count(" "), counts.item(code), -code))
        parts = set(texts[longest].split(" "))
        alike = all(parts.issuperset(texts[code].split(" ")) for code in others)
        known = sum(evidence.get((code << 8) + len(texts[shorter_code]), 0) for code in others)
        total = sum(counts.item(code) for code in others)
        if alike and known >= _FEWEST and total * _RARE >= counts.item(shorter_code):
            group: list[int] = []
            for label in {joined.item(code) for code in (shorter_code, *others)}:
                group += members.pop(label, [label])
            joined[group] = longest
            members[longest] = group
    for group in members.values():
        joined[group] = min(group, key=lambda code: (-counts.item(code), code))
    return joined


def _written(codes: Array, lengths: Array, of: list[int]) -> dict[int, int]:
    """Return how often each of some names is written with so many letters: ``code << 8 | letters``."""
    chosen = np.isin(codes, of)
    keys, counts = np.unique((codes[chosen].astype(np.int64) << 8) + lengths[chosen], return_counts=True)
    return dict(zip(keys.tolist(), counts.tolist(), strict=True))


def _shorter(name: str) -> Iterator[str]:
    """Yield the forms of a name without some of its words, of two words or more."""
    words = name.split(" ")
    if 2 < len(words) <= _MOST_WORDS:
        for count in range(2, len(words)):
            yield from map(" ".join, combinations(words, count))
