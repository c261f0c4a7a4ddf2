"""Searches over paragraphs by the compiled kernel, with the same results as ``ExhaustiveParagraphs``."""

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
    """The compiled ``ParagraphSearcher``."""

    def __init__(self, weight: Weight) -> None:
        self._weight = weight

    def scorer(self, tree: query.Query) -> ParagraphScorer:
        """Prepare a query. Raises TypeError or ValueError if it cannot be evaluated."""
        clauses = clauses_of(tree)
        if len(clauses.disjunctions) == 1 and not clauses.excluded:
            (word,) = clauses.disjunctions[0]
            if len(word.forms[0].stems) > 1 and len(word.fields) == 1:
                return _PhraseScorer(self._weight.documents, self._weight, word)
        return _WordsScorer(self._weight.documents, self._weight, clauses)


class _WordsScorer:
    """The compiled ``ParagraphScorer`` of any query but a single phrase."""

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
    """Return the kernel's query; None if nothing can match."""
    words: list[TermScorer] = []
    sizes = []
    for disjunction in clauses.disjunctions:
        before = len(words)
        for word in disjunction:
            words += weight.in_paragraphs(word)
        sizes.append(len(words) - before)
    excluded: list[PostingList] = []
    for word in clauses.excluded:
        excluded += [postings for postings, _, _ in weight.in_paragraphs(word)]
    if not words or (clauses.every and 0 in sizes):
        return None
    return TermsWeight(words, excluded, sizes if clauses.every and len(sizes) < len(words) else None)


class _PhraseScorer:
    """The compiled ``ParagraphScorer`` of a single phrase, for which no posting list is made."""

    def __init__(self, documents: Documents, weight: Weight, word: Words) -> None:
        self._documents = documents
        (field,), terms = terms_of(word)
        all_lists = [weight.lists.term(field, term) for term in terms]
        lists = [one for one in all_lists if one is not None]
        self._weight, self._similarity = (
            word.boost * weight.summed_idf(field, lists),
            weight.similarity(field),
        )
        self._query = PhraseWeight(lists) if len(lists) == len(all_lists) else None

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        if self._query is None:
            return NOTHING
        best = self._query.best(self._weight, self._similarity, k, count, self._documents, _bytes(allowed))
        return TopParagraphs(*best)


def _bytes(mask: ArticleMask | None) -> npt.NDArray[np.uint8] | None:
    return None if mask is None else mask.view(np.uint8)
