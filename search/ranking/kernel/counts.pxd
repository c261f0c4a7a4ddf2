# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Counts over all matching articles: totals and facets, under the filters that apply to each."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t

from search.bits cimport prefetch


cdef enum:
    COUNTED = 3                # source, category, month
    COPIES = 3                 # the index of one more value: whether the article has copies
    VALUES = 4


cdef class DocValues:
    cdef const uint16_t *narrow   # VALUES for each article, or NULL if some do not fit into 16 bits
    cdef const uint32_t *wide
    cdef readonly int64_t article_count
    cdef readonly tuple sizes
    cdef object _kept


cdef struct Filter:
    const int32_t *column
    int32_t low, high
    const uint8_t *chosen      # for each value from `low` on whether it passes; NULL if all do
    uint32_t bit


cdef struct Totals:
    const uint16_t *narrow     # see DocValues
    const uint32_t *wide
    int64_t *counts[COUNTED]   # for each facet, by value; the value 0 stands for articles without one
    uint32_t others[COUNTED]   # for each facet the bits of the filters that apply to it
    Filter *filters
    int32_t filter_count
    int64_t article_count
    const int32_t *clusters
    uint8_t *seen              # a bit for each cluster that was counted
    bint anything              # whether any article matches, whatever the filters say
    int64_t articles, paragraphs, places
    int32_t *matches           # for each match that was counted: article, paragraphs, bits of failed filters; or NULL
    int64_t match_count


cdef class Tally:
    cdef Totals totals
    cdef list _counted
    cdef object _kept, _matches
    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL


cdef class ValueCounter:
    cdef const int64_t[::1] _starts
    cdef const int32_t[::1] _ordinals
    cdef int64_t _values
    cdef list _cleared         # arrays of zeros, one number for each value
    cdef object _none


cdef inline uint32_t value_of(const Totals *totals, int64_t article, int number) noexcept nogil:
    if totals.narrow != NULL:
        return totals.narrow[VALUES * article + number]
    return totals.wide[VALUES * article + number]


cdef inline uint32_t failures(const Totals *totals, int64_t article) noexcept nogil:
    """Return the bits of the filters that an article fails."""
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
    """Return whether a match that fails these filters would change any count."""
    return not (totals.anything and failed & (failed - 1))


cdef inline bint shares_place(const Totals *totals, int64_t article) noexcept nogil:
    """Return whether an article has copies, which share one place in the results."""
    return totals.clusters != NULL and value_of(totals, article, COPIES)


cdef inline void prefetch_values(const Totals *totals, int64_t article) noexcept nogil:
    """Prefetch the values of an article that will be counted."""
    if totals.narrow != NULL:
        prefetch(totals.narrow + VALUES * article)
    else:
        prefetch(totals.wide + VALUES * article)


cdef inline void count_article(Totals *totals, uint32_t failed, int64_t article, int64_t paragraphs) noexcept nogil:
    """Count a matching article that fails these filters."""
    cdef int number
    cdef int64_t cluster
    totals.anything = True
    if totals.matches != NULL and totals.match_count < totals.article_count:
        totals.matches[3 * totals.match_count] = <int32_t> article
        totals.matches[3 * totals.match_count + 1] = <int32_t> paragraphs
        totals.matches[3 * totals.match_count + 2] = <int32_t> failed
        totals.match_count += 1
    for number in range(COUNTED):
        if failed & totals.others[number] == 0:
            totals.counts[number][value_of(totals, article, number)] += 1
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
