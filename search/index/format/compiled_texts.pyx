# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module packs stored texts for a file, and reads them with their checksums."""

cimport cpython.array as array
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.index.format.checksums cimport crc32

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object text, Py_ssize_t* size) except NULL


def packed_texts(tuple texts, uint8_t kind, array.array sizes, array.array checksums):
    cdef Py_ssize_t size = 0, total = 0, at = 0
    cdef const char* utf8
    cdef uint64_t long_size
    cdef uint32_t checksum
    if sizes.ob_descr.itemsize != 8 or checksums.ob_descr.itemsize != 4:
        raise ValueError("sizes are 64-bit and checksums are 32-bit integers")
    for text in texts:
        PyUnicode_AsUTF8AndSize(text, &size)
        total += size
    packed = PyBytes_FromStringAndSize(NULL, total)
    cdef char* to = PyBytes_AS_STRING(packed)
    for text in texts:
        utf8 = PyUnicode_AsUTF8AndSize(text, &size)
        memcpy(to + at, utf8, size)
        at += size
        long_size = <uint64_t> size
        checksum = crc32(kind, <const uint8_t*> utf8, size)
        array.extend_buffer(sizes, <char*> &long_size, 1)
        array.extend_buffer(checksums, <char*> &checksum, 1)
    return packed


cdef class TextReader:
    """The texts of one stored field, see ``search.index.format.documents``. Threads may share the object."""

    cdef const uint64_t[::1] _starts
    cdef const uint8_t[::1] _bytes, _kinds
    cdef const uint32_t[::1] _checksums
    cdef int _text

    def __init__(self, starts, encoded, kinds, checksums, int text):
        """Take the columns: n + 1 starts, the bytes, n kinds and n checksums; ``text`` is the kind of a text."""
        self._starts, self._bytes, self._kinds, self._checksums = starts, encoded, kinds, checksums
        self._text = text
        if not self._starts.shape[0] - 1 == self._kinds.shape[0] == self._checksums.shape[0]:
            raise ValueError("columns of different documents")

    def get_all(self, list docs):
        """Return the texts of several documents."""
        return [self.get(doc) for doc in docs]

    cpdef get(self, Py_ssize_t doc):
        """Return the text of a document; None if it has none, or if anything is wrong with it."""
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
