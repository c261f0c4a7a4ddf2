# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `search.readers.simple_values`, with loops over the characters in memory."""

from cpython.ref cimport PyObject
from libc.stdint cimport uint8_t

from search.readers import body, simple_values as oracle
from search.readers.values import is_nothing

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)
    void* PyUnicode_DATA(object text)
    PyObject* PyDict_GetItem(object mapping, object key)

cdef Py_ssize_t MAX_LENGTH = body.MAX_METADATA_LENGTH
cdef Py_ssize_t MAX_KNOWN = oracle._MAX_KNOWN
cdef object slow_line = body.plain_line
cdef double LONG = oracle.LONG
cdef enum:
    MAY_BE_NOTHING = 16  # characters: no longer text says that there is no value


cpdef plain_line(str text):
    """Return the same as ``search.readers.body.plain_line``."""
    cdef Py_ssize_t length = len(text), at
    cdef const uint8_t* letters
    cdef uint8_t letter, other = 0
    if not PyUnicode_IS_ASCII(text) or length > MAX_LENGTH or not length:
        return slow_line(text)
    letters = <const uint8_t*> PyUnicode_DATA(text)
    for at in range(length):  # there are no branches, so the compiler makes it compare many at once
        letter = letters[at]
        other |= <uint8_t> (letter < 0x20) | <uint8_t> (letter == 0x7f)
        other |= <uint8_t> (letter == 0x3c) | <uint8_t> (letter == 0x26)
    if other or letters[0] == 0x20 or letters[length - 1] == 0x20:
        return slow_line(text)
    if length < MAY_BE_NOTHING and is_nothing(text):
        return None
    return text


cdef object said_of(str value, tuple simple):
    cdef object known = simple[4], quick = simple[5], said = None
    cdef PyObject* entry
    if known is not None:
        entry = PyDict_GetItem(known, value)
        if entry is not NULL:
            said = <object> entry
    if said is None and quick is not None:
        said = plain_line(value) if quick is slow_line else quick(value)
        if said is not None and known is not None and len(<dict> known) < MAX_KNOWN:
            (<dict> known)[value] = said
    return said


def read_simple(values, list plan, list row):
    """Do the same as ``search.readers.simple_values.read_simple``."""
    cdef list left = []
    cdef tuple simple
    cdef PyObject* entry
    cdef object value, said
    cdef bint is_dict = type(values) is dict
    for item in plan:
        simple = <tuple> item  # of a subclass
        if simple[3] is None:
            left.append(item)
            continue
        if is_dict:
            entry = PyDict_GetItem(values, simple[3])
            value = None if entry is NULL else <object> entry
        else:
            value = values.get(simple[3])
        if value is None:
            continue
        said = None
        if type(value) is str:
            if not value:
                continue
            said = said_of(value, simple)
        if said is None:
            left.append(item)
        else:
            row[simple[0]] = said
    return left


cpdef bint is_exact(value):
    """Return the same as ``search.readers.simple_values.is_exact``."""
    if type(value) is list:
        for one in <list> value:
            if not is_exact_value(one):
                return False
        return True
    for one in (<dict> value).values():
        if not is_exact_value(one):
            return False
    return True


cdef inline bint is_exact_value(value):
    if type(value) is str:
        return True
    if type(value) is float:
        return -LONG < <double> value < LONG
    return is_exact(value) if type(value) is list or type(value) is dict else True
