# cython: language_level=3
"""What is counted of every article, side by side: one line of the processor's cache an article."""

from libc.stdint cimport int64_t, uint16_t, uint32_t


cdef enum:
    COUNTED = 3                # source, category, month
    COPIES = 3                 # after them: whether the article shares its cluster with another one
    PROPERTIES = 4


cdef class Properties:
    cdef const uint16_t *narrow   # PROPERTIES for each article, or NULL where some do not fit
    cdef const uint32_t *wide
    cdef readonly int64_t article_count
    cdef readonly tuple sizes
    cdef object _kept


cdef inline uint32_t property_of(
    const uint16_t *narrow, const uint32_t *wide, int64_t article, int number
) noexcept nogil:
    if narrow != NULL:
        return narrow[PROPERTIES * article + number]
    return wide[PROPERTIES * article + number]
