from libc.stdint cimport uint8_t, uint32_t


cdef struct Token:  # a token of a text, and its hash
    uint32_t start
    uint32_t size
    uint32_t hashed


cdef bint is_plain(const uint8_t *text, Py_ssize_t size) noexcept nogil
cdef uint32_t form_hash(const uint8_t *form, Py_ssize_t size) noexcept nogil
cdef bint fold_plain(const uint8_t *form, uint32_t size, uint8_t *folded) noexcept nogil
cdef uint32_t ascii_word_hash(const uint8_t *form, uint32_t size) noexcept nogil
