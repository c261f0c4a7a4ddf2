cdef class Mention:
    """The compiled `search.names.mentions.Mention`."""

    cdef readonly Py_ssize_t start, end
    cdef readonly str kind
    cdef readonly bint sure, inside
    cdef readonly object role
    cdef readonly str written
