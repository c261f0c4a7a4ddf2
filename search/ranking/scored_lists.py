"""Posting lists as the bags of words in NumPy want them: decoded, with what each posting scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from search.bm25 import Floats
from search.ranking.bags import FieldScoring

#: Documents of a group, for which one bound is kept.
GROUP = 16
#: So many of the greatest saturations are kept of each list.
MOST_KNOWN = 64
_GROUPS_A_DOCUMENT = 2  # at most, in lists that know where groups start
_UNITS = 255  # of impacts, as in the index

Documents = npt.NDArray[np.int32]
Groups = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
Bounds = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ScoredList:
    """A posting list with what each posting can score, and each group of documents at most.

    docs:        ascending
    codes:       of each posting, the place of its saturation in ``saturations``
    saturations: the table, shared by lists
    greatest:    the greatest saturations, each in another group, descending
    groups:      the groups that ``impacts`` are of, ascending; None for all, where that takes less
    impacts:     the greatest saturation in each, in 255ths, rounded up; 0 where no document is
    starts:      for all groups and the end, the place of the first posting; None in shorter lists
    """

    docs: Documents
    codes: npt.NDArray[np.integer[Any]]
    saturations: Floats
    greatest: Floats
    groups: Groups | None
    impacts: npt.NDArray[np.uint8]
    starts: Documents | None

    @classmethod
    def of(cls, docs: Documents, tf: npt.NDArray[np.uint8], scoring: FieldScoring) -> ScoredList:
        """Return the list of a term, that occurs ``tf`` times in each document, at most 255 times."""
        codes = tf.astype(np.uint16) << 8 | scoring.lengths[docs]
        return cls._made(docs, codes, scoring.saturations, len(scoring.lengths) // GROUP)

    @classmethod
    def of_row(cls, docs: Documents, tf: npt.NDArray[np.integer[Any]], scoring: FieldScoring) -> ScoredList:
        """Return the list of terms in a row, which may occur any number of times."""
        frequency = tf.astype(np.float64)
        saturations = frequency / (frequency + scoring.norms[scoring.lengths[docs]])
        return cls._made(docs, np.arange(len(docs)), saturations, len(scoring.lengths) // GROUP)

    @classmethod
    def _made(
        cls, docs: Documents, codes: npt.NDArray[np.integer[Any]], table: Floats, groups: int
    ) -> ScoredList:
        of = docs // GROUP
        firsts = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        held, most = of[firsts], np.maximum.reduceat(table.take(codes), firsts)
        known = min(MOST_KNOWN, len(most))
        greatest = np.sort(np.partition(most, len(most) - known)[len(most) - known :])[::-1]
        impacts = np.ceil(_UNITS * most).astype(np.uint8)
        starts = None
        if len(docs) * _GROUPS_A_DOCUMENT >= groups:
            counts = np.zeros(groups + 1, np.int32)
            counts[held + 1] = np.diff(firsts, append=len(docs))
            starts = counts.cumsum(dtype=np.int32)
        if held.nbytes + impacts.nbytes < groups:
            return cls(docs, codes, table, greatest, held, impacts, starts)
        every = np.zeros(groups, np.uint8)
        every[held] = impacts
        return cls(docs, codes, table, greatest, None, every, starts)

    @property
    def nbytes(self) -> int:
        """Bytes of memory held."""
        arrays = (self.docs, self.codes, self.greatest, self.groups, self.impacts, self.starts)
        return sum(array.nbytes for array in arrays if array is not None)

    def places(self, docs: Documents) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Return where ascending documents stand in the list, and which of them do."""
        places = np.minimum(np.searchsorted(self.docs, docs), len(self.docs) - 1)
        return places, self.docs[places] == docs

    def add_bounds(self, factor: float, bounds: Bounds) -> None:
        """Add ``factor`` times what each group can score at most to the bounds of all groups."""
        more = np.multiply(self.impacts, np.float32(factor / _UNITS), dtype=np.float32)
        if self.groups is None:
            bounds += more
        else:
            bounds[self.groups] += more

    def spans(self, groups: Groups) -> tuple[npt.NDArray[np.integer[Any]], npt.NDArray[np.integer[Any]]]:
        """Return the place of the first posting of each group, and how many it has."""
        if self.starts is not None:
            firsts = self.starts.take(groups)
            return firsts, self.starts.take(groups + 1) - firsts
        begins = self.docs.searchsorted(GROUP * groups)
        return begins, self.docs.searchsorted(GROUP * groups + GROUP) - begins


@dataclass(frozen=True)
class Scored:
    """A word of a bag: its list, and what its saturations are multiplied by."""

    postings: ScoredList
    weight: float

    @cached_property
    def bound(self) -> float:
        """What the word scores at most."""
        return self.weight * float(self.postings.greatest[0])

    def scores(self, places: npt.NDArray[Any]) -> Floats:
        """Return the scores of postings."""
        found: Floats = self.weight * self.postings.saturations.take(self.postings.codes.take(places))
        return found

    def add_to_documents(self, docs: Documents, totals: Floats) -> None:
        """Add the word's scores of ascending documents to ``totals``."""
        places, held = self.postings.places(docs)
        totals[held] += self.scores(places[held])

    def add_to_groups(self, groups: Groups, totals: Floats) -> None:
        """Add the word's scores to ``totals``, which are of all documents of some ascending groups."""
        firsts, counts = self.postings.spans(groups)
        ends = counts.cumsum()
        places = (firsts - (ends - counts)).repeat(counts)
        places += np.arange(len(places))
        to = (GROUP * (np.arange(len(groups)) - groups)).repeat(counts)
        to += self.postings.docs.take(places)
        np.add.at(totals, to, self.scores(places))
