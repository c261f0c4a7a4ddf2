"""Quotations as they stand in the documents of a segment, and the ranges of positions that they take."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.format.mentions import BY_SHIFT, NOT_WHOLE, REPORTED, Mentions
from search.index.format.sections import Array
from search.values import folded

POSITION_BITS = 20
_SHOWN = (
    "starts", "ends", "bits", "speakers", "by_starts", "by_lengths", "verb_starts", "verb_lengths", "days"
)  # fmt: skip


class SaidSpans(NamedTuple):
    """Ranges of positions in documents, half-open, in order and apart from each other.

    starts, ends: int64, ``document << 20 | position``
    """

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    @property
    def docs(self) -> npt.NDArray[np.int32]:
        """The document of each range."""
        return (self.starts >> POSITION_BITS).astype(np.int32)

    def numbers(self, docs: Array, positions: Array) -> npt.NDArray[np.int64]:
        """Return the number of the range that each position lies in, -1 if in none."""
        if not len(self.starts):
            return np.full(len(docs), -1, np.int64)
        keys = (docs.astype(np.int64) << POSITION_BITS) + positions
        number = np.searchsorted(self.starts, keys, "right") - 1
        return np.where((number >= 0) & (keys < self.ends[number]), number, -1)


class SaidHere(NamedTuple):
    """A quotation in the text of its document.

    start, end: its range; reported: whether it stands in the words of the article
    whole:      False if its first quotation mark is missing
    speaker:    the full name of who says it, or None
    by:         the range of what names the speaker, or None; named_by: 1 a name, 2 a pronoun, 3 a description
    role:       the role as it is given there, or None
    verb:       the range of the verb of saying, or None
    day:        the day that is given, as an ordinal of ``datetime.date``, or 0
    asked:      whether it is of a speaker that is asked for
    """

    start: int
    end: int
    reported: bool
    whole: bool
    speaker: str | None
    by: tuple[int, int] | None
    named_by: int
    role: str | None
    verb: tuple[int, int] | None
    day: int
    asked: bool


def said_here(here: Mentions, doc: int, number: int, hidden: frozenset[str], asked: bool) -> SaidHere:
    """Return a quotation of a segment.

    doc, number: its document and the quotation, as the segment numbers them
    hidden:      names that are nobody's, folded
    """
    column = {name: here.quotations[name].item(number) for name in _SHOWN}
    bits, code = column["bits"], column["speakers"]
    by: tuple[int, int] | None = None
    speaker, role = here.names[code] if code >= 0 else None, None
    if hidden and speaker and folded(speaker) in hidden:
        speaker = None
    if bits >> BY_SHIFT:
        by = column["by_starts"], column["by_starts"] + column["by_lengths"]
        first, end = here.mention_starts[doc : doc + 2].tolist()
        at = first + bisect_left(here.mentions["starts"][first:end].tolist(), by[0])
        role = role_before(here, at) if at < end and mention_range(here, at)[0] == by[0] else None
    verb = (column["verb_starts"], column["verb_starts"] + column["verb_lengths"])
    return SaidHere(
        column["starts"],
        column["ends"],
        bool(bits & REPORTED),
        not bits & NOT_WHOLE,
        speaker,
        by,
        bits >> BY_SHIFT,
        role,
        verb if column["verb_lengths"] else None,
        column["days"],
        asked,
    )


def mention_range(here: Mentions, number: int) -> tuple[int, int]:
    """Return the range of a mention in the text of its document."""
    start = here.mentions["starts"].item(number)
    return start, start + here.mentions["lengths"].item(number)


def role_before(here: Mentions, number: int) -> str | None:
    """Return the role in front of a mention, or None."""
    roled = here.mentions["roled"]
    at = bisect_left(roled, number)  # np.searchsorted would copy the array as int64
    if at == len(roled) or roled[at] != number:
        return None
    role: str = here.roles[here.mentions["roles"].item(at)]
    return role
