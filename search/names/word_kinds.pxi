"""What the lists say of a word: `search.names.capitals.word_kinds`, remembered."""

from cpython.ref cimport PyObject

from search.names.known cimport MAX_CACHED, PyDict_GetItem

from search.names.capitals import LONGEST_WORD as _LONGEST_WORD, word_kinds

cdef Py_ssize_t LONGEST_WORD = _LONGEST_WORD
cdef dict _kinds = {}


cdef int kinds_of(str word) except -1:
    """Return ``capitals.word_kinds``."""
    cdef PyObject* known = PyDict_GetItem(_kinds, word)
    if known:
        return <int> <object> known
    if len(_kinds) >= MAX_CACHED:
        _kinds.clear()
    kinds = word_kinds(word)
    if len(word) <= LONGEST_WORD:
        _kinds[word] = kinds
    return <int> kinds
