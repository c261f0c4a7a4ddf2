# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Totals and facets over all matches: exact, counted while the matches are collected.

A facet is counted under all filters except its own, so that a reader can choose another of its values. Each filter
has a bit. An article counts for a facet if it fails none of the other filters.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

import numpy as np


cdef class DocValues:
    """The doc values that facets count, of all articles of a snapshot. Read-only: threads may share it.

    A value is stored as its ordinal among the counted values, from 1; 0 means that the article has none of them.

    sizes: for each property, the number of ordinals, 0 included
    """

    def __init__(self, counted, has_copies):
        """Take the properties. Raises ValueError if they are not of the same articles.

        counted:    (int32 values, low, high) for each of ``COUNTED``; a value outside of low to high is not counted
        has_copies: bool[A], whether an article shares its cluster with another one
        """
        cdef const uint16_t[:, ::1] narrow
        cdef const uint32_t[:, ::1] wide
        articles = len(has_copies)
        if len(counted) != COUNTED or any(len(numbers) != articles for numbers, _, _ in counted):
            raise ValueError("the properties of articles do not fit each other")
        self.article_count = articles
        self.sizes = tuple(max(0, high - low + 1) + 1 for _, low, high in counted)
        kept = np.zeros((articles, VALUES), np.uint16 if max(self.sizes) <= 1 << 16 else np.uint32)
        for column, (values, low, high) in enumerate(counted):
            known = (values >= low) & (values <= high)
            kept[known, column] = values[known] - (low - 1)
        kept[:, COPIES] = has_copies
        self._kept = kept
        self.narrow, self.wide = NULL, NULL
        if articles and kept.dtype == np.uint16:
            narrow = kept
            self.narrow = &narrow[0, 0]
        elif articles:
            wide = kept
            self.wide = &wide[0, 0]


cdef class Tally:
    """The counts of one search.

    anything: whether any article matches if the filters are ignored
    articles, paragraphs: matches that pass the filters
    places: places in the results; the copies of one text share one
    counts: for each property int64 by value, from the lowest on, and the number of articles without a value
    """

    def __cinit__(self):
        memset(&self.totals, 0, sizeof(Totals))

    def __dealloc__(self):
        free(self.totals.filters)
        free(self.totals.seen)

    def __init__(self, DocValues doc_values not None, filters=(), others=(0, 0, 0), clusters=None, bint matches=False):
        """Prepare the counts. Raises ValueError if a column does not cover all articles.

        filters:  (int32[A] column, low, high, uint8 mask over low to high or None, bit); an article passes if its
                  value is in the range and in the mask
        others:   for each property, the bits of the filters that apply to it
        clusters: int32[A], the cluster of each article; None if copies do not share a place
        matches:  whether every match that is counted is kept
        """
        cdef Totals *totals = &self.totals
        cdef int32_t i
        cdef const uint8_t[::1] chosen
        cdef int64_t[::1] counts
        cdef int32_t[:, ::1] kept
        self._kept = doc_values, filters, clusters
        totals.article_count = doc_values.article_count
        totals.narrow, totals.wide = doc_values.narrow, doc_values.wide
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
        self._counted = []
        for i in range(COUNTED):
            counts = made = np.zeros(doc_values.sizes[i], np.int64)
            self._counted.append(made)
            totals.counts[i], totals.others[i] = &counts[0], others[i]
        if clusters is not None and totals.article_count:
            totals.clusters = self._covering(clusters)
            totals.seen = <uint8_t *> calloc((totals.article_count + 7) // 8, 1)
            if totals.seen == NULL:
                raise MemoryError

        # The system gives memory for pages of this array when they are written.
        kept = self._matches = np.empty((totals.article_count if matches else 0, 3), np.int32)
        totals.matches = &kept[0, 0] if kept.shape[0] else NULL

    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL:
        if column.shape[0] < self.totals.article_count:
            raise ValueError("a column does not cover all articles")
        return &column[0] if self.totals.article_count else NULL

    @property
    def counts(self):
        return [(made[1:], int(made[0])) for made in self._counted]

    @property
    def matches(self):
        """int32[M] each: articles, ascending, their matching paragraphs, and the bits of the filters that they fail."""
        return tuple(np.ascontiguousarray(self._matches[: self.totals.match_count].T))

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


cdef class ValueCounter:
    """The counter of the values of articles in one field. Threads may share it.

    A count costs as much as the values of its articles: its array has a number for every value of the field, and is
    cleared only where it was used, for the next count.
    """

    def __init__(self, const int64_t[::1] starts, const int32_t[::1] ordinals, int64_t values):
        """Take the values of all A articles. Raises ValueError if they do not fit each other.

        starts:   int64[A + 1], the index in ``ordinals`` of each article's first value, and the end
        ordinals: int32, each from 0 to ``values`` - 1
        """
        cdef Py_ssize_t i
        cdef bint possible = starts.shape[0] > 0 and starts[0] == 0 and starts[starts.shape[0] - 1] == ordinals.shape[0]
        for i in range(1, starts.shape[0]):
            possible &= starts[i - 1] <= starts[i]
        for i in range(ordinals.shape[0]):
            possible &= 0 <= ordinals[i] < values
        if not possible:
            raise ValueError("the values of articles do not fit each other")
        self._starts, self._ordinals, self._values = starts, ordinals, values
        self._cleared, self._none = [], np.zeros(0, np.int64)

    def count(self, const int32_t[::1] articles):
        """Return the values of some articles, ascending, the number of articles of each, and how many have none.

        Raises ValueError if there is no such article. The GIL is released.
        """
        cdef Py_ssize_t i, at, used = 0
        cdef int64_t without = 0, most = 0
        cdef int32_t article, ordinal
        if self._values == 0:
            return self._none, self._none, articles.shape[0]
        for i in range(articles.shape[0]):
            article = articles[i]
            if not (0 <= article < self._starts.shape[0] - 1):
                raise ValueError("there is no such article")
            most += self._starts[article + 1] - self._starts[article]
            without += self._starts[article] == self._starts[article + 1]
        try:  # another thread may take the last one
            cleared = self._cleared.pop()
        except IndexError:
            cleared = np.zeros(self._values, np.int32)
        values = np.empty(min(most, self._values), np.int32)
        cdef int32_t[::1] counts = cleared
        cdef int32_t[::1] seen = values
        with nogil:
            for i in range(articles.shape[0]):
                for at in range(self._starts[articles[i]], self._starts[articles[i] + 1]):
                    ordinal = self._ordinals[at]
                    if counts[ordinal] == 0:
                        seen[used] = ordinal
                        used += 1
                    counts[ordinal] += 1
        values = np.sort(values[:used])
        numbers = cleared[values].astype(np.int64)
        cleared[values] = 0
        self._cleared.append(cleared)
        return values, numbers, without
