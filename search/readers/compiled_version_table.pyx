# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `search.readers.version_table`, in memory of its own."""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free

from search.readers.version_table import _INITIAL_SLOTS


cdef struct Version:
    uint64_t key, position, content  # a position of 0 means that the slot is free
    uint32_t number


cdef class VersionTable:
    """The same as ``search.readers.version_table.VersionTable``."""

    cdef Version* versions
    cdef uint64_t mask, count

    def __cinit__(self):
        self.mask = <uint64_t> _INITIAL_SLOTS - 1
        self.versions = <Version*> calloc(self.mask + 1, sizeof(Version))
        if not self.versions:
            raise MemoryError

    def __dealloc__(self):
        free(self.versions)

    def enter(self, uint64_t key, uint64_t content, uint64_t position, uint32_t number):
        cdef Version* version = self.slot(key)
        earlier = None
        if version.position:
            earlier = version.position, version.content, version.number
            if version.content == content:
                return earlier
        else:
            self.count += 1
        version.key, version.position, version.content, version.number = key, position, content, number
        if 3 * self.count > 2 * (self.mask + 1):
            self.grow()
        return earlier

    cdef Version* slot(self, uint64_t key) noexcept:
        """Return the slot of ``key``, or the free slot for it."""
        cdef uint64_t at = key & self.mask
        while self.versions[at].position and self.versions[at].key != key:
            at = (at + 1) & self.mask
        return &self.versions[at]

    cdef int grow(self) except -1:
        cdef uint64_t slots = self.mask + 1, at
        cdef Version* before = self.versions
        larger = <Version*> calloc(2 * slots, sizeof(Version))
        if not larger:
            raise MemoryError
        self.versions, self.mask = larger, 2 * slots - 1
        for at in range(slots):
            if before[at].position:
                self.slot(before[at].key)[0] = before[at]
        free(before)
        return 0
