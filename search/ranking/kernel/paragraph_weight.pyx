# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The weight of a query over paragraphs: it returns the k best by plain BM25, and exact totals on request.

``paragraph_any`` and ``paragraph_all`` traverse the index by windows of 65,536 documents, one container of each list
at a time. Pruning uses upper bounds only, and the documents that remain are scored exactly, in the order of the query.
Therefore the result is the same as that of scoring all documents.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.documents cimport DocumentMap, Documents, Similarity, all_visible
from search.ranking.kernel.meter cimport begin_meter, settle
from search.ranking.kernel.paragraph_all cimport find_all
from search.ranking.kernel.paragraph_any cimport count_any, find_any, find_one, is_one_list
from search.ranking.kernel.paragraph_phrase cimport PhraseScorer
from search.ranking.kernel.paragraph_scorer cimport Scorer, TermScorer, Disjunction
from search.ranking.kernel.phrases cimport begin_phrase, end_phrase
from search.ranking.kernel.postings cimport PostingList, open_cursor
from search.ranking.kernel.top_k cimport Hits, TopK, begin_top, best_first, free_hits

from numpy import empty, float64, frombuffer, int32, int64

cdef enum:
    MAX_RATIO = 2         # with a greater ratio, bounds from impacts are looser than bounds from postings


cdef class _Weight:
    """Posting lists and visible documents. Only one search at a time may use it."""

    cdef object _kept
    cdef Scorer scorer
    cdef int64_t covered          # documents whose length is known

    def __cinit__(self):
        memset(&self.scorer, 0, sizeof(Scorer))

    def __dealloc__(self):
        free(self.scorer.terms)
        free(self.scorer.disjunctions)
        free(self.scorer.order)
        free(self.scorer.excluded)

    cdef _reserve(self, int32_t n, int32_t excluded):
        """Allocate n terms, each of which is a disjunction by itself, and the excluded terms."""
        cdef int32_t i
        cdef Scorer *scorer = &self.scorer
        scorer.n = scorer.disjunction_count = n
        scorer.excluded_count = excluded
        scorer.terms = <TermScorer *> calloc(max(1, n), sizeof(TermScorer))
        scorer.disjunctions = <Disjunction *> calloc(max(1, n), sizeof(Disjunction))
        scorer.order = <int32_t *> calloc(max(1, n), sizeof(int32_t))
        scorer.excluded = <TermScorer *> calloc(max(1, excluded), sizeof(TermScorer))
        if scorer.terms == NULL or scorer.disjunctions == NULL or scorer.order == NULL or scorer.excluded == NULL:
            raise MemoryError
        for i in range(n):
            scorer.disjunctions[i].terms = &scorer.terms[i]
            scorer.disjunctions[i].n = 1

    cdef _take_field(self, TermScorer *term, double weight, Similarity similarity):
        """Set the weight of a term and the similarity of its field."""
        term.weight = weight
        term.per_impact = 0.0
        if similarity.max_ratio < MAX_RATIO:
            term.per_impact = weight * similarity.max_ratio / 255.0 * (1.0 + 1e-9)
        term.lengths = &similarity.lengths[0] if len(similarity.lengths) else NULL
        term.norms = &similarity.norms[0]
        term.saturations = similarity.saturations
        cdef int64_t covered = len(similarity.lengths), last = -1
        if term.cursor.n:
            last = term.cursor.containers[term.cursor.n - 1].window
        if (last + 1) << WINDOW_BITS > covered:
            raise ValueError("the lengths do not cover all documents")
        self.covered = max(self.covered, covered)

    cdef _show(self, Documents documents, allowed):
        """Restrict the search to live documents of allowed articles; None stands for all."""
        cdef const uint8_t[::1] may
        memset(&self.scorer.documents, 0, sizeof(DocumentMap))
        if documents is None:
            if allowed is not None:
                raise ValueError("allowed articles, and nothing said of their documents")
            return
        if documents.map.padded < self.covered:
            raise ValueError("more documents than articles are known for")
        self.scorer.documents = documents.map
        if allowed is not None:
            may = allowed
            if may.shape[0] != documents.map.article_count:
                raise ValueError(f"a mask over {may.shape[0]} articles, there are {documents.map.article_count}")
            self.scorer.documents.allowed = &may[0] if may.shape[0] else NULL

    cdef _begin(self, TopK *top, int64_t k):
        """Allocate the heap of the k best; ``_finish`` frees it."""
        if not begin_top(top, min(k, self.covered)):
            raise MemoryError


