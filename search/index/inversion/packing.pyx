# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Texts on their way into the file of a stored field."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from cpython cimport array
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize

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
