"""The header has what the compiled reading of names remembers words by: dictionaries that are emptied if they are full."""

from cpython.ref cimport PyObject

cdef extern from "Python.h":
    PyObject* PyDict_GetItem(object mapping, object key)

cdef enum:
    MAX_CACHED = 1 << 16
