# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What a bag of words asks of the kernel: the k best paragraphs by BM25, with exact totals where they are wanted.

``one_word``, ``any_word`` and ``all_words`` go through the index by windows of 65,536 documents, the containers of
the lists. Pruning compares upper bounds only, and what survives is scored once more in the order of the query: the
result is that of scoring everything.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.bags.all_words cimport find_all
from search.ranking.kernel.bags.any_word cimport find_any
from search.ranking.kernel.bags.best cimport Best, finish, start
from search.ranking.kernel.cursors cimport WINDOW_BITS, Place, PostingList
from search.ranking.kernel.bags.one_word cimport find_one, is_one_list
from search.ranking.kernel.bags.rows cimport Rows
from search.ranking.kernel.bags.totals cimport count_any
from search.ranking.kernel.bags.visible cimport Documents, Visible, all_visible
from search.ranking.kernel.bags.windows cimport Saturations, Search, Term, Word

from numpy import empty, int32

cdef enum:
    MOST_STRETCHED = 2         # else the postings themselves tell more than impacts


cdef class _Query:
    """Lists, and where they may be found. One search at a time may use it."""

    cdef object _kept
    cdef Search search
    cdef int64_t documents

    def __cinit__(self):
        memset(&self.search, 0, sizeof(Search))

    def __dealloc__(self):
        free(self.search.terms)
        free(self.search.words)
        free(self.search.order)
        free(self.search.excluded)

    cdef _reserve(self, int32_t n, int32_t excluded):
        """Make room for terms, each a word of its own, and for those that are excluded."""
        cdef int32_t i
        cdef Search *search = &self.search
        search.n = search.word_count = n
        search.excluded_count = excluded
        search.terms = <Term *> calloc(max(1, n), sizeof(Term))
        search.words = <Word *> calloc(max(1, n), sizeof(Word))
        search.order = <int32_t *> calloc(max(1, n), sizeof(int32_t))
        search.excluded = <Term *> calloc(max(1, excluded), sizeof(Term))
        if search.terms == NULL or search.words == NULL or search.order == NULL or search.excluded == NULL:
            raise MemoryError
        for i in range(n):
            search.words[i].terms = &search.terms[i]
            search.words[i].n = 1

    cdef _take_list(self, Term *term, PostingList postings):
        term.containers = postings.containers
        term.n = postings.n

    cdef _take_field(self, Term *term, double weight, Saturations saturations):
        term.weight = weight
        term.per_impact = 0.0
        if saturations.stretch < MOST_STRETCHED:
            term.per_impact = weight * saturations.stretch / 255.0 * (1.0 + 1e-9)
        term.lengths = &saturations.lengths[0] if len(saturations.lengths) else NULL
        term.norms = &saturations.norms[0]
        term.few = saturations.few
        if term.n and (<int64_t> term.containers[term.n - 1].window + 1) << WINDOW_BITS > len(saturations.lengths):
            raise ValueError("the lengths do not cover all documents")
        self.documents = max(self.documents, len(saturations.lengths))

    cdef _show(self, Documents documents, allowed):
        """Let only documents be found that are there, of the articles that are allowed; None: all of them."""
        cdef const uint8_t[::1] may
        memset(&self.search.visible, 0, sizeof(Visible))
        if documents is None:
            if allowed is not None:
                raise ValueError("allowed articles, and nothing said of their documents")
            return
        if documents.padded < self.documents:
            raise ValueError("more documents than articles are known for")
        self.search.visible = documents.every
        if allowed is not None:
            may = allowed
            if may.shape[0] != documents.article_count:
                raise ValueError(f"a mask over {may.shape[0]} articles, there are {documents.article_count}")
            self.search.visible.may = &may[0] if may.shape[0] else NULL


