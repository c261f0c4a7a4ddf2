# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What a page says of all matches: totals, facets, months. Exact, counted while they are found.

A facet counts under all filters but its own, so that another of its values can be chosen. Each filter has a
bit for it: an article fails some of them, and counts for a facet where it fails none of the others.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from search.ranking.kernel.columns cimport Arrays, warta_set
from search.ranking.kernel.cursors cimport warta_lowest, warta_ones
from search.ranking.kernel.properties cimport COUNTED, Properties

import numpy as np


cdef class Tally:
    """The counts of one search.

    anything: whether anything matches without the filters
    articles, paragraphs, places: what matches within them; copies of one text have one place
    counts: int64 for each property, by value from the lowest
    """

    def __cinit__(self):
        memset(&self.totals, 0, sizeof(Totals))

    def __dealloc__(self):
        free(self.totals.filters)
        free(self.totals.seen)

    def __init__(self, Properties properties not None, filters=(), others=(0, 0, 0), clusters=None):
        """Take what is counted; raises ValueError for columns that do not cover all articles.

        filters:  (int32 column, low, high, uint8 of each value from low to high or None, bit); an article passes
                  whose value is one of these
        others:   for each property, the bits of the filters under which it counts
        clusters: int32, the cluster of each article, the number of one of them; None where each article has its
                  own place
        """
        cdef Totals *totals = &self.totals
        cdef int32_t i
        cdef const uint8_t[::1] chosen
        cdef int64_t[::1] counts
        self._kept = properties, filters, clusters
        totals.article_count = properties.article_count
        totals.narrow, totals.wide = properties.narrow, properties.wide
        totals.filters = <Filter *> calloc(max(1, len(filters)), sizeof(Filter))
        if totals.filters == NULL:
            raise MemoryError
        for i, (values, low, high, allowed, bit) in enumerate(filters):
            totals.filters[i] = Filter(self._covering(values), low, high, NULL, bit)
            if allowed is not None:
                chosen = allowed
                if chosen.shape[0] != high - low + 1:
                    raise ValueError("a filter does not say which values it lets through")
                totals.filters[i].chosen = &chosen[0] if chosen.shape[0] else NULL
        totals.filter_count = len(filters)
        self.counts = []
        for i in range(COUNTED):
            counts = made = np.zeros(properties.sizes[i], np.int64)
            self.counts.append(made[1:])
            totals.counts[i], totals.others[i] = &counts[0], others[i]
        if clusters is not None and totals.article_count:
            totals.clusters = self._covering(clusters)
            totals.seen = <uint8_t *> calloc((totals.article_count + 7) // 8, 1)
            if totals.seen == NULL:
                raise MemoryError

    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL:
        if column.shape[0] < self.totals.article_count:
            raise ValueError("a column does not cover all articles")
        return &column[0] if self.totals.article_count else NULL

    @property
    def anything(self):
        return bool(self.totals.anything)

    @property
    def articles(self):
        return self.totals.articles

    @property
    def paragraphs(self):
        return self.totals.paragraphs

    @property
    def places(self):
        return self.totals.places


cdef void count_articles(
    Totals *totals, const Arrays *arrays, uint64_t *articles, const uint64_t *documents, const uint8_t *allowed
) noexcept nogil:
    """Count a set of matching articles, and leave in it only those within all filters.

    documents: a bit for each paragraph that matches
    """
    cdef bint all_pass = allowed == NULL and totals.filter_count == 0
    cdef int64_t at, article
    cdef uint64_t word
    cdef uint32_t failed
    if all_pass:
        totals.paragraphs += warta_ones(<const uint8_t *> documents, <uint32_t> (arrays.documents >> 6), 0)
    for at in range((arrays.article_count >> 6) + 1):
        word = articles[at]
        while word:
            article = 64 * at + warta_lowest(word)
            word &= word - 1
            if all_pass:
                count_article(totals, 0, article, 0)
                continue
            failed = failures(totals, article)
            if allowed == NULL or allowed[article]:
                count_article(totals, failed, article, 0 if failed else _among(documents, arrays, article))
                if failed == 0:
                    continue
            articles[at] &= ~(<uint64_t> 1 << (article & 63))


cdef int64_t _among(const uint64_t *documents, const Arrays *arrays, int64_t article) noexcept nogil:
    """Return how many documents of a set are of an article."""
    cdef int64_t first = arrays.first_paragraph[article], end = arrays.first_paragraph[article + 1]
    cdef int64_t at = first >> 6, last = (end - 1) >> 6, found
    cdef uint64_t head = <uint64_t> -1 << (first & 63), tail = <uint64_t> -1 >> (63 - ((end - 1) & 63))
    if at == last:
        return warta_set(documents[at] & head & tail)
    found = warta_set(documents[at] & head) + warta_set(documents[last] & tail)
    for at in range(at + 1, last):
        found += warta_set(documents[at])
    return found
