"""Forms of one name over a whole archive are one where that is certain: *Sri Mulyani (Indrawati)*.

A shorter form of two words or more is a longer one if all longer names that have its words, in order, include
each other; if articles write the longer one and then the shorter one for it, at least ``_FEWEST`` times; and
if the longer one is not rare beside the shorter one. A single word is joined only if it is the initials of
one name, which articles write so: *KPK*, *Komisi Pemberantasan Korupsi (KPK)*. All of them are known by the
form that is most frequent. An organisation with its legal form (*PT Antam Tbk*) is the one without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
import numpy.typing as npt

from search.index.format.sections import Array
from search.names import KINDS, ORGANISATION, PERSON
from search.names.capitals import initials_of

_FEWEST = 2
_RARE = 20
_MOST_WORDS = 5
_MOST_INITIALS = 8
_ALIKE = 0.93  # share of letters: *Universitas Muhammadiyah Surabaya* and *Surakarta* have less
#: Initials -> the codes of the names that are written so, and how many mentions are.
Initials = dict[str, list[tuple[int, int]]]
_LEGAL_FORMS = frozenset(("PT", "CV", "Perum", "Perumda", "PD", "UD", "Yayasan"))
_LISTED = " Tbk"
_WITH_INITIALS = (KINDS.index(PERSON), KINDS.index(ORGANISATION))


def joined_names(
    names: Sequence[str], kinds: npt.NDArray[np.uint8], mentions: Mapping[str, Array], initials: Initials
) -> npt.NDArray[np.int32]:
    """Return by code the code of the name that it is another form of, or itself.

    mentions: the columns of ``search.index.format.mentions``
    initials: see ``names_with_initials``
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
    for short, long in _with_initials(texts, kinds, counts, initials):
        if kinds[short] == kinds[long] == KINDS.index(ORGANISATION) and counts[short] > counts[long]:
            joined[long] = short
        else:  # a person is known by a name, and initials without a context by the kind of the name
            joined[short] = joined[long]
    meant = set(joined[joined != np.arange(len(names))].tolist())
    for formal, plain in _with_legal_forms(texts, kinds):
        if joined[formal] == formal and formal not in meant and joined[plain] != formal:
            joined[formal] = joined[plain]
    return joined


def _with_legal_forms(names: Sequence[str], kinds: npt.NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    """Yield the codes of organisations with a legal form in their names, and of the same names without it."""
    codes = np.flatnonzero(kinds == KINDS.index(ORGANISATION)).tolist()
    plain = {names[code]: code for code in codes}
    for code in codes:
        name = names[code]
        first, _, rest = name.partition(" ")
        short = (rest if first in _LEGAL_FORMS else name).removesuffix(_LISTED)
        if short != name and short in plain:
            yield code, plain[short]


def names_with_initials(
    names: Sequence[str], kinds: npt.NDArray[np.uint8], mentions: Mapping[str, Array]
) -> Initials:
    """Return initials with the codes of the people and organisations that articles write so, and how often.

    mentions: the columns of ``search.index.format.mentions``
    """
    codes, lengths = mentions["codes"], mentions["lengths"]
    found: Initials = {}
    in_short, in_long = np.zeros((2, len(names)), bool)
    in_short[codes[lengths <= _MOST_INITIALS]] = True
    in_long[codes[lengths > _MOST_INITIALS]] = True
    several = np.flatnonzero(in_short & in_long & np.isin(kinds, _WITH_INITIALS)).tolist()
    of_each = {code: of for code in several if (of := initials_of(names[code]))}
    evidence = _written(codes, lengths, [*of_each])
    for code, of in of_each.items():
        if count := evidence.get((code << 8) + len(of)):
            found.setdefault(of, []).append((code, count))
    return found


def _with_initials(
    names: Sequence[str], kinds: npt.NDArray[np.uint8], counts: Array, initials: Initials
) -> Iterator[tuple[int, int]]:
    """Yield the codes of initials and of the only name that is often written so, misspellings of it aside."""
    for code, name in enumerate(names):
        written = initials.get(name, ())
        if not written or kinds[code] not in _WITH_INITIALS:
            continue
        long, often = max(written, key=lambda one: (one[1], -one[0]))
        others = sum(count for one, count in written if one != long and not _alike(names[one], names[long]))
        if often >= _FEWEST and others * _RARE <= often and often * _RARE >= counts[code]:
            yield code, long


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


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