cdef class TermsWeight(_Weight):
    """A prepared query: terms to score and terms to exclude. Only one search at a time may use it."""

    cdef double floor             # a score that ten documents reach

    def __init__(self, words, excluded, groups=None):
        """Prepare a query.

        words:    (PostingList, weight > 0, Similarity) for each term
        excluded: PostingLists
        groups:   the sizes of the disjunctions, which ``all`` uses: one of the first so many terms must occur, one of
                  the next so many, and so on. None if each term is a disjunction of its own
        """
        cdef int32_t i, first = 0
        cdef TermScorer *term
        cdef PostingList postings
        cdef Similarity similarity
        cdef double weight
        self._kept = words, excluded
        self._reserve(len(words), len(excluded))
        self.floor = 0.0
        for i, (postings, weight, similarity) in enumerate(words):
            term = &self.scorer.terms[i]
            open_cursor(&term.cursor, postings)
            self._take_field(term, weight, similarity)
            term.bound = weight * min(1.0, postings.impact / 255.0 * similarity.max_ratio)
            self.floor = max(self.floor, weight * postings.tenth / 255.0 * similarity.min_ratio)
        for i, postings in enumerate(excluded):
            open_cursor(&self.scorer.excluded[i].cursor, postings)
        if groups is not None:
            if sum(groups) != len(words) or min(groups, default=1) < 1:
                raise ValueError("groups: a count of each, together all words")
            self.scorer.disjunction_count = len(groups)
            for i in range(self.scorer.disjunction_count):
                self.scorer.disjunctions[i].terms = &self.scorer.terms[first]
                self.scorer.disjunctions[i].n = groups[i]
                first += self.scorer.disjunctions[i].n
        self._sort()

    cdef _sort(self):
        """Sort the terms by their bounds, the greatest first."""
        cdef int32_t i, at
        cdef Scorer *scorer = &self.scorer
        for i in range(scorer.n):
            at = i
            while at and scorer.terms[scorer.order[at - 1]].bound < scorer.terms[i].bound:
                scorer.order[at] = scorer.order[at - 1]
                at -= 1
            scorer.order[at] = i

    def any(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return the k best documents with any term: (int64 documents, float64 scores, total).

        count:     whether to count all matches; otherwise the total is -1
        documents: the articles and live documents; None if all documents are live
        allowed:   uint8[A], the articles that may match; None for all
        """
        cdef TopK top
        cdef bint enough = True
        self._show(documents, allowed)
        self._begin(&top, k)
        if k <= 10 and all_visible(&self.scorer.documents) and not self.scorer.excluded_count:
            top.threshold = self.floor
        begin_meter(&self.scorer.meter)
        with nogil:
            if count:
                top.total = count_any(&self.scorer)
            if k > 0 and is_one_list(&self.scorer):
                find_one(&self.scorer, &top)
            elif k > 0:
                enough = find_any(&self.scorer, &top)
        docs, scores = _finish(&top)
        settle(&self.scorer.meter)
        if not enough:
            raise MemoryError
        return docs, scores, top.total if count else -1

    def all(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return the k best documents with a term of every disjunction; see ``any``."""
        cdef TopK top
        cdef bint enough
        if self.scorer.disjunction_count == 1:  # there is nothing to intersect, and ``any`` prunes more
            return self.any(k, count, documents, allowed)
        self._show(documents, allowed)
        self.scorer.counted = count
        self._begin(&top, k)
        begin_meter(&self.scorer.meter)
        with nogil:
            enough = find_all(&self.scorer, &top, NULL)
        docs, scores = _finish(&top)
        settle(&self.scorer.meter)
        if not enough:
            raise MemoryError
        return docs, scores, top.total if count else -1


cdef class PhraseWeight(_Weight):
    """A prepared phrase, which scores like a single term. Only one search at a time may use it."""

    cdef PhraseScorer matched
    cdef object _scored_by

    def __cinit__(self):
        memset(&self.matched, 0, sizeof(PhraseScorer))

    def __dealloc__(self):
        end_phrase(&self.matched.phrase)
        free_hits(&self.matched.hits)

    def __init__(self, list lists not None):
        """Prepare a phrase of terms, given by their PostingLists."""
        cdef int32_t i
        cdef PostingList postings
        self._kept = lists
        self._reserve(len(lists), 0)
        if not begin_phrase(&self.matched.phrase, len(lists)):
            raise MemoryError
        for i, postings in enumerate(lists):
            open_cursor(&self.scorer.terms[i].cursor, postings)

    def best(
        self,
        double weight,
        Similarity similarity not None,
        int64_t k,
        bint count,
        Documents documents=None,
        allowed=None,
    ):
        """Return the k best documents with the phrase; see ``TermsWeight.any``."""
        cdef TopK top
        cdef int32_t i
        for i in range(self.scorer.n):
            self._take_field(&self.scorer.terms[i], weight, similarity)
        self._scored_by = similarity
        self._show(documents, allowed)
        self._begin(&top, k)
        self.matched.scored = True
        self._find(&top, 0, count)
        docs, scores = _finish(&top)
        settle(&self.scorer.meter)
        if not self.matched.enough:
            raise MemoryError
        return docs, scores, top.total if count else -1

    def everywhere(self, int32_t gap=0):
        """Return all documents with the phrase, ascending (int32), and its frequency in each (int64).

        gap: how many other words may stand between two terms of the phrase
        """
        cdef Hits *hits = &self.matched.hits
        self.matched.scored = False
        hits.size = 0
        self._find(NULL, gap, True)
        settle(&self.scorer.meter)
        if not self.matched.enough:
            raise MemoryError
        docs, counts = empty(hits.size, int32), empty(hits.size, int64)
        cdef int32_t[::1] doc_view = docs
        cdef int64_t[::1] count_view = counts
        if hits.size:
            memcpy(&doc_view[0], hits.ids, hits.size * sizeof(int32_t))
            memcpy(&count_view[0], hits.counts, hits.size * sizeof(int64_t))
        return docs, counts

    cdef _find(self, TopK *top, int32_t gap, bint count):
        self.matched.phrase.gap = gap
        self.matched.enough = True
        self.scorer.counted = count
        begin_meter(&self.scorer.meter)
        with nogil:
            self.matched.enough = find_all(&self.scorer, top, &self.matched) and self.matched.enough


def phrase(list lists not None, int gap=0):
    """Return the documents with a phrase; see ``PhraseWeight.everywhere``."""
    return PhraseWeight(lists).everywhere(gap)


cdef tuple _finish(TopK *top):
    """Free the heap, and return its documents (int64) and their scores (float64), the best first."""
    cdef int64_t i
    best_first(top)
    try:
        docs = PyBytes_FromStringAndSize(NULL, top.size * sizeof(int64_t))
        scores = PyBytes_FromStringAndSize(NULL, top.size * sizeof(double))
        for i in range(top.size):
            (<int64_t *> PyBytes_AS_STRING(docs))[i] = top.heap[i].id
            (<double *> PyBytes_AS_STRING(scores))[i] = top.heap[i].score
        return frombuffer(docs, int64), frombuffer(scores, float64)
    finally:
        free(top.heap)
