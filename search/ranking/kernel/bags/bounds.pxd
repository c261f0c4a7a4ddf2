# cython: language_level=3
"""What groups of 64 documents can score at most, for all groups of an index."""

from libc.stdint cimport int32_t, uint16_t, uint32_t

from search.ranking.kernel.bags.windows cimport SLACK, Search


cdef struct Bounds:
    # Of the groups of all windows that hold any word.
    uint32_t *windows
    uint16_t *groups           # GROUPS for each window
    uint16_t *most             # the greatest of each window
    uint16_t *factors          # of each term: units that an impact of 256 may score
    int32_t n                  # windows
    uint16_t greatest
    float units                # in a score of 1


cdef inline uint32_t units(const Bounds *bounds, double least) noexcept nogil:
    """Return the units that the bound of a group must have for one of its documents to score ``least``."""
    cdef double units = least * SLACK * bounds.units
    return <uint32_t> units if units > 1.0 else 1


cdef bint find_bounds(Search *search, Bounds *bounds) noexcept nogil
cdef void free_bounds(Bounds *bounds) noexcept nogil
cdef uint32_t groups_between(const uint16_t *bounds, uint32_t lower, uint32_t upper, uint16_t *groups) noexcept nogil
