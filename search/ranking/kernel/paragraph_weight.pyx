# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""A bag of words made ready: the k best paragraphs by plain BM25, with exact totals where they are wanted.

``paragraph_any`` and ``paragraph_all`` go through the index by windows of 65,536 documents, the containers of
the lists. Pruning compares upper bounds only, and what survives is scored once more in the order of the query: the
result is that of scoring everything.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.documents cimport DocumentMap, Documents, Similarity, all_visible
from search.ranking.kernel.paragraph_all cimport find_all
from search.ranking.kernel.paragraph_any cimport count_any, find_any, find_one, is_one_list
from search.ranking.kernel.paragraph_phrase cimport PhraseScorer
from search.ranking.kernel.paragraph_scorer cimport Scorer, TermScorer, Word
from search.ranking.kernel.phrases cimport begin_phrase, end_phrase
from search.ranking.kernel.postings cimport PostingList, open_cursor
from search.ranking.kernel.top_k cimport Hits, TopK, begin_top, best_first, free_hits

from numpy import empty, float64, frombuffer, int32, int64

cdef enum:
    MOST_STRETCHED = 2         # else the postings themselves tell more than impacts


cdef class _Weight:
    """Lists, and where they may be found. One search at a time may use it."""

    cdef object _kept
    cdef Scorer scorer
    cdef int64_t covered          # documents of which the length is known

    def __cinit__(self):
        memset(&self.scorer, 0, sizeof(Scorer))

    def __dealloc__(self):
        free(self.scorer.terms)
        free(self.scorer.words)
        free(self.scorer.order)
        free(self.scorer.excluded)

    cdef _reserve(self, int32_t n, int32_t excluded):
        """Make room for terms, each a word of its own, and for those that are excluded."""
        cdef int32_t i
        cdef Scorer *scorer = &self.scorer
        scorer.n = scorer.word_count = n
        scorer.excluded_count = excluded
        scorer.terms = <TermScorer *> calloc(max(1, n), sizeof(TermScorer))
        scorer.words = <Word *> calloc(max(1, n), sizeof(Word))
        scorer.order = <int32_t *> calloc(max(1, n), sizeof(int32_t))
        scorer.excluded = <TermScorer *> calloc(max(1, excluded), sizeof(TermScorer))
        if scorer.terms == NULL or scorer.words == NULL or scorer.order == NULL or scorer.excluded == NULL:
            raise MemoryError
        for i in range(n):
            scorer.words[i].terms = &scorer.terms[i]
            scorer.words[i].n = 1

    cdef _take_field(self, TermScorer *term, double weight, Similarity similarity):
        term.weight = weight
        term.per_impact = 0.0
        if similarity.stretch < MOST_STRETCHED:
            term.per_impact = weight * similarity.stretch / 255.0 * (1.0 + 1e-9)
        term.lengths = &similarity.lengths[0] if len(similarity.lengths) else NULL
        term.norms = &similarity.norms[0]
        term.few = similarity.few
        cdef int64_t covered = len(similarity.lengths), last = -1
        if term.cursor.n:
            last = term.cursor.containers[term.cursor.n - 1].window
        if (last + 1) << WINDOW_BITS > covered:
            raise ValueError("the lengths do not cover all documents")
        self.covered = max(self.covered, covered)

    cdef _show(self, Documents documents, allowed):
        """Let only documents be found that are there, of the articles that are allowed; None: all of them."""
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
        """Make room for the k best, which ``_finish`` frees."""
        if not begin_top(top, min(k, self.covered)):
            raise MemoryError


