from libc.stdint cimport uint8_t, uint32_t, uint64_t

# Each writes to a place where there is room enough, and returns where what it wrote ends.
cdef uint8_t* put_docs(uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count) noexcept nogil
cdef uint8_t* put_frequencies(uint8_t* to, const uint32_t* tf, Py_ssize_t count) noexcept nogil
cdef uint8_t* put_positions(
    uint8_t* to, const uint64_t* rows, const uint32_t* tf, Py_ssize_t postings
) noexcept nogil
