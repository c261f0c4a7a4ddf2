# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module appends the mentions of paragraphs to columns, as `search.index.inversion.name_columns` does."""

cimport cpython.array as array
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring

from search.index.format import mentions as stored
from search.index.inversion import name_columns as oracle

cdef extern from "Python.h":
    PyObject* PyDict_GetItem(object mapping, object key)

cdef dict KIND_LETTER = oracle.KIND_LETTER
cdef Py_ssize_t FURTHEST = stored.FURTHEST, LONGEST_NAME = stored.LONGEST_NAME, NOT_READ = stored.NOT_READ


class NameColumns(oracle.NameColumns):
    """The compiled `search.index.inversion.name_columns.NameColumns`."""

    def __init__(self):
        super().__init__()
        self.known = {kind: {} for kind in KIND_LETTER}

    def add(self, str text, tuple names):
        cdef array.array starts = self.starts, lengths = self.lengths, codes = self.codes
        cdef Py_ssize_t size = len(codes), room = len(names), count = 0, start, end
        cdef dict all_known = self.known, known
        cdef PyObject* found
        cdef tuple name
        cdef object one
        array.resize_smart(codes, size + room)
        array.resize_smart(starts, size + room)
        array.resize_smart(lengths, size + room)
        for one in names:
            name = <tuple> one
            start, end = name[0], name[1]
            if end > FURTHEST or end - start > LONGEST_NAME:
                continue
            if count == NOT_READ - 1:
                break
            role = name[3]
            if role:
                self.roled.append(size + count)
                written = PyUnicode_Substring(text, role[0], role[1])
                self.role_codes.append(self.roles.code(written))
            known = <dict> all_known[name[2]]
            found = PyDict_GetItem(known, name[4])
            if not found:
                known[name[4]] = self.code(name[2], name[4])
                found = PyDict_GetItem(known, name[4])
            codes.data.as_ints[size + count] = <int> <object> found
            starts.data.as_ushorts[size + count] = <unsigned short> start
            lengths.data.as_uchars[size + count] = <unsigned char> (end - start)
            count += 1
        if count < room:
            array.resize(codes, size + count)
            array.resize(starts, size + count)
            array.resize(lengths, size + count)
        self.counts.append(count)
