"""The names and quotations of all articles of a generation: who is mentioned where, and who says what.

What is computed for all of them is computed at its first use. Documents are numbered as in the snapshot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from search.arrays import first_of_each
from search.index.format.mentions import Mentions
from search.index.format.sections import Array
from search.index.format.values import ArticleValues, of_used
from search.index.reading.joining import Initials, joined_names, names_with_initials
from search.index.reading.opened_segment import OpenedSegment
from search.index.reading.quotations import POSITION_BITS, SaidHere, SaidSpans, mention_range, said_here
from search.names import KINDS, known_aliases
from search.values import folded

#: The kinds of names that speak, and are listed beside results.
SPEAKING = tuple(KINDS.index(kind) for kind in ("person", "organisation"))
NO_KIND = 0xFF


class ArchiveMentions:
    """The names and quotations of the visible articles of a generation. Threads may share it.

    What others mention decides nothing: not which forms are one name, nor how it is shown, nor its role.
    """

    def __init__(self, segments: Sequence[OpenedSegment], shown: npt.NDArray[np.bool_] | None = None) -> None:
        """Read those of some segments. shown: whether each document is visible; None for all live ones."""
        self._segments, self._shown = segments, shown
        self._hidden_names: frozenset[str] = frozenset()

    def only_of(self, shown: npt.NDArray[np.bool_]) -> ArchiveMentions:
        """Return those of some documents. shown: bool, by document, padded to whole windows of 65,536."""
        some = ArchiveMentions(self._segments, shown)
        some._hidden_names = self._hidden_names
        return some

    def hide(self, names: Iterable[str]) -> None:
        """Let some names be nobody's, in any letter case: call it before anything else is asked."""
        self._hidden_names = frozenset(map(folded, names))

    @cached_property
    def _parts(self) -> list[Mentions]:
        """Those of each segment."""
        return [one.files.mentions.only_of(self._visible(one)) for one in self._segments]

    def _visible(self, segment: OpenedSegment) -> npt.NDArray[np.bool_]:
        documents = segment.segment.documents
        if self._shown is not None:
            return self._shown[segment.base : segment.base + documents]
        visible = np.ones(documents, bool)
        visible[segment.deleted_documents] = False
        return visible

    @cached_property
    def _all(self) -> Mentions:
        return Mentions.joined(self._parts)

    def _documents(self, counts: Sequence[Array]) -> npt.NDArray[np.int32]:
        """Return the document of each entry. counts: for each segment, the entries of each document."""
        parts = [np.empty(0, np.int32)]  # candidates of a cluster are no segments
        parts += [
            one.base + np.repeat(np.arange(len(count), dtype=np.int32), count)
            for one, count in zip(self._segments, counts, strict=True)
        ]
        return np.concatenate(parts).astype(np.int32, copy=False)

    @property
    def names(self) -> Sequence[str]:
        """The distinct names, by code."""
        return self._all.names

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The kind of each name: its index in ``KINDS``, or NO_KIND for a name that is hidden."""
        if not self._hidden_names:
            return self._all.kinds
        hidden = np.zeros(len(self.names), bool)
        for name in self._hidden_names:
            codes = self._with_words(_words(name))
            hidden[[code for code in codes.tolist() if folded(self.names[code]) == name]] = True
        forms = hidden.copy()
        forms[self.joined[hidden]] = True  # and what is another form of it
        return np.where(forms[self.joined] | hidden, NO_KIND, self._all.kinds).astype(np.uint8)

    @cached_property
    def unread(self) -> int:
        """How many documents have names that were not read."""
        return sum(int(np.count_nonzero(~one.is_read)) for one in self._parts)

    @cached_property
    def _hidden_forms(self) -> frozenset[str]:
        """The hidden names, and what is another form of one, folded."""
        if not self._hidden_names:
            return frozenset()
        codes = np.flatnonzero(self.kinds == NO_KIND).tolist()
        return self._hidden_names | {folded(self.names[code]) for code in codes}

    # --- mentions ---

    @cached_property
    def docs(self) -> npt.NDArray[np.int32]:
        """The document of each mention, ascending."""
        return self._documents([one.mention_counts for one in self._parts])

    @cached_property
    def codes(self) -> npt.NDArray[np.int32]:
        """The code of the name of each mention, as its article has it in full and the archive joins it."""
        joined: npt.NDArray[np.int32] = self.joined[self._all.mentions["codes"]]
        return joined

    @cached_property
    def joined(self) -> npt.NDArray[np.int32]:
        """By code, the code of the name that it certainly is another form of, or itself."""
        return joined_names(self._all.names, self._all.kinds, self._all.mentions, self._initials)

    def roles_of(self, numbers: Array) -> Iterator[tuple[int, str]]:
        """Yield the mentions among some that have a role, with the role. numbers: ascending."""
        roled = self._all.mentions["roled"]
        at = np.searchsorted(roled, numbers)
        at = (
            at[(at < len(roled)) & (roled[np.minimum(at, len(roled) - 1)] == numbers)]
            if len(roled)
            else at[:0]
        )
        roles = self._all.roles
        for place in at.tolist():
            yield int(roled[place]), roles[self._all.mentions["roles"].item(place)]

    def role_of(self, name: str) -> str | None:
        """Return the role that stands in front of a name most often, or None. name: as the archive has it."""
        codes, roles = self._usual_roles
        for code in np.flatnonzero(self.wanted([name], speaking=True)).tolist():
            at = int(np.searchsorted(codes, code))
            if at < len(codes) and codes[at] == code:
                role: str = self._all.roles[roles.item(at)]
                return role
        return None

    @cached_property
    def _usual_roles(self) -> tuple[Array, Array]:
        """The codes of names with a role, ascending, and the most frequent role of each."""
        mentions = self._all.mentions
        keys = (self.codes[mentions["roled"]].astype(np.int64) << 32) + mentions["roles"]
        pairs, counts = np.unique(keys, return_counts=True)
        order = np.lexsort((counts, pairs >> 32))
        codes = (pairs >> 32)[order]
        last = np.flatnonzero(np.append(codes[1:] != codes[:-1], True)[: len(codes)])
        return codes[last], (pairs[order] & 0xFFFFFFFF)[last]

    # --- quotations ---

    @cached_property
    def quotation_docs(self) -> npt.NDArray[np.int32]:
        """The document of each quotation, ascending."""
        return self._documents([one.quotations["counts"] for one in self._parts])

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
        docs = self.quotation_docs[numbers].astype(np.int64) << POSITION_BITS
        starts, ends = docs + said["firsts"][numbers], docs + said["lasts"][numbers]
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], np.maximum.accumulate(ends[order])
        begins = np.append(True, starts[1:] >= ends[:-1])[: len(starts)]
        first = np.flatnonzero(begins)
        last = np.append(first[1:], len(starts))[: len(first)] - 1
        return SaidSpans(starts[first], ends[last])

    # --- what stands in one document: of its segment alone, so that nothing of others is needed ---

    def _place(self, doc: int) -> tuple[int, Mentions, int]:
        """Return the number of the segment of a document, its mentions, and the document's number in it."""
        segment = bisect_right(self._bases, doc) - 1
        return segment, self._parts[segment], doc - self._bases[segment]

    def quotations_in(self, doc: int, wanted: Array | None = None) -> list[SaidHere]:
        """Return the quotations in a document, in the order of its text.

        wanted: bool[V], by code: whose quotations are asked for
        """
        segment, here, local = self._place(doc)
        found = []
        for number in range(*here.quotation_starts[local : local + 2].tolist()):
            asked = False
            if wanted is not None:
                code = self.speakers.item(self._quotations_before[segment] + number)
                asked = code >= 0 and bool(wanted[code])
            found.append(said_here(here, local, number, self._hidden_forms, asked))
        return found

    def named_in(self, doc: int, wanted: Array) -> list[tuple[int, int]]:
        """Return the ranges of the names in a document that are asked for. wanted: bool[V], by code."""
        segment, here, local = self._place(doc)
        first, end = here.mention_starts[local : local + 2].tolist()
        before = self._mentions_before[segment]
        codes = self.codes[before + first : before + end]
        return [mention_range(here, first + at) for at in np.flatnonzero(wanted[codes]).tolist()]

    @cached_property
    def _bases(self) -> list[int]:
        return [one.base for one in self._segments]

    @cached_property
    def _quotations_before(self) -> list[int]:
        counts = (len(one.quotations["starts"]) for one in self._parts)
        return [*accumulate(counts, initial=0)]

    @cached_property
    def _mentions_before(self) -> list[int]:
        counts = (len(one.mentions["codes"]) for one in self._parts)
        return [*accumulate(counts, initial=0)]

    # --- articles ---

    def values(self, field: str, article_of: Array, articles: int) -> ArticleValues:
        """Return the distinct names of each article.

        field:      "speaker" for those who speak in it, "name" for the people and organisations that are
                    mentioned in several articles
        article_of: the article of each document
        articles:   their number
        """
        docs, codes = (self.quotation_docs, self.speakers) if field == "speaker" else (self.docs, self.codes)
        kept = np.flatnonzero(np.append(np.isin(self.kinds, SPEAKING), False)[codes])
        keys = np.sort((article_of[docs[kept]].astype(np.int64) << 32) + codes[kept])
        keys = keys[first_of_each(keys)]  # np.unique hashes, and sorts then
        if field == "name":  # what one article alone mentions stands out nowhere
            keys = keys[np.bincount(keys & 0xFFFFFFFF, minlength=len(self.names))[keys & 0xFFFFFFFF] > 1]
        used, names = of_used((keys & 0xFFFFFFFF).astype(np.int32), self.names)
        sizes = np.bincount((keys >> 32).astype(np.int64), minlength=articles)
        return ArticleValues(np.append(0, np.cumsum(sizes)), used.astype(np.int32), names)

    # --- names ---

    def called(self, text: str, *, speaking: bool) -> npt.NDArray[np.intp]:
        """Return the codes of the names that have the words of a text, in this order; letter case is ignored.

        Another name that everybody knows (``search.names.lists``) counts as the full one, and initials as
        each name that articles write so.
        speaking: whether only people and organisations are asked for
        """
        words = _words(text)
        alias = known_aliases().get(folded(text))
        found = [self._with_words(one) for one in (words, _words(alias) if alias else []) if one]
        initials = [code for code, _ in self._initials.get(text.strip().upper(), ())]
        codes = np.unique(np.concatenate([np.array(initials, np.intp), *found]))
        kinds = self.kinds[codes]
        return codes[np.isin(kinds, SPEAKING) if speaking else kinds != NO_KIND]

    @cached_property
    def _initials(self) -> Initials:
        return names_with_initials(self._all.names, self._all.kinds, self._all.mentions)

    def _with_words(self, words: Sequence[str]) -> npt.NDArray[np.intp]:
        if not words:
            return np.empty(0, np.intp)
        text, ends = self._text
        wanted = max(words, key=len).encode("utf-8", "surrogatepass")
        places = []
        at = text.find(wanted)
        while at >= 0:
            places.append(at)
            at = text.find(wanted, at + 1)
        candidates = np.unique(np.searchsorted(ends, places)).tolist()
        return np.array([code for code in candidates if _in_order(words, _words(self.names[code]))], np.intp)

    @cached_property
    def _text(self) -> tuple[bytes, npt.NDArray[np.intp]]:
        """All names in small letters, with a line feed behind each, and where each ends."""
        text = "\n".join([*self.names, ""]).casefold().encode("utf-8", "surrogatepass")
        return text, np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))

    def wanted(self, names: Iterable[str], *, speaking: bool) -> npt.NDArray[np.bool_]:
        """Return bool[V]: whether each code has one of some names, in any letter case.

        speaking: whether only people and organisations are asked for
        """
        hashes, order = self._by_hash
        found = np.zeros(len(self.names), bool)
        for form in map(folded, names):
            wanted = np.array([hash(form)])
            first, end = (int(np.searchsorted(hashes, wanted, side)[0]) for side in ("left", "right"))
            for code in order[first:end].tolist():
                found[code] = folded(self.names[code]) == form
        return found & (np.isin(self.kinds, SPEAKING) if speaking else self.kinds != NO_KIND)

    @cached_property
    def _by_hash(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """The hashes of the folded names, ascending, and the code of each."""
        hashes = np.fromiter((hash(folded(name)) for name in self.names), np.int64, len(self.names))
        order = np.argsort(hashes, kind="stable")
        return hashes[order], order

    def mentioned(self, wanted: Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the documents that mention some names, ascending, and how often. wanted: by code."""
        docs = self.docs[wanted[self.codes]]
        first = np.flatnonzero(first_of_each(docs))
        return docs[first], np.diff(np.append(first, len(docs)))


def _words(name: str) -> list[str]:
    return [word for part in folded(name).split(" ") if (word := part.strip(".,'’"))]


def _in_order(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words are among others, in the same order."""
    left = iter(others)
    return all(word in left for word in words)