cdef class WordsQuery(_Query):
    """Words to score, words to exclude, made ready. One search at a time may use it."""

    cdef double floor

    def __init__(self, words, excluded, groups=None):
        """Make a query ready.

        words:    (PostingList, weight > 0, Saturations)
        excluded: PostingLists
        groups:   how many of the words, one after the other, count as one where all are wanted: any of them makes
                  it occur; None for one each
        """
        cdef int32_t i, first = 0
        cdef Term *term
        cdef PostingList postings
        cdef Saturations saturations
        cdef double weight
        self._kept = words, excluded
        self._reserve(len(words), len(excluded))
        self.floor = 0.0
        for i, (postings, weight, saturations) in enumerate(words):
            term = &self.search.terms[i]
            self._take_list(term, postings)
            self._take_field(term, weight, saturations)
            term.bound = weight * min(1.0, postings.impact / 255.0 * saturations.stretch)
            self.floor = max(self.floor, weight * postings.tenth / 255.0 * saturations.shrinkage)
        for i, postings in enumerate(excluded):
            self._take_list(&self.search.excluded[i], postings)
        if groups is not None:
            if sum(groups) != len(words) or min(groups, default=1) < 1:
                raise ValueError("groups: a count of each, together all words")
            self.search.word_count = len(groups)
            for i in range(self.search.word_count):
                self.search.words[i].terms = &self.search.terms[first]
                self.search.words[i].n = groups[i]
                first += self.search.words[i].n
        self._sort()

    cdef _sort(self):
        """Put the words in the order of what they can score, the greatest first."""
        cdef int32_t i, at
        cdef Search *search = &self.search
        for i in range(search.n):
            at = i
            while at and search.terms[search.order[at - 1]].bound < search.terms[i].bound:
                search.order[at] = search.order[at - 1]
                at -= 1
            search.order[at] = i

    def any(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold any word; total -1 if not counted.

        documents: which are there, None for all; allowed: uint8 over their articles, None for all
        """
        cdef Best best
        cdef bint enough = True
        self._show(documents, allowed)
        start(&best, k, self.documents)
        if k <= 10 and all_visible(&self.search.visible) and not self.search.excluded_count:
            best.least = self.floor
        with nogil:
            if count:
                best.total = count_any(&self.search)
            if k > 0 and is_one_list(&self.search):
                find_one(&self.search, &best)
            elif k > 0:
                enough = find_any(&self.search, &best)
        docs, scores = finish(&best)
        if not enough:
            raise MemoryError
        return docs, scores, best.total if count else -1

    def all(self, int64_t k, bint count, Documents documents=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold all words; total -1 if not counted."""
        cdef Best best
        cdef bint enough
        if self.search.word_count == 1:  # nothing to join, and any_word prunes more
            return self.any(k, count, documents, allowed)
        self._show(documents, allowed)
        self.search.counted = count
        start(&best, k, self.documents)
        with nogil:
            enough = find_all(&self.search, &best, NULL)
        docs, scores = finish(&best)
        if not enough:
            raise MemoryError
        return docs, scores, best.total if count else -1


cdef class RowQuery(_Query):
    """Terms in a row, which score as one word that occurs as often as the row does. One search at a time may use it."""

    cdef Rows rows
    cdef object _scored_by

    def __cinit__(self):
        memset(&self.rows, 0, sizeof(Rows))

    def __dealloc__(self):
        free(self.rows.docs)
        free(self.rows.counts)
        free(self.rows.places)
        free(self.rows.scratch[0].values)
        free(self.rows.scratch[1].values)

    def __init__(self, list lists not None):
        """Make a query ready."""
        cdef int32_t i
        self._kept = lists
        self._reserve(len(lists), 0)
        self.rows.enough = True
        self.rows.places = <Place *> malloc(max(1, len(lists)) * sizeof(Place))
        if self.rows.places == NULL:
            raise MemoryError
        for i, postings in enumerate(lists):
            self._take_list(&self.search.terms[i], postings)

    def best(
        self,
        double weight,
        Saturations saturations not None,
        int64_t k,
        bint count,
        Documents documents=None,
        allowed=None,
    ):
        """Return (documents, scores, total) of the k best; total -1 if not counted. See ``WordsQuery.any``."""
        cdef Best best
        cdef int32_t i
        for i in range(self.search.n):
            self._take_field(&self.search.terms[i], weight, saturations)
        self._scored_by = saturations
        self._show(documents, allowed)
        start(&best, k, self.documents)
        self.rows.scored = True
        self.rows.gap = 0
        self.search.counted = count
        with nogil:
            self.rows.enough = find_all(&self.search, &best, &self.rows) and self.rows.enough
        docs, scores = finish(&best)
        if not self.rows.enough:
            raise MemoryError
        return docs, scores, best.total if count else -1

    def everywhere(self, int32_t gap=0):
        """Return (int32 documents, int32 occurrences), documents ascending.

        Occurrences are places of the first term from which the row can be completed; gap: how many other words may
        stand between two terms.
        """
        self.rows.scored = False
        self.rows.gap = gap
        self.search.counted = True
        self.rows.held = 0
        with nogil:
            self.rows.enough = find_all(&self.search, NULL, &self.rows) and self.rows.enough
        if not self.rows.enough:
            raise MemoryError
        return _array(self.rows.docs, self.rows.held), _array(self.rows.counts, self.rows.held)


def phrase(list lists not None, int gap=0):
    """Return where terms stand in a row; see ``RowQuery.everywhere``."""
    return RowQuery(lists).everywhere(gap)


cdef _array(const int32_t *values, int64_t count):
    array = empty(count, int32)
    cdef int32_t[::1] view = array
    if count:
        memcpy(&view[0], values, count * sizeof(int32_t))
    return array
