from libc.stdint cimport uint8_t, uint32_t


cdef uint32_t crc32(uint32_t checksum, const uint8_t *contents, Py_ssize_t size) noexcept nogil
