from libc.stdint cimport uint8_t

from search.index.inversion.tokens cimport Token


cdef Py_ssize_t find_tokens(const uint8_t *text, Py_ssize_t size, Token *tokens) noexcept nogil
