from libc.stdint cimport uint32_t

from search.names.characters cimport Text


cdef struct Marked:
    # The range of a text in quotation marks: ``marks.Marked``.
    Py_ssize_t start, end
    bint closed


cdef class Passage:
    """The text of a paragraph, its ranges in quotation marks, and the ends of its sentences."""

    cdef str whole
    cdef Text text
    cdef Marked* ranges
    cdef Py_ssize_t range_count, range_room
    cdef Py_ssize_t* ends
    cdef Py_ssize_t end_count, end_room  # -1 ends: they are not computed yet

    cdef int find_ranges(self, bint any_marks, bint any_verbs) except -1
    cdef Py_ssize_t ranges_before(self, Py_ssize_t at) noexcept
    cdef Py_ssize_t sentence_start(self, Py_ssize_t at, Py_ssize_t first) except -1
    cdef Py_ssize_t sentence_end(self, Py_ssize_t at) except -1
    cdef bint starts_with(self, str word, Py_ssize_t at) noexcept
    cdef Py_ssize_t blanks(self, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef Py_ssize_t skipped(self, Py_ssize_t at) noexcept
    cdef Py_ssize_t last_comma(self, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef int _double_marked(self) except -1
    cdef int _add_range(self, Py_ssize_t start, Py_ssize_t end, bint closed) except -1
    cdef int _find_ends(self) except -1
    cdef Py_ssize_t _sentence(self, Py_ssize_t i) except -1


cdef bint is_in_title(Text* text, Py_ssize_t i) noexcept
