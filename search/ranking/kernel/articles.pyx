# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Searches article by article, as Python sees them: a query made ready, and what can be asked of it.

The paragraphs of an article are neighbours, so an article is a range of documents. What matches is found by
leaping (``leap``), or for any of several words by putting their lists together (``any_word``). It is counted at
once (``tally``) and scored in two steps (``scoring``), of which the second is left out where the article could
not be among the best any more (``ranks``): a bound is never below the score, so that the result is that of
scoring everything.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.any_word cimport survey_union
from search.ranking.kernel.columns cimport Columns
from search.ranking.kernel.cursors cimport Place, PostingList, cursors_of, open_cursor
from search.ranking.kernel.leap cimport (
    WANT_ARTICLES, WANT_HELD, WANT_PARAGRAPHS, WANT_SURVEY, Output, Search, leap,
)
from search.ranking.kernel.ranks cimport Ranked
from search.ranking.kernel.scoring cimport Leaf, Query, Row, Work, begin_work, bound_leaves, end_work
from search.ranking.kernel.tally cimport Tally, Totals
from search.ranking.kernel.trees cimport free_nodes, integers, take_nodes

import numpy as np

# What is wanted of a run.
ARTICLES, PARAGRAPHS, HELD = WANT_ARTICLES, WANT_PARAGRAPHS, WANT_HELD
MOST_WORDS = 64


cdef class ArticleQuery:
    """A query made ready: leaves, rows and the tree over them. One search at a time may use it."""

    cdef Query query
    cdef list _lists, _rows
    cdef object _kept

    def __cinit__(self):
        memset(&self.query, 0, sizeof(Query))

    def __dealloc__(self):
        cdef int32_t i
        for i in range(self.query.row_count):
            free(self.query.rows[i].cursors)
            free(self.query.rows[i].places)
        free(self.query.leaves)
        free(self.query.rows)
        free_nodes(&self.query.program)
        free(self.query.needed)
        free(self.query.generators)
        free(self.query.concepts)
        free(self.query.rarities)

    def __init__(
        self, leaves, rows, nodes, root, masks, needed, generators, concepts, coverage, positive, flat, is_union
    ):
        """Make a query ready.

        leaves:     (PostingList, word, kind, weight in paragraphs, the greatest saturation there, weight in
                    articles), in the order of adding
        rows:       (PostingLists of the terms in a row, bits of the two words, weight)
        nodes:      (kind, argument, numbers of the children, whether words are searched for below)
        masks:      uint8 arrays over articles
        needed:     numbers of leaves, grouped by word: each word must occur through one of its leaves
        generators: numbers of leaves of which every match holds one; None: every article may match
        concepts:   (node, rarity) pairs; coverage: their weight
        positive:   bits of the words that are searched for
        flat:       a paragraph of a matching article matches where it holds any word
        is_union:   an article matches where it holds any of the words, and there are no others
        """
        cdef Query *query = &self.query
        cdef int32_t i
        self._kept = masks
        self._take_leaves(leaves)
        self._take_rows(rows)
        take_nodes(&query.program, nodes, masks)
        query.program.root = root
        # A word's leaves are followed by the end mark -1.
        query.needed = integers([number for group in needed for number in (*group, -1)])
        query.needed_count = sum(len(group) + 1 for group in needed)
        query.generator_count = -1 if generators is None else len(generators)
        query.generators = integers(generators or [])
        query.concepts = integers([node for node, _ in concepts])
        query.concept_count = len(concepts)
        query.rarities = <double *> malloc(max(1, len(concepts)) * sizeof(double))
        if query.rarities == NULL:
            raise MemoryError
        query.coverage = coverage
        for i in range(query.concept_count):
            query.rarities[i] = concepts[i][1]
            query.rarity += query.rarities[i]
        query.positive = positive
        query.flat = flat
        query.is_union = is_union

    cdef _take_leaves(self, leaves):
        cdef Leaf *leaf
        cdef int32_t i
        self._lists = [one[0] for one in leaves]
        self.query.leaf_count = len(leaves)
        self.query.leaves = <Leaf *> calloc(max(1, len(leaves)), sizeof(Leaf))
        if self.query.leaves == NULL:
            raise MemoryError
        for i in range(self.query.leaf_count):
            leaf = &self.query.leaves[i]
            _, leaf.word, leaf.kind, leaf.own, leaf.most, leaf.context = leaves[i]
            if not 0 <= leaf.word < MOST_WORDS:
                raise ValueError(f"{leaf.word} is no bit of a word")
        bound_leaves(&self.query)

    cdef _take_rows(self, rows):
        cdef Row *row
        self._rows = [one[0] for one in rows]
        self.query.rows = <Row *> calloc(max(1, len(rows)), sizeof(Row))
        if self.query.rows == NULL:
            raise MemoryError
        for lists, words, weight in rows:
            row = &self.query.rows[self.query.row_count]
            self.query.row_count += 1
            row.cursors = cursors_of(lists)
            row.places = <Place *> malloc(max(1, len(lists)) * sizeof(Place))
            if row.places == NULL:
                raise MemoryError
            row.n = len(lists)
            row.words = words
            row.weight = weight

    cdef _open(self):
        """Put all cursors before the first document."""
        cdef Leaf *leaf
        cdef int32_t i, number
        for i in range(self.query.leaf_count):
            leaf = &self.query.leaves[i]
            open_cursor(&leaf.cursor, <PostingList?> self._lists[i])
            leaf.start = leaf.cursor
            leaf.active = True
        for i in range(self.query.row_count):
            for number in range(self.query.rows[i].n):
                open_cursor(&self.query.rows[i].cursors[number], <PostingList?> self._rows[i][number])

    def run(self, Columns columns not None, int wanted, allowed=None, prior=None, only=None):
        """Search, with the GIL released.

        allowed: uint8 over articles, or None for all; prior: float64 over articles, added to their scores
        only: int32 articles, ascending, to look at instead of all

        Returns (ids, scores, counts): articles with the score of their best paragraph and the number of matching
        ones; or (PARAGRAPHS) documents with their scores; or (HELD) articles with the bits of their words as counts.
        """
        cdef Search search
        cdef const int32_t[::1] only_view
        cdef int64_t i
        memset(&search, 0, sizeof(Search))
        search.wanted = wanted
        kept = _take(&search, columns, allowed, prior)
        if only is not None:
            only_view = only
            search.chosen_count = only_view.shape[0]
            for i in range(only_view.shape[0]):
                if not 0 <= only_view[i] < columns.article_count:
                    raise ValueError("there are no such articles")
            search.chosen = &only_view[0] if search.chosen_count else &_NONE
        self._open()
        try:
            if not _run(self, columns, &search, NULL):
                raise MemoryError
            return _taken(&search.out)
        finally:
            free(search.out.ids)
            free(search.out.scores)
            free(search.out.counts)

    def survey(
        self, Columns columns not None, Tally tally not None, int64_t k, allowed=None, prior=None,
        double most_prior=0.0, const int64_t[::1] instants=None, bint newest_first=False,
    ):
        """Count everything that matches, and return the k best places, with the GIL released.

        Of articles in one cluster the best has the place, where the tally has clusters.

        allowed:    uint8 over articles, or None for all; the filters of the tally come on top
        prior:      float64 over articles, added to their scores; most_prior: the greatest of them
        instants:   int64 over articles, to sort by before the score, the newest or the oldest first

        Returns (moment, score, article, count of matching paragraphs) of each place, in no order.
        """
        cdef Search search
        cdef Ranked one
        cdef int64_t i
        memset(&search, 0, sizeof(Search))
        search.wanted = WANT_SURVEY
        kept = _take(&search, columns, allowed, prior)
        articles = columns.article_count
        if tally.totals.article_count < articles or (instants is not None and instants.shape[0] < articles):
            raise ValueError("a column does not cover all articles")
        if columns.article_count:
            search.ranks.instants = &instants[0] if instants is not None else NULL
        search.ranks.totals = &tally.totals
        search.ranks.newest_first = newest_first
        search.ranks.most_prior = most_prior if prior is not None else 0.0
        search.ranks.k = min(max(k, 0), columns.article_count)
        search.ranks.heap = <Ranked *> malloc(max(1, search.ranks.k) * sizeof(Ranked))
        self._open()
        try:
            if search.ranks.heap == NULL or not _run(self, columns, &search, &tally.totals):
                raise MemoryError
            found = []
            for i in range(search.ranks.held):
                one = search.ranks.heap[i]
                found.append((one.moment, one.score, one.article, one.count))
            return found
        finally:
            free(search.ranks.heap)