cdef class TermsWeight(_Weight):
    """Words to score, words to exclude, made ready. One search at a time may use it."""

    cdef double floor

    def __init__(self, words, excluded, groups=None):
        """Make a query ready.

        words:    (PostingList, weight > 0, Similarity)
        excluded: PostingLists
        groups:   how many of the words, one after the other, count as one where all are wanted: any of them makes
                  it occur; None for one each
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
            term.bound = weight * min(1.0, postings.impact / 255.0 * similarity.stretch)
            self.floor = max(self.floor, weight * postings.tenth / 255.0 * similarity.shrinkage)
        for i, postings in enumerate(excluded):
            open_cursor(&self.scorer.excluded[i].cursor, postings)
        if groups is not None:
            if sum(groups) != len(words) or min(groups, default=1) < 1:
                raise ValueError("groups: a count of each, together all words")
            self.scorer.word_count = len(groups)
            for i in range(self.scorer.word_count):
                self.scorer.words[i].terms = &self.scorer.terms[first]
                self.scorer.words[i].n = groups[i]
                first += self.scorer.words[i].n
        self._sort()

    cdef _sort(self):
        """Put the words in the order of what they can score, the greatest first."""
        cdef int32_t i, at
        cdef Scorer *scorer = &self.scorer
        for i in range(scorer.n):
            at = i
            while at and scorer.terms[scorer.order[at - 1]].bound < scorer.terms[i].bound:
                scorer.order[at] = scorer.order[at - 1]
                at -= 1
            scorer.order[at] = i

    def any(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold any word; total -1 if not counted.

        documents: which are there, None for all; allowed: uint8 over their articles, None for all
        """
        cdef TopK top
        cdef bint enough = True
        self._show(documents, allowed)
        self._begin(&top, k)
        if k <= 10 and all_visible(&self.scorer.documents) and not self.scorer.excluded_count:
            top.least = self.floor
        with nogil:
            if count:
                top.total = count_any(&self.scorer)
            if k > 0 and is_one_list(&self.scorer):
                find_one(&self.scorer, &top)
            elif k > 0:
                enough = find_any(&self.scorer, &top)
        docs, scores = _finish(&top)
        if not enough:
            raise MemoryError
        return docs, scores, top.total if count else -1

    def all(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold all words; total -1 if not counted."""
        cdef TopK top
        cdef bint enough
        if self.scorer.word_count == 1:  # nothing to join, and ``any`` prunes more
            return self.any(k, count, documents, allowed)
        self._show(documents, allowed)
        self.scorer.counted = count
        self._begin(&top, k)
        with nogil:
            enough = find_all(&self.scorer, &top, NULL)
        docs, scores = _finish(&top)
        if not enough:
            raise MemoryError
        return docs, scores, top.total if count else -1


cdef class PhraseWeight(_Weight):
    """Terms in a row, which score as one word that occurs as often as the row does. One search at a time may use it."""

    cdef PhraseScorer matched
    cdef object _scored_by

    def __cinit__(self):
        memset(&self.matched, 0, sizeof(PhraseScorer))

    def __dealloc__(self):
        end_phrase(&self.matched.phrase)
        free_hits(&self.matched.hits)

    def __init__(self, list lists not None):
        """Make a query ready."""
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
        """Return (documents, scores, total) of the k best; total -1 if not counted. See ``TermsWeight.any``."""
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
        if not self.matched.enough:
            raise MemoryError
        return docs, scores, top.total if count else -1

    def everywhere(self, int32_t gap=0):
        """Return (int32 documents, int64 occurrences), documents ascending.

        Occurrences are places of the first term from which the row can be completed; gap: how many other words may
        stand between two terms.
        """
        cdef Hits *hits = &self.matched.hits
        self.matched.scored = False
        hits.held = 0
        self._find(NULL, gap, True)
        if not self.matched.enough:
            raise MemoryError
        docs, counts = empty(hits.held, int32), empty(hits.held, int64)
        cdef int32_t[::1] doc_view = docs
        cdef int64_t[::1] count_view = counts
        if hits.held:
            memcpy(&doc_view[0], hits.ids, hits.held * sizeof(int32_t))
            memcpy(&count_view[0], hits.counts, hits.held * sizeof(int64_t))
        return docs, counts

    cdef _find(self, TopK *top, int32_t gap, bint count):
        self.matched.phrase.gap = gap
        self.matched.enough = True
        self.scorer.counted = count
        with nogil:
            self.matched.enough = find_all(&self.scorer, top, &self.matched) and self.matched.enough


def phrase(list lists not None, int gap=0):
    """Return where terms stand in a row; see ``PhraseWeight.everywhere``."""
    return PhraseWeight(lists).everywhere(gap)


cdef tuple _finish(TopK *top):
    """Free the heap; return its documents (int64) and their scores (float64), the best first."""
    cdef int64_t i
    best_first(top)
    try:
        docs = PyBytes_FromStringAndSize(NULL, top.held * sizeof(int64_t))
        scores = PyBytes_FromStringAndSize(NULL, top.held * sizeof(double))
        for i in range(top.held):
            (<int64_t *> PyBytes_AS_STRING(docs))[i] = top.heap[i].id
            (<double *> PyBytes_AS_STRING(scores))[i] = top.heap[i].score
        return frombuffer(docs, int64), frombuffer(scores, float64)
    finally:
        free(top.heap)
