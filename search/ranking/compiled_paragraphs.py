"""A search over paragraphs by the compiled kernel. Same results as ``ExhaustiveParagraphs``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.query.tree import Words
from search.ranking.kernel.documents import Documents
from search.ranking.kernel.paragraph_weight import PhraseWeight, TermsWeight
from search.ranking.kernel.postings import PostingList
from search.ranking.paragraphs import (
    NOTHING,
    ArticleMask,
    Clauses,
    ParagraphScorer,
    TopParagraphs,
    clauses_of,
    terms_of,
)
from search.ranking.weight import TermScorer, Weight


class CompiledParagraphs:
    """See ``ParagraphSearcher``."""

    def __init__(self, weight: Weight) -> None:
        self._weight = weight

    def scorer(self, tree: query.Query) -> ParagraphScorer:
        """Make a query ready. Raises TypeError or ValueError for one that cannot be asked."""
        clauses = clauses_of(tree)
        if len(clauses.groups) == 1 and not clauses.excluded:
            (word,) = clauses.groups[0]
            if len(word.forms[0].stems) > 1 and len(word.fields) == 1:
                return _PhraseScorer(self._weight.documents, self._weight, word)
        return _WordsScorer(self._weight.documents, self._weight, clauses)


class _WordsScorer:
    """Words that are scored, each with its list."""

    def __init__(self, documents: Documents, weight: Weight, clauses: Clauses) -> None:
        self._documents = documents
        self._every = clauses.every
        self._query = _words_query(weight, clauses)

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        if self._query is None:
            return NOTHING
        search = self._query.all if self._every else self._query.any
        return TopParagraphs(*search(k, count, self._documents, _bytes(allowed)))


def _words_query(weight: Weight, clauses: Clauses) -> TermsWeight | None:
    """Return the kernel's query; None where nothing can be found."""
    words: list[TermScorer] = []
    sizes = []
    for group in clauses.groups:
        before = len(words)
        for word in group:
            words += weight.in_paragraphs(word)
        sizes.append(len(words) - before)
    excluded: list[PostingList] = []
    for word in clauses.excluded:
        excluded += [postings for postings, _, _ in weight.in_paragraphs(word)]
    if not words or (clauses.every and 0 in sizes):
        return None
    return TermsWeight(words, excluded, sizes if clauses.every and len(sizes) < len(words) else None)


class _PhraseScorer:
    """A phrase and nothing else, which the kernel scores as it finds it, without a list of its own."""

    def __init__(self, documents: Documents, weight: Weight, word: Words) -> None:
        self._documents = documents
        (field,), terms = terms_of(word)
        found = [weight.lists.term(field, term) for term in terms]
        lists = [one for one in found if one is not None]
        self._weight, self._similarity = (
            word.boost * weight.summed_idf(field, lists),
            weight.similarity(field),
        )
        self._query = PhraseWeight(lists) if len(lists) == len(found) else None

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        if self._query is None:
            return NOTHING
        found = self._query.best(self._weight, self._similarity, k, count, self._documents, _bytes(allowed))
        return TopParagraphs(*found)


def _bytes(mask: ArticleMask | None) -> npt.NDArray[np.uint8] | None:
    return None if mask is None else mask.view(np.uint8)
