# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Reading stored texts: where they lie, whether they are what was written, as a string."""

from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uint8_t, uint32_t, uint64_t

from search.index.format.checksums cimport crc32


cdef class TextReader:
    """The texts of one stored field; see ``search.index.format.documents``. May be shared by threads."""

    cdef const uint64_t[::1] _starts
    cdef const uint8_t[::1] _bytes, _kinds
    cdef const uint32_t[::1] _checksums
    cdef int _text

    def __init__(self, starts, encoded, kinds, checksums, int text):
        """Take the columns, of n + 1, any number of, n and n elements; ``text`` is the kind of texts."""
        self._starts, self._bytes, self._kinds, self._checksums = starts, encoded, kinds, checksums
        self._text = text
        if not self._starts.shape[0] - 1 == self._kinds.shape[0] == self._checksums.shape[0]:
            raise ValueError("columns of different documents")

    def get_all(self, list docs):
        """Return the texts of several documents."""
        return [self.get(doc) for doc in docs]

    cpdef get(self, Py_ssize_t doc):
        """Return the text of a document; None where it has none, or where anything is wrong with it."""
        cdef uint64_t start, end
        if not 0 <= doc < self._kinds.shape[0] or self._kinds[doc] != self._text:
            return None
        start, end = self._starts[doc], self._starts[doc + 1]
        if not start < end <= <uint64_t> self._bytes.shape[0]:
            return "" if start == end and self._checksums[doc] == <uint32_t> self._text else None
        if crc32(self._text, &self._bytes[start], end - start) != self._checksums[doc]:
            return None
        try:
            return PyUnicode_DecodeUTF8(<const char *> &self._bytes[start], end - start, NULL)
        except UnicodeDecodeError:
            return None
