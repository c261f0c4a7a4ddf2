"""Posting lists as arrays: this is where a faster codec will plug in.

Everything above asks for ``Postings``; how they are kept on disk is known here alone. Whoosh's stock codec
keeps blocks that are unpickled one at a time, and its blocks join into arrays without a loop per posting.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, TermNotFound

Docs = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Positions = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Postings:
    """A posting list: paragraph ``docs[i]`` holds the term ``tf[i]`` times.

    docs:      document numbers, ascending
    tf:        occurrences, at least 1
    positions: those of all occurrences one after the other, ascending within a document
    """

    docs: Docs
    tf: Frequencies
    positions: Positions

    @property
    def nbytes(self) -> int:
        """Bytes of memory held."""
        return int(self.docs.nbytes + self.tf.nbytes + self.positions.nbytes)


EMPTY = Postings(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint16))


def read_postings(reader: IndexReader, field: str, term: str) -> Postings:
    """Return the posting list of a term, empty where the term does not occur.

    reader: any Whoosh reader, of one segment or several; document numbers are those of the reader
    """
    parts = []
    for segment_reader, base in reader.leaf_readers():
        try:
            matcher = segment_reader.postings(field, term)
        except TermNotFound:
            continue
        parts.append(_from_matcher(matcher, base))
    if len(parts) <= 1:
        return parts[0] if parts else EMPTY
    return Postings(
        np.concatenate([p.docs for p in parts]),
        np.concatenate([p.tf for p in parts]),
        np.concatenate([p.positions for p in parts]),
    )


def _from_matcher(matcher: Matcher, base: int) -> Postings:
    ids: list[int] = []
    values: list[bytes] = []
    if isinstance(matcher, W3LeafMatcher):  # whole blocks; the generic loop below gives the same
        while matcher.is_active():
            matcher.id()
            matcher.value()
            ids.extend(matcher._ids)
            values.extend(matcher._values)
            matcher._next_block()
    else:
        while matcher.is_active():
            ids.append(matcher.id())
            values.append(matcher.value())
            matcher.next()
    docs = np.array(ids, np.int32)
    if base:
        docs += base
    positions = np.frombuffer(b"".join(v or b"" for v in values), "<u2")
    tf = np.fromiter(map(len, values), np.int32, len(values)) // 2 if len(positions) else np.ones_like(docs)
    return Postings(docs, tf, positions)


class PostingsCache:
    """The posting lists used last, within a bound of bytes. Not safe for threads: its owner locks."""

    def __init__(self, max_bytes: int = 64 << 20) -> None:
        self.max_bytes = max_bytes
        self._held = 0
        self._lists: OrderedDict[tuple[str, str], Postings] = OrderedDict()

    def get(self, field: str, term: str) -> Postings | None:
        """Return a remembered list and mark it as used."""
        postings = self._lists.get((field, term))
        if postings is not None:
            self._lists.move_to_end((field, term))
        return postings

    def put(self, field: str, term: str, postings: Postings) -> None:
        """Remember a list; the ones not used for longest make room. One that fills the cache is not kept."""
        if postings.nbytes > self.max_bytes // 2:
            return
        self._lists[field, term] = postings
        self._held += postings.nbytes
        while self._held > self.max_bytes and self._lists:
            _, dropped = self._lists.popitem(last=False)
            self._held -= dropped.nbytes