cdef int32_t _NONE = 0


cdef _take(Search *search, Columns columns, allowed, prior):
    """Take arrays over articles; return what must be kept as long as they are used."""
    cdef const uint8_t[::1] allowed_view
    cdef const double[::1] prior_view
    if allowed is not None:
        allowed_view = allowed
        if allowed_view.shape[0] < columns.article_count:
            raise ValueError("allowed does not cover all articles")
        search.allowed = &allowed_view[0] if columns.article_count else NULL
    if prior is not None:
        prior_view = prior
        if prior_view.shape[0] < columns.article_count:
            raise ValueError("prior does not cover all articles")
        search.ranks.prior = &prior_view[0] if columns.article_count else NULL
    return allowed, prior


cdef _taken(Output *out):
    ids, scores = np.empty(out.held, np.int32), np.empty(out.held, np.float64)
    counts = np.empty(out.held, np.int64)
    cdef int32_t[::1] id_view = ids
    cdef double[::1] score_view = scores
    cdef int64_t[::1] count_view = counts
    if out.held:
        memcpy(&id_view[0], out.ids, out.held * sizeof(int32_t))
        memcpy(&score_view[0], out.scores, out.held * sizeof(double))
        memcpy(&count_view[0], out.counts, out.held * sizeof(int64_t))
    return ids, scores, counts


cdef bint _run(ArticleQuery asked, Columns columns, Search *search, Totals *totals):
    """Search; False without memory."""
    cdef Query *query = &asked.query
    cdef Work *work = &search.work
    cdef bint enough
    with nogil:
        enough = begin_work(work, &columns.arrays)
        if enough and search.wanted == WANT_SURVEY and query.is_union:
            enough = survey_union(query, work, totals, &search.ranks, search.allowed)
        elif enough:
            enough = leap(query, search, totals)
        end_work(work)
    return enough
