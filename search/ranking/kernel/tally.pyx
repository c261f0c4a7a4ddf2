# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What a page says of all matches: totals, facets, months. Exact, counted while they are found.

A facet counts under all filters but its own, so that another of its values can be chosen. Each filter has a
bit for it: an article fails some of them, and counts for a facet where it fails none of the others.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t
from libc.stdlib cimport calloc, free

import numpy as np


cdef class Tally:
    """The counts of one search.

    anything: whether anything matches without the filters
    articles, paragraphs, places: what matches within them; copies of one text have one place
    counts: int64 for each facet, by value from its lowest
    """

    def __cinit__(self):
        self.filters = NULL
        self.facets = NULL
        self.seen = NULL
        self.clusters = NULL
        self.has_copies = NULL

    def __dealloc__(self):
        free(self.filters)
        free(self.facets)
        free(self.seen)

    def __init__(self, int64_t article_count, filters, facets, clusters=None, const uint8_t[::1] has_copies=None):
        """Take what is counted; raises ValueError for columns that do not cover all articles.

        filters:  (int32 column, low, high, uint8 of each value from low to high or None, bit); an article passes
                  whose value is one of these
        facets:   (int32 column, low, high, bits of the filters under which it counts)
        clusters: int32, the cluster of each article, the number of one of them; has_copies: whether there are others
                  in it; None where each article has its own place
        """
        cdef int32_t i
        cdef const uint8_t[::1] chosen
        cdef int64_t[::1] counts
        self.article_count = article_count
        self.filters = <Filter *> calloc(max(1, len(filters)), sizeof(Filter))
        self.facets = <Counted *> calloc(max(1, len(facets)), sizeof(Counted))
        if self.filters == NULL or self.facets == NULL:
            raise MemoryError
        self._kept = [filters, facets, clusters, has_copies]
        self.counts = []
        for i, (values, low, high, allowed, bit) in enumerate(filters):
            self.filters[i] = Filter(self._covering(values), low, high, NULL, bit)
            if allowed is not None:
                chosen = allowed
                if chosen.shape[0] != high - low + 1:
                    raise ValueError("a filter does not say which values it lets through")
                self.filters[i].chosen = &chosen[0] if chosen.shape[0] else NULL
        self.filter_count = len(filters)
        for i, (values, low, high, others) in enumerate(facets):
            counts = made = np.zeros(max(1, high - low + 1), np.int64)
            self.counts.append(made)
            self.facets[i] = Counted(self._covering(values), low, high, &counts[0], others)
        self.facet_count = len(facets)
        if clusters is not None and article_count:
            self.clusters = self._covering(clusters)
            if has_copies is None or has_copies.shape[0] < article_count:
                raise ValueError("a column does not cover all articles")
            self.has_copies = &has_copies[0]
            self.seen = <uint8_t *> calloc((article_count + 7) // 8, 1)
            if self.seen == NULL:
                raise MemoryError

    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL:
        if column.shape[0] < self.article_count:
            raise ValueError("a column does not cover all articles")
        return &column[0] if self.article_count else NULL

    cdef uint32_t failures(self, int64_t article) noexcept nogil:
        """Return the bits of the filters that do not let an article through."""
        cdef uint32_t failed = 0
        cdef int32_t i, value
        cdef const Filter *one
        for i in range(self.filter_count):
            one = &self.filters[i]
            value = one.column[article]
            if value < one.low or value > one.high or (one.chosen != NULL and not one.chosen[value - one.low]):
                failed |= one.bit
        return failed

    cdef bint is_counted(self, uint32_t failed) noexcept nogil:
        """Tell whether an article that fails these filters would count for anything, if it matched."""
        return not (self.anything and failed & (failed - 1))

    cdef void count(self, uint32_t failed, int64_t article, int64_t paragraphs) noexcept nogil:
        """Count a matching article that fails these filters."""
        cdef int32_t i, value
        cdef int64_t cluster
        cdef Counted *facet
        self.anything = True
        for i in range(self.facet_count):
            facet = &self.facets[i]
            if failed & facet.others == 0:
                value = facet.column[article]
                if facet.low <= value <= facet.high:
                    facet.counts[value - facet.low] += 1
        if failed:
            return
        self.articles += 1
        self.paragraphs += paragraphs
        if self.clusters == NULL or not self.has_copies[article]:
            self.places += 1
            return
        cluster = self.clusters[article]
        if 0 <= cluster < self.article_count and not self.seen[cluster >> 3] >> (cluster & 7) & 1:
            self.seen[cluster >> 3] |= <uint8_t> (1 << (cluster & 7))
            self.places += 1
