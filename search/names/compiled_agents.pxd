from search.names.characters cimport Text
from search.names.compiled_marks cimport Passage


cdef enum By:
    # How a speaker is named: not at all, or as in ``records``.
    BY_NOTHING = 0
    BY_NAME = 1
    BY_PRONOUN = 2
    BY_DESCRIPTION = 3


cdef struct Agent:
    # A speaker: ``agents.Agent``. mention: the index of the name among those of the paragraph, or -1.
    Py_ssize_t start, end, mention
    By by


cdef class Agents(Passage):
    """A paragraph with its names, in which speakers are looked for."""

    cdef list mentions

    cdef Agent agent_behind(self, Py_ssize_t i) except *
    cdef Agent agent_before(self, Py_ssize_t i, Py_ssize_t first) except *
    cdef Py_ssize_t first_mention(self, Py_ssize_t i) noexcept
    cdef Py_ssize_t letters_end(self, Py_ssize_t i) noexcept
    cdef Py_ssize_t ending_at(self, Py_ssize_t end) noexcept
    cdef Agent named(self, Py_ssize_t i) noexcept
    cdef Py_ssize_t word_end(self, Py_ssize_t i) noexcept
    cdef bint goes_on(self, Py_ssize_t start, Py_ssize_t end) except *
    cdef Py_ssize_t stop_behind(self, Py_ssize_t start) except -1
    cdef bint is_weekday(self, Text* text, Py_ssize_t i) except *
    cdef bint begins_role(self, Py_ssize_t start, Py_ssize_t end) except *
    cdef bint is_address(self, Py_ssize_t start, Py_ssize_t end) except *
    cdef bint has_person_before_comma(self, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef Py_ssize_t before_adverbs(self, Py_ssize_t end, Py_ssize_t first) except -1
    cdef Py_ssize_t before_blanks(self, Py_ssize_t end, Py_ssize_t first) noexcept
    cdef Py_ssize_t pronoun_before(self, Py_ssize_t end, Py_ssize_t first) except -2
    cdef Py_ssize_t before_brackets(self, Py_ssize_t end, Py_ssize_t first) noexcept
    cdef Agent with_apposition(self, Py_ssize_t first, Py_ssize_t end) except *
    cdef Agent described(self, Py_ssize_t first, Py_ssize_t end) except *


cdef int kinds_of(str word) except -1
cdef Agent agent_of(Py_ssize_t start, Py_ssize_t end, By by, Py_ssize_t mention) noexcept
cdef Agent nobody() noexcept
