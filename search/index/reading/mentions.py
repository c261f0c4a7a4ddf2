"""The names and quotations of all articles of a generation: who is mentioned where, and who says what.

What is computed for all of them is computed at its first use. Documents are numbered as in the snapshot.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.format.mentions import BY_SHIFT, NOT_WHOLE, REPORTED, Mentions
from search.index.format.sections import Array
from search.index.format.values import ArticleValues, of_used
from search.index.reading.joining import joined_names
from search.index.reading.opened_segment import OpenedSegment
from search.names import KINDS, known_aliases
from search.values import folded

#: The kinds of names that speak, and are listed beside results.
SPEAKING = tuple(KINDS.index(kind) for kind in ("person", "organisation"))
_POSITION_BITS = 20


class SaidSpans(NamedTuple):
    """Ranges of positions in documents, half-open, in order and apart from each other.

    starts, ends: int64, ``document << 20 | position``
    """

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    @property
    def docs(self) -> npt.NDArray[np.int32]:
        """The document of each range."""
        return (self.starts >> _POSITION_BITS).astype(np.int32)

    def numbers(self, docs: Array, positions: Array) -> npt.NDArray[np.int64]:
        """Return the number of the range that each position lies in, -1 if in none."""
        if not len(self.starts):
            return np.full(len(docs), -1, np.int64)
        keys = (docs.astype(np.int64) << _POSITION_BITS) + positions
        number = np.searchsorted(self.starts, keys, "right") - 1
        return np.where((number >= 0) & (keys < self.ends[number]), number, -1)


class ArchiveMentions:
    """The names and quotations of the segments of a generation. Threads may share it."""

    def __init__(self, segments: Sequence[OpenedSegment]) -> None:
        self._segments = segments

    @cached_property
    def _all(self) -> Mentions:
        return Mentions.joined([one.files.mentions for one in self._segments])

    def _documents(self, counts: Sequence[Array]) -> npt.NDArray[np.int32]:
        """Return the document of each entry. counts: for each segment, the entries of each document."""
        parts = [
            one.base + np.repeat(np.arange(len(count), dtype=np.int32), count)
            for one, count in zip(self._segments, counts, strict=True)
        ]
        return np.concatenate(parts).astype(np.int32, copy=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names, by code."""
        return self._all.names

    @property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The kind of each name: its index in ``KINDS``."""
        return self._all.kinds

    @cached_property
    def unread(self) -> int:
        """How many documents have names that were not read."""
        return sum(int(np.count_nonzero(~one.files.mentions.is_read)) for one in self._segments)

    # --- mentions ---

    @cached_property
    def docs(self) -> npt.NDArray[np.int32]:
        """The document of each mention, ascending."""
        return self._documents([one.files.mentions.mention_counts for one in self._segments])

    @cached_property
    def codes(self) -> npt.NDArray[np.int32]:
        """The code of the name of each mention, as its article has it in full and the archive joins it."""
        joined: npt.NDArray[np.int32] = self.joined[self._all.mentions["codes"]]
        return joined

    @cached_property
    def joined(self) -> npt.NDArray[np.int32]:
        """By code, the code of the name that it certainly is another form of, or itself."""
        return joined_names(self._all.names, self._all.kinds, self._all.mentions)

    # --- quotations ---

    @cached_property
    def quotation_docs(self) -> npt.NDArray[np.int32]:
        """The document of each quotation, ascending."""
        return self._documents([one.files.mentions.quotations["counts"] for one in self._segments])

    @cached_property
    def speakers(self) -> npt.NDArray[np.int32]:
        """The code of the speaker of each quotation, joined over the archive; -1 if nobody is certain."""
        codes = self._all.quotations["speakers"]
        return np.where(codes >= 0, np.append(self.joined, -1)[codes], -1).astype(np.int32)

    def quotations(self, wanted: Array | None) -> npt.NDArray[np.intp]:
        """Return the numbers of the quotations of some speakers, ascending; of all where it is None.

        wanted: bool[V], by code
        """
        if wanted is None:
            return np.arange(len(self.quotation_docs))
        return np.flatnonzero(np.append(wanted, False)[self.speakers])

    def spans(self, wanted: Array | None) -> SaidSpans:
        """Return where the quotations of some speakers stand; those that overlap are joined."""
        numbers, said = self.quotations(wanted), self._all.quotations
        docs = self.quotation_docs[numbers].astype(np.int64) << _POSITION_BITS
        starts, ends = docs + said["firsts"][numbers], docs + said["lasts"][numbers]
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], np.maximum.accumulate(ends[order])
        begins = np.append(True, starts[1:] >= ends[:-1])[: len(starts)]
        first = np.flatnonzero(begins)
        last = np.append(first[1:], len(starts))[: len(first)] - 1
        return SaidSpans(starts[first], ends[last])

    # --- what stands in one document ---

    def quotations_in(self, doc: int) -> range:
        """Return the numbers of the quotations in a document."""
        first, end = np.searchsorted(self.quotation_docs, (doc, doc + 1)).tolist()
        return range(first, end)

    def mentions_in(self, doc: int) -> range:
        """Return the numbers of the mentions in a document."""
        first, end = np.searchsorted(self.docs, (doc, doc + 1)).tolist()
        return range(first, end)

    def mention(self, number: int) -> tuple[int, int]:
        """Return the range of a mention in the text of its document."""
        start = self._all.mentions["starts"].item(number)
        return start, start + self._all.mentions["lengths"].item(number)

    def role(self, number: int) -> str | None:
        """Return the role in front of a mention, or None."""
        roled = self._all.mentions["roled"]
        at = int(np.searchsorted(roled, number))
        if at == len(roled) or roled[at] != number:
            return None
        return self._all.roles[self._all.mentions["roles"].item(at)]

    def said(self, number: int) -> SaidHere:
        """Return a quotation."""
        column = {name: values.item(number) for name, values in self._said_columns.items()}
        bits = column["bits"]
        speaker = self.speakers.item(number)
        by = (column["by_starts"], column["by_starts"] + column["by_lengths"])
        role = None
        for mention in self.mentions_in(self.quotation_docs.item(number)):
            if self.mention(mention)[0] == by[0] and column["by_lengths"]:
                role = self.role(mention)
        verb = (column["verb_starts"], column["verb_starts"] + column["verb_lengths"])
        return SaidHere(
            column["starts"],
            column["ends"],
            bool(bits & REPORTED),
            not bits & NOT_WHOLE,
            self.names[speaker] if speaker >= 0 else None,
            by if bits >> BY_SHIFT else None,
            bits >> BY_SHIFT,
            role,
            verb if column["verb_lengths"] else None,
            column["days"],
        )

    @cached_property
    def _said_columns(self) -> dict[str, Array]:
        return {name: values for name, values in self._all.quotations.items() if name != "counts"}

    # --- articles ---

    def values(self, field: str, article_of: Array, articles: int) -> ArticleValues:
        """Return the distinct names of each article.

        field:      "speaker" for those who speak in it, "name" for the people and organisations mentioned
        article_of: the article of each document
        articles:   their number
        """
        docs, codes = (self.quotation_docs, self.speakers) if field == "speaker" else (self.docs, self.codes)
        kept = np.flatnonzero(np.append(np.isin(self.kinds, SPEAKING), False)[codes])
        keys = np.unique((article_of[docs[kept]].astype(np.int64) << 32) + codes[kept])
        used, names = of_used((keys & 0xFFFFFFFF).astype(np.int32), self.names)
        sizes = np.bincount((keys >> 32).astype(np.int64), minlength=articles)
        return ArticleValues(np.append(0, np.cumsum(sizes)), used.astype(np.int32), names)

    # --- names ---

    def called(self, text: str, *, speaking: bool) -> npt.NDArray[np.intp]:
        """Return the codes of the names that have the words of a text, in this order; letter case is ignored.

        Another name that everybody knows (``search.names.lists``) counts as the full one.
        speaking: whether only people and organisations are asked for
        """
        words = _words(text)
        alias = known_aliases().get(folded(text))
        found = [self._with_words(one) for one in (words, _words(alias) if alias else []) if one]
        codes = np.unique(np.concatenate([np.empty(0, np.intp), *found]))
        return codes[np.isin(self.kinds[codes], SPEAKING)] if speaking else codes

    def _with_words(self, words: Sequence[str]) -> npt.NDArray[np.intp]:
        hashes, codes = self._by_word
        common: npt.NDArray[np.intp] | None = None
        for word in dict.fromkeys(words):
            wanted = np.array([hash(word)])
            first, end = (int(np.searchsorted(hashes, wanted, side)[0]) for side in ("left", "right"))
            here = codes[first:end]
            common = here if common is None else np.intersect1d(common, here)
        kept = [code for code in (common if common is not None else ()) if _in_order(words, _words(self.names[code]))]
        return np.array(kept, np.intp)

    @cached_property
    def _by_word(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """The hashes of the words of all names, ascending, and the code of the name of each."""
        hashes, codes = array("q"), array("q")
        for code, name in enumerate(self.names):
            for word in set(_words(name)):
                hashes.append(hash(word))
                codes.append(code)
        values = np.frombuffer(hashes, np.int64) if hashes else np.empty(0, np.int64)
        order = np.argsort(values, kind="stable")
        return values[order], np.array(codes, np.intp)[order]

    def wanted(self, names: Iterable[str], *, speaking: bool) -> npt.NDArray[np.bool_]:
        """Return bool[V]: whether each code has one of some names, in any letter case.

        speaking: whether only people and organisations are asked for
        """
        found = np.zeros(len(self.names), bool)
        for name in names:
            form = folded(name)
            for code in self._with_words(_words(name)).tolist():
                found[code] = folded(self.names[code]) == form
        return found & np.isin(self.kinds, SPEAKING) if speaking else found

    def mentioned(self, wanted: Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the documents that mention some names, ascending, and how often. wanted: bool[V], by code."""
        docs = self.docs[wanted[self.codes]]
        first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1])[: len(docs)])
        return docs[first], np.diff(np.append(first, len(docs)))


def _words(name: str) -> list[str]:
    return [word for part in folded(name).split(" ") if (word := part.strip(".,'’"))]


def _in_order(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words are among others, in the same order."""
    left = iter(others)
    return all(word in left for word in words)


class SaidHere(NamedTuple):
    """A quotation in the text of its document.

    start, end: its range; reported: whether it stands in the words of the article
    whole:      False if its first quotation mark is missing
    speaker:    the full name of who says it, or None
    by:         the range of what names the speaker, or None; named_by: 1 a name, 2 a pronoun, 3 a description
    role:       the role as it is given there, or None
    verb:       the range of the verb of saying, or None
    day:        the day that is given, as an ordinal of ``datetime.date``, or 0
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
