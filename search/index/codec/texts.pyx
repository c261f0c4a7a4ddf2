# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Reading stored texts: where they lie, whether they are what was written, as a string."""

from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uint8_t, uint32_t, uint64_t

cdef enum:
    SLICES = 8

# CRC-32 of a byte that has so many bytes after it (slicing-by-8: Kounavis and Berry 2005, "A systematic
# approach to building high performance, software-based, CRC generators").
cdef uint32_t[SLICES][256] AFTER


cdef void _fill() noexcept:
    cdef uint32_t byte, crc
    cdef int i
    for byte in range(256):
        crc = byte
        for i in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
        AFTER[0][byte] = crc
    for byte in range(256):
        for i in range(1, SLICES):
            AFTER[i][byte] = (AFTER[i - 1][byte] >> 8) ^ AFTER[0][AFTER[i - 1][byte] & 255]


_fill()


cdef uint32_t _crc32(const uint8_t *bytes, Py_ssize_t size, uint32_t start) noexcept nogil:
    """Return what ``zlib.crc32`` returns."""
    cdef uint32_t crc = ~start
    cdef uint32_t low
    cdef Py_ssize_t at = 0
    while at + SLICES <= size:
        low = crc ^ (bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | <uint32_t> bytes[at + 3] << 24)
        crc = (
            AFTER[7][low & 255] ^ AFTER[6][low >> 8 & 255] ^ AFTER[5][low >> 16 & 255] ^ AFTER[4][low >> 24]
            ^ AFTER[3][bytes[at + 4]] ^ AFTER[2][bytes[at + 5]]
            ^ AFTER[1][bytes[at + 6]] ^ AFTER[0][bytes[at + 7]]
        )
        at += SLICES
    while at < size:
        crc = (crc >> 8) ^ AFTER[0][(crc ^ bytes[at]) & 255]
        at += 1
    return ~crc


cdef class TextReader:
    """The texts of one stored field; see ``search.index.codec.documents``. May be shared by threads."""

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
        if _crc32(&self._bytes[start], end - start, self._text) != self._checksums[doc]:
            return None
        try:
            return PyUnicode_DecodeUTF8(<const char *> &self._bytes[start], end - start, NULL)
        except UnicodeDecodeError:
            return None
