# cython: language_level=3
"""Counts over all matches, and the filters that decide what is counted where."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from search.bits cimport prefetch
from search.ranking.kernel.columns cimport Arrays
from search.ranking.kernel.properties cimport COPIES, COUNTED, PROPERTIES, property_of


cdef struct Filter:
    const int32_t *column
    int32_t low, high
    const uint8_t *chosen      # from `low` on; NULL for all of them
    uint32_t bit


cdef struct Totals:
    const uint16_t *narrow     # the properties of articles, see `properties`
    const uint32_t *wide
    int64_t *counts[COUNTED]   # of each property by value, 0 for articles without it
    uint32_t others[COUNTED]   # bits of the filters under which it counts
    Filter *filters
    int32_t filter_count
    int64_t article_count
    const int32_t *clusters
    uint8_t *seen              # of clusters, a bit each
    bint anything
    int64_t articles, paragraphs, places


cdef class Tally:
    cdef Totals totals
    cdef readonly list counts
    cdef object _kept
    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL


cdef void count_articles(
    Totals *totals, const Arrays *arrays, uint64_t *articles, const uint64_t *documents, const uint8_t *allowed
) noexcept nogil


cdef inline uint32_t failures(const Totals *totals, int64_t article) noexcept nogil:
    """Return the bits of the filters that do not let an article through."""
    cdef uint32_t failed = 0
    cdef int32_t i, value
    cdef const Filter *one
    for i in range(totals.filter_count):
        one = &totals.filters[i]
        value = one.column[article]
        if value < one.low or value > one.high or (one.chosen != NULL and not one.chosen[value - one.low]):
            failed |= one.bit
    return failed


cdef inline bint is_counted(const Totals *totals, uint32_t failed) noexcept nogil:
    """Tell whether an article that fails these filters would count for anything, if it matched."""
    return not (totals.anything and failed & (failed - 1))


cdef inline bint shares_place(const Totals *totals, int64_t article) noexcept nogil:
    """Tell whether there may be others in the place of an article: copies."""
    return totals.clusters != NULL and property_of(totals.narrow, totals.wide, article, COPIES)


cdef inline void prefetch_properties(const Totals *totals, int64_t article) noexcept nogil:
    """Ask for what is counted of an article, before it is."""
    if totals.narrow != NULL:
        prefetch(totals.narrow + PROPERTIES * article)
    else:
        prefetch(totals.wide + PROPERTIES * article)


cdef inline void count_article(Totals *totals, uint32_t failed, int64_t article, int64_t paragraphs) noexcept nogil:
    """Count a matching article that fails these filters."""
    cdef int number
    cdef int64_t cluster
    totals.anything = True
    for number in range(COUNTED):
        if failed & totals.others[number] == 0:
            totals.counts[number][property_of(totals.narrow, totals.wide, article, number)] += 1
    if failed:
        return
    totals.articles += 1
    totals.paragraphs += paragraphs
    if not shares_place(totals, article):
        totals.places += 1
        return
    cluster = totals.clusters[article]
    if 0 <= cluster < totals.article_count and not totals.seen[cluster >> 3] >> (cluster & 7) & 1:
        totals.seen[cluster >> 3] |= <uint8_t> (1 << (cluster & 7))
        totals.places += 1
