from search.names.compiled_agents cimport By
from search.names.compiled_mentions cimport Mention


cdef class Said:
    """The compiled `search.names.quotes.Said`: a quotation with its speaker in the same paragraph."""

    cdef Py_ssize_t start, end, verb_start, verb_end  # a verb that is missing begins at -1
    cdef Py_ssize_t agent_start, agent_end
    cdef By by
    cdef Mention mention
    cdef bint direct, whole, closed, tagged
