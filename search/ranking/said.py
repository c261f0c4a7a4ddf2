"""The occurrences of words within quotations, of speakers, and of names that are mentioned.

Each occurrence of a term is put in the range of positions of the quotation that it lies in; what lies in none
is left out. A phrase is then looked for in ranges instead of documents, so that it never leaves a quotation.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from search.budget import checkpoint, read_postings
from search.index.reading.mentions import ArchiveMentions
from search.index.reading.postings import Docs, Postings
from search.index.reading.quotations import SaidSpans
from search.query.tree import Form, Within, Words

_POSITION_BITS = 20


class PostingLists(Protocol):
    """Returns posting lists of the index, and the quotations in its visible documents."""

    mentions: ArchiveMentions

    def postings(self, field: str, term: str) -> Postings:
        """Return the posting list of a term, empty if it does not occur."""
        ...

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field that start with ``prefix``."""
        ...


def said(lists: PostingLists, words: Words, *, exact: bool) -> tuple[Docs, npt.NDArray[np.float64]]:
    """Return the documents in which words occur as they are asked for, ascending, and their frequencies.

    exact: whether to look up the forms as written instead of their stems
    """
    within = words.within
    assert within is not None
    checkpoint()
    if within.kind == "name":
        docs, counts = lists.mentions.mentioned(lists.mentions.wanted(within.names, speaking=False))
        return docs, counts.astype(np.float64)
    spans = _spans(lists.mentions, within)
    read_postings(len(spans.starts))
    weights = np.ones(len(spans.starts)) if words.is_named else _found(lists, words, spans, exact)
    numbers = np.flatnonzero(weights)
    docs, where = np.unique(spans.docs[numbers], return_inverse=True)
    return docs, np.bincount(where, weights[numbers], len(docs)).astype(np.float64)


def _spans(mentions: ArchiveMentions, within: Within) -> SaidSpans:
    wanted = mentions.wanted(within.names, speaking=True) if within.kind == "speaker" else None
    return mentions.spans(wanted)


def _found(lists: PostingLists, words: Words, spans: SaidSpans, exact: bool) -> npt.NDArray[np.float64]:
    """Return how often words occur in each range; a form with a smaller weight counts as much less."""
    weights = np.zeros(len(spans.starts))
    for form in words.forms:
        field = "body_exact" if exact or form.exact or words.prefix else "body"
        if words.prefix:
            terms = lists.terms_with_prefix(field, form.exacts[0])
            starts = [_inside(lists.postings(field, term), spans) for term in terms]
        else:
            starts = [_of_form(lists, form, field, spans)]
        for keys in starts:
            weights += form.weight * np.bincount(keys >> _POSITION_BITS, minlength=len(weights))
    return weights


def _of_form(lists: PostingLists, form: Form, field: str, spans: SaidSpans) -> npt.NDArray[np.int64]:
    """Return where a form begins: ``number of the range << 20 | position``, ascending."""
    terms = form.stems if field == "body" else form.exacts
    of_terms = [_inside(lists.postings(field, term), spans) for term in terms]
    reached = of_terms[-1]
    for earlier in reversed(of_terms[:-1]):  # as ``search.ranking.lookup.phrase`` does
        if not len(reached) or not len(earlier):
            return np.empty(0, np.int64)
        following = np.searchsorted(reached, earlier + 1)
        distance = reached[np.minimum(following, len(reached) - 1)] - earlier
        reached = earlier[(distance >= 1) & (distance <= form.gap + 1)]
    return reached


def _inside(postings: Postings, spans: SaidSpans) -> npt.NDArray[np.int64]:
    """Return where a term occurs in the ranges: ``number of the range << 20 | position``, ascending."""
    checkpoint()
    kept = np.isin(postings.docs, spans.docs)
    read_postings(int(np.count_nonzero(kept)))
    docs = np.repeat(postings.docs[kept], postings.tf[kept])
    positions = postings.positions[np.repeat(kept, postings.tf)]
    numbers = spans.numbers(docs, positions)
    keys: npt.NDArray[np.int64] = (numbers << _POSITION_BITS) + positions
    return keys[numbers >= 0]
