from search.names.characters cimport Text


cdef class Segment:
    """A name in a run: the fields of ``segments.Segment``, and the name as it is written."""

    cdef Py_ssize_t start, end, role, tokens
    cdef str kind, written
    cdef bint sure


cdef class Run:
    """The names of a run, and the start of a role without a person behind it."""

    cdef list segments
    cdef Py_ssize_t open_role


cdef Py_ssize_t run_end(str whole, Text* text, Py_ssize_t i) except -1
cdef Run run_of(str text, str announced)
